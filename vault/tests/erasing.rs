//! Erasing in a file: at once at every handle, and without a trace.
mod folder;

use std::collections::HashSet;

use folder::{Place, people, someone};
use vault::{Found, OpenError, PersonId, Traces, Vault, VaultError};

const NAME: &str = "student.name";

fn assert_erased(vault: &Vault, person: PersonId, sealed: &str) {
    let opened = vault.open_sealed::<String>(person, NAME, sealed);
    assert!(matches!(opened, Err(OpenError::Erased)), "{opened:?}");
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
