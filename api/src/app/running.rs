//! What goes on in the background of an open platform.
use std::sync::Arc;
use std::time::Duration;

use commands::process::{self, ProcessOptions};
use commands::{CommandService, Failure};
use eventlog::AnotherHistory;
use queries::QueryService;
use tokio::sync::watch;

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
