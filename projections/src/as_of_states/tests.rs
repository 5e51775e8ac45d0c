//! Whatever is kept, and whatever of it is damaged or of another log: the past is the fold that was
//! stopped there.
use std::path::Path;
use std::sync::Arc;

use eventlog::MemoryLog;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::testing::given::SMALL;
use crate::verify::{SnapshotVerdict, verify};
use crate::{Engine, Options, PastFolds, folds_at};
use demo_plan::testing::Campaign;

const CLOSE: Spacing = Spacing {
    every: 40,
    most: 6,
    bytes: u64::MAX,
};

async fn campaign(seed: u64) -> Arc<MemoryLog> {
    let log = Arc::new(MemoryLog::default());
    Campaign::play(seed, SMALL).append_to(&*log).await;
    log
}

fn states(within: &Path, spacing: Spacing) -> Arc<AsOfStates> {
    let snapshots = SnapshotFolder::new(within);
    Arc::new(AsOfStates::new(&snapshots, spacing))
}

fn past(log: &Arc<MemoryLog>, within: &Path, spacing: Spacing) -> PastFolds {
    let snapshots = SnapshotFolder::new(within);
    let past = PastFolds::new(log.clone(), Some(snapshots));
    past.with_states(states(within, spacing))
}

/// From the first event.
async fn replayed(log: &MemoryLog, at: u64) -> Folds {
    folds_at(log, None, Position(at)).await.unwrap()
}

/// Whether it is what the log gives from the first event; which folds are not is printed.
async fn is_replayed(seen: &Folds, log: &MemoryLog, at: u64) -> bool {
    let differing = seen.differing(&replayed(log, at).await);
    println!("at {at} {differing:?} differ");
    differing.is_empty()
}

fn kept(within: &Path) -> Vec<u64> {
    let folder = SnapshotFolder::new(within).as_of();
    let positions = folder.positions().unwrap();
    positions.into_iter().rev().map(|at| at.0).collect()
}

fn path(within: &Path, at: u64) -> std::path::PathBuf {
    SnapshotFolder::new(within).as_of().path(Position(at))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Instants in any order, of a log that grows in between, with any spacing: what comes from a
    /// kept state is what a replay from the first event gives.
    #[test]
    fn at_any_instant_the_past_is_a_replay_from_the_first_event(
        seed in 0_u64..5,
        every in 1_u64..200,
        most in 0_usize..8,
        asked in prop::collection::vec((0.0_f64..=1.0, 0.0_f64..=1.0), 1..10),
    ) {
        runtime().block_on(async {
            let whole = Campaign::play(seed, SMALL).recorded();
            let folder = TempDir::new().unwrap();
            let log = Arc::new(MemoryLog::default());
            let spacing = Spacing { every, most, bytes: u64::MAX };
            let past = past(&log, folder.path(), spacing);
            let mut grown = 0;
            for (length, instant) in asked {
                let length = (length * whole.len() as f64) as usize;
                for event in whole.iter().take(length).skip(grown) {
                    log.append(again(event)).await.unwrap();
                }
                grown = grown.max(length);
                let at = (instant * grown as f64) as usize;
                let recorded = at.checked_sub(1).and_then(|at| whole.get(at));
                let instant = recorded.map_or(i64::MIN, |event| event.recorded_at.0);
                let seen = past.at_instant(eventlog::RecordedAt(instant)).await.unwrap();
                let position = log.position_at(eventlog::RecordedAt(instant)).await.unwrap();
                prop_assert!(is_replayed(&seen, &log, position.0).await);
            }
            prop_assert!(kept(folder.path()).len() <= most);
            Ok(())
        })?;
    }
}

fn again(event: &eventlog::Recorded) -> eventlog::Append {
    eventlog::Append {
        stream: event.stream.clone(),
        expected: event.sequence - 1,
        recorded_at: Some(event.recorded_at),
        events: vec![eventlog::NewEvent {
            id: event.id,
            event_type: event.event_type.clone(),
            event_version: event.event_version,
            payload: event.payload.clone(),
            metadata: event.metadata.clone(),
        }],
    }
}

#[tokio::test]
async fn the_first_question_leaves_states_and_the_next_ones_begin_at_them() {
    let (log, folder) = (campaign(5).await, TempDir::new().unwrap());
    let head = log.head().await.unwrap().0;
    let past = past(&log, folder.path(), CLOSE);
    past.at(Position(head - 1)).await.unwrap();
    let first = kept(folder.path());
    assert!((4..=6).contains(&first.len()), "{first:?} of {head}");
    let longest = first.windows(2).map(|two| two[1] - two[0]).max().unwrap();
    assert!(longest <= head / 3, "evenly: {first:?} of {head}");
    // With another state in the place of the last one, what comes after rests on that.
    let last = *first.last().unwrap();
    let other = forge(&replayed(&log, last).await);
    let folder_of_states = SnapshotFolder::new(folder.path()).as_of();
    folder_of_states.put(&Image::of(&other).unwrap()).unwrap();
    let seen = self::past(&log, folder.path(), CLOSE)
        .at(Position(last + 3))
        .await
        .unwrap();
    assert!(
        !is_replayed(&seen, &log, last + 3).await,
        "not from the first event"
    );
    // Before it nothing rests on it.
    let seen = self::past(&log, folder.path(), CLOSE)
        .at(Position(last - 1))
        .await
        .unwrap();
    assert!(is_replayed(&seen, &log, last - 1).await);
    // And where they are switched off, they are not read.
    let off = Spacing { most: 0, ..CLOSE };
    let seen = self::past(&log, folder.path(), off)
        .at(Position(last + 3))
        .await
        .unwrap();
    assert!(is_replayed(&seen, &log, last + 3).await);
}

/// Another state at the same event: one of its numbers is another one.
fn forge(folds: &Folds) -> Folds {
    let mut bytes = postcard::to_stdvec(folds).unwrap();
    // In the middle: what stands at the end is where the last fold stands, which the next event moves.
    let forged = (bytes.len() / 2..bytes.len()).find_map(|index| {
        bytes[index] ^= 1;
        let read = postcard::from_bytes::<Folds>(&bytes).ok();
        bytes[index] ^= 1;
        read.filter(|read| read != folds && read.checkpoint() == folds.checkpoint())
    });
    forged.unwrap()
}

#[tokio::test]
async fn a_start_and_the_following_leave_them_too_and_nothing_where_it_is_switched_off() {
    let whole = Campaign::play(6, SMALL).recorded();
    let (before, after) = whole.split_at(300);
    let off = Spacing { most: 0, ..CLOSE };
    for (spacing, any) in [(off, false), (CLOSE, true)] {
        let (log, folder) = (Arc::new(MemoryLog::default()), TempDir::new().unwrap());
        for event in before {
            log.append(again(event)).await.unwrap();
        }
        let options = Options {
            snapshots: Some(folder.path().to_path_buf()),
            states: Some(states(folder.path(), spacing)),
            snapshot_every: 10,
            ..Options::default()
        };
        let engine = Engine::start(log.clone(), options).await.unwrap();
        let at_start = kept(folder.path());
        assert_eq!(at_start.len() >= 4, any, "{at_start:?}");
        let mut head = Position::START;
        for event in after {
            head = log.append(again(event)).await.unwrap().position;
        }
        let soon = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
        engine.wait_for(head, soon).await.unwrap();
        engine.stop().await;
        let kept = kept(folder.path());
        assert_eq!(
            kept.last() > at_start.last(),
            any,
            "the following adds some"
        );
        assert!(kept.len() <= spacing.most);
        let held = states(folder.path(), spacing).held();
        assert_eq!(held.states, kept.len() as u64);
        assert_eq!(held.bytes > 0, any);
    }
}

/// A folder with states of a log, one of which is spoiled; gives the one.
async fn spoiled(log: &Arc<MemoryLog>, spoil: impl FnOnce(&Path)) -> (TempDir, u64) {
    let folder = TempDir::new().unwrap();
    let head = log.head().await.unwrap();
    past(log, folder.path(), CLOSE).at(head).await.unwrap();
    let at = kept(folder.path())[2];
    spoil(&path(folder.path(), at));
    (folder, at)
}

/// That nobody uses it: the answer is right, and it is gone, or there for whoever put it there.
async fn is_never_used(log: &Arc<MemoryLog>, (folder, at): &(TempDir, u64)) {
    let spoiled = fs::read(path(folder.path(), *at)).unwrap();
    let past = past(log, folder.path(), CLOSE);
    let seen = past.at(Position(at + 1)).await.unwrap();
    assert!(is_replayed(&seen, log, at + 1).await);
    let left = fs::read(path(folder.path(), *at)).unwrap_or_default();
    assert_ne!(left, spoiled, "it is removed, another may be there");
}

#[tokio::test]
async fn a_damaged_state_is_never_used() {
    let log = campaign(7).await;
    let length = {
        let (folder, at) = spoiled(&log, |_| ()).await;
        fs::read(path(folder.path(), at)).unwrap().len()
    };
    // A byte of the magic, the format, the folds, the position, the event, the hash, the body.
    for byte in [0, 11, 12, 67, 68, 86, 130, length - 1] {
        let flip = |file: &Path| {
            let mut bytes = fs::read(file).unwrap();
            bytes[byte] ^= 1;
            fs::write(file, bytes).unwrap();
        };
        is_never_used(&log, &spoiled(&log, flip).await).await;
    }
    for length in [0, 40, length / 2] {
        let cut = |file: &Path| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..length]).unwrap();
        };
        is_never_used(&log, &spoiled(&log, cut).await).await;
    }
}

#[tokio::test]
async fn a_state_of_another_log_or_position_is_never_used() {
    let (log, other) = (campaign(8).await, campaign(9).await);
    let foreign = |at: u64| {
        let other = other.clone();
        async move {
            let folds = replayed(&other, at).await;
            let folder = TempDir::new().unwrap();
            let states = SnapshotFolder::new(folder.path());
            states.put(&Image::of(&folds).unwrap()).unwrap();
            fs::read(states.path(Position(at))).unwrap()
        }
    };
    let made = spoiled(&log, |_| ()).await;
    fs::write(path(made.0.path(), made.1), foreign(made.1).await).unwrap();
    is_never_used(&log, &made).await;
    let elsewhere = |file: &Path| {
        let earlier = file.with_file_name("1.snap");
        let before = SnapshotFolder::new(file.parent().unwrap());
        let first = *before.positions().unwrap().last().unwrap();
        fs::copy(before.path(first), file).unwrap();
        assert!(!earlier.exists());
    };
    is_never_used(&log, &spoiled(&log, elsewhere).await).await;
    // Of a log that was put back to an older state and went on otherwise, and of a longer one.
    let made = spoiled(&log, |_| ()).await;
    let shorter = Arc::new(MemoryLog::default());
    for event in Campaign::play(9, SMALL).recorded().iter().take(30) {
        shorter.append(again(event)).await.unwrap();
    }
    let past = past(&shorter, made.0.path(), Spacing { every: 10, ..CLOSE });
    let seen = past.at(Position(30)).await.unwrap();
    assert!(is_replayed(&seen, &shorter, 30).await);
    assert!(
        kept(made.0.path()).iter().all(|at| *at <= 30),
        "those beyond go"
    );
}

#[tokio::test]
async fn a_state_of_another_installation_is_never_used_and_left_alone() {
    let log = campaign(10).await;
    let (folder, at) = spoiled(&log, |_| ()).await;
    let theirs = Image::of(&replayed(&log, at).await).unwrap();
    let theirs = theirs.of_installation(Some(Uuid::from_u128(2)));
    SnapshotFolder::new(folder.path())
        .as_of()
        .put(&theirs)
        .unwrap();
    log.join_installation(Uuid::from_u128(1)).await.unwrap();
    let before = fs::read(path(folder.path(), at)).unwrap();
    let past = past(&log, folder.path(), Spacing { most: 2, ..CLOSE });
    let seen = past.at(Position(at + 1)).await.unwrap();
    assert!(is_replayed(&seen, &log, at + 1).await);
    assert_eq!(fs::read(path(folder.path(), at)).unwrap(), before);
}

/// A state that was forged with a hash that fits is found by the verification.
#[tokio::test]
async fn a_verification_compares_each_of_them_with_the_replay() {
    let log = campaign(11).await;
    let (folder, at) = spoiled(&log, |_| ()).await;
    let snapshots = SnapshotFolder::new(folder.path());
    let report = verify(&*log, Some(&snapshots), None).await.unwrap();
    assert!(report.passed());
    assert_eq!(report.snapshots.len(), kept(folder.path()).len());
    let forged = Image::of(&forge(&replayed(&log, at).await)).unwrap();
    snapshots.as_of().put(&forged).unwrap();
    let report = verify(&*log, Some(&snapshots), None).await.unwrap();
    assert!(!report.passed());
    assert!(matches!(report.snapshots[&at], SnapshotVerdict::Differs(_)));
}

/// What a verification says of the state that was spoiled, and whether it passes.
async fn verified(log: &Arc<MemoryLog>, (folder, at): &(TempDir, u64)) -> (String, bool) {
    let snapshots = SnapshotFolder::new(folder.path());
    let report = verify(&**log, Some(&snapshots), None).await.unwrap();
    let others = report.snapshots.iter().filter(|(other, _)| *other != at);
    for (other, verdict) in others {
        assert!(
            matches!(verdict, SnapshotVerdict::Same),
            "{other}: {verdict:?}"
        );
    }
    (format!("{:?}", report.snapshots[at]), report.passed())
}

#[tokio::test]
async fn a_verification_names_what_is_damaged() {
    let log = campaign(11).await;
    let flip = |byte: usize| {
        move |file: &Path| {
            let mut bytes = fs::read(file).unwrap();
            bytes[byte] ^= 1;
            fs::write(file, bytes).unwrap();
        }
    };
    for (byte, named) in [
        (0, "NotASnapshot"),
        (67, "Misfit"),
        (68, "Misfit"),
        (130, "Damaged"),
    ] {
        let spoiled = spoiled(&log, flip(byte)).await;
        let expected = (format!("LeftAside({named})"), false);
        assert_eq!(verified(&log, &spoiled).await, expected, "byte {byte}");
    }
    let cut = |file: &Path| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..40]).unwrap();
    };
    let expected = ("LeftAside(NotASnapshot)".to_owned(), false);
    assert_eq!(verified(&log, &spoiled(&log, cut).await).await, expected);
}

#[tokio::test]
async fn a_verification_names_what_is_foreign_and_what_lies_beyond_the_end_and_passes() {
    let (log, other) = (campaign(12).await, campaign(13).await);
    let ours = Uuid::from_u128(1);
    log.join_installation(ours).await.unwrap();
    let head = log.head().await.unwrap();
    let put = |folds: Folds, installation: Uuid| {
        let log = log.clone();
        async move {
            let (folder, _) = spoiled(&log, |_| ()).await;
            let image = Image::of(&folds).unwrap();
            let image = image.of_installation(Some(installation));
            let states = SnapshotFolder::new(folder.path()).as_of();
            states.put(&image).unwrap();
            (folder, image.position().0)
        }
    };
    let foreign = replayed(&other, 50).await;
    let (told, passed) = verified(&log, &put(foreign, ours).await).await;
    assert!(told.starts_with("LeftAside(OtherLog("), "{told}");
    assert!(passed);
    let theirs = replayed(&log, 50).await;
    let (told, passed) = verified(&log, &put(theirs, Uuid::from_u128(2)).await).await;
    assert!(told.starts_with("LeftAside(OtherInstallation"), "{told}");
    assert!(passed);
    // A log of this installation that had gone on.
    let longer = Arc::new(MemoryLog::default());
    for event in log.read_all(Position::START, usize::MAX).await.unwrap() {
        longer.append(again(&event)).await.unwrap();
    }
    let further = Campaign::play(13, SMALL).recorded();
    let host = further
        .iter()
        .find(|event| &*event.event_type == "HostRegistered");
    let mut append = again(host.unwrap());
    append.stream = eventlog::StreamId::new("host", "73282932000074").unwrap();
    append.expected = longer.stream_version(&append.stream).await.unwrap();
    append.recorded_at = None;
    let end = longer.append(append).await.unwrap().position;
    assert!(end > head);
    let lost = replayed(&longer, end.0).await;
    let (told, passed) = verified(&log, &put(lost, ours).await).await;
    assert!(told.starts_with("Beyond(Checkpoint"), "{told}");
    assert!(passed, "said, not refused");
}
