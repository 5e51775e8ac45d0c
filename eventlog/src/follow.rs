//! Following the log from a place in it, batch by batch.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::{Checkpoint, EventLog, LogError, Position, Recorded};

/// How long a follower waits for an event before it looks again whether the log is still the one
/// that it followed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A reader that walks the one order: every event once, none skipped, of one history.
///
/// It reads only when asked, so a slow reader slows nobody and holds nothing in memory but its
/// last batch.
pub struct Follower {
    log: Arc<dyn EventLog>,
    after: Checkpoint,
    batch: usize,
    pace: Option<ReadPace>,
    /// Not before then is the log read again.
    rests_until: Option<Instant>,
}

/// How often a follower that keeps up reads: where much is stored, what comes within an interval is
/// read at once, for a read of many events costs little more than a read of one. After an idle
/// while, and where whole batches wait, it reads without delay.
#[derive(Clone, Debug)]
pub struct ReadPace {
    /// From one read to the next, at least.
    pub interval: Duration,
    /// Ends the interval: somebody waits for what comes next.
    pub hurry: Arc<Notify>,
}

impl ReadPace {
    /// Nobody is ever in a hurry.
    #[must_use]
    pub fn every(interval: Duration) -> Self {
        let hurry = Arc::default();
        Self { interval, hurry }
    }
}

impl Follower {
    /// Follows `log` from the first event after `after`, at most `batch` events at a time
    /// (0 counts as 1).
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, after: Checkpoint, batch: usize) -> Self {
        Self {
            log,
            after,
            batch: batch.max(1),
            pace: None,
            rests_until: None,
        }
    }

    /// The same, reading no more often than that.
    #[must_use]
    pub fn at_pace(mut self, pace: ReadPace) -> Self {
        self.pace = Some(pace);
        self
    }

    /// The position of the last event handed out.
    #[must_use]
    pub fn position(&self) -> Position {
        self.after.position
    }

    /// The last event handed out; to go on from here later, keep it.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        self.after
    }

    /// The next events, at least one; waits while there is none.
    ///
    /// Dropping the future loses nothing: the next call gives the same events.
    ///
    /// # Errors
    /// As the log's. The follower stays where it was and may be asked again. `AnotherHistory`,
    /// after a second of waiting at the latest, when the log does not hold the last event any
    /// more.
    pub async fn next_batch(&mut self) -> Result<Vec<Recorded>, LogError> {
        loop {
            self.rest().await;
            let events = self.log.read_after(self.after, self.batch).await?;
            if let Some(last) = events.last() {
                self.after = last.into();
                let whole = events.len() >= self.batch;
                let pace = self.pace.as_ref().filter(|_| !whole);
                self.rests_until = pace.map(|pace| Instant::now() + pace.interval);
                return Ok(events);
            }
            let more = self.log.wait_beyond(self.after.position);
            if let Ok(outcome) = tokio::time::timeout(LOOK_AGAIN, more).await {
                outcome?;
            }
        }
    }

    async fn rest(&mut self) {
        if let (Some(pace), Some(until)) = (&self.pace, self.rests_until) {
            tokio::select! {
                () = tokio::time::sleep_until(until) => {}
                () = pace.hurry.notified() => {}
            }
        }
        self.rests_until = None;
    }
}
