//! The log on EventStoreDB.
use std::sync::Arc;

use async_trait::async_trait;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::client::{Begin, Connection};
use super::envelope::{Names, Unsettled};
use super::known::in_order;
use super::options::EventStoreDbOptions;
use super::ring::Ring;
use super::shared::{PAGE, Shared};
use super::tail;
use crate::checkpoint::beyond;
use crate::{
    AnotherHistory, Append, Appended, Checkpoint, EventLog, LogError, Position, Recorded,
    RecordedAt, StreamId,
};

/// How many events are read for themselves at a time.
const AT_ONCE: usize = 16;

/// A log on a server or a cluster of EventStoreDB, which others may use as well.
pub struct EventStoreDbLog {
    pub(super) shared: Arc<Shared>,
    pub(super) sightings: super::lease::Sightings,
    follower: JoinHandle<()>,
}

impl EventStoreDbLog {
    /// Opens the log behind a connection string,
    /// `esdb://NAME:PASSWORD@HOST:PORT?tls=true`.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when the string or the prefix is not understood, the server cannot
    /// be reached or refuses name and password, or TLS was set up in this process by somebody
    /// else. The password is in no message.
    pub async fn open(url: &str, options: EventStoreDbOptions) -> Result<Self, LogError> {
        if !options.is_prefix_good() {
            return Err(LogError::Unavailable(format!(
                "the prefix {:?}: 1 to 64 letters, digits, _ and ., and a : at the end",
                options.prefix
            )));
        }
        let connection = Connection::new(url, options.answer)?;
        let last = connection.read_all(Begin::End, 1).await;
        let last = last.map_err(|failure| {
            let (hosts, why) = (connection.hosts(), LogError::from(failure));
            LogError::Unavailable(format!("EventStoreDB at {hosts} cannot be reached: {why}"))
        })?;
        let names = Names::new(options.prefix.clone());
        let head = last_event(&connection, &names).await?;
        let empty = Ring::new(1, Checkpoint::START, RecordedAt(i64::MIN));
        let capacity = options.events_remembered;
        let mut shared = Shared::new(connection, options, empty);
        let (end, peak) = match head {
            None => (Checkpoint::START, RecordedAt(i64::MIN)),
            Some(head) => ((&head.recorded).into(), shared.settled(&head).await?),
        };
        let position = end.position;
        shared.ring = parking_lot::Mutex::new(Ring::new(capacity, end, peak));
        shared.head.send_replace(position);
        let shared = Arc::new(shared);
        // What comes before the head was looked at above, and what comes after it was not.
        let from = match position {
            Position::START => last.first().map(|event| event.position),
            Position(head) => Some(head),
        };
        let follower = tokio::spawn(tail::follow(Arc::clone(&shared), from));
        Ok(Self {
            shared,
            sightings: super::lease::Sightings::default(),
            follower,
        })
    }

    /// The events after a position, at most `limit`; where `its_event` is given, only if it stands
    /// at that position.
    async fn run(
        &self,
        after: Position,
        its_event: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        let mut from = match after {
            Position::START => Begin::Start,
            Position(after) => Begin::At(after),
        };
        let mut its_event = its_event;
        let mut events: Vec<Unsettled> = Vec::new();
        let mut last = after;
        loop {
            // One more, for a read from a position gives the event there again.
            let count = PAGE.min((limit - events.len()).saturating_add(1));
            let page = self.shared.page_of_all(from, count).await?;
            if let Some(event_id) = its_event.take() {
                stands(after, event_id, page.first())?;
            }
            let is_last = page.len() < count;
            let seen = last;
            if let Some(event) = page.last() {
                last = Position(event.position);
                from = Begin::At(event.position);
            }
            let mut page = self.unwrap_all(page)?;
            page.retain(|event| event.recorded.position > seen);
            events.extend(page);
            if is_last || events.len() >= limit {
                break;
            }
        }
        events.truncate(limit);
        self.shared.settle_run(after, events).await
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

/// Whether what stands at a position is this event.
fn stands(
    position: Position,
    event_id: Uuid,
    first: Option<&super::client::Incoming>,
) -> Result<(), LogError> {
    let first = first.filter(|event| event.position == position.0);
    match first.map(|event| event.id) {
        Some(found) if found == event_id => Ok(()),
        found => Err(LogError::AnotherHistory(AnotherHistory {
            followed: Checkpoint { position, event_id },
            found,
        })),
    }
}

/// The last event of the log, from the end of the server backwards.
async fn last_event(connection: &Connection, names: &Names) -> Result<Option<Unsettled>, LogError> {
    let mut from = Begin::End;
    loop {
        let page = connection.read_all(from, PAGE).await?;
        let Some(first) = page.last().map(|event| event.position) else {
            return Ok(None);
        };
        let is_last = page.len() < PAGE;
        for event in page {
            if let Some(event) = names.unwrap(event)? {
                return Ok(Some(event));
            }
        }
        if is_last {
            return Ok(None);
        }
        from = Begin::Before(first);
    }
}

#[async_trait]
impl EventLog for EventStoreDbLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        self.shared.append(append).await
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

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        self.shared.installation().await
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        self.shared.say_installation(installation).await?;
        Ok(self.shared.installation().await?.unwrap_or(installation))
    }
}
