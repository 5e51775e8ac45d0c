//! A log whose appends are counted and timed, for whoever watches the service.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use async_trait::async_trait;

use crate::{Append, Appended, EventLog, LogError, LogLayer};

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
impl LogLayer for MeasuredLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
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

    async fn on_can_append(&self) -> Result<(), LogError> {
        if self.fails.load(Ordering::Relaxed) {
            self.log.can_append().await?;
            self.fails.store(false, Ordering::Relaxed);
        }
        Ok(())
    }
}
