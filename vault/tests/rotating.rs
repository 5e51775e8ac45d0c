//! Rotating in a file: nothing that the old master key wrapped is left.
#![allow(clippy::unwrap_used, reason = "these are tests")]
mod folder;

use std::collections::HashSet;

use folder::{KeyFile, Place, people, someone};
use vault::{PersonId, Traces, Vault};

const NAME: &str = "student.name";

fn open(place: &Place, file: &KeyFile) -> Vault {
    Vault::open(place.path(), file.ring()).unwrap()
}

/// The wrapped keys of which any 8 bytes of nonce, key or tag stand in the files.
fn found_in(bytes: &[u8], wrapped: &[Vec<u8>]) -> usize {
    let windows: HashSet<&[u8]> = bytes.windows(8).collect();
    let parts = |key: &&Vec<u8>| key.chunks_exact(8).any(|part| windows.contains(part));
    wrapped.iter().filter(parts).count()
}

fn wrapped(place: &Place, persons: &[PersonId]) -> Vec<Vec<u8>> {
    let wrapped = persons.iter().map(|person| place.wrapped_key(*person));
    wrapped.collect()
}

#[tokio::test]
async fn nothing_that_the_old_master_key_wrapped_is_left_in_any_file() {
    let (place, file) = (Place::new(), KeyFile::new());
    let (server, rotating) = (open(&place, &file), open(&place, &file));
    let everyone = people(2_500);
    for some in everyone.chunks(100) {
        server.ensure_keys(some).await.unwrap();
    }
    let old = wrapped(&place, &everyone);
    for person in &everyone[..40] {
        server.erase(*person).await.unwrap();
    }
    assert_eq!(found_in(&place.bytes(), &old), 2_460, "the search finds");

    // The rows grow by a byte at the first rotation, not at the second.
    let mut old = old;
    for _ in 0..2 {
        let rotated = rotating.rotation().unwrap().run(|_| ()).await.unwrap();
        assert_eq!(rotated.traces, Traces::Gone);
        let new = wrapped(&place, &everyone[40..]);
        let bytes = place.bytes();
        assert_eq!(found_in(&bytes, &old), 0);
        assert_eq!(found_in(&bytes, &new), 2_460);
        old = new;
    }
    drop((server, rotating));
    let bytes = place.bytes();
    assert_eq!(found_in(&bytes, &old), 2_460);
}

#[tokio::test]
async fn a_long_reader_keeps_traces_and_that_is_told() {
    let (place, file) = (Place::new(), KeyFile::new());
    let vault = open(&place, &file);
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let old = wrapped(&place, &[zoe]);
    let backup = place.sqlite();
    backup.execute_batch("BEGIN").unwrap();
    let _: i64 = backup
        .query_row("SELECT count(*) FROM person_keys", [], |row| row.get(0))
        .unwrap();
    let rotated = vault.rotation().unwrap().run(|_| ()).await.unwrap();
    assert_eq!(rotated.traces, Traces::Pending);
    assert_eq!(found_in(&place.bytes(), &old), 1);
    drop(vault);

    backup.execute_batch("COMMIT").unwrap();
    drop(backup);
    let reopened = open(&place, &file);
    // Any answer of the writer comes after its start.
    reopened.master_keys().await.unwrap();
    assert_eq!(found_in(&place.bytes(), &old), 0);
    let opened = reopened.open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
}

#[tokio::test]
async fn a_crash_amid_the_rewrapping_is_gone_over_again() {
    let (place, file) = (Place::new(), KeyFile::new());
    let vault = open(&place, &file);
    let class = people(600);
    vault.ensure_keys(&class).await.unwrap();
    let sealed: Vec<String> = class
        .iter()
        .map(|pupil| vault.seal(*pupil, NAME, pupil).unwrap())
        .collect();
    let old = wrapped(&place, &class);
    let rotation = vault.rotation().unwrap();
    rotation.prepare().await.unwrap();
    rotation.register().await.unwrap();
    let mut crashed = None;
    let first_page = |_| {
        crashed.get_or_insert_with(|| place.as_after_a_crash());
    };
    rotation.rewrap(first_page).await.unwrap();

    let crashed = crashed.unwrap();
    let vault = open(&crashed, &file);
    let under = vault.master_keys().await.unwrap().keys;
    assert!(under[0].keys > 0 && under[1].keys > 0, "{under:?}");
    drop(rotation);
    let rotated = vault.rotation().unwrap().run(|_| ()).await.unwrap();
    assert_eq!((rotated.newest, rotated.rewrapped), (2, under[0].keys));
    assert_eq!(rotated.traces, Traces::Gone);
    assert_eq!(found_in(&crashed.bytes(), &old), 0);
    for (pupil, sealed) in class.iter().zip(&sealed) {
        let opened = vault.open_sealed::<PersonId>(*pupil, NAME, sealed);
        assert_eq!(opened.unwrap(), *pupil);
    }
}
