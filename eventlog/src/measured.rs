//! A log whose appends are counted and timed, for whoever watches the service.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use uuid::Uuid;

use crate::Checkpoint;
use crate::port::{Append, Appended, EventLog, LogError, Position, Recorded, RecordedAt, StreamId};

/// Any log, measured: the histogram `placement_log_append_seconds` and the counter
/// `placement_log_appends_total` by `outcome`. It remembers whether the last append failed for
/// want of the store, and is asked [`EventLog::can_append`] for nothing else.
pub struct MeasuredLog {
    log: Arc<dyn EventLog>,
    fails: AtomicBool,
}

impl MeasuredLog {
    /// Measures this log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>) -> Self {
        Self {
            log,
            fails: AtomicBool::new(false),
        }
    }
}

fn outcome(done: &Result<Appended, LogError>) -> &'static str {
    match done {
        Ok(_) => "appended",
        Err(LogError::Conflict { .. }) => "conflict",
        Err(LogError::Refused(_)) => "refused",
        Err(LogError::Unavailable(_)) => "unavailable",
        Err(LogError::UnknownOutcome(_)) => "unknown",
        Err(LogError::Damaged(_)) => "damaged",
        Err(LogError::AnotherHistory(_)) => "another_history",
    }
}

#[async_trait]
impl EventLog for MeasuredLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        let begun = Instant::now();
        let done = self.log.append(append).await;
        metrics::histogram!("placement_log_append_seconds").record(begun.elapsed().as_secs_f64());
        metrics::counter!("placement_log_appends_total", "outcome" => outcome(&done)).increment(1);
        let fails = matches!(
            done,
            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_) | LogError::Damaged(_))
        );
        if fails != self.fails.load(Ordering::Relaxed) {
            self.fails.store(fails, Ordering::Relaxed);
        }
        done
    }

    async fn can_append(&self) -> Result<(), LogError> {
        if self.fails.load(Ordering::Relaxed) {
            self.log.can_append().await?;
            self.fails.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        self.log.read_stream(stream, after, limit).await
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        self.log.stream_version(stream).await
    }

    fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        self.log.version_lately(stream)
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        self.log.read_all(after, limit).await
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        self.log.read_after(after, limit).await
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        self.log.read_at(positions).await
    }

    async fn head(&self) -> Result<Position, LogError> {
        self.log.head().await
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        self.log.position_at(instant).await
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        self.log.wait_beyond(after).await
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.log.installation().await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        self.log.join_installation(installation).await
    }
}
