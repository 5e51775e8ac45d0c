//! Why the demo ends badly.
use std::path::PathBuf;

use accounts::tokens::TokenError;
use demo_plan::PlanError;

/// Why the demo ends badly.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// No campaign can be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A token cannot be minted.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The server cannot be reached.
    #[error("the server: {0}")]
    Transport(#[from] tonic::transport::Error),
    /// The server refuses what it should allow.
    #[error("{method} is refused: {} ({:?})", .status.message(), .status.code())]
    Refused {
        /// What was asked.
        method: &'static str,
        /// With which words.
        status: Box<tonic::Status>,
    },
    /// What the server says is not what was agreed.
    #[error("an answer cannot be understood: {0}")]
    Misunderstood(String),
    /// Something that should come by itself does not come.
    #[error("waited in vain: {0}")]
    Late(String),
    /// A step of the demo died.
    #[error("a step of the demo died: {0}")]
    Died(#[from] tokio::task::JoinError),
    /// The log cannot be read back.
    #[error(transparent)]
    Log(#[from] eventlog::LogError),
    /// The result cannot be written.
    #[error("--json {}: {why}", .file.display())]
    Json {
        /// Where.
        file: PathBuf,
        /// Why not.
        why: String,
    },
    /// Standard output is closed.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

impl From<commands::Failure> for DemoError {
    fn from(failure: commands::Failure) -> Self {
        Self::Misunderstood(failure.to_string())
    }
}

impl From<domain::ids::BadId> for DemoError {
    fn from(bad: domain::ids::BadId) -> Self {
        Self::Misunderstood(bad.to_string())
    }
}
