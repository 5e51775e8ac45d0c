//! The vault's and the access log's files: SQLite's locks on them stay, what loses its name is
//! noticed, nobody else may read or write them, a link is no second vault.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
#[path = "../../vault/tests/folder/mod.rs"]
mod folder;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use accounts::{AccountError, AccountSettings, Accounts};
use folder::{Place, master, someone};
use queries::access_log::{AccessLog, AccessLogError, AccessSettings, Read};
use storage::DatabaseError;
use storage::companion;
use storage::testing::unlocked;
use vault::{PersonId, Vault, VaultError};

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn read(at: i64) -> Read {
    Read {
        at,
        reader: "teacher:a".into(),
        what: "GetCv",
        position: 7,
        trace: None,
    }
}

fn every_read() -> AccessSettings {
    AccessSettings {
        merge_within: std::time::Duration::ZERO,
        ..AccessSettings::default()
    }
}

#[track_caller]
fn keeps_its_locks(path: &Path, after: &str) {
    let lost = unlocked(path).unwrap();
    assert!(lost.is_empty(), "after {after}: {lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_locks_of_the_files_stay_whatever_is_asked() {
    let place = Place::new();
    let path = place.path();
    let vault = Arc::new(place.open());
    keeps_its_locks(&path, "opening");
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    keeps_its_locks(&path, "a key was made");
    let accounts = Accounts::open(vault.clone(), AccountSettings::default());
    let accounts = accounts.await.unwrap();
    keeps_its_locks(&path, "the accounts were opened");
    accounts.sweep().await.unwrap();
    keeps_its_locks(&path, "a sweep and its checkpoint");
    vault.erase(zoe).await.unwrap();
    keeps_its_locks(&path, "an erasure");
    drop(place.open());
    keeps_its_locks(&path, "another handle came and went");
    Vault::open(&path, master(2)).unwrap_err();
    keeps_its_locks(&path, "another key was refused");
    accounts.close().await;
    drop(accounts);
    keeps_its_locks(&path, "the accounts were closed");

    let path = place.folder.path().join("access.db");
    let log = AccessLog::open(&path, every_read()).await.unwrap();
    keeps_its_locks(&path, "opening");
    log.record(read(1), &[zoe]).await.unwrap();
    keeps_its_locks(&path, "a read was recorded");
    log.of_subject(zoe, None, 10).await.unwrap();
    log.sweep(i64::MAX).await.unwrap();
    keeps_its_locks(&path, "a sweep and its checkpoint");
    drop(AccessLog::open(&path, every_read()).await.unwrap());
    keeps_its_locks(&path, "another handle came and went");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_acknowledged_once_a_file_has_lost_its_name() {
    for ending in ["-wal", "-shm", ""] {
        let place = Place::new();
        let vault = Arc::new(place.open());
        let accounts = Accounts::open(vault.clone(), AccountSettings::default());
        let accounts = accounts.await.unwrap();
        let path = place.folder.path().join("access.db");
        let log = AccessLog::open(&path, every_read()).await.unwrap();
        vault.ensure_keys(&[someone()]).await.unwrap();
        log.record(read(1), &[someone()]).await.unwrap();
        vault.usable().unwrap();
        log.usable().unwrap();
        for file in [&place.path(), &path] {
            let lost = companion(file, ending);
            fs::rename(&lost, companion(&lost, ".aside")).unwrap();
            fs::write(&lost, "another's").unwrap();
        }
        let refused = vault.ensure_keys(&[someone()]).await.unwrap_err();
        assert!(matches!(refused, VaultError::DataFile(_)), "{refused}");
        vault.usable().unwrap_err();
        vault.erase(someone()).await.unwrap_err();
        let refused = accounts.rotate_signing_key(std::time::Duration::ZERO).await;
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, AccountError::Database(DatabaseError::File(_))),
            "{refused}"
        );
        let refused = log.record(read(2), &[someone()]).await.unwrap_err();
        assert!(
            matches!(refused, AccessLogError::Database(DatabaseError::File(_))),
            "{refused}"
        );
        log.usable().unwrap_err();
        accounts.close().await;
        drop((accounts, vault, log));
        for file in [&place.path(), &path] {
            let kept = fs::read(companion(file, ending)).unwrap();
            assert_eq!(kept, b"another's", "what came by the name stays");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_others_may_read_or_write_are_refused() {
    let place = Place::new();
    let accesses = place.folder.path().join("access.db");
    drop(place.open());
    drop(AccessLog::open(&accesses, every_read()).await.unwrap());
    for mode in [0o666, 0o644, 0o640, 0o602] {
        set(&place.path(), mode);
        let refused = Vault::open(place.path(), master(1)).unwrap_err();
        assert!(matches!(refused, VaultError::DataFile(_)), "{refused}");
        assert!(refused.to_string().contains("vault.db"), "{refused}");
        set(&accesses, mode);
        let refused = AccessLog::open(&accesses, every_read()).await;
        let told = refused.err().map(|why| why.to_string()).unwrap();
        assert!(
            told.contains("access.db") && told.contains("chmod 600"),
            "{told}"
        );
    }
    set(&place.path(), 0o600);
    set(&accesses, 0o600);
    set(place.folder.path(), 0o777);
    Vault::open(place.path(), master(1)).unwrap_err();
    assert!(AccessLog::open(&accesses, every_read()).await.is_err());
    set(place.folder.path(), 0o700);
    drop(place.open());
    drop(AccessLog::open(&accesses, every_read()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_the_same_vault_and_a_second_name_is_refused() {
    let place = Place::new();
    let vault = place.open();
    let accesses = place.folder.path().join("access.db");
    let log = AccessLog::open(&accesses, every_read()).await.unwrap();
    let [soft, hard] = ["soft.db", "hard.db"].map(|name| place.folder.path().join(name));
    std::os::unix::fs::symlink(place.path(), &soft).unwrap();
    fs::hard_link(place.path(), &hard).unwrap();
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe]).await.unwrap();
    let linked = Vault::open(&soft, master(1)).unwrap();
    linked.ensure_keys(&[tom]).await.unwrap();
    let sealed = linked.seal(tom, "name", "Tom").unwrap();
    assert_eq!(
        vault.open_sealed::<String>(tom, "name", &sealed).unwrap(),
        "Tom"
    );
    assert!(
        !companion(&soft, ".lock").exists(),
        "one file keeps the turns"
    );
    let refused = Vault::open(&hard, master(1)).unwrap_err();
    assert!(refused.to_string().contains("hard link"), "{refused}");

    let hard = place.folder.path().join("hard-access.db");
    fs::hard_link(&accesses, &hard).unwrap();
    assert!(AccessLog::open(&hard, every_read()).await.is_err());
    log.record(read(1), &[PersonId(zoe.0)]).await.unwrap();
}
