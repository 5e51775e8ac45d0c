//! When events were recorded: the latest stamp up to them, which every reader finds to be the
//! same.
//!
//! A stamp is no earlier than any event up to the position its writer had seen. So the latest
//! stamp of the whole log up to an event is the latest one after that position. What a writer had
//! seen may be no position of this log: of a log that was put back to an older state while it
//! went on writing. Then the event before takes its place.
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use lru::LruCache;

use super::client::Begin;
use super::envelope::Unsettled;
use super::shared::{PAGE, Shared};
use crate::{LogError, Position, Recorded, RecordedAt};

/// How many bytes of the log lie between two milestones.
const MILE: u64 = 256 * 1024;
/// How many questions are open at a time.
const AT_ONCE: usize = 16;
/// Most of the time little lies between an event and what its writer had seen.
const FEW: usize = 32;

/// Times that were found once; they never change.
pub(super) struct Times {
    recent: LruCache<Position, RecordedAt>,
    /// Where the search for an instant may begin.
    milestones: BTreeMap<Position, RecordedAt>,
}

impl Times {
    /// Remembers the times of so many events.
    pub(super) fn new(capacity: usize) -> Self {
        let capacity = NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN);
        Self {
            recent: LruCache::new(capacity),
            milestones: BTreeMap::new(),
        }
    }

    fn learn(&mut self, position: Position, at: RecordedAt) {
        self.recent.put(position, at);
        let before = self.milestones.range(..=position).next_back();
        if before.is_none_or(|(mile, _)| position.0 - mile.0 >= MILE) {
            self.milestones.insert(position, at);
        }
    }

    /// The last milestone that is not later than the instant.
    pub(super) fn milestone(&self, instant: RecordedAt) -> Position {
        let mut miles = self.milestones.iter().rev();
        miles
            .find(|(_, at)| **at <= instant)
            .map_or(Position::START, |(position, _)| *position)
    }
}

impl Unsettled {
    /// What its writer had seen, if that can be.
    fn seen_before(&self) -> Option<Position> {
        (self.seen < self.recorded.position).then_some(self.seen)
    }
}

impl Shared {
    fn time(&self, position: Position) -> Option<RecordedAt> {
        let remembered = self.ring.lock().at(position);
        remembered.or_else(|| self.times.lock().recent.get(&position).copied())
    }

    /// When the event was recorded.
    pub(super) async fn settled(&self, event: &Unsettled) -> Result<RecordedAt, LogError> {
        let position = event.recorded.position;
        if let Some(at) = self.time(position) {
            return Ok(at);
        }
        let at = self
            .latest_before(position, event.seen_before())
            .await?
            .max(event.recorded.recorded_at);
        self.times.lock().learn(position, at);
        Ok(at)
    }

    /// The latest stamp of the events before one of which the writer had `seen` so much, from it
    /// backwards: its own position is the one that the server gave.
    pub(super) async fn latest_before(
        &self,
        position: Position,
        mut seen: Option<Position>,
    ) -> Result<RecordedAt, LogError> {
        let mut latest = RecordedAt(i64::MIN);
        let mut before = position.0;
        let mut count = FEW;
        loop {
            let page = self.page_of_all(Begin::Before(before), count).await?;
            let is_last = page.len() < count;
            for event in page {
                before = event.position;
                let position = Position(before);
                if seen == Some(position) {
                    return Ok(latest);
                }
                if let Some(at) = self.time(position) {
                    return Ok(latest.max(at));
                }
                // No event stands where one was seen: this one takes its place.
                seen = seen.filter(|seen| *seen < position);
                // What is damaged says nothing of time.
                if let Ok(Some(event)) = self.names.unwrap(event) {
                    latest = latest.max(event.recorded.recorded_at);
                    seen = seen.or_else(|| event.seen_before());
                }
            }
            if is_last {
                return Ok(latest);
            }
            count = PAGE;
        }
    }

    /// Settles events of which each follows the one before it in the log, the first one `after`.
    pub(super) async fn settle_run(
        &self,
        after: Position,
        events: Vec<Unsettled>,
    ) -> Result<Vec<Recorded>, LogError> {
        let Some(first) = events.first() else {
            return Ok(Vec::new());
        };
        let mut latest = match (after, self.time(after)) {
            (Position::START, _) => RecordedAt(i64::MIN),
            (_, Some(at)) => at,
            (_, None) => self.settled(first).await?,
        };
        let mut run = Vec::with_capacity(events.len());
        let mut times = self.times.lock();
        for event in events {
            let mut recorded = event.recorded;
            latest = latest.max(recorded.recorded_at);
            recorded.recorded_at = latest;
            times.learn(recorded.position, latest);
            run.push(recorded);
        }
        Ok(run)
    }

    /// Settles events that stand anywhere in the log.
    pub(super) async fn settle_each(
        &self,
        events: Vec<Unsettled>,
    ) -> Result<Vec<Recorded>, LogError> {
        use futures::{StreamExt, TryStreamExt};
        let settle = |event: Unsettled| async move {
            let recorded_at = self.settled(&event).await?;
            Ok(Recorded {
                recorded_at,
                ..event.recorded
            })
        };
        futures::stream::iter(events)
            .map(settle)
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }
}
