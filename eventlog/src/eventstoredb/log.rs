//! The log on EventStoreDB.
use std::sync::Arc;

use async_trait::async_trait;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::client::Begin;
use super::envelope::Unsettled;
use super::known::in_order;
use super::shared::{PAGE, Shared};
use crate::checkpoint::beyond;
use crate::{
    Append, Appended, Checkpoint, EventLog, Irregularity, LogError, Position, Recorded, RecordedAt,
    StreamId,
};

/// How many events are read for themselves at a time.
const AT_ONCE: usize = 16;

/// A log on a server or a cluster of EventStoreDB, which others may use as well.
pub struct EventStoreDbLog {
    pub(super) shared: Arc<Shared>,
    pub(super) sightings: super::lease::Sightings,
    pub(super) follower: JoinHandle<()>,
}

impl EventStoreDbLog {
    /// What the names of the log's streams begin with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.shared.names.prefix()
    }

    fn unwrap_all(&self, events: Vec<super::client::Incoming>) -> Result<Vec<Unsettled>, LogError> {
        let events = events.into_iter();
        events
            .filter_map(|event| self.shared.names.unwrap(event).transpose())
            .collect()
    }

    async fn at(&self, position: Position) -> Result<Unsettled, LogError> {
        let missing = || LogError::missing(position);
        if position == Position::START || position > self.shared.ring.lock().head() {
            return Err(missing());
        }
        if !self.shared.is_vouched(position) {
            let begin = self.shared.begin_at(position).await?;
            if !matches!(begin, Begin::At(found) if found == position.0) {
                return Err(missing());
            }
        }
        let page = self.shared.page_of_all(Begin::At(position.0), 1).await?;
        let event = self.unwrap_all(page)?.pop();
        event
            .filter(|event| event.recorded.position == position)
            .ok_or_else(missing)
    }
}

impl Drop for EventStoreDbLog {
    fn drop(&mut self) {
        self.follower.abort();
    }
}

#[async_trait]
impl EventLog for EventStoreDbLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        self.shared.append(append).await
    }

    async fn append_in_order(&self, appends: Vec<Append>) -> Result<Vec<u64>, LogError> {
        self.shared.append_in_order(appends).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        // A revision has 63 bits.
        if limit == 0 || i64::try_from(after).is_err() {
            return Ok(Vec::new());
        }
        let name = self.shared.names.of(stream);
        let mut events: Vec<Unsettled> = Vec::new();
        while events.len() < limit {
            let version = after + u64::try_from(events.len()).unwrap_or(u64::MAX);
            let count = PAGE.min(limit - events.len());
            let page = self
                .shared
                .page_of_stream(&name, Begin::At(version), count)
                .await?;
            let is_last = page.len() < count;
            for (version, event) in (version..).zip(&page) {
                in_order(stream, version, event.revision)?;
            }
            events.extend(self.unwrap_all(page)?);
            if is_last {
                if after == 0 {
                    let ids = events.iter().map(|event| event.recorded.id);
                    self.shared.met(stream, ids);
                }
                break;
            }
        }
        self.shared.settle_each(events).await
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        let name = self.shared.names.of(stream);
        let last = self.shared.page_of_stream(&name, Begin::End, 1).await?;
        Ok(last.first().map_or(0, |event| event.revision + 1))
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        if limit == 0 || (after >= *self.shared.head.borrow() && after >= self.head().await?) {
            return Ok(Vec::new());
        }
        self.run(after, None, limit).await
    }

    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        if after == Checkpoint::START {
            return self.read_all(Position::START, limit).await;
        }
        if after.position >= *self.shared.head.borrow() {
            // The look at the end finds the last event there, or fails.
            let head = self.head().await?;
            if after.position == head && self.shared.ring.lock().last() == after {
                return Ok(Vec::new());
            }
            // A position that this server did not give is not sent to it.
            if after.position > head {
                return beyond(after, Vec::new());
            }
        }
        self.run(after.position, Some(after.event_id), limit).await
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        use futures::{StreamExt, TryStreamExt};
        let highest = positions.iter().max();
        if highest.is_some_and(|highest| *highest > *self.shared.head.borrow()) {
            self.head().await?;
        }
        let read = futures::stream::iter(positions.to_vec())
            .map(|position| self.at(position))
            .buffered(AT_ONCE)
            .try_collect();
        self.shared.settle_each(read.await?).await
    }

    async fn head(&self) -> Result<Position, LogError> {
        self.shared.present_head().await
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        self.head().await?;
        if let Some(position) = self.shared.ring.lock().last_at(instant) {
            return Ok(position);
        }
        let mut last = self.shared.times.lock().milestone(instant);
        loop {
            let page = self.read_all(last, PAGE).await?;
            let within = page.partition_point(|event| event.recorded_at <= instant);
            let is_last = within < page.len() || page.is_empty();
            if let Some(event) = within.checked_sub(1).and_then(|index| page.get(index)) {
                last = event.position;
            }
            if is_last {
                return Ok(last);
            }
        }
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        let mut head = self.shared.head.subscribe();
        let reached = head.wait_for(|head| *head > after).await;
        reached
            .map(|head| *head)
            .map_err(|_| LogError::Unavailable("the log is closed".into()))
    }

    async fn deletions(&self) -> Result<Vec<Irregularity>, LogError> {
        EventStoreDbLog::deletions(self).await
    }

    async fn irregularities(&self) -> Result<Vec<Irregularity>, LogError> {
        self.audit().await
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.shared.installation().await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        self.shared.say_installation(installation).await?;
        Ok(self.shared.installation().await?.unwrap_or(installation))
    }
}
