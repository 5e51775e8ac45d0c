//! What was acknowledged is there.
use std::sync::Arc;

use super::Harness;
use super::given::{all, append, events, grown, ids, stream};
use crate::{Position, RecordedAt};

/// An empty log answers every question.
pub async fn an_empty_log_holds_nothing(harness: &impl Harness) {
    let log = harness.open().await;
    let nobody = stream("nobody");
    assert_eq!(log.head().await.expect("head"), Position::START);
    assert_eq!(log.stream_version(&nobody).await.expect("version"), 0);
    assert!(
        log.read_stream(&nobody, 0, 10)
            .await
            .expect("read")
            .is_empty()
    );
    assert!(all(&log).await.is_empty());
    assert!(log.read_at(&[]).await.expect("read").is_empty());
    let last = log
        .position_at(RecordedAt(i64::MAX))
        .await
        .expect("position");
    assert_eq!(last, Position::START);
}

/// An acknowledged append is there, just as it was, after the log was closed and opened again.
pub async fn an_acknowledged_append_is_there_after_reopening(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("kept");
    let first = append(&stream, 0, events(3));
    let outcome = log.append(first.clone()).await.expect("stored");
    let before = all(&log).await;
    let log = harness.reopen(log).await;
    assert_eq!(all(&log).await, before);
    let stored: Vec<_> = before.iter().map(|event| event.id).collect();
    assert_eq!(stored, ids(&first));
    assert_eq!(log.head().await.expect("head"), outcome.position);
    assert_eq!(
        log.stream_version(&stream).await.expect("version"),
        outcome.version
    );
}

/// After reopening, versions and positions go on growing from where they were.
pub async fn a_reopened_log_goes_on_where_it_ended(harness: &impl Harness) {
    let mut log = harness.open().await;
    let stream = stream("long");
    let mut last = Position::START;
    for round in 0..5 {
        let outcome = grown(&log, &stream, round * 2, 2).await;
        assert!(outcome.position > last);
        assert_eq!(outcome.version, round * 2 + 2);
        last = outcome.position;
        assert_eq!(Arc::strong_count(&log), 1);
        log = harness.reopen(log).await;
    }
    let sequences: Vec<_> = all(&log).await.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, (1..=10).collect::<Vec<_>>());
}

/// The outcome of an append names its last event.
pub async fn the_outcome_names_the_last_event(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("outcome");
    grown(&log, &stream, 0, 2).await;
    let outcome = grown(&log, &stream, 2, 3).await;
    let last = log
        .read_at(&[outcome.position])
        .await
        .expect("read")
        .remove(0);
    assert_eq!(last.sequence, 5);
    assert_eq!(outcome.version, 5);
    assert_eq!(outcome.recorded_at, last.recorded_at);
    assert_eq!(log.head().await.expect("head"), outcome.position);
}
