//! What these tests share.
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::time::Duration;

use eventlog::{
    Append, EventLog, LogError, NewEvent, Position, PostgresLog, PostgresOptions, Recorded,
    StreamId,
};
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

pub async fn open(url: &str) -> PostgresLog {
    PostgresLog::open(url, PostgresOptions::default())
        .await
        .expect("opened")
}

pub async fn all(log: &PostgresLog) -> Vec<Recorded> {
    log.read_all(Position::START, 1_000_000)
        .await
        .expect("read")
}

#[track_caller]
pub fn unavailable<T>(outcome: Result<T, LogError>) -> String {
    match outcome {
        Err(LogError::Unavailable(why)) => why,
        Err(other) => panic!("unavailable was expected, not {other:?}"),
        Ok(_) => panic!("unavailable was expected"),
    }
}

/// What the future gives; two minutes without an answer are a failure.
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(120), future)
        .await
        .expect("an answer within two minutes")
}

/// Ids that stand more than once.
pub fn duplicated(read: &[Recorded]) -> usize {
    let mut seen = HashSet::new();
    read.iter().filter(|event| !seen.insert(event.id)).count()
}

/// Events that do not come after the one before them, in the log, in time or in their stream.
pub fn reordered(read: &[Recorded]) -> usize {
    let mut versions: HashMap<&StreamId, u64> = HashMap::new();
    let mut last: Option<&Recorded> = None;
    let mut count = 0;
    for event in read {
        let version = versions.entry(&event.stream).or_default();
        let behind = last.is_some_and(|last| {
            event.position <= last.position || event.recorded_at < last.recorded_at
        });
        if behind || event.sequence != *version + 1 {
            count += 1;
        }
        *version = event.sequence;
        last = Some(event);
    }
    count
}
