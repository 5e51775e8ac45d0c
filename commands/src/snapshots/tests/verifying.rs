//! What a verification says of each snapshot of the write side, and that it raises no false alarm.
use std::collections::BTreeMap;

use domain::rules::Rules;
use eventlog::Checkpoint;
use eventlog::snapshot::{SnapshotVerdict, Unusable};

use super::*;

impl Given {
    async fn verified(&self) -> BTreeMap<u64, SnapshotVerdict> {
        let (folder, rules) = (self.options().folder, Rules::default());
        let verified = verify(&*self.log, &folder, &rules, |_| ());
        verified.await.unwrap()
    }

    /// The same folder beside another log.
    async fn beside(self, events: &[Recorded], installation: Option<Uuid>) -> Self {
        let other = Self::of(events).await;
        if let Some(installation) = installation {
            other.log.join_installation(installation).await.unwrap();
        }
        Self {
            folder: self.folder,
            ..other
        }
    }
}

/// What the snapshot at 300 is worth of those at 200 and 300 of a longer log, once it is spoiled.
async fn worth(spoil: impl FnOnce(&mut Vec<u8>)) -> SnapshotVerdict {
    let events = calm();
    let given = Given::of(&events[..200]).await;
    given.keep().await;
    given.append(&events[200..300]).await;
    given.keep().await;
    let path = given.options().folder().path(Position(300));
    let mut bytes = fs::read(&path).unwrap();
    spoil(&mut bytes);
    fs::write(&path, bytes).unwrap();
    given.append(&events[300..]).await;
    let mut verdicts = given.verified().await;
    assert!(matches!(verdicts[&200], SnapshotVerdict::Same));
    verdicts.remove(&300).unwrap()
}

#[tokio::test]
async fn a_sound_one_is_the_replay_and_what_is_damaged_is_named() {
    use SnapshotVerdict::{LeftAside, Same};
    assert!(matches!(worth(|_| ()).await, Same));
    let body = worth(|bytes| bytes[HEADER + 9] ^= 1).await;
    assert!(matches!(body, LeftAside(Unusable::Damaged)), "{body:?}");
    let cut = worth(|bytes| bytes.truncate(bytes.len() - 7)).await;
    assert!(matches!(cut, LeftAside(Unusable::Damaged)), "{cut:?}");
    let header = worth(|bytes| bytes.truncate(HEADER - 1)).await;
    assert!(
        matches!(header, LeftAside(Unusable::NotASnapshot)),
        "{header:?}"
    );
    let magic = worth(|bytes| bytes[0] ^= 1).await;
    assert!(
        matches!(magic, LeftAside(Unusable::NotASnapshot)),
        "{magic:?}"
    );
    let position = worth(|bytes| bytes[67] ^= 1).await;
    assert!(
        matches!(position, LeftAside(Unusable::Misfit)),
        "{position:?}"
    );
    let event = worth(|bytes| bytes[68] ^= 1).await;
    assert!(matches!(event, LeftAside(Unusable::Misfit)), "{event:?}");
    for damaged in [body, cut, header, magic, position, event] {
        assert!(!damaged.is_sound(), "{damaged:?}");
    }
    // Of another version of the program: no damage, unless it is damaged as well.
    let format = worth(|bytes| bytes[11] = 99).await;
    assert!(
        matches!(format, LeftAside(Unusable::OtherFormat(99))),
        "{format:?}"
    );
    let version = worth(|bytes| bytes[12] ^= 1).await;
    assert!(
        matches!(version, LeftAside(Unusable::OtherState)),
        "{version:?}"
    );
    assert!(format.is_sound() && version.is_sound());
    let both = worth(|bytes| {
        bytes[12] ^= 1;
        bytes[HEADER + 9] ^= 1;
    });
    assert!(!both.await.is_sound());
}

/// The state after all events but the last, under the name of the last.
async fn forged(events: &[Recorded]) -> (Given, SnapshotVerdict) {
    let (last, before) = events.split_last().unwrap();
    let given = Given::of(before).await;
    let (service, _keys) = given.whole().await;
    given.append(std::slice::from_ref(last)).await;
    let head = given.log.last().await.unwrap();
    service.open.pass(head);
    let state = WriteSide::of(service.of_log()).unwrap();
    let image = Image::of(&state).unwrap();
    given.options().folder().write(&image).unwrap();
    let verdict = given.verified().await.remove(&head.position.0);
    (given, verdict.unwrap())
}

#[tokio::test]
async fn another_state_with_a_hash_that_fits_is_found_and_its_parts_are_named() {
    let events = calm();
    let parts = [
        ("ApplicationSubmitted", "applications and steps"),
        ("StudentEnrolled", "known persons"),
        ("HostRegistered", "requests"),
        ("ApplicationSubmitted", "quotas"),
    ];
    for (event_type, part) in parts {
        // Not one of those that say what made them necessary: no person asked for these.
        let mut of_type = (0..events.len()).rev().filter(|n| n % 11 != 10);
        let last = of_type.find(|n| &*events[*n].event_type == event_type);
        let (_given, verdict) = forged(&events[..=last.unwrap()]).await;
        let SnapshotVerdict::Differs(differing) = &verdict else {
            panic!("{event_type}: {verdict:?}")
        };
        assert!(differing.contains(&part), "{event_type}: {differing:?}");
        assert!(!verdict.is_sound());
    }
}

#[tokio::test]
async fn one_of_another_history_or_installation_is_named_and_harms_nobody() {
    let events = calm();
    let ours = Some(Uuid::from_u128(1));
    let given = Given::of(&[]).await.beside(&events[..200], ours).await;
    given.keep().await;
    let mut others = events[..250].to_vec();
    others[199].id = Uuid::from_u128(77);
    let given = given.beside(&others, ours).await;
    let verdict = given.verified().await.remove(&200).unwrap();
    let SnapshotVerdict::LeftAside(Unusable::OtherLog(which)) = &verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(which.followed.event_id, events[199].id);
    assert_eq!(which.found, Some(Uuid::from_u128(77)));
    assert!(verdict.is_sound());
    let theirs = Some(Uuid::from_u128(2));
    for length in [250, 100] {
        let given = Given::of(&[]).await.beside(&events[..200], ours).await;
        given.keep().await;
        let given = given.beside(&events[..length], theirs).await;
        let verdict = given.verified().await.remove(&200).unwrap();
        let foreign = SnapshotVerdict::LeftAside(Unusable::OtherInstallation {
            theirs: Uuid::from_u128(1),
            ours: Uuid::from_u128(2),
        });
        assert_eq!(format!("{verdict:?}"), format!("{foreign:?}"));
        assert!(verdict.is_sound());
    }
}

#[tokio::test]
async fn one_beyond_the_end_of_its_log_tells_of_a_lost_tail() {
    let events = calm();
    let ours = Some(Uuid::from_u128(1));
    let given = Given::of(&[]).await.beside(&events[..200], ours).await;
    given.keep().await;
    let given = given.beside(&events[..150], ours).await;
    let verdict = given.verified().await.remove(&200).unwrap();
    let SnapshotVerdict::Beyond(lost) = verdict else {
        panic!("{verdict:?}")
    };
    let expected = Checkpoint {
        position: Position(200),
        event_id: events[199].id,
    };
    assert_eq!(lost, expected);
}

/// What cannot be compared is no state that holds.
#[tokio::test]
async fn one_behind_an_event_that_nobody_can_read_is_not_vouched_for() {
    let events = calm();
    let given = Given::of(&events[..100]).await;
    given.keep().await;
    given.append(&events[100..200]).await;
    given.keep().await;
    let mut unreadable = events[..250].to_vec();
    let students = |event: &&mut Recorded| event.stream.category() == "student";
    let one = unreadable[100..200].iter_mut().find(students).unwrap();
    let at = one.position;
    one.event_type = "OfALaterProgram".into();
    let given = given.beside(&unreadable, None).await;
    let verdicts = given.verified().await;
    assert!(matches!(verdicts[&100], SnapshotVerdict::Same));
    let told = format!("{:?}", verdicts[&200]);
    assert!(
        told.contains(&format!("event {at} cannot be read")),
        "{told}"
    );
    assert!(!verdicts[&200].is_sound());
}

#[tokio::test]
async fn without_snapshots_nothing_is_read() {
    let given = Given::of(&calm()).await;
    let folder = given.folder.path().join("nothing");
    let (mut read, rules) = (0, Rules::default());
    let verified = verify(&*given.log, &folder, &rules, |_| read += 1);
    assert_eq!(verified.await.unwrap().len(), 0);
    assert_eq!(read, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However long a log goes on, and whoever is erased, what was kept is what comes of the log.
    #[test]
    fn whatever_was_kept_is_the_replay(
        seed in any::<u64>(),
        cuts in prop::collection::btree_set(1..300_usize, 1..4),
        later in 0..3_i64,
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let events = campaign(seed);
            let given = Given::of(&[]).await;
            let mut from = 0;
            for cut in cuts {
                let until = cut.min(events.len());
                given.append(&events[from..until]).await;
                from = until;
                given.keep().await;
                // The clock goes on, also where nothing happens.
                given.clock.0.fetch_add(later * DAY / 3, Ordering::Relaxed);
            }
            given.append(&events[from..]).await;
            let verdicts = given.verified().await;
            assert!(!verdicts.is_empty());
            for (at, verdict) in verdicts {
                assert!(matches!(verdict, SnapshotVerdict::Same), "at {at}: {verdict:?}");
            }
        });
    }
}
