//! What is not as it was written is noticed when it is read.
use std::sync::Arc;

use super::given::{all, append, event, stream};
use super::harness::{Column, Harness};
use crate::{Checkpoint, Damage, EventLog, LogError, NewEvent, Position, Recorded};

/// Whatever bit of whatever column of an event turns over: who reads the event is told, by position
/// and stream, and the events before it can still be read.
pub async fn a_bit_turned_over_is_noticed_when_it_is_read(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("worn");
    let mut odd: Vec<NewEvent> = (0..3).map(|_| event()).collect();
    odd[1].payload = br#"{"day":"2026-03-09","n":17}"#.to_vec();
    odd[1].metadata = br#"{"actor":"teacher:7"}"#.to_vec();
    log.append(append(&stream, 0, odd)).await.expect("stored");
    // What a log has just stored itself it may keep in memory.
    let log = harness.reopen(log).await;
    let whole = all(&log).await;
    let at = whole[1].position;
    for column in Column::ALL {
        for bit in 0..bits(column, &whole[1]) {
            let Some(undo) = harness.flip(at, column, bit).await else {
                continue;
            };
            let what = format!("bit {bit} of {column:?}");
            let damage = damage(log.read_stream(&stream, 0, 10).await, &what);
            assert!(damage.why.contains("stream "), "{what}: {damage}");
            // A position that is none cannot be named.
            let is_named = damage.at.is_some() || column == Column::Position;
            assert!(is_named, "{what}: {damage}");
            let read = log.read_at(&[at]).await;
            assert_eq!(self::damage(read, &what).at, Some(at), "{what}");
            let walked = walk(&log).await;
            assert!(walked.0 < 3, "{what}: {walked:?}");
            assert!(walked.0 > 0, "{what}: {walked:?}");
            undo.await;
        }
    }
    assert_eq!(all(&log).await, whole);
}

/// Wherever in the order a damaged event has come to stand, at the end too, the first who reads
/// after an opening is given what stands before it. Of a log that opens with damage at its end,
/// which that of SQLite refuses to.
pub async fn what_stands_before_damage_is_given_to_the_first_who_reads(harness: &impl Harness) {
    let mut log = harness.open().await;
    let stream = stream("worn");
    let events = (0..3).map(|_| event()).collect();
    log.append(append(&stream, 0, events))
        .await
        .expect("stored");
    let whole = all(&log).await;
    let at = whole[1].position;
    for bit in 0..bits(Column::Position, &whole[1]) {
        let Some(undo) = harness.flip(at, Column::Position, bit).await else {
            continue;
        };
        log = harness.reopen(log).await;
        let read = log.read_all(Position::START, 10).await;
        let read = read.unwrap_or_else(|error| panic!("bit {bit}: {error}"));
        assert_eq!(read.first(), whole.first(), "bit {bit}");
        undo.await;
    }
}

/// How many bits a column of an event has. (The version is a number of 64 bits, or a text.)
fn bits(column: Column, event: &Recorded) -> usize {
    let bytes = match column {
        Column::Position
        | Column::Sequence
        | Column::Version
        | Column::RecordedAt
        | Column::Checksum => 8,
        Column::Id => 16,
        Column::Category => event.stream.category().len(),
        Column::Stream => event.stream.id().len(),
        Column::Type => event.event_type.len(),
        Column::Payload => event.payload.len(),
        Column::Metadata => event.metadata.len(),
    };
    bytes * 8
}

#[track_caller]
fn damage<T: std::fmt::Debug>(outcome: Result<T, LogError>, what: &str) -> Damage {
    match outcome {
        Err(LogError::Damaged(damage)) => damage,
        other => panic!("{what}: damage was expected, not {other:?}"),
    }
}

/// How many events can be read in order before damage, and that: by position, and as a follower
/// reads, which is told the same.
async fn walk(log: &Arc<dyn EventLog>) -> (usize, Damage) {
    let mut after = Checkpoint::START;
    let mut read = 0;
    let (read, found) = loop {
        match log.read_all(after.position, 10).await {
            Ok(page) => {
                after = page.last().expect("damage before the end").into();
                read += page.len();
            }
            Err(LogError::Damaged(damage)) => break (read, damage),
            Err(other) => panic!("damage was expected, not {other:?}"),
        }
    };
    let followed = damage(log.read_after(after, 10).await, "what follows");
    assert_eq!(followed, found, "a follower is told of the same damage");
    (read, found)
}
