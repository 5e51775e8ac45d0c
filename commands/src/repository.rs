//! The log as the repository of cqrs-es's event store. One is made for each loading or
//! appending, and keeps what cqrs-es has no place for: the outcome of the append, and by which
//! requests the stream grew.
use std::sync::Arc;

use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot,
};
use eventlog::{
    Append, Appended, EventLog, LogError, NewEvent, Position, Recorded, RecordedAt, StreamId,
};
use parking_lot::Mutex;
use serde_json::Value;
use uuid::Uuid;

use crate::context::{
    ACTOR, CAUSATION, COMMAND, CORRELATION, DIGEST, Digest, EventIds, REQUEST, actor_id,
};

const PAGE: usize = 1_000;

/// By which request a stream grew, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub request: Uuid,
    /// The request that this one is part of.
    pub whole: Uuid,
    pub command: Arc<str>,
    /// Whose request it was.
    pub actor: Uuid,
    pub source: Source,
    /// The number of its first event in the stream, and how many there are.
    pub first: u64,
    pub events: usize,
    /// Position and instant of its last event.
    pub position: Position,
    pub recorded_at: RecordedAt,
}

/// What made a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Somebody, who asked what is digested here.
    Asked(Digest),
    /// Somebody, before what was asked had a digest.
    AskedBefore,
    /// An event of another stream.
    Step,
}

#[derive(Clone)]
pub(crate) struct LogRepository(Arc<Inner>);

struct Inner {
    log: Arc<dyn EventLog>,
    /// Those of the request that appends.
    ids: Option<EventIds>,
    appended: Mutex<Option<Appended>>,
    marks: Mutex<Vec<Mark>>,
}

impl LogRepository {
    pub fn to_read(log: Arc<dyn EventLog>) -> Self {
        Self::with(log, None)
    }

    pub fn to_append(log: Arc<dyn EventLog>, ids: EventIds) -> Self {
        Self::with(log, Some(ids))
    }

    fn with(log: Arc<dyn EventLog>, ids: Option<EventIds>) -> Self {
        Self(Arc::new(Inner {
            log,
            ids,
            appended: Mutex::default(),
            marks: Mutex::default(),
        }))
    }

    /// The outcome of the append that went through this repository.
    pub fn appended(&self) -> Option<Appended> {
        *self.0.appended.lock()
    }

    /// The requests seen while reading, in order.
    pub fn take_marks(&self) -> Vec<Mark> {
        std::mem::take(&mut self.0.marks.lock())
    }

    async fn read(&self, stream: &StreamId, after: u64) -> Result<Vec<SerializedEvent>, LogError> {
        let mut events = vec![];
        let mut after = after;
        loop {
            let page = self.0.log.read_stream(stream, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(events);
            };
            after = last.sequence;
            let whole = page.len() < PAGE;
            for recorded in &page {
                events.push(self.serialized(recorded)?);
            }
            if whole {
                return Ok(events);
            }
        }
    }

    fn serialized(&self, recorded: &Recorded) -> Result<SerializedEvent, LogError> {
        let damaged = |what| {
            let why = format!("stream {}: its {what} is no JSON", recorded.stream);
            LogError::Damaged(eventlog::Damage::of_event(recorded.position, why))
        };
        let payload: Value =
            serde_json::from_slice(&recorded.payload).map_err(|_| damaged("payload"))?;
        let metadata: Value =
            serde_json::from_slice(&recorded.metadata).map_err(|_| damaged("metadata"))?;
        self.mark(recorded, &metadata);
        let sequence = usize::try_from(recorded.sequence).map_err(|_| damaged("sequence"))?;
        Ok(SerializedEvent::new(
            recorded.stream.id().to_owned(),
            sequence,
            recorded.stream.category().to_owned(),
            recorded.event_type.to_string(),
            recorded.event_version.to_string(),
            payload,
            metadata,
        ))
    }

    fn mark(&self, recorded: &Recorded, metadata: &Value) {
        let text = |key| metadata.get(key).and_then(Value::as_str);
        let id = |key| text(key).and_then(|id| Uuid::try_parse(id).ok());
        let Some(request) = id(REQUEST) else {
            return;
        };
        let actor = actor_id(text(ACTOR).unwrap_or_default());
        let source = match (text(CAUSATION), text(DIGEST).and_then(Digest::parse)) {
            (Some(_), _) => Source::Step,
            (None, Some(digest)) => Source::Asked(digest),
            (None, None) => Source::AskedBefore,
        };
        let mut marks = self.0.marks.lock();
        let (position, recorded_at) = (recorded.position, recorded.recorded_at);
        match marks.last_mut() {
            Some(last) if (last.request, last.actor, last.source) == (request, actor, source) => {
                (last.position, last.recorded_at) = (position, recorded_at);
                last.events += 1;
            }
            Some(_) | None => marks.push(Mark {
                request,
                whole: id(CORRELATION).unwrap_or(request),
                command: text(COMMAND).unwrap_or_default().into(),
                actor,
                source,
                first: recorded.sequence,
                events: 1,
                position,
                recorded_at,
            }),
        }
    }
}

impl PersistedEventRepository for LogRepository {
    async fn get_events<A: Aggregate>(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.get_last_events::<A>(aggregate_id, 0).await
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        aggregate_id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        let stream = stream_id(A::TYPE, aggregate_id)?;
        self.read(&stream, last_sequence as u64)
            .await
            .map_err(carried)
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        _aggregate_id: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        Ok(None) // aggregates are never snapshotted: in 0.5.0 that applies events twice
    }

    async fn persist<A: Aggregate>(
        &self,
        events: &[SerializedEvent],
        _snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        let Some(first) = events.first() else {
            return Ok(());
        };
        let stream = stream_id(A::TYPE, &first.aggregate_id)?;
        let name = stream.to_string();
        let ids = (self.0.ids)
            .ok_or_else(|| carried(LogError::Refused("an append by no request".into())))?;
        let new_event = |event: &SerializedEvent| {
            Ok(NewEvent {
                id: ids.at(&name, event.sequence as u64),
                event_type: event.event_type.as_str().into(),
                event_version: event.event_version.parse().unwrap_or(1),
                payload: serde_json::to_vec(&event.payload)?,
                metadata: serde_json::to_vec(&event.metadata)?,
            })
        };
        let append = Append {
            recorded_at: None,
            stream,
            expected: first.sequence as u64 - 1,
            events: events
                .iter()
                .map(new_event)
                .collect::<Result<_, serde_json::Error>>()?,
        };
        let appended = self.0.log.append(append).await.map_err(carried)?;
        *self.0.appended.lock() = Some(appended);
        Ok(())
    }

    async fn stream_events<A: Aggregate>(
        &self,
        _aggregate_id: &str,
    ) -> Result<ReplayStream, PersistenceError> {
        Err(no_replay_stream())
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        Err(no_replay_stream())
    }
}

/// Replay streams of 0.5.0 end silently when the database fails; the log is followed instead.
fn no_replay_stream() -> PersistenceError {
    carried(LogError::Refused(
        "replay reads the log, not a cqrs-es stream".into(),
    ))
}

fn stream_id(category: &str, id: &str) -> Result<StreamId, PersistenceError> {
    StreamId::new(category, id).map_err(|e| carried(LogError::Refused(e.to_string())))
}

/// A log's error through cqrs-es; [`log_error`] takes it out again.
fn carried(error: LogError) -> PersistenceError {
    if matches!(error, LogError::Conflict { .. }) {
        PersistenceError::OptimisticLockError
    } else {
        PersistenceError::UnknownError(Box::new(error))
    }
}
