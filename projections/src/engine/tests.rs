//! The live state follows, waits, parks, stops and starts again.
use std::sync::Arc;
use std::time::Duration;

use domain::host::HostEvent;
use eventlog::{Append, MemoryLog, Recorded, StreamId};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::testing::given::{SMALL, sealed};
use demo_plan::testing::{Campaign, Size, new_event, organisation, siret};

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

async fn tell(log: &MemoryLog, number: usize) -> Position {
    let host = siret(number);
    let event = HostEvent::HostRegistered {
        siret: host,
        organisation: organisation(number),
        person: domain::ids::HostPersonId(Uuid::from_u128(1)),
        identity: sealed(),
    };
    append(
        log,
        host.as_str(),
        new_event(Uuid::from_u128(number as u128 + 1), &event),
    )
    .await
}

async fn append(log: &MemoryLog, id: &str, event: eventlog::NewEvent) -> Position {
    let stream = StreamId::new("host", id).unwrap();
    let expected = log.stream_version(&stream).await.unwrap();
    let append = Append {
        recorded_at: None,
        stream,
        expected,
        events: vec![event],
    };
    log.append(append).await.unwrap().position
}

#[tokio::test]
async fn what_is_appended_is_read_once_it_is_waited_for() {
    let log = Arc::new(MemoryLog::default());
    let engine = Engine::start(log.clone(), Options::default())
        .await
        .unwrap();
    assert_eq!(engine.applied(), Position::START);
    let position = tell(&log, 0).await;
    assert_eq!(engine.wait_for(position, soon()).await, Ok(position));
    assert!(engine.read(|folds| folds.entities().host(siret(0)).is_some()));
    let status = engine.status().await.unwrap();
    assert_eq!((status.head, status.applied), (position, position));
    assert!(
        status
            .projections
            .iter()
            .all(|one| one.lag == 0 && one.parked.is_none())
    );
    assert!(*engine.health().borrow());
    engine.stop().await;
}

#[tokio::test]
async fn what_does_not_come_is_late() {
    let log = Arc::new(MemoryLog::default());
    let engine = Engine::start(log, Options::default()).await.unwrap();
    let (wanted, applied) = (Position(1), Position::START);
    let waited = engine.wait_for(wanted, Instant::now()).await;
    assert_eq!(waited, Err(WaitError::Late { wanted, applied }));
    engine.stop().await;
    let waited = engine.wait_for(wanted, soon()).await;
    assert_eq!(waited, Err(WaitError::Stopped { wanted, applied }));
}

#[tokio::test]
async fn an_event_that_nobody_can_read_shows_in_health() {
    let log = Arc::new(MemoryLog::default());
    let engine = Engine::start(log.clone(), Options::default())
        .await
        .unwrap();
    let good = tell(&log, 0).await;
    let mut health = engine.health();
    let mut odd = new_event(
        Uuid::from_u128(99),
        &HostEvent::HostPersonRemoved {
            person: domain::ids::HostPersonId(Uuid::nil()),
        },
    );
    odd.event_version = 9;
    let bad = append(&log, siret(0).as_str(), odd).await;
    health.wait_for(|healthy| !healthy).await.unwrap();
    let waited = engine.wait_for(bad, soon()).await;
    assert_eq!(
        waited,
        Err(WaitError::Stopped {
            wanted: bad,
            applied: good
        })
    );
    let status = engine.status().await.unwrap();
    for projection in status.projections {
        assert_eq!(projection.parked.unwrap().position, bad);
        assert_eq!((projection.position, projection.lag), (good, 1));
    }
    engine.stop().await;
}

#[tokio::test]
async fn a_restart_takes_up_the_snapshot_and_the_tail() {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(3, SMALL).append_to(&*log).await;
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        snapshots: Some(folder.path().into()),
        ..Options::default()
    };
    let engine = Engine::start(log.clone(), options.clone()).await.unwrap();
    engine.stop().await;
    let kept = SnapshotFolder::new(folder.path()).positions().unwrap();
    assert_eq!(kept, [engine.applied()]);
    let position = tell(&log, 4_000).await;
    let again = Engine::start(log.clone(), options).await.unwrap();
    assert_eq!(again.applied(), position);
    let whole = crate::folds_at(&*log, None, position).await.unwrap();
    assert_eq!(
        again.read(|folds| folds.differing(&whole)),
        Vec::<&str>::new()
    );
    again.stop().await;
    again.stop().await;
}

#[tokio::test]
async fn snapshots_are_written_on_the_way() {
    let log = Arc::new(MemoryLog::default());
    let folder = tempfile::tempdir().unwrap();
    let snapshots = Some(folder.path().to_path_buf());
    let options = Options {
        snapshots,
        snapshot_every: 10,
        states: None,
        batch: 4,
    };
    let engine = Engine::start(log.clone(), options).await.unwrap();
    for number in 0..50 {
        let position = tell(&log, number).await;
        engine.wait_for(position, soon()).await.unwrap();
    }
    engine.stop().await;
    let kept = SnapshotFolder::new(folder.path()).positions().unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0], Position(50));
    assert!(kept[1] >= Position(30), "{kept:?}");
}

async fn erase(log: &MemoryLog, number: usize) -> Position {
    let event = HostEvent::HostPersonErased {
        person: domain::ids::HostPersonId(Uuid::from_u128(1)),
    };
    let id = Uuid::from_u128(0xe000 + number as u128);
    append(log, siret(number).as_str(), new_event(id, &event)).await
}

/// The positions of the snapshots, once they are as wanted: the folder tells nobody by itself.
async fn snapshots_become(folder: &SnapshotFolder, wanted: impl Fn(&[Position]) -> bool) {
    let asking = async {
        loop {
            let positions = folder.positions().unwrap();
            if wanted(&positions) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout_at(soon(), asking).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_snapshot_from_before_an_erasure_is_kept() {
    let log = Arc::new(MemoryLog::default());
    let kept = tempfile::tempdir().unwrap();
    let folder = SnapshotFolder::new(kept.path());
    let options = Options {
        snapshots: Some(kept.path().to_path_buf()),
        snapshot_every: 2,
        states: None,
        batch: 1,
    };
    let engine = Engine::start(log.clone(), options.clone()).await.unwrap();
    for number in 0..9 {
        let position = tell(&log, number).await;
        engine.wait_for(position, soon()).await.unwrap();
    }
    snapshots_become(&folder, |at| at.len() == 2).await;
    let erased = erase(&log, 0).await;
    snapshots_become(&folder, |at| at == [erased]).await;
    engine.stop().await;

    // Killed before it came to that: the next start makes it good, and only looks where it may
    // only look.
    let before = crate::folds_at(&*log, None, Position(4)).await.unwrap();
    folder
        .write(&crate::snapshot::Image::of(&before).unwrap())
        .unwrap();
    let looks_on = Options {
        snapshot_every: u64::MAX,
        ..options.clone()
    };
    let looking = Engine::start(log.clone(), looks_on).await.unwrap();
    looking.stop().await;
    assert_eq!(folder.positions().unwrap(), [Position(4)]);
    let engine = Engine::start(log.clone(), options).await.unwrap();
    snapshots_become(&folder, |at| at == [erased]).await;
    engine.stop().await;
}

async fn put(log: &MemoryLog, event: &Recorded) {
    let new = eventlog::NewEvent {
        id: event.id,
        event_type: event.event_type.clone(),
        event_version: event.event_version,
        payload: event.payload.clone(),
        metadata: event.metadata.clone(),
    };
    let (stream, expected) = (event.stream.clone(), event.sequence - 1);
    log.append(Append {
        recorded_at: None,
        stream,
        expected,
        events: vec![new],
    })
    .await
    .unwrap();
}

fn campaigns() -> impl Strategy<Value = (u64, Size)> {
    (
        any::<u64>(),
        1usize..4,
        1usize..4,
        1usize..10,
        1usize..12,
        0usize..300,
        2usize..40,
    )
        .prop_map(
            |(seed, colleges, hosts, offers, students, happenings, unusual_one_in)| {
                (
                    seed,
                    Size {
                        colleges,
                        hosts,
                        offers,
                        students,
                        happenings,
                        unusual_one_in,
                    },
                )
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the campaign and wherever the stops: a restart changes nothing, the past is the
    /// same fold stopped there, and the dashboards agree with a recount of the log.
    #[test]
    fn a_restart_is_as_if_there_had_been_none((seed, size) in campaigns(), stop in 0u64..400) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let log = Arc::new(MemoryLog::default());
            let folder = tempfile::tempdir().unwrap();
            let options = Options { snapshots: Some(folder.path().into()), ..Options::default() };
            let all = Campaign::play(seed, size).recorded();
            let half = (stop as usize).min(all.len());
            for event in &all[..half] {
                put(&log, event).await;
            }
            Engine::start(log.clone(), options.clone()).await.unwrap().stop().await;
            for event in &all[half..] {
                put(&log, event).await;
            }
            let engine = Engine::start(log.clone(), options).await.unwrap();
            let folder = SnapshotFolder::new(folder.path());
            let report = crate::verify::verify(&*log, Some(&folder), Some(&engine)).await.unwrap();
            prop_assert!(report.passed(), "{report:?}");
            let past = crate::folds_at(&*log, Some(&folder), Position(stop)).await.unwrap();
            let mut stopped = Folds::default();
            let until_then = log.read_all(Position::START, stop as usize).await.unwrap();
            until_then.iter().for_each(|event| stopped.apply(event));
            prop_assert_eq!(past.differing(&stopped), Vec::<&str>::new());
            engine.stop().await;
            Ok(())
        })?;
    }
}
