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
    /// From one read to the next, at least, where it keeps up.
    pace: Duration,
    /// Ends a rest: somebody waits for what comes next.
    hurry: Arc<Notify>,
    /// Not before then is the log read again, but in a hurry.
    rests_until: Option<Instant>,
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
            pace: Duration::ZERO,
            hurry: Arc::default(),
            rests_until: None,
        }
    }

    /// The same, at a pace: where it keeps up, so long at least from one read to the next. Where much is
    /// stored, what comes within that time is read at once, for a read of many events costs little
    /// more than a read of one. After an idle while, and where whole batches wait, it reads without
    /// delay.
    #[must_use]
    pub fn at_pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// The same; whoever is waiting for what comes next notifies `hurry`, and the log is read at once.
    #[must_use]
    pub fn hurried_by(mut self, hurry: Arc<Notify>) -> Self {
        self.hurry = hurry;
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
                let keeps_up = events.len() < self.batch && !self.pace.is_zero();
                self.rests_until = keeps_up.then(|| Instant::now() + self.pace);
                return Ok(events);
            }
            let more = self.log.wait_beyond(self.after.position);
            if let Ok(outcome) = tokio::time::timeout(LOOK_AGAIN, more).await {
                outcome?;
            }
        }
    }

    async fn rest(&mut self) {
        if let Some(until) = self.rests_until {
            tokio::select! {
                () = tokio::time::sleep_until(until) => {}
                () = self.hurry.notified() => {}
            }
        }
        self.rests_until = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use uuid::Uuid;

    use super::*;
    use crate::{Append, MemoryLog, NewEvent, StreamId, SystemClock};

    const PACE: Duration = Duration::from_secs(60);

    async fn append(log: &Arc<MemoryLog>, expected: u64, count: usize) {
        let event = |_| NewEvent {
            id: Uuid::new_v4(),
            event_type: "Made".into(),
            event_version: 1,
            payload: b"{}".to_vec(),
            metadata: b"{}".to_vec(),
        };
        let append = Append {
            stream: StreamId::new("thing", "1").unwrap(),
            expected,
            events: (0..count).map(event).collect(),
            recorded_at: None,
        };
        log.append(append).await.unwrap();
    }

    /// The numbers of the events of the next batch, and how long it took to come, on a clock that
    /// goes on by itself where everybody waits.
    async fn next(follower: &mut Follower) -> (Vec<u64>, Duration) {
        let begun = Instant::now();
        let batch = follower.next_batch().await.unwrap();
        let sequences = batch.iter().map(|event| event.sequence).collect();
        (sequences, begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_before_its_turn_is_read_at_once() {
        let log = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
        let follower = Follower::new(log.clone(), Checkpoint::START, 10);
        let mut follower = follower.at_pace(PACE);
        append(&log, 0, 1).await;
        assert_eq!(next(&mut follower).await, (vec![1], Duration::ZERO));
        for version in 1..4 {
            append(&log, version, 1).await;
        }
        let (gathered, after) = next(&mut follower).await;
        assert_eq!(gathered, [2, 3, 4]);
        assert!(after >= PACE, "{after:?}");
        // After an idle while it does not wait, nor between whole batches.
        tokio::time::advance(PACE).await;
        append(&log, 4, 25).await;
        for expected in [5..=14, 15..=24, 25..=29] {
            let batch = next(&mut follower).await;
            assert_eq!(batch, (expected.collect(), Duration::ZERO));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_what_comes_next_ends_the_rest() {
        let log = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
        let hurry = Arc::new(Notify::new());
        let follower = Follower::new(log.clone(), Checkpoint::START, 10);
        let mut follower = follower.at_pace(PACE).hurried_by(hurry.clone());
        append(&log, 0, 1).await;
        assert_eq!(next(&mut follower).await, (vec![1], Duration::ZERO));
        append(&log, 1, 1).await;
        hurry.notify_one();
        assert_eq!(next(&mut follower).await, (vec![2], Duration::ZERO));
        // One is hurried once.
        append(&log, 2, 1).await;
        let (events, after) = next(&mut follower).await;
        assert_eq!(events, [3]);
        assert!(after >= PACE, "{after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_pace_each_is_read_when_it_comes() {
        let log = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
        let mut follower = Follower::new(log.clone(), Checkpoint::START, 10);
        for version in 0..5 {
            append(&log, version, 1).await;
            let batch = next(&mut follower).await;
            assert_eq!(batch, (vec![version + 1], Duration::ZERO));
        }
    }
}
