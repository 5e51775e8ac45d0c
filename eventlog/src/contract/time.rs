//! Recorded times never go back, so that an instant names one position.
use super::Harness;
use super::given::{all, append, events, grown, stream};
use crate::{Clock, Position, RecordedAt};

/// When the clock jumps back, recorded times stand still until it has caught up.
pub async fn recorded_time_never_goes_back(harness: &impl Harness) {
    let log = harness.open().await;
    let start = harness.clock().now().0;
    let stream = stream("timed");
    let mut told = Vec::new();
    for (version, shown) in (0..).zip([0, 10, 5, -1_000_000_000, 9, 10, 11, 3, 12]) {
        harness.clock().set(RecordedAt(start + shown));
        told.push(grown(&log, &stream, version, 1).await.recorded_at.0 - start);
    }
    assert_eq!(told, [0, 10, 10, 10, 10, 10, 11, 11, 12]);
    let stored: Vec<_> = all(&log)
        .await
        .iter()
        .map(|event| event.recorded_at.0 - start)
        .collect();
    assert_eq!(stored, told);
}

/// The clock may also jump back while the log is closed.
pub async fn recorded_time_never_goes_back_after_reopening(harness: &impl Harness) {
    let log = harness.open().await;
    let start = harness.clock().now();
    let stream = stream("timed");
    let first = grown(&log, &stream, 0, 1).await;
    assert_eq!(first.recorded_at, start);
    harness.clock().set(RecordedAt(start.0 - 1_000_000_000));
    let log = harness.reopen(log).await;
    assert_eq!(grown(&log, &stream, 1, 1).await.recorded_at, start);
}

/// A copied event keeps the time at which another log recorded it, unless that would go back.
pub async fn a_copied_event_keeps_its_recorded_time(harness: &impl Harness) {
    let log = harness.open().await;
    let start = harness.clock().now().0;
    let stream = stream("copied");
    let mut told = Vec::new();
    for (expected, recorded_at) in (0..).zip([-500, -400, -450, 7]) {
        let mut copy = append(&stream, expected, events(1));
        copy.recorded_at = Some(RecordedAt(start + recorded_at));
        told.push(log.append(copy).await.expect("stored").recorded_at.0 - start);
    }
    assert_eq!(told, [-500, -400, -400, 7]);
    let stored: Vec<_> = all(&log)
        .await
        .iter()
        .map(|e| e.recorded_at.0 - start)
        .collect();
    assert_eq!(stored, told);
}

/// An instant names the last event recorded until then: none before the first, the last of
/// several at the same instant, the last of all after it.
pub async fn an_instant_names_a_position(harness: &impl Harness) {
    let log = harness.open().await;
    let start = harness.clock().now().0;
    let stream = stream("timed");
    // Events at 0, 10 (three appends of two), 20, 40.
    let mut ends = Vec::new();
    for (expected, shown, count) in [
        (0, 0, 1),
        (1, 10, 2),
        (3, 10, 2),
        (5, 10, 2),
        (7, 20, 1),
        (8, 40, 1),
    ] {
        harness.clock().set(RecordedAt(start + shown));
        ends.push(grown(&log, &stream, expected, count).await.position);
    }
    let cases = [
        (i64::MIN - start.min(0), Position::START),
        (-1, Position::START),
        (0, ends[0]),
        (1, ends[0]),
        (9, ends[0]),
        (10, ends[3]),
        (19, ends[3]),
        (20, ends[4]),
        (39, ends[4]),
        (40, ends[5]),
        (41, ends[5]),
        (i64::MAX - start, ends[5]),
    ];
    for (shown, position) in cases {
        let instant = RecordedAt(start.saturating_add(shown));
        assert_eq!(
            log.position_at(instant).await.expect("position"),
            position,
            "at {shown}"
        );
    }
}
