//! What a verification finds.
mod corrected;

use std::sync::Arc;

use async_trait::async_trait;
use eventlog::{Append, Appended, MemoryLog, RecordedAt};
use uuid::Uuid;

use super::*;
use crate::engine::Options;
use crate::snapshot::Image;
use crate::testing::given::SMALL;
use demo_plan::testing::{Campaign, nation};

async fn log() -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(21, SMALL).append_to(&*log).await;
    log
}

#[tokio::test]
async fn a_sound_log_passes_and_its_figures_agree() {
    let log = log().await;
    let kept = tempfile::tempdir().unwrap();
    let folder = SnapshotFolder::new(kept.path());
    let folds = crate::folds_at(&*log, None, Position(200)).await.unwrap();
    folder.write(&Image::of(&folds).unwrap()).unwrap();
    let engine = Engine::start(log.clone(), Options::default())
        .await
        .unwrap();
    let report = verify(&*log, Some(&folder), Some(&engine)).await.unwrap();
    assert!(report.passed(), "{report:?}");
    assert_eq!(report.head, log.head().await.unwrap());
    assert_eq!(report.events, report.head.0);
    assert!(matches!(report.snapshots[&200], SnapshotVerdict::Same));
    assert_eq!(report.live.unwrap().differing, Vec::<&str>::new());
    let applications = report
        .figures
        .iter()
        .find(|one| one.figure == "applications")
        .unwrap();
    assert!(applications.log > 50);
    assert_eq!(applications.shown.len(), 5);
    engine.stop().await;
}

#[tokio::test]
async fn a_part_of_a_national_year_is_taken_by_every_fold_and_passes() {
    let log = Arc::new(MemoryLog::default());
    let size = nation::Size::whole().part(5_000);
    for append in nation::Year::new(7, size) {
        log.append(append).await.unwrap();
    }
    let report = verify(&*log, None, None).await.unwrap();
    assert!(report.passed(), "{report:?}");
    let figures = report.figures.iter();
    let applications = figures.filter(|one| one.figure == "applications");
    let told: Vec<u64> = applications.map(|one| one.log).collect();
    assert_eq!(told, [size.applications]);
}

#[tokio::test]
async fn a_snapshot_of_another_state_does_not_pass() {
    let log = log().await;
    let kept = tempfile::tempdir().unwrap();
    let folder = SnapshotFolder::new(kept.path());
    // The state at 199 and then another event under the name of the one at 200.
    let mut folds = crate::folds_at(&*log, None, Position(199)).await.unwrap();
    let mut event = log.read_at(&[Position(200)]).await.unwrap().remove(0);
    let events = Campaign::play(21, SMALL).recorded();
    let host = events
        .iter()
        .find(|event| &*event.event_type == "HostRegistered")
        .unwrap();
    event.stream = StreamId::new("host", demo_plan::testing::siret(77).as_str()).unwrap();
    event.event_type = host.event_type.clone();
    event.payload = host.payload.clone();
    folds.apply(&event);
    folder.write(&Image::of(&folds).unwrap()).unwrap();
    let report = verify(&*log, Some(&folder), None).await.unwrap();
    assert!(!report.passed());
    let SnapshotVerdict::Differs(differing) = &report.snapshots[&200] else {
        unreachable!()
    };
    assert!(
        differing.contains(&"entities") && !differing.contains(&"position"),
        "{differing:?}"
    );
}

/// A log that gives other events than it was told.
struct Spoiled(Vec<Recorded>);

#[async_trait]
impl EventLog for Spoiled {
    async fn append(&self, _: Append) -> Result<Appended, LogError> {
        Err(LogError::Unavailable("read only".into()))
    }
    async fn read_stream(&self, _: &StreamId, _: u64, _: usize) -> Result<Vec<Recorded>, LogError> {
        Ok(Vec::new())
    }
    async fn stream_version(&self, _: &StreamId) -> Result<u64, LogError> {
        Ok(0)
    }
    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError> {
        let wanted = self.0.iter().filter(|event| event.position > after);
        Ok(wanted.take(limit).cloned().collect())
    }
    async fn read_at(&self, _: &[Position]) -> Result<Vec<Recorded>, LogError> {
        Ok(Vec::new())
    }
    async fn head(&self) -> Result<Position, LogError> {
        Ok(self
            .0
            .last()
            .map_or(Position::START, |event| event.position))
    }
    async fn position_at(&self, _: RecordedAt) -> Result<Position, LogError> {
        self.head().await
    }
    async fn wait_beyond(&self, _: Position) -> Result<Position, LogError> {
        std::future::pending().await
    }
    async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        Ok(None)
    }
    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError> {
        Ok(installation)
    }
}

async fn spoiled(spoil: impl FnOnce(&mut Vec<Recorded>)) -> Report {
    let mut events = Campaign::play(21, SMALL).recorded();
    spoil(&mut events);
    let report = verify(&Spoiled(events), None, None).await.unwrap();
    assert!(!report.passed());
    report
}

#[tokio::test]
async fn an_event_that_nobody_can_read_is_told_and_counted() {
    let report = spoiled(|events| {
        events[300].event_version = 77;
        events[310].payload = b"nonsense".to_vec();
    })
    .await;
    assert_eq!(report.undecodable.count, 2);
    assert_eq!(report.undecodable.first[0].0, Position(301));
    assert_eq!(
        report.parked.len(),
        crate::Folds::default().statuses().len()
    );
}

#[tokio::test]
async fn a_lost_event_and_a_misplaced_one_are_told() {
    let lost = spoiled(|events| {
        // The second event of the first college: later ones follow on it.
        events.remove(1);
    })
    .await;
    assert_eq!(lost.disorder.count, 1, "{:?}", lost.disorder);
    assert_eq!(lost.disorder.first[0].0, Position(3));
    let misplaced = spoiled(|events| {
        let last = events.len() - 2;
        events[last].position = Position(5);
    })
    .await;
    assert!(misplaced.disorder.count > 0, "{:?}", misplaced.disorder);
}
