//! Erasing a person destroys their key, everywhere and for good.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use vault::{Found, OpenError, PersonId, Vault, VaultError};

use super::{Harness, NAME};
use crate::folder::{people, someone};

fn assert_erased(vault: &Vault, person: PersonId, sealed: &str) {
    let opened = vault.open_sealed::<String>(person, NAME, sealed);
    assert!(matches!(opened, Err(OpenError::Erased)), "{opened:?}");
}

pub async fn what_was_sealed_opens_no_more(store: &impl Harness) {
    let vault = store.open().await;
    let (zoe, tom) = (someone(), someone());
    let of_zoe = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let of_tom = vault.seal_for(tom, NAME, "Tom").await.unwrap();
    store.set_time(5_000);
    let erasure = vault.erase(zoe).await.unwrap();
    assert_eq!((erasure.erased_at, erasure.found), (5_000, Found::Key));
    assert_erased(&vault, zoe, &of_zoe);
    let keyring = vault.load_keys(&[zoe, tom]).await.unwrap();
    let opened = keyring.open_sealed::<String>(zoe, NAME, &of_zoe);
    assert!(matches!(opened, Err(OpenError::Erased)));
    let opened = vault.open_sealed::<String>(tom, NAME, &of_tom);
    assert_eq!(opened.unwrap(), "Tom");
}

pub async fn erasing_again_tells_when_it_happened(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    store.set_time(5_000);
    vault.erase(zoe).await.unwrap();
    store.set_time(9_000);
    let again = vault.erase(zoe).await.unwrap();
    assert_eq!(
        (again.erased_at, again.found),
        (5_000, Found::AlreadyErased)
    );
}

pub async fn the_erased_get_no_new_key(store: &impl Harness) {
    let (vault, other) = (store.open().await, store.open().await);
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe]).await.unwrap();
    vault.erase(zoe).await.unwrap();
    for refused in [
        vault.ensure_keys(&[zoe]).await.unwrap_err(),
        vault.ensure_keys(&[tom, zoe]).await.unwrap_err(),
        other.ensure_keys(&[zoe]).await.unwrap_err(),
        vault.seal(zoe, NAME, "Zoé").unwrap_err(),
        vault.seal_for(zoe, NAME, "Zoé").await.unwrap_err(),
        other.seal_for(zoe, NAME, "Zoé").await.unwrap_err(),
    ] {
        assert!(
            matches!(refused, VaultError::Erased(person) if person == zoe),
            "{refused}"
        );
    }
}

pub async fn who_never_had_a_key_is_marked_all_the_same(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    assert_eq!(vault.erase(zoe).await.unwrap().found, Found::NoKey);
    assert_eq!(vault.erase(zoe).await.unwrap().found, Found::AlreadyErased);
    let refused = vault.ensure_keys(&[zoe]).await.unwrap_err();
    assert!(matches!(refused, VaultError::Erased(person) if person == zoe));
}

pub async fn an_erasure_counts_after_reopening(store: &impl Harness) {
    let vault = store.open().await;
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    vault.erase(zoe).await.unwrap();
    drop(vault);
    let reopened = store.open().await;
    assert_erased(&reopened, zoe, &sealed);
    let again = reopened.erase(zoe).await.unwrap();
    assert_eq!(again.found, Found::AlreadyErased);
}

pub async fn another_handle_that_knew_the_key_forgets_it(store: &impl Harness) {
    let (here, there) = (store.open().await, store.open().await);
    for _ in 0..20 {
        let (zoe, tom) = (someone(), someone());
        here.ensure_keys(&[zoe, tom]).await.unwrap();
        let sealed = here.seal(zoe, NAME, "Zoé").unwrap();
        let of_tom = there.seal_for(tom, NAME, "Tom").await.unwrap();
        let opened = there.open_sealed::<String>(zoe, NAME, &sealed);
        assert_eq!(opened.unwrap(), "Zoé");
        here.erase(zoe).await.unwrap();
        assert_erased(&here, zoe, &sealed);
        while there.open_sealed::<String>(zoe, NAME, &sealed).is_ok() {
            tokio::task::yield_now().await;
        }
        assert_erased(&there, zoe, &sealed);
        let refused = there.seal(zoe, NAME, "Zoé").unwrap_err();
        assert!(matches!(refused, VaultError::Erased(_)));
        let opened = there.open_sealed::<String>(tom, NAME, &of_tom);
        assert_eq!(opened.unwrap(), "Tom");
    }
}

pub async fn no_reader_sees_a_key_after_its_erasure_was_acknowledged(store: &impl Harness) {
    let vault = Arc::new(store.open().await);
    for _ in 0..30 {
        let zoe = someone();
        let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
        let acknowledged = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (vault, sealed) = (Arc::clone(&vault), sealed.clone());
                let acknowledged = Arc::clone(&acknowledged);
                tokio::task::spawn_blocking(move || {
                    loop {
                        let last = acknowledged.load(Ordering::SeqCst);
                        let opened = vault.open_sealed::<String>(zoe, NAME, &sealed);
                        if last {
                            return opened;
                        }
                    }
                })
            })
            .collect();
        vault.erase(zoe).await.unwrap();
        acknowledged.store(true, Ordering::SeqCst);
        for reader in readers {
            assert!(matches!(reader.await.unwrap(), Err(OpenError::Erased)));
        }
    }
}

pub async fn one_of_many_erasures_finds_the_key(store: &impl Harness) {
    let handles = [Arc::new(store.open().await), Arc::new(store.open().await)];
    let class = people(20);
    handles[0].ensure_keys(&class).await.unwrap();
    let erasures: Vec<_> = (0..80)
        .map(|caller| {
            let vault = Arc::clone(&handles[caller % 2]);
            let pupil = class[(caller / 2) % 20];
            tokio::spawn(async move { vault.erase(pupil).await.unwrap().found })
        })
        .collect();
    let mut found_keys = 0;
    for erasure in erasures {
        match erasure.await.unwrap() {
            Found::Key => found_keys += 1,
            Found::AlreadyErased => {}
            Found::NoKey => panic!("all had a key"),
        }
    }
    assert_eq!(found_keys, 20);
}

pub async fn erasures_and_new_keys_at_the_same_time_end_erased(store: &impl Harness) {
    let handles = [Arc::new(store.open().await), Arc::new(store.open().await)];
    let class = people(40);
    let mut asked = Vec::new();
    for (at, pupil) in class.iter().enumerate() {
        let (vault, pupil) = (Arc::clone(&handles[at % 2]), *pupil);
        asked.push(tokio::spawn(async move {
            vault.erase(pupil).await.unwrap();
        }));
        let vault = Arc::clone(&handles[(at + 1) % 2]);
        let mut list = class.clone();
        list.rotate_left(at);
        asked.push(tokio::spawn(async move {
            match vault.ensure_keys(&list).await {
                Ok(()) | Err(VaultError::Erased(_)) => {}
                Err(error) => panic!("{error}: {error:?}"),
            }
        }));
    }
    for one in asked {
        one.await.unwrap();
    }
    let fresh = store.open().await;
    for pupil in &class {
        let refused = fresh.seal(*pupil, NAME, "Zoé");
        assert!(matches!(refused, Err(VaultError::Erased(_))));
    }
    assert_eq!(store.rows().await, 40);
}

pub async fn the_store_itself_refuses_to_bring_back_the_erased(store: &impl Harness) {
    let vault = store.open().await;
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe, tom]).await.unwrap();
    let key = store.wrapped_key(zoe).await;
    vault.erase(zoe).await.unwrap();
    let refused = store.bring_back(zoe, key).await;
    assert!(refused.contains("an erased person stays erased"));
    for person in [zoe, tom] {
        assert!(store.delete(person).await.contains("never deleted"));
    }
}
