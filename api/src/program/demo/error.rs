//! Why the demo ends badly.
use std::path::PathBuf;

use crate::app::StartError;
use accounts::tokens::TokenError;
use transport::tls::TlsError;

/// Why the demo ends badly.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder of the campaign holds something already, or cannot be made.
    #[error("--data {}: {why}", .folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why not.
        why: String,
    },
    /// The directory of colleges cannot be used.
    #[error("{}: {why}", .file.display())]
    Colleges {
        /// Which file.
        file: PathBuf,
        /// Why not.
        why: String,
    },
    /// No college can take part.
    #[error("no college takes part: {0}")]
    NoCollege(String),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {why}; --listen 127.0.0.1:0 takes a free port")]
    Listen {
        /// Which.
        address: String,
        /// Why not.
        why: std::io::Error,
    },
    /// The platform does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A token cannot be minted.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The server cannot be set up.
    #[error("the server: {0}")]
    Tls(#[from] TlsError),
    /// The server cannot be reached, or ended badly.
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
    /// The figures do not agree; told in full already.
    #[error("{0} of the checks fail: the figures do not agree")]
    Disagree(usize),
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
