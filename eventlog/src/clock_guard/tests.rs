//! How far a clock is believed.
use std::sync::atomic::AtomicU64;

use uuid::Uuid;

use super::*;
use crate::Position;
use crate::contract::HandClock;
use crate::{MemoryLog, NewEvent};

/// 2026-06-30T12:00:00Z.
const JUNE: i64 = 1_782_820_800_000_000;
const DAY: i64 = 86_400_000_000;
const AT_MOST: Duration = Duration::from_hours(120 * 24);

/// A guard, its clock, and how many days have passed at an even pace.
fn guard(
    shown: i64,
    last: Option<i64>,
) -> (
    Result<ClockGuard, ClockAhead>,
    Arc<HandClock>,
    Arc<AtomicU64>,
) {
    let clock = HandClock::at(RecordedAt(shown));
    let passed = Arc::new(AtomicU64::new(0));
    let pace = Arc::clone(&passed);
    let pace: Pace = Box::new(move || Duration::from_hours(24 * pace.load(Ordering::Relaxed)));
    let last = last.map(RecordedAt);
    let guard = ClockGuard::with_pace(clock.clone(), last, AT_MOST, pace);
    (guard, clock, passed)
}

#[test]
fn at_the_start_the_clock_is_measured_against_the_last_event() {
    let ahead = |days: i64| guard(JUNE + days * DAY, Some(JUNE)).0.map(drop);
    assert_eq!(ahead(0), Ok(()));
    assert_eq!(ahead(-400), Ok(()), "behind is an alarm, no refusal");
    assert_eq!(ahead(120), Ok(()));
    let by = Duration::from_hours(400 * 24);
    let at_most = AT_MOST;
    assert_eq!(ahead(400), Err(ClockAhead { by, at_most }));
    assert!(guard(JUNE + 4_000 * DAY, None).0.is_ok(), "an empty log");
}

#[test]
fn a_log_that_is_idle_while_the_clock_goes_on_is_written_again() {
    let (guard, clock, passed) = guard(JUNE, Some(JUNE));
    let guard = guard.unwrap();
    clock.set(RecordedAt(JUNE + 300 * DAY));
    passed.store(300, Ordering::Relaxed);
    assert_eq!(guard.check(), Ok(()));
    // A jump of the clock alone is another matter, small ones apart.
    clock.set(RecordedAt(JUNE + (300 + 119) * DAY));
    assert_eq!(guard.check(), Ok(()));
    clock.set(RecordedAt(JUNE + (300 + 121) * DAY));
    assert!(guard.check().is_err());
    clock.set(RecordedAt(JUNE + 301 * DAY));
    assert_eq!(guard.check(), Ok(()), "once it is right again");
}

#[tokio::test]
async fn nothing_is_recorded_while_the_clock_is_not_believed() {
    let (guard, clock, _) = guard(JUNE, Some(JUNE));
    let inner = Arc::new(MemoryLog::new(clock.clone()));
    let guard = Arc::new(guard.unwrap());
    let log = ClockGuardedLog::new(inner, Arc::clone(&guard));
    let append = |expected, recorded_at| Append {
        stream: "student-1".parse().unwrap(),
        expected,
        events: vec![NewEvent {
            id: Uuid::new_v4(),
            event_type: "Happened".into(),
            event_version: 1,
            payload: b"{}".to_vec(),
            metadata: b"{}".to_vec(),
        }],
        recorded_at,
    };
    clock.set(RecordedAt(JUNE + 400 * DAY));
    let refused = log.append(append(0, None)).await;
    let Err(LogError::Unavailable(why)) = refused else {
        unreachable!("{refused:?}")
    };
    assert!(why.contains("400 days ahead"), "{why}");
    assert_eq!(log.head().await.unwrap(), Position::START);
    // A copy brings its times along.
    let copied = log
        .append(append(0, Some(RecordedAt(JUNE + 500 * DAY))))
        .await;
    assert_eq!(copied.unwrap().recorded_at.0, JUNE + 500 * DAY);
    assert_eq!(guard.behind(), Duration::from_hours(100 * 24));
    clock.set(RecordedAt(JUNE + 501 * DAY));
    assert_eq!(guard.behind(), Duration::ZERO);
    assert!(log.append(append(1, None)).await.is_ok());
}
