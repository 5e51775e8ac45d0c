//! A key, once acknowledged, is there; and there is one for each person.
mod common;

use std::sync::Arc;

use common::{Place, people, someone};
use vault::{PersonId, Vault};

const NAME: &str = "student.name";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_at_the_same_time_get_one_key_for_one_person() {
    let place = Place::new();
    let handles = [Arc::new(place.open()), Arc::new(place.open())];
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
    assert_eq!(place.rows(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_at_the_same_time_all_get_their_keys() {
    let place = Place::new();
    let vault = Arc::new(place.open());
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
    assert_eq!(place.rows(), 32 * 20);
}

#[tokio::test]
async fn a_list_may_be_empty_long_and_repeat_itself() {
    let place = Place::new();
    let vault = place.open();
    vault.ensure_keys(&[]).await.unwrap();
    let mut list = people(5_000);
    list.extend_from_within(..100);
    vault.ensure_keys(&list).await.unwrap();
    vault.ensure_keys(&list).await.unwrap();
    assert_eq!(place.rows(), 5_000);
}

#[tokio::test]
async fn each_person_has_a_key_of_their_own() {
    let place = Place::new();
    let vault = place.open();
    let class = people(100);
    vault.ensure_keys(&class).await.unwrap();
    let different: std::collections::HashSet<_> = class
        .iter()
        .map(|pupil| place.wrapped_key(*pupil))
        .collect();
    assert_eq!(different.len(), 100);
}

#[tokio::test]
async fn acknowledged_keys_survive_a_crash() {
    let place = Place::new();
    let vault = place.open();
    let mut sealed: Vec<(PersonId, String)> = Vec::new();
    for _ in 0..30 {
        let pupil = someone();
        sealed.push((pupil, vault.seal_for(pupil, NAME, &pupil).await.unwrap()));
        let crashed = place.as_after_a_crash();
        let after = crashed.open();
        for (pupil, sealed) in &sealed {
            assert_eq!(
                after.open_sealed::<PersonId>(*pupil, NAME, sealed).unwrap(),
                *pupil
            );
        }
    }
    // Never closed: the files stay as a killed program leaves them, locks and all.
    std::mem::forget(vault);
    let next = place.open();
    for (pupil, sealed) in &sealed {
        assert_eq!(
            next.open_sealed::<PersonId>(*pupil, NAME, sealed).unwrap(),
            *pupil
        );
    }
}

#[tokio::test]
async fn what_was_asked_is_done_though_the_caller_went_away() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    {
        let mut asked = Box::pin(vault.ensure_keys(std::slice::from_ref(&zoe)));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let _ = asked.as_mut().poll(&mut context);
    }
    drop(vault);
    place.open().seal(zoe, NAME, "Zoé").unwrap();
}

#[test]
fn a_handle_is_shared_by_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Vault>();
    shared::<vault::Keyring>();
}

#[tokio::test]
async fn a_small_memory_of_keys_changes_no_answer() {
    let place = Place::new();
    let class = people(50);
    place.open().ensure_keys(&class).await.unwrap();
    let settings = vault::Settings {
        cached_keys: std::num::NonZeroUsize::MIN,
        ..Default::default()
    };
    let vault = Vault::open_with(place.path(), common::master(1), settings).unwrap();
    let sealed: Vec<String> = class
        .iter()
        .map(|pupil| vault.seal(*pupil, NAME, pupil).unwrap())
        .collect();
    for (pupil, sealed) in class.iter().zip(&sealed).rev() {
        assert_eq!(
            vault.open_sealed::<PersonId>(*pupil, NAME, sealed).unwrap(),
            *pupil
        );
    }
}
