//! A past state is the same fold stopped there.
use std::sync::Arc;

use eventlog::MemoryLog;

use super::*;
use crate::snapshot::Image;
use crate::testing::given::SMALL;
use demo_plan::testing::Campaign;

async fn log() -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(5, SMALL).append_to(&*log).await;
    log
}

/// The plainest way to stop a fold at a position.
async fn stopped(log: &dyn EventLog, position: u64) -> Folds {
    let mut folds = Folds::default();
    let events = log
        .read_all(Position::START, position as usize)
        .await
        .unwrap();
    events.iter().for_each(|event| folds.apply(event));
    folds
}

#[tokio::test]
async fn the_past_is_the_same_fold_stopped_there_with_snapshots_or_without() {
    let log = log().await;
    let kept = tempfile::tempdir().unwrap();
    let folder = SnapshotFolder::new(kept.path());
    folder
        .write(&Image::of(&stopped(&*log, 150).await).unwrap())
        .unwrap();
    for position in [0, 1, 149, 150, 151, 400] {
        let expected = stopped(&*log, position).await;
        let position = Position(position);
        assert_eq!(folds_at(&*log, None, position).await.unwrap(), expected);
        assert_eq!(
            folds_at(&*log, Some(&folder), position).await.unwrap(),
            expected
        );
    }
}

#[tokio::test]
async fn the_last_two_are_kept() {
    let log = log().await;
    let past = PastFolds::new(log.clone(), None);
    let first = past.at(Position(10)).await.unwrap();
    let second = past.at(Position(20)).await.unwrap();
    assert!(Arc::ptr_eq(&first, &past.at(Position(10)).await.unwrap()));
    past.at(Position(30)).await.unwrap();
    assert!(Arc::ptr_eq(&first, &past.at(Position(10)).await.unwrap()));
    let again = past.at(Position(20)).await.unwrap();
    assert!(!Arc::ptr_eq(&second, &again));
    assert_eq!(second, again);
}

#[tokio::test]
async fn whoever_asks_for_many_takes_the_place_of_no_other() {
    let log = log().await;
    let past = PastFolds::new(log.clone(), None);
    let (greedy, modest) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let own = past.at_for(modest, Position(10)).await.unwrap();
    for position in 20..30 {
        past.at_for(greedy, Position(position)).await.unwrap();
    }
    let again = past.at_for(modest, Position(10)).await.unwrap();
    assert!(Arc::ptr_eq(&own, &again));
}

#[tokio::test]
async fn an_instant_names_the_last_event_recorded_until_then() {
    let log = log().await;
    let past = PastFolds::new(log.clone(), None);
    let head = log.head().await.unwrap();
    let first = &log.read_at(&[Position(1)]).await.unwrap()[0];
    let before = RecordedAt(first.recorded_at.0 - 1);
    assert_eq!(*past.at_instant(before).await.unwrap(), Folds::default());
    let end = past.at_instant(RecordedAt(i64::MAX)).await.unwrap();
    assert_eq!(end.position(), head);
    let beyond = past.at(Position(head.0 + 1_000)).await.unwrap();
    assert!(Arc::ptr_eq(&end, &beyond));
}
