//! What the promises are tried with.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::{Append, Appended, EventLog, LogError, NewEvent, Position, Recorded, StreamId};

/// More events than any of the promises stores.
pub(super) const ALL: usize = 1_000_000;

pub(super) fn stream(id: &str) -> StreamId {
    StreamId::new("student", id).expect("a good name")
}

/// An event with an id of its own.
pub(super) fn event() -> NewEvent {
    let id = Uuid::new_v4();
    NewEvent {
        id,
        event_type: "Happened".into(),
        event_version: 1,
        payload: format!("{{\"id\":\"{id}\"}}").into_bytes(),
        metadata: b"{}".to_vec(),
    }
}

pub(super) fn events(count: usize) -> Vec<NewEvent> {
    (0..count).map(|_| event()).collect()
}

pub(super) fn append(stream: &StreamId, expected: u64, events: Vec<NewEvent>) -> Append {
    Append {
        recorded_at: None,
        stream: stream.clone(),
        expected,
        events,
    }
}

/// Appends `count` new events and gives the outcome.
pub(super) async fn grown(
    log: &Arc<dyn EventLog>,
    stream: &StreamId,
    expected: u64,
    count: usize,
) -> Appended {
    log.append(append(stream, expected, events(count)))
        .await
        .expect("stored")
}

pub(super) async fn all(log: &Arc<dyn EventLog>) -> Vec<Recorded> {
    log.read_all(Position::START, ALL).await.expect("read")
}

pub(super) fn ids(append: &Append) -> Vec<Uuid> {
    append.events.iter().map(|event| event.id).collect()
}

/// The reason of a refusal.
#[track_caller]
pub(super) fn refusal<T: std::fmt::Debug>(outcome: Result<T, LogError>) -> String {
    match outcome {
        Err(LogError::Refused(why)) => why,
        other => panic!("refused was expected, not {other:?}"),
    }
}

/// What the future gives; a minute without an answer is a failure.
pub(super) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future)
        .await
        .expect("an answer within a minute")
}
