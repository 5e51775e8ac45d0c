//! Erasing a person destroys their key, everywhere and for good.
mod common;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{Place, people, someone};
use vault::{Erasure, Found, OpenError, PersonId, Traces, Vault, VaultError};

const NAME: &str = "student.name";

fn assert_erased(vault: &Vault, person: PersonId, sealed: &str) {
    let opened = vault.open_sealed::<String>(person, NAME, sealed);
    assert!(matches!(opened, Err(OpenError::Erased)), "{opened:?}");
}

#[tokio::test]
async fn what_was_sealed_opens_no_more() {
    let place = Place::new();
    let vault = place.open();
    let (zoe, tom) = (someone(), someone());
    let of_zoe = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let of_tom = vault.seal_for(tom, NAME, "Tom").await.unwrap();
    place.set_time(5_000);
    let erasure = vault.erase(zoe).await.unwrap();
    let expected = Erasure {
        erased_at: 5_000,
        found: Found::Key,
        traces: Traces::Gone,
    };
    assert_eq!(erasure, expected);
    assert_erased(&vault, zoe, &of_zoe);
    assert!(matches!(
        vault
            .load_keys(&[zoe])
            .await
            .unwrap()
            .open_sealed::<String>(zoe, NAME, &of_zoe),
        Err(OpenError::Erased)
    ));
    assert_eq!(
        vault.open_sealed::<String>(tom, NAME, &of_tom).unwrap(),
        "Tom"
    );
}

#[tokio::test]
async fn erasing_again_tells_when_it_happened() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    place.set_time(5_000);
    vault.erase(zoe).await.unwrap();
    place.set_time(9_000);
    let again = vault.erase(zoe).await.unwrap();
    let expected = Erasure {
        erased_at: 5_000,
        found: Found::AlreadyErased,
        traces: Traces::Gone,
    };
    assert_eq!(again, expected);
}

#[tokio::test]
async fn the_erased_get_no_new_key() {
    let place = Place::new();
    let vault = place.open();
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe]).await.unwrap();
    vault.erase(zoe).await.unwrap();
    for refused in [
        vault.ensure_keys(&[zoe]).await.unwrap_err(),
        vault.ensure_keys(&[tom, zoe]).await.unwrap_err(),
        vault.seal(zoe, NAME, "Zoé").unwrap_err(),
        vault.seal_for(zoe, NAME, "Zoé").await.unwrap_err(),
    ] {
        assert!(
            matches!(refused, VaultError::Erased(person) if person == zoe),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn who_never_had_a_key_is_marked_all_the_same() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    assert_eq!(vault.erase(zoe).await.unwrap().found, Found::NoKey);
    assert_eq!(vault.erase(zoe).await.unwrap().found, Found::AlreadyErased);
    let refused = vault.ensure_keys(&[zoe]).await.unwrap_err();
    assert!(matches!(refused, VaultError::Erased(person) if person == zoe));
}

#[tokio::test]
async fn an_erasure_counts_after_a_restart_and_after_a_crash() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    vault.erase(zoe).await.unwrap();
    assert_erased(&place.as_after_a_crash().open(), zoe, &sealed);
    drop(vault);
    let reopened = place.open();
    assert_erased(&reopened, zoe, &sealed);
    assert_eq!(
        reopened.erase(zoe).await.unwrap().found,
        Found::AlreadyErased
    );
}

#[tokio::test]
async fn another_handle_that_knew_the_key_forgets_it_at_once() {
    let place = Place::new();
    let (here, there) = (place.open(), place.open());
    for _ in 0..20 {
        let (zoe, tom) = (someone(), someone());
        here.ensure_keys(&[zoe, tom]).await.unwrap();
        let sealed = here.seal(zoe, NAME, "Zoé").unwrap();
        let of_tom = here.seal(tom, NAME, "Tom").unwrap();
        assert_eq!(
            there.open_sealed::<String>(zoe, NAME, &sealed).unwrap(),
            "Zoé"
        );
        assert_eq!(
            there.open_sealed::<String>(tom, NAME, &of_tom).unwrap(),
            "Tom"
        );
        here.erase(zoe).await.unwrap();
        assert_erased(&there, zoe, &sealed);
        assert_erased(&here, zoe, &sealed);
        let refused = there.seal(zoe, NAME, "Zoé").unwrap_err();
        assert!(matches!(refused, VaultError::Erased(_)));
        assert_eq!(
            there.open_sealed::<String>(tom, NAME, &of_tom).unwrap(),
            "Tom"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_sees_a_key_after_its_erasure_was_acknowledged() {
    let place = Place::new();
    let vault = Arc::new(place.open());
    for _ in 0..50 {
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

/// The wrapped keys of which any 8 bytes of nonce, key or tag stand in the files.
fn found_in(bytes: &[u8], wrapped: &[Vec<u8>]) -> usize {
    let windows: HashSet<&[u8]> = bytes.windows(8).collect();
    wrapped
        .iter()
        .filter(|key| key.chunks_exact(8).any(|part| windows.contains(part)))
        .count()
}

#[tokio::test]
async fn nothing_of_a_destroyed_key_is_left_in_any_file() {
    let place = Place::new();
    let vault = place.open();
    let everyone = people(2_000);
    for some in everyone.chunks(100) {
        vault.ensure_keys(some).await.unwrap();
    }
    // A whole class of neighbours, and some here and there.
    let (leaving, staying): (Vec<(usize, PersonId)>, Vec<_>) = everyone
        .into_iter()
        .enumerate()
        .partition(|(at, _)| *at < 100 || at % 19 == 0);
    let wrapped = |persons: &[(usize, PersonId)]| -> Vec<Vec<u8>> {
        persons
            .iter()
            .map(|(_, person)| place.wrapped_key(*person))
            .collect()
    };
    let (of_leaving, of_staying) = (wrapped(&leaving), wrapped(&staying));
    assert_eq!(
        found_in(&place.bytes(), &of_leaving),
        leaving.len(),
        "the search finds what is there"
    );

    for (_, person) in &leaving {
        assert_eq!(vault.erase(*person).await.unwrap().traces, Traces::Gone);
    }
    let bytes = place.bytes();
    assert_eq!(found_in(&bytes, &of_leaving), 0);
    assert_eq!(
        found_in(&bytes, &of_staying),
        staying.len(),
        "the others' keys stay"
    );
    drop(vault);
    assert_eq!(found_in(&place.bytes(), &of_leaving), 0);
}

#[tokio::test]
async fn a_long_reader_keeps_traces_until_it_moves_on_and_that_is_told() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let wrapped = vec![place.wrapped_key(zoe)];

    let backup = place.sqlite();
    backup.execute_batch("BEGIN").unwrap();
    let _: i64 = backup
        .query_row("SELECT count(*) FROM person_keys", [], |row| row.get(0))
        .unwrap();
    assert_eq!(vault.erase(zoe).await.unwrap().traces, Traces::Pending);
    assert_erased(&vault, zoe, &sealed);
    assert_eq!(found_in(&place.bytes(), &wrapped), 1);

    backup.execute_batch("COMMIT").unwrap();
    assert_eq!(vault.erase(zoe).await.unwrap().traces, Traces::Gone);
    assert_eq!(found_in(&place.bytes(), &wrapped), 0);
}

#[tokio::test]
async fn traces_that_a_crash_left_are_removed_at_the_next_start() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let wrapped = vec![place.wrapped_key(zoe)];
    let backup = place.sqlite();
    backup.execute_batch("BEGIN").unwrap();
    let _: i64 = backup
        .query_row("SELECT count(*) FROM person_keys", [], |row| row.get(0))
        .unwrap();
    vault.erase(zoe).await.unwrap();

    let crashed = place.as_after_a_crash();
    assert_eq!(found_in(&crashed.bytes(), &wrapped), 1);
    let reopened = crashed.open();
    // Any answer of the writer comes after its start.
    reopened.ensure_keys(&[someone()]).await.unwrap();
    assert_eq!(found_in(&crashed.bytes(), &wrapped), 0);
}

#[tokio::test]
async fn the_file_itself_refuses_to_bring_back_an_erased_person() {
    let place = Place::new();
    let vault = place.open();
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe, tom]).await.unwrap();
    let key = place.wrapped_key(zoe);
    vault.erase(zoe).await.unwrap();
    let sqlite = place.sqlite();
    let back = sqlite.execute(
        "UPDATE person_keys SET wrapped_key = ?1, erased_at = NULL, erasure = NULL WHERE person = ?2",
        (&key, zoe.0.as_bytes()),
    );
    assert!(
        back.unwrap_err()
            .to_string()
            .contains("an erased person stays erased")
    );
    for person in [zoe, tom] {
        let away = sqlite.execute(
            "DELETE FROM person_keys WHERE person = ?1",
            [person.0.as_bytes()],
        );
        assert!(away.unwrap_err().to_string().contains("never deleted"));
    }
}
