//! One history: going on from a checkpoint, and the installation that a log belongs to.
use uuid::Uuid;

use super::Harness;
use super::given::{ALL, all, grown, soon, stream};
use crate::{AnotherHistory, Checkpoint, Follower, LogError, Position, Recorded};

#[track_caller]
fn another(outcome: Result<Vec<Recorded>, LogError>) -> AnotherHistory {
    match outcome {
        Err(LogError::AnotherHistory(which)) => which,
        other => panic!("another history was expected, not {other:?}"),
    }
}

/// From the checkpoint of any event the log is read on, to its very end.
pub async fn a_reader_goes_on_from_its_checkpoint(harness: &impl Harness) {
    let log = harness.open().await;
    let begun = log.read_after(Checkpoint::START, ALL).await.expect("read");
    assert!(begun.is_empty());
    grown(&log, &stream("read"), 0, 5).await;
    let log = harness.reopen(log).await;
    grown(&log, &stream("read"), 5, 70).await;
    let whole = all(&log).await;
    let read = log.read_after(Checkpoint::START, ALL).await.expect("read");
    assert_eq!(read, whole);
    for (number, event) in whole.iter().enumerate() {
        let rest = &whole[number + 1..];
        for limit in [0, 1, 7, 64, ALL, usize::MAX] {
            let read = log.read_after(event.into(), limit).await.expect("read");
            assert_eq!(read, rest[..limit.min(rest.len())], "{number}, {limit}");
        }
    }
}

/// A checkpoint that names another event than the one that stands there, or a place beyond the
/// end, is of another history: nothing is read, and both ids are told.
pub async fn a_reader_of_another_history_is_told(harness: &impl Harness) {
    let log = harness.open().await;
    let nowhere = Checkpoint {
        position: Position(1),
        event_id: Uuid::new_v4(),
    };
    let told = another(log.read_after(nowhere, ALL).await);
    assert_eq!((told.followed, told.found), (nowhere, None));
    grown(&log, &stream("read"), 0, 9).await;
    let whole = all(&log).await;
    for event in &whole {
        let other = Checkpoint {
            event_id: Uuid::new_v4(),
            ..event.into()
        };
        for limit in [0, 1, ALL] {
            let told = another(log.read_after(other, limit).await);
            assert_eq!((told.followed, told.found), (other, Some(event.id)));
        }
    }
    let last = whole.last().expect("nine events");
    let beyond = Checkpoint {
        position: Position(last.position.0 + 1),
        event_id: last.id,
    };
    let told = another(log.read_after(beyond, ALL).await);
    assert_eq!((told.followed, told.found), (beyond, None));
}

/// Who waits beyond the end of a log that was put back to an older state is told within a moment,
/// and does not wait for it to grow that far again.
pub async fn a_follower_beyond_the_end_does_not_wait(harness: &impl Harness) {
    let log = harness.open().await;
    grown(&log, &stream("read"), 0, 3).await;
    let beyond = Checkpoint {
        position: Position(u64::MAX / 4),
        event_id: Uuid::new_v4(),
    };
    let mut follower = Follower::new(log, beyond, 10);
    another(soon(follower.next_batch()).await);
    assert_eq!(follower.checkpoint(), beyond);
}

/// A log is given to one installation, stays with it, and says so after it was opened again.
pub async fn a_log_belongs_to_one_installation(harness: &impl Harness) {
    let log = harness.open().await;
    assert_eq!(log.installation().await.expect("asked"), None);
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let joined = log.join_installation(first).await.expect("joined");
    assert_eq!(joined, first);
    let joined = log.join_installation(second).await.expect("asked");
    assert_eq!(joined, first, "it stays with the first");
    assert_eq!(log.head().await.expect("head"), Position::START);
    grown(&log, &stream("read"), 0, 2).await;
    let log = harness.reopen(log).await;
    assert_eq!(log.installation().await.expect("asked"), Some(first));
    assert_eq!(all(&log).await.len(), 2, "it is no event of the log");
}
