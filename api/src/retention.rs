//! Sweeping the access log: rows that are older than its retention go, in one server at a time.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Clock, Leases, LogError};
use queries::access_log::{AccessLog, AccessLogError};
use tokio::sync::watch;
use uuid::Uuid;

/// The work that one server at a time does.
pub const WORK: &str = "access-retention";

/// How often the oldest rows are looked for. Whoever looks keeps the turn until the next time.
const EVERY: Duration = Duration::from_secs(3_600);

/// Why a sweep came to nothing; the next one makes up for it.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// Whose turn it is cannot be told.
    #[error(transparent)]
    Lease(#[from] LogError),
    /// The rows cannot be swept.
    #[error(transparent)]
    Rows(#[from] AccessLogError),
}

/// What sweeps, and by whose clock.
#[derive(Clone)]
pub struct Sweeper {
    /// The rows.
    pub accesses: Arc<AccessLog>,
    /// Where servers agree who sweeps.
    pub leases: Arc<dyn Leases>,
    /// This server.
    pub holder: Uuid,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
}

impl Sweeper {
    /// Sweeps once if it is this server's turn; how many rows went, `None` where it is another's.
    /// No fence is needed: what is too old for one server is too old for all, and a mark in the
    /// rows' own store never goes back.
    ///
    /// # Errors
    /// As the leases and the access log say.
    pub async fn turn(&self) -> Result<Option<u64>, SweepError> {
        let turn = self.leases.hold(WORK, self.holder, EVERY.saturating_mul(2));
        if turn.await?.is_none() {
            return Ok(None);
        }
        Ok(Some(self.accesses.sweep(self.clock.now().0).await?))
    }

    /// Sweeps now and every hour, until it is told to stop; then gives its turn back.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        loop {
            match self.turn().await {
                Ok(Some(rows)) if rows > 0 => tracing::info!(rows, "old accesses were swept"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "old accesses were not swept"),
            }
            tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => break,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
        if let Err(error) = self.leases.release(WORK, self.holder).await {
            tracing::warn!(%error, "the lease of the access log's sweep is not given back");
        }
    }
}
