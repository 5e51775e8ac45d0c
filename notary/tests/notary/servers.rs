//! The notary of a server, along its log.
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ed25519_dalek::SigningKey;
use eventlog::contract::HandClock;
use eventlog::{EventLog, Fence, Leases, LogError, RecordedAt, SoleLeases};
use notary::signing::new_line;
use notary::state::{Signing, State};
use notary::tree::root;
use notary::{Notary, Options, Parts};
use parking_lot::Mutex;
use uuid::Uuid;

use super::{BEGIN, Place, fill, held, key, log_of, name, read};

struct Ground {
    place: Place,
    leases: Arc<dyn Leases>,
    clock: Arc<HandClock>,
}

impl Ground {
    fn new() -> Self {
        Self {
            place: Place::new(),
            leases: Arc::new(SoleLeases),
            clock: HandClock::at(BEGIN),
        }
    }

    fn folder(&self, server: &str) -> PathBuf {
        self.place.0.path().join(server)
    }

    async fn start(&self, log: Arc<dyn EventLog>, server: &str, key: Option<SigningKey>) -> Notary {
        let parts = Parts {
            log,
            leases: self.leases.clone(),
            holder: Uuid::new_v4(),
            store: self.place.open().await,
            key,
            refused: None,
            clock: self.clock.clone(),
        };
        let options = Options {
            name: name(),
            poll: Duration::from_millis(5),
            ..Options::new(self.folder(server))
        };
        Notary::start(parts, options)
    }
}

async fn until(notary: &Notary, what: impl FnMut(&State) -> bool) -> State {
    let mut state = notary.watch();
    let seen = tokio::time::timeout(Duration::from_secs(60), state.wait_for(what));
    seen.await.expect("within a minute").unwrap().clone()
}

const HOUR: i64 = 3_600_000_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_follows_signs_and_puts_the_checkpoint_where_it_is_fetched() {
    let (ground, log) = (Ground::new(), log_of(5).await);
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 5).await;
    fill(&*log, 5..12).await;
    let state = until(&notary, |state| state.size == 12).await;
    assert_eq!(state.signed, 5, "an hour is not over");
    ground.clock.set(RecordedAt(BEGIN.0 + HOUR));
    until(&notary, |state| state.signed == 12).await;
    let kept = notary.store.checkpoints(0, 10).await.unwrap();
    assert_eq!(kept.iter().map(|one| one.size).collect::<Vec<_>>(), [5, 12]);
    assert_eq!(kept[1].root, root(&read(&*log).await.tree, 12).unwrap());
    let published = fs::read_to_string(ground.folder("a").join("checkpoint")).unwrap();
    assert_eq!(published, kept[1].note);
    let watch = notary.watch();
    notary.stop().await;
    assert_eq!(watch.borrow().signing, Signing::Stopped);
}

/// Killed before the level files, the store or the published file had it: the next start makes up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_written_is_made_up_for_at_the_next_start() {
    let (ground, log) = (Ground::new(), log_of(20).await);
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 20).await;
    notary.stop().await;
    let folder = ground.folder("a");
    let published = fs::read(folder.join("checkpoint")).unwrap();
    for (file, left) in [
        ("checkpoint", 0),
        ("level-00", 100),
        ("level-02", 40),
        ("events", 47),
        ("level-04", 0),
    ] {
        let bytes = fs::read(folder.join(file)).unwrap();
        fs::write(folder.join(file), &bytes[..left]).unwrap();
        let notary = ground.start(log.clone(), "a", Some(key(1))).await;
        until(&notary, |state| state.size == 20 && state.signed == 20).await;
        assert_eq!(
            fs::read(folder.join("checkpoint")).unwrap(),
            published,
            "{file}"
        );
        let expected = root(&read(&*log).await.tree, 20).unwrap();
        assert_eq!(root(&notary.files, 20).unwrap(), expected, "{file}");
        assert_eq!(notary.store.checkpoints(0, 10).await.unwrap().len(), 1);
        notary.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_files_are_made_again_from_the_log() {
    let (ground, log) = (Ground::new(), log_of(20).await);
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 20).await;
    notary.stop().await;
    // Of nothing above them, below something, and above something.
    for (file, at) in [
        ("level-00", 3),
        ("level-00", 19 * 32),
        ("level-01", 5),
        ("level-04", 1),
        ("events", 24 + 7),
    ] {
        let path = ground.folder("a").join(file);
        let mut bytes = fs::read(&path).unwrap();
        bytes[at] ^= 0xff;
        fs::write(&path, &bytes).unwrap();
        let notary = ground.start(log.clone(), "a", Some(key(1))).await;
        until(&notary, |state| state.size == 20 && state.signed == 20).await;
        assert_eq!(notary.watch().borrow().parked(), None);
        let expected = root(&read(&*log).await.tree, 20).unwrap();
        assert_eq!(root(&notary.files, 20).unwrap(), expected, "{file}");
        notary.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_log_is_not_signed_until_somebody_says_what_was_lost() {
    let (ground, log) = (Ground::new(), log_of(20).await);
    let notary = ground.start(log, "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 20).await;
    notary.stop().await;
    let restored = log_of(15).await;
    let notary = ground.start(restored.clone(), "a", Some(key(1))).await;
    let state = until(&notary, |state| state.parked().is_some()).await;
    assert!(state.parked().unwrap().contains("15 events"), "{state:?}");
    // It grows beyond what was signed, with other events: still nothing is signed.
    for number in 30..40 {
        let stream = format!("student-{number}").parse().unwrap();
        let append = eventlog::Append {
            stream,
            expected: 0,
            ..super::append(number)
        };
        restored.append(append).await.unwrap();
    }
    ground.clock.set(RecordedAt(BEGIN.0 + 2 * HOUR));
    let is_told = |state: &State| {
        state
            .parked()
            .is_some_and(|why| why.contains("first 20 events"))
    };
    until(&notary, is_told).await;
    assert_eq!(notary.store.checkpoints(0, 10).await.unwrap().len(), 1);
    // From the moment that it is said it goes on by itself.
    let (read, name) = (read(&*restored).await, name());
    let now = held(&read, &name);
    new_line(&notary.store, &now, &key(1), "restored", BEGIN)
        .await
        .unwrap();
    until(&notary, |state| {
        state.parked().is_none() && state.signed == 25
    })
    .await;
    notary.stop().await;
}

/// The store of the checkpoints is gone, or an older one: a log put back with it would be signed
/// again as if nothing had been. What this server once put out says otherwise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_knows_less_than_was_put_out_is_told_and_nothing_is_signed() {
    let (ground, log) = (Ground::new(), log_of(5).await);
    let copy = ground.place.0.path().join("copy.db");
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 5).await;
    notary.stop().await;
    fs::copy(ground.place.file(), &copy).unwrap();
    fill(&*log, 5..12).await;
    ground.clock.set(RecordedAt(BEGIN.0 + HOUR));
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 12).await;
    notary.stop().await;

    // Put back to an older state, and gone; beside the log as it was, and beside an older one.
    for older in [true, false] {
        for log in [log.clone(), log_of(9).await] {
            ground.place.remove();
            if older {
                fs::copy(&copy, ground.place.file()).unwrap();
            }
            let notary = ground.start(log, "a", Some(key(1))).await;
            let state = until(&notary, |state| state.parked().is_some()).await;
            let why = state.parked().unwrap();
            assert!(why.contains("a checkpoint of 12 events"), "{why}");
            let kept = notary.store.checkpoints(0, 10).await.unwrap();
            assert_eq!(kept.len(), usize::from(older));
            notary.stop().await;
        }
    }
    // Where it is lost for good, an operator says so.
    fs::remove_file(ground.folder("a").join("checkpoint")).unwrap();
    let notary = ground.start(log, "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 12).await;
    notary.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_it_looks_and_does_not_sign() {
    let (ground, log) = (Ground::new(), log_of(5).await);
    let notary = ground.start(log, "a", None).await;
    until(&notary, |state| state.size == 5).await;
    assert_eq!(notary.store.checkpoints(0, 10).await.unwrap(), []);
    let place = notary.store.clone();
    let read = read(&*log_of(9).await).await;
    let standing = place.standing().await.unwrap();
    notary::signing::sign((&place, &standing), &held(&read, &name()), &key(1), BEGIN)
        .await
        .unwrap();
    until(&notary, |state| state.parked().is_some()).await;
    notary.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_key_parks() {
    let (ground, log) = (Ground::new(), log_of(5).await);
    let notary = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&notary, |state| state.signed == 5).await;
    notary.stop().await;
    // At once, not only when the next one is due.
    let notary = ground.start(log, "a", Some(key(2))).await;
    let state = until(&notary, |state| state.parked().is_some()).await;
    assert!(state.parked().unwrap().contains("rotate-key"));
    notary.stop().await;
}

/// Leases that pass from one server to the other at a word.
#[derive(Default)]
struct HandLeases(Mutex<Option<Uuid>>);

#[async_trait]
impl Leases for HandLeases {
    async fn hold(&self, _: &str, holder: Uuid, _: Duration) -> Result<Option<Fence>, LogError> {
        let mut held = self.0.lock();
        Ok((*held.get_or_insert(holder) == holder).then_some(Fence(1)))
    }

    async fn release(&self, _: &str, holder: Uuid) -> Result<(), LogError> {
        let mut held = self.0.lock();
        if *held == Some(holder) {
            *held = None;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_one_signs_and_the_other_goes_on_after_it() {
    let leases = Arc::new(HandLeases::default());
    let ground = Ground {
        leases,
        ..Ground::new()
    };
    let log = log_of(5).await;
    let one = ground.start(log.clone(), "a", Some(key(1))).await;
    until(&one, |state| state.signed == 5).await;
    let two = ground.start(log.clone(), "b", Some(key(1))).await;
    until(&two, |state| state.size == 5).await;
    assert_eq!(two.watch().borrow().signed, 0, "it stands by");
    one.stop().await;
    fill(&*log, 5..8).await;
    ground.clock.set(RecordedAt(BEGIN.0 + HOUR));
    until(&two, |state| state.signed == 8).await;
    let sizes: Vec<_> = two
        .store
        .checkpoints(0, 10)
        .await
        .unwrap()
        .iter()
        .map(|one| one.size)
        .collect();
    assert_eq!(sizes, [5, 8]);
    two.stop().await;
}

/// Both believe to hold the lease, as after a pause longer than it: no two checkpoints have one
/// number, and each goes on from the one before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_believe_to_hold_the_lease_sign_one_line() {
    let (ground, log) = (Ground::new(), log_of(5).await);
    let one = ground.start(log.clone(), "a", Some(key(1))).await;
    let two = ground.start(log.clone(), "b", Some(key(1))).await;
    until(&one, |state| state.signed == 5).await;
    let mut hours = 1..;
    for (before, size) in [(5, 9), (9, 14), (14, 20), (20, 33)] {
        fill(&*log, before..size).await;
        // Whoever looked while it was filled may sign a part of it, and the rest an hour later.
        let mut signed = before;
        while signed < size {
            let hour = hours.next().unwrap();
            ground.clock.set(RecordedAt(BEGIN.0 + hour * HOUR));
            signed = until(&one, |state| state.signed > signed).await.signed;
        }
        until(&two, |state| state.signed == size).await;
    }
    let kept = one.store.checkpoints(0, 100).await.unwrap();
    let tree = read(&*log).await.tree;
    for (number, one) in (1..).zip(&kept) {
        assert_eq!((one.number, one.line), (number, 1));
        assert_eq!(root(&tree, one.size).unwrap(), one.root);
    }
    assert!(
        kept.windows(2).all(|two| two[0].size < two[1].size),
        "{kept:?}"
    );
    one.stop().await;
    two.stop().await;
}
