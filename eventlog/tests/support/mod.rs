//! What the tests of the SQLite log share.
use eventlog::{Append, NewEvent, StreamId};
use uuid::Uuid;

pub fn stream(id: &str) -> StreamId {
    StreamId::new("student", id).expect("a good name")
}

pub fn event(payload: impl Into<Vec<u8>>) -> NewEvent {
    NewEvent {
        id: Uuid::new_v4(),
        event_type: "Happened".into(),
        event_version: 1,
        payload: payload.into(),
        metadata: b"{}".to_vec(),
    }
}

pub fn append(id: &str, expected: u64, events: Vec<NewEvent>) -> Append {
    Append {
        recorded_at: None,
        stream: stream(id),
        expected,
        events,
    }
}
