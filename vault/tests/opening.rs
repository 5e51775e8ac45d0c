//! Only the right file, with the right master key, becomes a vault.
mod folder;

use folder::{Place, master, mode, someone};
use storage::testing::read_beside;
use vault::{Vault, VaultError};

#[tokio::test]
async fn another_master_key_is_refused_before_anything_is_written() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, "name", "Zoé").await.unwrap();
    drop(vault);
    let before = place.bytes();
    let refused = Vault::open(place.path(), master(2)).unwrap_err();
    assert!(matches!(refused, VaultError::WrongMasterKey { .. }));
    assert!(refused.to_string().contains("master key"), "{refused}");
    assert_eq!(place.bytes(), before);
    assert_eq!(
        place
            .open()
            .open_sealed::<String>(zoe, "name", &sealed)
            .unwrap(),
        "Zoé"
    );
}

#[test]
fn a_newer_schema_is_refused_and_both_versions_are_named() {
    let place = Place::new();
    drop(place.open());
    place
        .sqlite()
        .pragma_update(None, "user_version", 7)
        .unwrap();
    let refused = Vault::open(place.path(), master(1)).unwrap_err();
    assert!(matches!(
        refused,
        VaultError::NewerSchema { found: 7, known: 2 }
    ));
    let told = refused.to_string();
    assert!(told.contains('7') && told.contains('2'), "{told}");
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let place = Place::new();
    place
        .sqlite()
        .execute_batch("CREATE TABLE pupils (name TEXT)")
        .unwrap();
    let before = read_beside(&place.path()).unwrap();
    let refused = Vault::open(place.path(), master(1)).unwrap_err();
    assert!(matches!(refused, VaultError::NotAVault { .. }), "{refused}");
    assert_eq!(read_beside(&place.path()).unwrap(), before);

    let of_ours = Place::new();
    of_ours
        .sqlite()
        .execute_batch("CREATE TABLE events (x); PRAGMA user_version = 1")
        .unwrap();
    let refused = Vault::open(of_ours.path(), master(1)).unwrap_err();
    assert!(matches!(refused, VaultError::NotAVault { .. }), "{refused}");

    let text = Place::new();
    storage::create(&text.path()).unwrap();
    std::fs::write(text.path(), "Dear diary, ".repeat(1_000)).unwrap();
    let refused = Vault::open(text.path(), master(1)).unwrap_err();
    assert!(matches!(refused, VaultError::NotAVault { .. }), "{refused}");
}

#[test]
fn a_folder_that_is_not_there_is_told_with_its_path() {
    let place = Place::new();
    let refused = Vault::open(place.folder.path().join("none/vault.db"), master(1)).unwrap_err();
    assert!(matches!(refused, VaultError::File { .. }));
    assert!(refused.to_string().contains("none/vault.db"), "{refused}");
}

#[tokio::test]
async fn only_the_owner_reads_its_files() {
    let place = Place::new();
    let vault = place.open();
    vault.ensure_keys(&[someone()]).await.unwrap();
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(place.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(
        seen,
        ["vault.db", "vault.db-shm", "vault.db-wal", "vault.db.lock"]
    );
}

#[test]
fn a_closed_vault_is_one_file_and_its_lock() {
    let place = Place::new();
    drop(place.open());
    let mut left: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["vault.db", "vault.db.lock"]);
}

#[test]
fn handles_that_make_the_vault_at_once_agree() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| drop(place.open()));
        }
    });
    drop(place.open());
}

#[test]
fn an_empty_file_left_by_a_crash_becomes_a_vault() {
    let place = Place::new();
    std::fs::write(place.path(), "").unwrap();
    drop(place.open());
}
