//! What can only be seen from inside: the keys themselves.
use std::collections::HashSet;
use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::MasterKey;

#[tokio::test]
async fn no_key_lies_in_clear_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let master = MasterKey::random().unwrap();
    let mut secrets = vec![master.as_bytes().to_vec()];
    let vault = Vault::open(folder.path().join("vault.db"), master).unwrap();
    let class: Vec<PersonId> = (0..300).map(|_| PersonId(Uuid::new_v4())).collect();
    vault.ensure_keys(&class).await.unwrap();
    for pupil in &class {
        let KeyLookup::Key(key) = vault.store.look_up(*pupil).unwrap() else {
            panic!("a key was made")
        };
        secrets.push(key.as_bytes().to_vec());
    }
    let files = || -> Vec<u8> {
        std::fs::read_dir(folder.path())
            .unwrap()
            .flat_map(|entry| storage::testing::read_beside(&entry.unwrap().path()).unwrap())
            .collect()
    };
    let bytes = files();
    let windows: HashSet<&[u8]> = bytes.windows(8).collect();
    assert!(
        windows.contains(&class[0].0.as_bytes()[..8]),
        "the search finds what is there"
    );
    for secret in &secrets {
        assert!(secret.chunks_exact(8).all(|part| !windows.contains(part)));
    }
}

#[tokio::test]
async fn an_erased_key_leaves_the_memory_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let master = MasterKey::random().unwrap();
    let vault = Vault::open(folder.path().join("vault.db"), master).unwrap();
    let zoe = PersonId(Uuid::new_v4());
    vault.ensure_keys(&[zoe]).await.unwrap();
    let KeyLookup::Key(key) = vault.store.look_up(zoe).unwrap() else {
        panic!("a key was made")
    };
    let kept = Arc::downgrade(&key);
    drop(key);
    assert!(kept.upgrade().is_some());
    vault.erase(zoe).await.unwrap();
    assert!(kept.upgrade().is_none());
}

#[test]
fn a_hundred_thousand_keys_are_kept_unless_told() {
    assert_eq!(Settings::default().cached_keys.get(), 100_000);
}
