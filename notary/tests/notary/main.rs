//! The notary with a log, a store and keys.
#![cfg(test)]
mod adapters;
mod forks;
mod servers;
mod signing;
mod store;
mod tiles;

use std::path::PathBuf;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use eventlog::contract::HandClock;
use eventlog::{Append, EventLog, LogError, MemoryLog, NewEvent, RecordedAt, StreamId};
use notary::signing::Held;
use notary::tree::MemoryTree;
use notary::{CheckpointStore, LogName, ReadLog};
use uuid::Uuid;

/// 2026-01-01T00:00:00Z.
const BEGIN: RecordedAt = RecordedAt(1_767_225_600_000_000);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn name() -> LogName {
    "stages.example/journal".parse().unwrap()
}

/// The events that every test begins with: their ids, times and contents are always the same.
fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u128(0x0192_d2f0_0000_7000_8000_0000_0000_0000 + u128::from(number)),
        event_type: if number.is_multiple_of(3) {
            "Début".into()
        } else {
            "Suite".into()
        },
        event_version: 1 + u16::try_from(number % 2).unwrap(),
        payload: format!("{{\"n\": {number}, \"é\":\"\\u00e9\"}}").into_bytes(),
        metadata: format!("{{\"by\":{number}}}").into_bytes(),
    }
}

/// Number `number` of three streams in turn.
fn append(number: u64) -> Append {
    let stream: StreamId = format!("student-{}", number % 3).parse().unwrap();
    Append {
        stream,
        expected: number / 3,
        events: vec![event(number)],
        recorded_at: Some(RecordedAt(BEGIN.0 + i64::try_from(number).unwrap() * 1_000)),
    }
}

async fn fill(log: &dyn EventLog, range: std::ops::Range<u64>) {
    for number in range {
        log.append(append(number)).await.unwrap();
    }
}

async fn log_of(size: u64) -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::new(HandClock::at(BEGIN)));
    fill(&*log, 0..size).await;
    log
}

async fn read(log: &dyn EventLog) -> ReadLog {
    ReadLog::of::<LogError>(log, |_, _| Ok(())).await.unwrap()
}

fn held<'a>(read: &'a ReadLog, name: &'a LogName) -> Held<'a, MemoryTree> {
    Held {
        tree: &read.tree,
        size: read.size(),
        first_event: read
            .events
            .first()
            .map_or(Uuid::nil(), |first| first.event_id),
        last_event: read.events.last().map_or(Uuid::nil(), |last| last.event_id),
        name,
    }
}

/// A store in a file of its own.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("notary.db")
    }

    async fn open(&self) -> CheckpointStore {
        CheckpointStore::open_file(&self.file()).await.unwrap()
    }

    /// The file is gone, and what SQLite keeps beside it.
    fn remove(&self) {
        for beside in ["", "-wal", "-shm"] {
            let file = self.file().with_extension(format!("db{beside}"));
            let removed = std::fs::remove_file(file);
            assert!(!beside.is_empty() || removed.is_ok());
        }
    }
}
