//! The log as the event store of cqrs-es reads it. Appends go to the log itself: cqrs-es has no
//! place for what came of one.
use std::sync::Arc;

use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot,
};
use eventlog::{EventLog, LogError, Recorded, StreamId};
use serde_json::{Map, Value};

const PAGE: usize = 1_000;

/// Where and when an event was recorded, beside its metadata on its way through cqrs-es; never
/// stored.
pub(crate) const POSITION: &str = "position";
pub(crate) const RECORDED_AT: &str = "recorded_at";

/// Reads the log.
pub(crate) struct LogRepository(pub Arc<dyn EventLog>);

impl LogRepository {
    async fn read(&self, stream: &StreamId, after: u64) -> Result<Vec<SerializedEvent>, LogError> {
        let mut events = vec![];
        let mut after = after;
        loop {
            let page = self.0.read_stream(stream, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(events);
            };
            after = last.sequence;
            let whole = page.len() < PAGE;
            for recorded in &page {
                events.push(serialized(recorded)?);
            }
            if whole {
                return Ok(events);
            }
        }
    }
}

fn serialized(recorded: &Recorded) -> Result<SerializedEvent, LogError> {
    let damaged = |what| {
        let why = format!("stream {}: its {what} is no JSON", recorded.stream);
        LogError::Damaged(eventlog::Damage::of_event(recorded.position, why))
    };
    let payload: Value =
        serde_json::from_slice(&recorded.payload).map_err(|_| damaged("payload"))?;
    let mut metadata: Map<String, Value> =
        serde_json::from_slice(&recorded.metadata).map_err(|_| damaged("metadata"))?;
    metadata.insert(POSITION.into(), recorded.position.0.to_string().into());
    metadata.insert(
        RECORDED_AT.into(),
        recorded.recorded_at.0.to_string().into(),
    );
    let sequence = usize::try_from(recorded.sequence).map_err(|_| damaged("sequence"))?;
    Ok(SerializedEvent::new(
        recorded.stream.id().to_owned(),
        sequence,
        recorded.stream.category().to_owned(),
        recorded.event_type.to_string(),
        recorded.event_version.to_string(),
        payload,
        metadata.into(),
    ))
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
        _events: &[SerializedEvent],
        _snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        Err(carried(LogError::Refused("appends go to the log".into())))
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

/// A log's error through cqrs-es; `Failure::from_cqrs` takes it out again.
fn carried(error: LogError) -> PersistenceError {
    PersistenceError::UnknownError(Box::new(error))
}
