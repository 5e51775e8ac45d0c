//! The `placement` program: what its user types, and what it says. Everything that is printed
//! goes through here.
mod appoint;
mod as_of;
mod audit;
mod backup;
mod clock;
mod copy;
mod demo;
mod erase;
mod export;
mod export_dashboard;
pub mod import;
pub mod letters;
mod mail;
mod new_file;
mod operator;
mod places;
mod replay;
mod rotate_master_key;
mod rules;
mod say;
mod serve;
mod token;
mod transport;
mod verify;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rustix::fs::Mode;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

pub use places::PlaceArgs;

/// The event-sourced platform of Mon stage de troisième.
#[derive(Parser)]
#[command(name = "placement", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How much to log, to standard error: a level, or directives as `info,api=debug`.
    #[arg(
        long,
        global = true,
        env = "PLACEMENT_LOG_LEVEL",
        default_value = "warn"
    )]
    log_level: String,
    /// Log lines as JSON.
    #[arg(long, global = true, env = "PLACEMENT_LOG_JSON")]
    log_json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the gRPC API on a log.
    Serve(Box<serve::ServeArgs>),
    /// Serve the pages that people open, over the network from a server.
    Web(web::WebArgs),
    /// Play a whole campaign on a fresh log, show its dashboards, and go on serving.
    Demo(demo::DemoArgs),
    /// Show what a dashboard showed at a past instant or position, from the log alone.
    Replay(replay::ReplayArgs),
    /// Mint an access token for a role and what it is about.
    Token(token::TokenArgs),
    /// Print the numbers of the scheme that hold, as a file for --rules.
    Rules(rules::PrintRulesArgs),
    /// Import public reference data; each bad row is told with its line and reason.
    Import(import::ImportArgs),
    /// Copy everything that lies in files, as of one instant, beside a running server or not.
    Backup(backup::BackupArgs),
    /// Carry a log from one store to another, as it was recorded; resumable, and compared.
    Copy(copy::CopyArgs),
    /// Appoint a representative of the State, who is invited by letter.
    Appoint(appoint::AppointArgs),
    /// Record that a local platform signed its pooling agreement: its offers are taken from then on.
    PoolingAgreement(appoint::PoolingAgreementArgs),
    /// Relieve a representative of the State, from their next call on.
    Relieve(appoint::RelieveArgs),
    /// List the representatives of the State, by office and territory.
    Representatives(appoint::RepresentativesArgs),
    /// Rotate the master key of the vault while servers use it; resumable.
    RotateMasterKey(rotate_master_key::RotateMasterKeyArgs),
    /// Erase a person for good: their key is destroyed, every figure stays.
    Erase(erase::EraseArgs),
    /// Show all that is held of one person, in clear.
    Export(export::ExportArgs),
    /// Put a list or a dashboard in a file, as CSV or as a workbook, from a running server.
    ExportDashboard(export_dashboard::ExportDashboardArgs),
    /// List the letters that wait, were sent or were given up; write out those that wait.
    Mail(mail::MailArgs),
    /// Replay the log and compare it with snapshots and a running server.
    Verify(verify::VerifyArgs),
    /// Sign checkpoints of the log, prove events by them, and verify the log against them.
    Audit(audit::AuditArgs),
}

/// Why the program ends badly.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It does not start.
    #[error(transparent)]
    Start(#[from] crate::app::StartError),
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] eventlog::LogError),
    /// A name makes no stream.
    #[error(transparent)]
    Stream(#[from] eventlog::BadStreamId),
    /// What was asked on the command line cannot be done.
    #[error("{0}")]
    Usage(String),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {why}; give ADDRESS:PORT, as 127.0.0.1:50051")]
    Listen {
        /// Which.
        address: String,
        /// Why not.
        why: std::io::Error,
    },
    /// The certificates cannot be served.
    #[error(transparent)]
    Tls(#[from] ::transport::tls::TlsError),
    /// The server cannot be reached.
    #[error("--server {address}: {}", with_causes(.why))]
    Unreached {
        /// Which.
        address: String,
        /// Why not.
        why: tonic::transport::Error,
    },
    /// The server refuses.
    #[error("the server refuses: {}", .0.message())]
    Refused(Box<tonic::Status>),
    /// A file cannot be read or written.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// Why not.
        why: String,
    },
    /// Something that should be so is not; told in full already.
    #[error("{0}")]
    Failed(String),
    /// The demo ended badly.
    #[error(transparent)]
    Demo(#[from] ::demo::DemoError),
    /// The master key was not rotated.
    #[error(transparent)]
    Rotation(#[from] vault::RotationError),
    /// A file was not backed up.
    #[error("no backup was made: {0}")]
    Backup(#[from] storage::CopyFault),
    /// A log was not copied.
    #[error(transparent)]
    Copy(#[from] crate::copying::CopyError),
    /// A checkpoint was not signed.
    #[error(transparent)]
    Signing(#[from] notary::signing::SigningError),
    /// What was signed cannot be read or kept.
    #[error(transparent)]
    Signed(#[from] notary::StoreError),
    /// Standard output is closed.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

/// An error and what it comes from: of a connection the first word says nothing.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let mut told = error.to_string();
    for cause in causes.map(ToString::to_string) {
        // Some repeat what they come from.
        if !told.ends_with(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

impl From<tonic::Status> for ProgramError {
    fn from(status: tonic::Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

/// Runs the program; errors are told on standard error, in one line.
#[must_use]
pub fn main(cli: Cli) -> ExitCode {
    // What it makes, it makes for its owner alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let Ok(levels) = cli.log_level.parse::<Targets>() else {
        say::error(&format!(
            "--log-level {}: not a level nor directives",
            cli.log_level
        ));
        return ExitCode::from(2);
    };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if cli.log_json {
        lines.json().boxed()
    } else {
        lines.boxed()
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(levels))
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            say::error(&format!("no threads to run on: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(*args).await,
            Command::Web(args) => web::run(args).await,
            Command::Demo(args) => demo::run(args).await,
            Command::Replay(args) => replay::run(args).await,
            Command::Token(args) => token::run(&args).await,
            Command::Rules(args) => rules::run(&args),
            Command::Appoint(args) => appoint::appoint(args).await,
            Command::PoolingAgreement(args) => appoint::pooling_agreement(args).await,
            Command::Relieve(args) => appoint::relieve(args).await,
            Command::Representatives(args) => appoint::list(args).await,
            Command::Import(args) => import::run(args).await,
            Command::Backup(args) => backup::run(args).await,
            Command::Copy(args) => copy::run(args).await,
            Command::RotateMasterKey(args) => rotate_master_key::run(args).await,
            Command::Erase(args) => erase::run(args).await,
            Command::Export(args) => export::run(args).await,
            Command::ExportDashboard(args) => export_dashboard::run(args).await,
            Command::Mail(args) => mail::run(args).await,
            Command::Verify(args) => verify::run(args).await,
            Command::Audit(args) => audit::run(args).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough, as `head` does.
        Err(ProgramError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            say::error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
