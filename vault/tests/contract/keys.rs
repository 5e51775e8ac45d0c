//! A key, once acknowledged, is there; and there is one for each person.
use std::collections::HashSet;
use std::future::Future;
use std::num::NonZeroUsize;
use std::sync::Arc;

use vault::{OpenError, PersonId, Settings, Vault, VaultError};

use super::{Harness, NAME};
use crate::folder::{master, people, someone};

pub async fn callers_at_the_same_time_get_one_key_for_one_person(store: &impl Harness) {
    let handles = [Arc::new(store.open().await), Arc::new(store.open().await)];
    let zoe = someone();
    let callers: Vec<_> = (0..64)
        .map(|caller| {
            let vault = Arc::clone(&handles[caller % 2]);
            tokio::spawn(async move { vault.seal_for(zoe, NAME, &caller).await.unwrap() })
        })
        .collect();
    for (caller, sealed) in callers.into_iter().enumerate() {
        let sealed = sealed.await.unwrap();
        for vault in &handles {
            assert_eq!(
                vault.open_sealed::<usize>(zoe, NAME, &sealed).unwrap(),
                caller
            );
        }
    }
    assert_eq!(store.rows().await, 1);
}

pub async fn callers_at_the_same_time_all_get_their_keys(store: &impl Harness) {
    let vault = Arc::new(store.open().await);
    let callers: Vec<_> = (0..32)
        .map(|_| {
            let vault = Arc::clone(&vault);
            tokio::spawn(async move {
                for pupil in people(20) {
                    vault.ensure_keys(&[pupil]).await.unwrap();
                    vault.seal(pupil, NAME, "Zoé").unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    assert_eq!(store.rows().await, 32 * 20);
}

pub async fn lists_that_overlap_at_the_same_time_get_one_key_for_each(store: &impl Harness) {
    let handles = [Arc::new(store.open().await), Arc::new(store.open().await)];
    let class = people(300);
    let callers: Vec<_> = (0..8)
        .map(|caller: usize| {
            let vault = Arc::clone(&handles[caller % 2]);
            let mut list = class.clone();
            list.rotate_left(caller * 30);
            if caller.is_multiple_of(3) {
                list.reverse();
            }
            tokio::spawn(async move {
                vault.ensure_keys(&list).await.unwrap();
                list.iter()
                    .map(|pupil| (*pupil, vault.seal(*pupil, NAME, pupil).unwrap()))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    for caller in callers {
        for (pupil, sealed) in caller.await.unwrap() {
            for vault in &handles {
                let opened = vault.open_sealed::<PersonId>(pupil, NAME, &sealed);
                assert_eq!(opened.unwrap(), pupil);
            }
        }
    }
    assert_eq!(store.rows().await, 300);
}

pub async fn a_list_may_be_empty_long_and_repeat_itself(store: &impl Harness) {
    let vault = store.open().await;
    vault.ensure_keys(&[]).await.unwrap();
    let mut list = people(5_000);
    list.extend_from_within(..100);
    vault.ensure_keys(&list).await.unwrap();
    vault.ensure_keys(&list).await.unwrap();
    assert_eq!(store.rows().await, 5_000);
}

pub async fn each_person_has_a_key_of_their_own(store: &impl Harness) {
    let vault = store.open().await;
    let class = people(30);
    vault.ensure_keys(&class).await.unwrap();
    let mut different = HashSet::new();
    for pupil in &class {
        different.insert(store.wrapped_key(*pupil).await);
    }
    assert_eq!(different.len(), 30);
}

pub async fn what_one_handle_seals_the_other_opens(store: &impl Harness) {
    let (here, there) = (store.open().await, store.open().await);
    for _ in 0..10 {
        let zoe = someone();
        // Nothing there yet, and that is not remembered.
        assert!(matches!(
            there.seal(zoe, NAME, "Zoé"),
            Err(VaultError::NoKey(person)) if person == zoe
        ));
        let sealed = here.seal_for(zoe, NAME, "Zoé").await.unwrap();
        let opened = there.open_sealed::<String>(zoe, NAME, &sealed).unwrap();
        assert_eq!(opened, "Zoé");
        let back = there.seal_for(zoe, NAME, "Zoé!").await.unwrap();
        let opened = here.open_sealed::<String>(zoe, NAME, &back).unwrap();
        assert_eq!(opened, "Zoé!");
    }
}

pub async fn keys_are_there_after_reopening(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    drop(vault);
    let opened = store.open().await.open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
}

pub async fn what_was_asked_is_done_though_the_caller_went_away(store: &impl Harness) {
    let vault = store.open().await;
    let (zoe, tom) = (someone(), someone());
    // Whether keys are there is known without waiting once the erasures were looked at.
    vault.ensure_keys(&[tom]).await.unwrap();
    {
        let mut asked = Box::pin(vault.erase(zoe));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let _ = asked.as_mut().poll(&mut context);
    }
    drop(vault);
    let refused = store.open().await.seal(zoe, NAME, "Zoé").unwrap_err();
    assert!(matches!(refused, VaultError::Erased(_)), "{refused}");
}

pub async fn a_small_memory_of_keys_changes_no_answer(store: &impl Harness) {
    let class = people(50);
    store.open().await.ensure_keys(&class).await.unwrap();
    let settings = Settings {
        cached_keys: NonZeroUsize::MIN,
        ..store.settings()
    };
    let vault: Vault = store.open_with(master(1), settings).await.unwrap();
    let sealed: Vec<String> = class
        .iter()
        .map(|pupil| vault.seal(*pupil, NAME, pupil).unwrap())
        .collect();
    let keyring = vault.load_keys(&class).await.unwrap();
    for (pupil, sealed) in class.iter().zip(&sealed).rev() {
        let opened = vault.open_sealed::<PersonId>(*pupil, NAME, sealed);
        assert_eq!(opened.unwrap(), *pupil);
        let opened = keyring.open_sealed::<PersonId>(*pupil, NAME, sealed);
        assert_eq!(opened.unwrap(), *pupil);
    }
}

pub async fn a_keyring_opens_a_whole_list(store: &impl Harness) {
    let vault = store.open().await;
    let class = people(500);
    vault.ensure_keys(&class).await.unwrap();
    let sealed: Vec<String> = class
        .iter()
        .map(|pupil| vault.seal(*pupil, NAME, pupil).unwrap())
        .collect();
    let keyring = store.open().await.load_keys(&class).await.unwrap();
    for (pupil, sealed) in class.iter().zip(&sealed) {
        let opened = keyring.open_sealed::<PersonId>(*pupil, NAME, sealed);
        assert_eq!(opened.unwrap(), *pupil);
    }
    let refused = keyring.open_sealed::<String>(someone(), NAME, &sealed[0]);
    assert!(matches!(refused, Err(OpenError::NoKey)));
}

pub async fn a_person_without_a_key_neither_seals_nor_opens(store: &impl Harness) {
    let vault = store.open().await;
    let (zoe, stranger) = (someone(), someone());
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let refused = vault.seal(stranger, NAME, "Zoé").unwrap_err();
    assert!(matches!(refused, VaultError::NoKey(person) if person == stranger));
    let refused = vault.open_sealed::<String>(stranger, NAME, &sealed);
    assert!(matches!(refused, Err(OpenError::NoKey)));
}

pub async fn a_key_given_to_another_person_is_refused(store: &impl Harness) {
    let (zoe, tom) = (someone(), someone());
    let vault = store.open().await;
    vault.ensure_keys(&[zoe, tom]).await.unwrap();
    store.copy_key(zoe, tom).await;
    let refused = store.open().await.seal(tom, NAME, "Tom").unwrap_err();
    assert!(
        matches!(refused, VaultError::DamagedKey(person) if person == tom),
        "{refused}"
    );
}

pub async fn nobody_who_had_a_key_gets_a_second_one(store: &impl Harness) {
    let vault = store.open().await;
    let (known, held, new) = (someone(), someone(), someone());
    vault.ensure_keys(&[held]).await.unwrap();
    vault.make_no_second_key(move |person| person == known || person == held);
    // A second saying changes nothing.
    vault.make_no_second_key(|_| false);
    let refused = vault.seal_for(known, NAME, "Zoé").await.unwrap_err();
    assert!(matches!(refused, VaultError::KeyLost(person) if person == known));
    let refused = vault.ensure_keys(&[new, known]).await.unwrap_err();
    assert!(matches!(refused, VaultError::KeyLost(person) if person == known));
    assert_eq!(store.rows().await, 1, "no key was made");
    vault.seal_for(held, NAME, "Tom").await.unwrap();
    vault.seal_for(new, NAME, "Eve").await.unwrap();
    assert_eq!(store.rows().await, 2);
    vault.erase(known).await.unwrap();
    let refused = vault.seal_for(known, NAME, "Zoé").await.unwrap_err();
    assert!(matches!(refused, VaultError::Erased(_)), "{refused}");
}

pub async fn a_vault_belongs_to_one_installation(store: &impl Harness) {
    let vault = store.open().await;
    assert_eq!(vault.installation().await.unwrap(), None);
    assert!(!vault.knows_somebody().await.unwrap());
    let (first, second) = (someone().0, someone().0);
    assert_eq!(vault.join_installation(first).await.unwrap(), first);
    drop(vault);
    let vault = store.open().await;
    let joined = vault.join_installation(second).await.unwrap();
    assert_eq!(joined, first, "it stays with the first");
    assert_eq!(vault.installation().await.unwrap(), Some(first));
    // The service's own key is nobody's.
    let service = PersonId(uuid::Uuid::nil());
    vault.ensure_keys(&[service]).await.unwrap();
    assert!(!vault.knows_somebody().await.unwrap());
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    assert!(vault.knows_somebody().await.unwrap());
    vault.erase(zoe).await.unwrap();
    assert!(vault.knows_somebody().await.unwrap(), "whom it has erased");
}
