//! Another master key, while the vault is in use.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;
use vault::{
    Found, KeyState, MasterKeyRing, MasterKeySource, OpenError, PersonId, RotationError,
    RotationStep, Vault, VaultError,
};

use super::{Harness, NAME};
use crate::folder::{KeyFile, bytes_of, given, master, people, someone};

/// Ids and numbers of keys of those that serve.
async fn serving(vault: &Vault) -> Vec<(i64, u64)> {
    let masters = vault.master_keys().await.unwrap();
    let serving = masters.keys.iter().filter(|key| key.retired_at.is_none());
    serving.map(|key| (key.id, key.keys)).collect()
}

async fn seal_all(vault: &Vault, persons: &[PersonId]) -> HashMap<PersonId, String> {
    vault.ensure_keys(persons).await.unwrap();
    let sealed = |person: &PersonId| (*person, vault.seal(*person, NAME, person).unwrap());
    persons.iter().map(sealed).collect()
}

/// What the service's secret makes of something.
async fn secret_of(vault: &Vault) -> [u8; 32] {
    let secret = vault.service_secret("a test").await.unwrap();
    secret.digest(&[b"something"])
}

fn assert_all_open(vault: &Vault, sealed: &HashMap<PersonId, String>) {
    for (person, sealed) in sealed {
        let opened = vault.open_sealed::<PersonId>(*person, NAME, sealed);
        assert_eq!(opened.unwrap(), *person);
    }
}

async fn open(store: &impl Harness, ring: MasterKeyRing) -> Result<Vault, VaultError> {
    store.open_ring(ring, store.settings()).await
}

pub async fn what_was_sealed_before_opens_after_and_the_old_master_key_opens_nothing(
    store: &impl Harness,
) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    let old = file.bytes();
    // More than a page, and the service itself, whose id is the first of all.
    let mut persons = people(1_500);
    persons.push(PersonId(Uuid::nil()));
    let sealed = seal_all(&vault, &persons).await;
    let wrapped_before = store.wrapped_key(persons[0]).await;
    let secret = secret_of(&vault).await;

    let rotation = vault.rotation().unwrap();
    let mut steps = Vec::new();
    let rotated = rotation.run(|step| steps.push(step)).await.unwrap();
    assert_eq!((rotated.newest, rotated.rewrapped), (2, 1_501));
    assert_eq!(rotated.retired, [1]);
    assert_eq!(
        steps[..2],
        [RotationStep::Prepared, RotationStep::Registered(2)]
    );
    assert_eq!(steps[steps.len() - 1], RotationStep::Retired(1));
    assert_eq!(serving(&vault).await, [(2, 1_501)]);
    assert_ne!(store.wrapped_key(persons[0]).await, wrapped_before);
    assert_eq!(secret_of(&vault).await, secret);
    let another = open(store, file.ring()).await.unwrap();
    assert_eq!(secret_of(&another).await, secret, "for every server");
    drop(another);
    assert_eq!(file.bytes().len(), 64, "the new one, then the old one");
    assert_eq!(file.bytes()[32..], old[..]);

    assert_eq!(rotation.forget().await.unwrap(), 1);
    assert_eq!(rotation.forget().await.unwrap(), 0);
    assert_eq!(file.bytes().len(), 32);
    drop(rotation);
    assert_all_open(&vault, &sealed);
    drop(vault);

    let refused = open(store, given(&[&old])).await;
    assert!(matches!(refused, Err(VaultError::WrongMasterKey { .. })));
    let reopened = open(store, file.ring()).await.unwrap();
    assert_all_open(&reopened, &sealed);
}

pub async fn the_store_itself_takes_nothing_under_a_retired_master_key(store: &impl Harness) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let old = store.wrapped_key(zoe).await;
    vault.rotation().unwrap().run(|_| ()).await.unwrap();
    let said = store.put_key(zoe, old, 1).await;
    assert!(
        said.contains("a retired master key wraps nothing"),
        "{said}"
    );
    let said = store.serve_again(1).await;
    assert!(
        said.contains("a retired master key stays retired"),
        "{said}"
    );
}

pub async fn a_rotation_that_was_stopped_goes_on_after_each_step(store: &impl Harness) {
    let file = KeyFile::new();
    let mut sealed = HashMap::new();
    // Each step by a program of its own, which then is gone; others make keys in between.
    let vault = open(store, file.ring()).await.unwrap();
    sealed.extend(seal_all(&vault, &people(1_200)).await);
    assert!(vault.rotation().unwrap().prepare().await.unwrap());
    assert!(vault.master_keys().await.unwrap().waiting);
    drop(vault);

    let vault = open(store, file.ring()).await.unwrap();
    assert!(!vault.rotation().unwrap().prepare().await.unwrap());
    assert_eq!(file.bytes().len(), 64, "no third key");
    sealed.extend(seal_all(&vault, &people(10)).await);
    assert_eq!(serving(&vault).await, [(1, 1_210)]);
    assert_eq!(vault.rotation().unwrap().register().await.unwrap(), 2);
    sealed.extend(seal_all(&vault, &people(10)).await);
    assert_eq!(serving(&vault).await, [(1, 1_210), (2, 10)]);
    drop(vault);

    // Stopped in the middle of the re-wrapping: the caller goes away after the first page.
    let vault = open(store, file.ring()).await.unwrap();
    let rotation = vault.rotation().unwrap();
    assert!(!rotation.prepare().await.unwrap());
    assert_eq!(rotation.register().await.unwrap(), 2);
    let (told, mut first) = tokio::sync::watch::channel(0);
    tokio::select! {
        biased;
        _ = first.wait_for(|so_far| *so_far > 0) => {}
        _ = rotation.rewrap(|so_far| { told.send_replace(so_far); }) => {}
    }
    drop(rotation);
    let halfway = serving(&vault).await;
    assert!(halfway[0].1 > 0 && halfway[1].1 > 10, "{halfway:?}");
    assert_all_open(&vault, &sealed);
    drop(vault);

    let vault = open(store, file.ring()).await.unwrap();
    assert_all_open(&vault, &sealed);
    let left = serving(&vault).await[0].1;
    let rewrapped = vault.rotation().unwrap().rewrap(|_| ()).await.unwrap();
    assert_eq!(rewrapped, left);
    drop(vault);

    let vault = open(store, file.ring()).await.unwrap();
    let rotated = vault.rotation().unwrap().run(|_| ()).await.unwrap();
    assert_eq!((rotated.rewrapped, &rotated.retired[..]), (0, &[1][..]));
    drop(vault);

    let vault = open(store, file.ring()).await.unwrap();
    assert_eq!(vault.rotation().unwrap().forget().await.unwrap(), 1);
    assert_all_open(&vault, &sealed);
    assert_eq!(serving(&vault).await, [(2, 1_220)]);
}

pub async fn the_next_rotation_begins_when_one_is_done(store: &impl Harness) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    let sealed = seal_all(&vault, &people(3)).await;
    for newest in [2, 3, 4] {
        let rotated = vault.rotation().unwrap().run(|_| ()).await.unwrap();
        assert_eq!((rotated.newest, rotated.rewrapped), (newest, 3));
    }
    let masters = vault.master_keys().await.unwrap().keys;
    let told: Vec<_> = masters
        .iter()
        .map(|key: &KeyState| (key.id, key.retired_at.is_some(), key.keys, key.held))
        .collect();
    let retired = |id| (id, true, 0, true);
    assert_eq!(
        told,
        [retired(1), retired(2), retired(3), (4, false, 3, true)]
    );
    assert_eq!(vault.rotation().unwrap().forget().await.unwrap(), 3);
    assert!(!vault.master_keys().await.unwrap().keys[0].held);
    assert_all_open(&open(store, file.ring()).await.unwrap(), &sealed);
}

pub async fn the_erased_stay_erased_and_late_keys_are_found(store: &impl Harness) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    // It never gets the new master key.
    let slow = open(store, given(&[&file.bytes()])).await.unwrap();
    let (staying, leaving, marked) = (people(700), people(40), someone());
    let sealed = seal_all(&vault, &staying).await;
    let gone = seal_all(&vault, &leaving).await;
    vault.erase(leaving[0]).await.unwrap();
    vault.erase(marked).await.unwrap();
    let rotation = vault.rotation().unwrap();
    rotation.prepare().await.unwrap();
    rotation.register().await.unwrap();
    for person in &leaving[1..20] {
        vault.erase(*person).await.unwrap();
    }
    rotation.rewrap(|_| ()).await.unwrap();
    for person in &leaving[20..] {
        assert_eq!(vault.erase(*person).await.unwrap().found, Found::Key);
    }
    let late = someone();
    slow.ensure_keys(&[late]).await.unwrap();
    let rotated = rotation.retire().await.unwrap();
    assert_eq!((rotated.rewrapped, &rotated.retired[..]), (1, &[1][..]));
    rotation.forget().await.unwrap();
    drop(rotation);
    let vault = open(store, file.ring()).await.unwrap();
    assert_all_open(&vault, &sealed);
    vault.seal(late, NAME, "late").unwrap();
    for (person, sealed) in &gone {
        let opened = vault.open_sealed::<PersonId>(*person, NAME, sealed);
        assert!(matches!(opened, Err(OpenError::Erased)), "{opened:?}");
        let refused = vault.ensure_keys(&[*person]).await;
        assert!(matches!(refused, Err(VaultError::Erased(_))), "{refused:?}");
    }
    let again = vault.erase(marked).await.unwrap().found;
    assert_eq!(again, Found::AlreadyErased);
}

/// Servers seal for the known and the new, open, and erase, while another rotates twice and
/// forgets the old keys at once; none of them fails.
pub async fn servers_go_on_while_another_rotates(store: &impl Harness) {
    let file = KeyFile::new();
    let stage = open(store, file.ring()).await.unwrap();
    let class = people(700);
    let sealed = Arc::new(seal_all(&stage, &class).await);
    drop(stage);
    let rotating = Arc::new(AtomicBool::new(true));
    let (told, mut turns) = tokio::sync::watch::channel(0);
    let mut servers = Vec::new();
    for server in 0..3_usize {
        // A small memory: keys are read from the store again and again.
        let settings = vault::Settings {
            cached_keys: 8.try_into().unwrap(),
            ..store.settings()
        };
        let vault = store.open_ring(file.ring(), settings).await.unwrap();
        let (sealed, class) = (Arc::clone(&sealed), class.clone());
        let (rotating, told) = (Arc::clone(&rotating), told.clone());
        servers.push(tokio::spawn(async move {
            let (mut made, mut erased) = (Vec::new(), Vec::new());
            let mut turn = 0;
            while turn < 60 || (rotating.load(Ordering::SeqCst) && turn < 20_000) {
                let person = class[(turn * 7 + server * 200) % class.len()];
                let opened = vault.open_sealed::<PersonId>(person, NAME, &sealed[&person]);
                assert_eq!(opened.unwrap(), person);
                let newcomer = someone();
                let of_newcomer = vault.seal_for(newcomer, NAME, &newcomer).await.unwrap();
                if turn % 5 == 0 {
                    vault.erase(newcomer).await.unwrap();
                    erased.push((newcomer, of_newcomer));
                } else {
                    made.push((newcomer, of_newcomer));
                }
                turn += 1;
                told.send_modify(|turns| *turns += 1);
            }
            (vault, made, erased)
        }));
    }
    let rotating_vault = open(store, file.ring()).await.unwrap();
    turns.wait_for(|turns| *turns > 10).await.unwrap();
    for newest in [2, 3] {
        let rotation = rotating_vault.rotation().unwrap();
        let rotated = rotation.run(|_| ()).await.unwrap();
        assert_eq!(rotated.newest, newest);
        assert_eq!(rotation.forget().await.unwrap(), 1);
    }
    rotating.store(false, Ordering::SeqCst);
    let mut left = class.len();
    let fresh = open(store, file.ring()).await.unwrap();
    for server in servers {
        let (vault, made, erased) = server.await.unwrap();
        left += made.len();
        for vault in [&vault, &fresh] {
            assert_all_open(vault, &made.iter().cloned().collect());
            assert_all_open(vault, &sealed);
            for (person, sealed) in &erased {
                let opened = vault.open_sealed::<PersonId>(*person, NAME, sealed);
                assert!(matches!(opened, Err(OpenError::Erased)), "{opened:?}");
            }
        }
    }
    let masters = fresh.master_keys().await.unwrap().keys;
    let under: Vec<u64> = masters.iter().map(|key| key.keys).collect();
    assert_eq!(under, [0, 0, left as u64]);
}

pub async fn keys_from_the_environment_are_rotated_by_whoever_gives_them(store: &impl Harness) {
    let (old, new) = (bytes_of(1), bytes_of(2));
    let vault = open(store, given(&[&old])).await.unwrap();
    let sealed = seal_all(&vault, &people(5)).await;
    let refused = vault.rotation().unwrap().run(|_| ()).await.unwrap_err();
    assert!(matches!(refused, RotationError::NoNewKey), "{refused}");
    // The other way round the new one is not taken for the newest.
    let vault = open(store, given(&[&old, &new])).await.unwrap();
    let refused = vault.rotation().unwrap().run(|_| ()).await.unwrap_err();
    assert!(matches!(refused, RotationError::NoNewKey), "{refused}");

    let vault = open(store, given(&[&new, &old])).await.unwrap();
    let rotation = vault.rotation().unwrap();
    rotation.run(|_| ()).await.unwrap();
    let refused = rotation.forget().await.unwrap_err();
    assert!(matches!(refused, RotationError::NoFile), "{refused}");
    let vault = open(store, given(&[&new])).await.unwrap();
    assert_all_open(&vault, &sealed);
    assert_eq!(vault.rotation().unwrap().forget().await.unwrap(), 0);
}

pub async fn a_program_without_the_new_master_key_says_which_is_missing(store: &impl Harness) {
    let (old, new) = (bytes_of(1), bytes_of(2));
    let lacking = open(store, given(&[&old])).await.unwrap();
    let class = people(20);
    let sealed = seal_all(&lacking, &class[..10]).await;
    let rotating = open(store, given(&[&new, &old])).await.unwrap();
    let rotation = rotating.rotation().unwrap();
    rotation.register().await.unwrap();
    // It goes on with the old one as long as that serves.
    lacking.ensure_keys(&class[10..]).await.unwrap();
    assert_eq!(serving(&rotating).await, [(1, 20), (2, 0)]);
    let newcomer = someone();
    let of_newcomer = rotating.seal_for(newcomer, NAME, "Ève").await.unwrap();
    let opened = lacking.open_sealed::<String>(newcomer, NAME, &of_newcomer);
    let Err(OpenError::Unavailable(missing)) = opened else {
        panic!("{opened:?}")
    };
    assert!(matches!(
        missing,
        VaultError::MissingMasterKey { id: 2, .. }
    ));
    assert!(
        missing.to_string().contains("master key with id 2"),
        "{missing}"
    );
    let refused = open(store, given(&[&old])).await.unwrap_err();
    assert!(matches!(
        refused,
        VaultError::MissingMasterKey { id: 2, .. }
    ));

    rotation.run(|_| ()).await.unwrap();
    assert_eq!(serving(&rotating).await, [(2, 21)]);
    // What it has in memory it may use; new keys it cannot make, and erase it can.
    assert_all_open(&lacking, &sealed);
    let refused = lacking.ensure_keys(&[someone()]).await.unwrap_err();
    assert!(
        matches!(refused, VaultError::MissingMasterKey { id: 2, .. }),
        "{refused:?}"
    );
    assert_eq!(lacking.erase(newcomer).await.unwrap().found, Found::Key);
    assert!(matches!(
        open(store, given(&[&old])).await,
        Err(VaultError::WrongMasterKey { .. })
    ));
}

pub async fn a_file_that_comes_late_is_read_again(store: &impl Harness) {
    let (here, there) = (KeyFile::new(), KeyFile::new());
    here.copy_to(&there);
    let rotating = open(store, here.ring()).await.unwrap();
    let elsewhere = open(store, there.ring()).await.unwrap();
    let zoe = someone();
    let sealed = rotating.seal_for(zoe, NAME, "Zoé").await.unwrap();
    rotating.rotation().unwrap().run(|_| ()).await.unwrap();
    let opened = elsewhere.open_sealed::<String>(zoe, NAME, &sealed);
    assert!(
        matches!(
            opened,
            Err(OpenError::Unavailable(VaultError::MissingMasterKey {
                id: 2,
                ..
            }))
        ),
        "{opened:?}"
    );
    here.copy_to(&there);
    let opened = elsewhere.open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
    elsewhere.seal_for(someone(), NAME, "Tom").await.unwrap();
    assert_eq!(serving(&rotating).await, [(2, 2)]);
}

pub async fn a_damaged_key_keeps_the_old_master_key_until_its_person_is_erased(
    store: &impl Harness,
) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    let (zoe, tom) = (someone(), someone());
    let sealed = seal_all(&vault, &[zoe, tom]).await;
    store.copy_key(zoe, tom).await;
    let rotation = vault.rotation().unwrap();
    for _ in 0..2 {
        let refused = rotation.run(|_| ()).await.unwrap_err();
        let RotationError::Damaged { persons } = &refused else {
            panic!("{refused}")
        };
        assert_eq!(persons, &[tom]);
        assert!(refused.to_string().contains(&tom.to_string()), "{refused}");
        assert!(matches!(
            rotation.retire().await,
            Err(RotationError::Damaged { .. })
        ));
        assert_eq!(serving(&vault).await, [(1, 1), (2, 1)]);
    }
    vault.erase(tom).await.unwrap();
    let rotated = rotation.run(|_| ()).await.unwrap();
    assert_eq!((rotated.newest, &rotated.retired[..]), (2, &[1][..]));
    let opened = vault.open_sealed::<PersonId>(zoe, NAME, &sealed[&zoe]);
    assert_eq!(opened.unwrap(), zoe);
}

pub async fn one_program_at_a_time_rotates(store: &impl Harness) {
    let file = KeyFile::new();
    let (here, there) = (
        open(store, file.ring()).await.unwrap(),
        open(store, file.ring()).await.unwrap(),
    );
    let rotation = here.rotation().unwrap();
    let refused = there.rotation().unwrap_err().to_string();
    assert!(refused.contains("another program is rotating"), "{refused}");
    drop(rotation);
    there.rotation().unwrap().run(|_| ()).await.unwrap();
}

pub async fn two_that_register_different_keys_do_not_lose_one(store: &impl Harness) {
    let (old, new, other) = (bytes_of(1), bytes_of(2), bytes_of(3));
    drop(open(store, given(&[&old])).await.unwrap());
    let here = open(store, given(&[&new, &old])).await.unwrap();
    let there = open(store, given(&[&other, &old])).await.unwrap();
    let again = open(store, given(&[&new, &old])).await.unwrap();
    assert_eq!(here.rotation().unwrap().register().await.unwrap(), 2);
    assert_eq!(again.rotation().unwrap().register().await.unwrap(), 2);
    let refused = there.rotation().unwrap().run(|_| ()).await.unwrap_err();
    assert!(
        matches!(
            refused,
            RotationError::Vault(VaultError::MissingMasterKey { id: 2, .. })
        ),
        "{refused:?}"
    );
    assert_eq!(serving(&here).await, [(1, 0), (2, 0)]);
}

pub async fn a_vault_of_version_1_is_lifted_and_rotated(store: &impl Harness) {
    let vault = open(store, master(1).into()).await.unwrap();
    let (zoe, tom) = (someone(), someone());
    let sealed = seal_all(&vault, &[zoe, tom]).await;
    vault.erase(tom).await.unwrap();
    drop(vault);
    store.put_back_to_version_1().await;
    assert!(matches!(
        open(store, master(2).into()).await,
        Err(VaultError::WrongMasterKey { .. })
    ));
    assert_eq!(store.version().await, 1, "nothing was written");
    let (a, b) = tokio::join!(open(store, master(1).into()), open(store, master(1).into()));
    drop((a.unwrap(), b.unwrap()));
    assert_eq!(store.version().await, 2);
    let vault = open(store, given(&[&bytes_of(2), &bytes_of(1)]))
        .await
        .unwrap();
    let rotated = vault.rotation().unwrap().run(|_| ()).await.unwrap();
    assert_eq!((rotated.newest, rotated.rewrapped), (2, 1));
    let opened = vault.open_sealed::<PersonId>(zoe, NAME, &sealed[&zoe]);
    assert_eq!(opened.unwrap(), zoe);
    let refused = vault.ensure_keys(&[tom]).await;
    assert!(matches!(refused, Err(VaultError::Erased(_))));
}

/// Where the keys come from is told apart by nothing but the source.
pub async fn a_list_from_the_environment_and_a_file_hold_the_same(store: &impl Harness) {
    let file = KeyFile::new();
    let vault = open(store, file.ring()).await.unwrap();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    vault.rotation().unwrap().run(|_| ()).await.unwrap();
    let ring = MasterKeyRing::load(MasterKeySource::Base64(&file.as_text())).unwrap();
    let opened = open(store, ring)
        .await
        .unwrap()
        .open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
}
