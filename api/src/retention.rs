//! Sweeping the access log: rows that are older than its retention go, in one server at a time.
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use eventlog::{
    Backoff, Clock, Fence, Lease, LeasedWork, Leases, LogError, Next, OnFailure, run_under_lease,
};
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
        match self.lease().acquire().await? {
            Some(_) => self.sweep().await.map(Some),
            None => Ok(None),
        }
    }

    /// Sweeps now and every hour, until it is told to stop; then gives its turn back.
    pub async fn run(mut self, stopping: watch::Receiver<bool>) {
        let hourly = Backoff {
            first: EVERY,
            longest: EVERY,
        };
        run_under_lease(&self.lease(), hourly, &mut self, stopping).await;
    }

    fn lease(&self) -> Lease {
        let ttl = EVERY.saturating_mul(2);
        Lease::new(self.leases.clone(), WORK, self.holder, ttl)
    }

    async fn sweep(&self) -> Result<u64, SweepError> {
        Ok(self.accesses.sweep(self.clock.now().0).await?)
    }
}

#[async_trait]
impl LeasedWork for Sweeper {
    type Error = SweepError;

    const FINISHES_STEPS: bool = true;

    async fn step(&mut self, _: Fence, _: &Lease) -> Result<Next, SweepError> {
        let rows = self.sweep().await?;
        if rows > 0 {
            tracing::info!(rows, "old accesses were swept");
        }
        Ok(Next::After(EVERY))
    }

    fn stands_by(&mut self) {}

    fn failed(&mut self, error: SweepError) -> OnFailure {
        match error {
            // That the log does not answer is told by who serves it, in one line.
            SweepError::Lease(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {
                tracing::debug!(%error, "old accesses are not swept yet");
            }
            error => tracing::warn!(%error, "old accesses were not swept"),
        }
        OnFailure::Retry
    }
}
