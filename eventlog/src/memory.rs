//! The log in memory, for tests: every guarantee but the first (it dies with the process).
use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use parking_lot::RwLock;
use tokio::sync::watch;
use uuid::Uuid;

use crate::append_decision::{AppendDecision, KnownEvent, decide_append};
use crate::limits;
use crate::{
    Append, Appended, Clock, EventLog, LogError, Position, Recorded, RecordedAt, StreamId,
    SystemClock,
};

/// A log in memory.
pub struct MemoryLog {
    clock: Arc<dyn Clock>,
    held: RwLock<Contents>,
    head: watch::Sender<Position>,
    installation: RwLock<Option<Uuid>>,
}

/// The event at index `i` has position `i + 1`.
#[derive(Default)]
struct Contents {
    events: Vec<Recorded>,
    streams: HashMap<StreamId, Vec<usize>>,
    ids: HashMap<Uuid, usize>,
}

impl MemoryLog {
    /// An empty log that reads the time from `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            held: RwLock::default(),
            head: watch::Sender::new(Position::START),
            installation: RwLock::default(),
        }
    }
}

impl Default for MemoryLog {
    /// An empty log with the clock of the machine.
    fn default() -> Self {
        Self::new(Arc::new(SystemClock))
    }
}

impl Contents {
    fn version(&self, stream: &StreamId) -> usize {
        self.streams.get(stream).map_or(0, Vec::len)
    }

    fn find(&self, id: &Uuid) -> Option<KnownEvent> {
        let event = self.events.get(*self.ids.get(id)?)?;
        Some(KnownEvent {
            stream: event.stream.clone(),
            sequence: event.sequence,
            position: event.position,
            recorded_at: event.recorded_at,
        })
    }

    fn store(&mut self, append: Append, now: RecordedAt) -> Appended {
        let recorded_at = self
            .events
            .last()
            .map_or(now, |last| last.recorded_at.max(now));
        let stream = append.stream;
        let indexes = self.streams.entry(stream.clone()).or_default();
        for event in append.events {
            let index = self.events.len();
            indexes.push(index);
            self.ids.insert(event.id, index);
            self.events.push(Recorded {
                position: Position(wide(index + 1)),
                stream: stream.clone(),
                sequence: wide(indexes.len()),
                id: event.id,
                event_type: event.event_type,
                event_version: event.event_version,
                recorded_at,
                payload: event.payload,
                metadata: event.metadata,
            });
        }
        Appended {
            position: Position(wide(self.events.len())),
            version: wide(indexes.len()),
            recorded_at,
        }
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, append: Append) -> Result<Appended, LogError> {
        limits::check(&append)?;
        let mut held = self.held.write();
        let actual = wide(held.version(&append.stream));
        match decide_append(&append, actual, |id| Ok(held.find(id)))? {
            AppendDecision::Already(outcome) => Ok(outcome),
            AppendDecision::Store => {
                let now = append.recorded_at.unwrap_or_else(|| self.clock.now());
                let outcome = held.store(append, now);
                self.head.send_replace(outcome.position);
                Ok(outcome)
            }
        }
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        let held = self.held.read();
        let indexes = held.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let wanted = indexes.iter().skip(narrow(after)).take(limit);
        Ok(wanted
            .filter_map(|index| held.events.get(*index))
            .cloned()
            .collect())
    }

    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError> {
        Ok(wide(self.held.read().version(stream)))
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        let held = self.held.read();
        Ok(held
            .events
            .iter()
            .skip(narrow(after.0))
            .take(limit)
            .cloned()
            .collect())
    }

    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError> {
        let held = self.held.read();
        let one = |position: &Position| {
            let index = position.0.checked_sub(1).map(narrow);
            let event = index.and_then(|index| held.events.get(index)).cloned();
            event.ok_or_else(|| LogError::missing(*position))
        };
        positions.iter().map(one).collect()
    }

    async fn head(&self) -> Result<Position, LogError> {
        Ok(*self.head.borrow())
    }

    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError> {
        let held = self.held.read();
        let past = held
            .events
            .partition_point(|event| event.recorded_at <= instant);
        Ok(Position(wide(past)))
    }

    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError> {
        let mut head = self.head.subscribe();
        let reached = head.wait_for(|head| *head > after).await;
        reached
            .map(|head| *head)
            .map_err(|_| LogError::Unavailable("the log is closed".into()))
    }

    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        Ok(*self.installation.read())
    }

    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        Ok(*self.installation.write().get_or_insert(installation))
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn narrow(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
