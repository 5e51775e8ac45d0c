//! What goes on in the background of an open platform.
use std::sync::Arc;
use std::time::{Duration, Instant};

use commands::process::{self, ProcessOptions};
use commands::snapshots::{self, SnapshotOptions};
use commands::{CommandService, Failure};
use eventlog::{AnotherHistory, Position};
use queries::QueryService;
use tokio::sync::watch;

/// Brings the write side to the head of the log, from the newest snapshot on; gives where that stands.
///
/// # Errors
/// Where the log cannot be read.
pub(super) async fn follow_log(
    commands: &CommandService,
    snapshots: &SnapshotOptions,
) -> Result<Position, Failure> {
    let kept_at = snapshots::take_up(commands, snapshots).await?;
    let began = Instant::now();
    let to = process::catch_up(commands).await?;
    tracing::info!(from = %kept_at, %to, took = ?began.elapsed(), "the write side has followed the log");
    Ok(kept_at)
}

/// The placement process, started again after a fault; each step is safe to take twice.
pub(super) async fn keep_running(
    commands: Arc<CommandService>,
    options: ProcessOptions,
    stop: watch::Receiver<bool>,
    another: watch::Receiver<Option<AnotherHistory>>,
) {
    let mut stopping = stop.clone();
    while let Err(error) = process::run(commands.clone(), options.clone(), stop.clone()).await {
        if another.borrow().is_some() {
            tracing::error!(%error, "the placement process takes no more steps");
            return;
        }
        if matches!(error, Failure::Unavailable(_)) {
            // Told once by who serves, when it begins and when it ends.
            tracing::debug!(%error, "the placement process waits for the log");
        } else {
            tracing::error!(%error, "the placement process stopped; it starts again in a second");
        }
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// What is watched is of a log that is no more.
pub(super) async fn end_watches(
    queries: Arc<QueryService>,
    mut another: watch::Receiver<Option<AnotherHistory>>,
    mut stop: watch::Receiver<bool>,
) {
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        _ = another.wait_for(Option::is_some) => queries.close_watches(),
    }
}
