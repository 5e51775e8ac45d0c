//! Following the log from a position, batch by batch.
use std::sync::Arc;

use crate::{EventLog, LogError, Position, Recorded};

/// A reader that walks the one order: every event once, none skipped.
///
/// It reads only when asked, so a slow reader slows nobody and holds nothing in memory but its
/// last batch.
pub struct Follower {
    log: Arc<dyn EventLog>,
    after: Position,
    batch: usize,
}

impl Follower {
    /// Follows `log` from the first event after `after`, at most `batch` events at a time
    /// (0 counts as 1).
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, after: Position, batch: usize) -> Self {
        Self {
            log,
            after,
            batch: batch.max(1),
        }
    }

    /// The position of the last event handed out; to go on from here later, keep it.
    #[must_use]
    pub fn position(&self) -> Position {
        self.after
    }

    /// The next events, at least one; waits while there is none.
    ///
    /// Dropping the future loses nothing: the next call gives the same events.
    ///
    /// # Errors
    /// As the log's. The follower stays where it was and may be asked again.
    pub async fn next_batch(&mut self) -> Result<Vec<Recorded>, LogError> {
        loop {
            let events = self.log.read_all(self.after, self.batch).await?;
            if let Some(last) = events.last() {
                self.after = last.position;
                return Ok(events);
            }
            self.log.wait_beyond(self.after).await?;
        }
    }
}
