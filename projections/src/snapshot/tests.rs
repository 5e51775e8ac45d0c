//! Snapshots come back whole, or are left aside.
use std::sync::Arc;

use eventlog::MemoryLog;
use tempfile::TempDir;

use super::*;
use crate::testing::campaign::Campaign;
use crate::testing::given;
use crate::testing::given::SMALL;

async fn log() -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(11, SMALL).append_to(&*log).await;
    log
}

async fn state(log: &MemoryLog, until: u64) -> Folds {
    crate::folds_at(log, None, Position(until)).await.unwrap()
}

fn folder() -> (TempDir, SnapshotFolder) {
    let kept = tempfile::tempdir().unwrap();
    let folder = SnapshotFolder::new(kept.path().join("snapshots"));
    (kept, folder)
}

#[tokio::test]
async fn a_state_comes_back_as_it_was() {
    let (log, (_kept, folder)) = (log().await, folder());
    let folds = state(&log, 400).await;
    folder.write(&Image::of(&folds).unwrap()).unwrap();
    let back = folder.read(&*log, Position(400)).await.unwrap().unwrap();
    assert_eq!(back.differing(&folds), Vec::<&str>::new());
    assert_eq!(back, folds);
    let head = log.head().await.unwrap();
    let (mut back, mut folds) = (back, folds);
    crate::replay::replay(&*log, &mut back, head).await.unwrap();
    crate::replay::replay(&*log, &mut folds, head)
        .await
        .unwrap();
    assert_eq!(back, folds);
}

#[tokio::test]
async fn the_newest_two_are_kept() {
    let (log, (_kept, folder)) = (log().await, folder());
    assert_eq!(folder.positions().unwrap(), []);
    for position in [100, 500, 200, 300] {
        folder
            .write(&Image::of(&state(&log, position).await).unwrap())
            .unwrap();
    }
    assert_eq!(folder.positions().unwrap(), [Position(300), Position(200)]);
    let newest = folder.newest(&*log, Position(250)).await.unwrap().unwrap();
    assert_eq!(newest.position(), Position(200));
    assert_eq!(folder.newest(&*log, Position(199)).await.unwrap(), None);
}

#[tokio::test]
async fn a_parked_state_is_not_kept() {
    let folds = given::after([given::accepted(given::A1, 0)]);
    assert!(matches!(Image::of(&folds), Err(NotWritten::Parked)));
}

/// Writes a snapshot, breaks its file, and gives why it is left aside.
async fn spoiled(spoil: impl FnOnce(&mut Vec<u8>)) -> Unusable {
    let (log, (_kept, folder)) = (log().await, folder());
    for position in [200, 300] {
        folder
            .write(&Image::of(&state(&log, position).await).unwrap())
            .unwrap();
    }
    let path = folder.path(Position(300));
    let mut bytes = fs::read(&path).unwrap();
    spoil(&mut bytes);
    fs::write(&path, bytes).unwrap();
    let older = folder.newest(&*log, Position(300)).await.unwrap().unwrap();
    assert_eq!(older.position(), Position(200), "the older one is taken");
    folder
        .read(&*log, Position(300))
        .await
        .unwrap()
        .unwrap_err()
}

#[tokio::test]
async fn what_does_not_fit_is_left_aside() {
    let cut = spoiled(|bytes| bytes.truncate(HEADER - 1)).await;
    assert!(matches!(cut, Unusable::NotASnapshot), "{cut}");
    let magic = spoiled(|bytes| bytes[0] ^= 1).await;
    assert!(matches!(magic, Unusable::NotASnapshot), "{magic}");
    let format = spoiled(|bytes| bytes[11] = 99).await;
    assert!(matches!(format, Unusable::OtherFormat(99)), "{format}");
    let folds = spoiled(|bytes| bytes[12] ^= 1).await;
    assert!(matches!(folds, Unusable::OtherFolds), "{folds}");
    let position = spoiled(|bytes| bytes[51] ^= 1).await;
    assert!(matches!(position, Unusable::Misfit), "{position}");
    let event_id = spoiled(|bytes| bytes[52] ^= 1).await;
    assert!(matches!(event_id, Unusable::Misfit), "{event_id}");
    let hash = spoiled(|bytes| bytes[70] ^= 1).await;
    assert!(matches!(hash, Unusable::Damaged), "{hash}");
    let body = spoiled(|bytes| bytes[HEADER + 9] ^= 1).await;
    assert!(matches!(body, Unusable::Damaged), "{body}");
    let short = spoiled(|bytes| bytes.truncate(HEADER + 100)).await;
    assert!(matches!(short, Unusable::Damaged), "{short}");
    let no_state = spoiled(|bytes| {
        bytes.truncate(HEADER);
        bytes.extend([0xff; 40]);
        let hash: [u8; 32] = Sha256::digest(&bytes[HEADER..]).into();
        bytes[68..HEADER].copy_from_slice(&hash);
    })
    .await;
    assert!(matches!(no_state, Unusable::Misfit), "{no_state}");
}

#[tokio::test]
async fn a_snapshot_of_another_log_is_left_aside() {
    let (log, (_kept, folder)) = (log().await, folder());
    folder
        .write(&Image::of(&state(&log, 300).await).unwrap())
        .unwrap();
    let other = MemoryLog::default();
    Campaign::play(12, SMALL).append_to(&other).await;
    let reason = folder
        .read(&other, Position(300))
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(reason, Unusable::OtherLog), "{reason}");
    let empty = MemoryLog::default();
    let reason = folder
        .read(&empty, Position(300))
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(reason, Unusable::OtherLog), "{reason}");
    fs::copy(folder.path(Position(300)), folder.path(Position(299))).unwrap();
    let reason = folder
        .read(&*log, Position(299))
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(reason, Unusable::Misfit), "{reason}");
    let missing = folder.read(&*log, Position(1)).await.unwrap().unwrap_err();
    assert!(matches!(missing, Unusable::Unreadable(_)), "{missing}");
}
