//! Snapshots come back whole, or are left aside.
use std::fs;
use std::sync::Arc;

use eventlog::snapshot::HEADER;
use eventlog::{EventLog, MemoryLog, Position};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::testing::given;
use crate::testing::given::SMALL;
use demo_plan::testing::Campaign;

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
    assert!(matches!(folds, Unusable::OtherState), "{folds}");
    let position = spoiled(|bytes| bytes[67] ^= 1).await;
    assert!(matches!(position, Unusable::Misfit), "{position}");
    let event_id = spoiled(|bytes| bytes[68] ^= 1).await;
    assert!(matches!(event_id, Unusable::Misfit), "{event_id}");
    let hash = spoiled(|bytes| bytes[86] ^= 1).await;
    assert!(matches!(hash, Unusable::Damaged), "{hash}");
    let body = spoiled(|bytes| bytes[HEADER + 9] ^= 1).await;
    assert!(matches!(body, Unusable::Damaged), "{body}");
    let short = spoiled(|bytes| bytes.truncate(HEADER + 100)).await;
    assert!(matches!(short, Unusable::Damaged), "{short}");
    let no_state = spoiled(|bytes| {
        bytes.truncate(HEADER);
        bytes.extend([0xff; 40]);
        let hash: [u8; 32] = Sha256::digest(&bytes[HEADER..]).into();
        bytes[84..HEADER].copy_from_slice(&hash);
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
    assert!(matches!(reason, Unusable::OtherLog(_)), "{reason}");
    let empty = MemoryLog::default();
    let reason = folder
        .read(&empty, Position(300))
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(reason, Unusable::OtherLog(_)), "{reason}");
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

/// A snapshot of an installation, made at a position.
async fn write_of(folder: &SnapshotFolder, log: &MemoryLog, at: u64, installation: Uuid) {
    let image = Image::of(&state(log, at).await).unwrap();
    folder
        .write(&image.of_installation(Some(installation)))
        .unwrap();
}

#[tokio::test]
async fn a_snapshot_of_another_installation_is_left_aside_and_left_alone() {
    let (log, (_kept, folder)) = (log().await, folder());
    let (ours, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
    write_of(&folder, &log, 300, theirs).await;
    // A log that belongs to nobody yet takes what fits it.
    folder.read(&*log, Position(300)).await.unwrap().unwrap();
    log.join_installation(ours).await.unwrap();
    let reason = folder
        .read(&*log, Position(300))
        .await
        .unwrap()
        .unwrap_err();
    let told = reason.to_string();
    assert!(
        matches!(reason, Unusable::OtherInstallation { .. }),
        "{told}"
    );
    assert!(told.contains(&ours.to_string()) && told.contains(&theirs.to_string()));
    for position in [100, 150, 200] {
        write_of(&folder, &log, position, ours).await;
    }
    let kept = [Position(300), Position(200), Position(150)];
    assert_eq!(
        folder.positions().unwrap(),
        kept,
        "theirs is not ours to remove"
    );
    assert_eq!(lost_beyond(&folder, 250, ours), None);
    assert_eq!(folder.positions().unwrap(), kept);
}

/// Whatever tells of a lost tail where the log ends there.
fn lost_beyond(folder: &SnapshotFolder, head: u64, installation: Uuid) -> Option<Checkpoint> {
    let aside = folder.set_aside_beyond(Position(head), installation, folder);
    aside.unwrap();
    folder.lost().unwrap()
}

#[tokio::test]
async fn a_snapshot_beyond_the_end_of_its_log_tells_of_a_lost_tail_until_that_is_removed() {
    let (log, (_kept, folder)) = (log().await, folder());
    let ours = Uuid::from_u128(1);
    assert_eq!(lost_beyond(&folder, 9, ours), None);
    for position in [200, 300] {
        write_of(&folder, &log, position, ours).await;
    }
    assert_eq!(lost_beyond(&folder, 300, ours), None);
    let lost = log.read_at(&[Position(300)]).await.unwrap();
    let lost = Some(Checkpoint::from(&lost[0]));
    assert_eq!(lost_beyond(&folder, 250, ours), lost);
    assert_eq!(folder.positions().unwrap(), [Position(200)]);
    // At every later start, also once the log has grown beyond it.
    write_of(&folder, &log, 400, ours).await;
    assert_eq!(lost_beyond(&folder, 400, ours), lost);
    fs::remove_file(folder.path(Position(300)).with_extension("lost")).unwrap();
    assert_eq!(lost_beyond(&folder, 400, ours), None);
}
