//! The vault, the accounts and the access log on a disk that takes no more, and has room again:
//! each goes on by itself.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "these are tests; what is left out is said"
)]
#[path = "../../vault/tests/folder/mod.rs"]
mod folder;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use accounts::{AccountError, AccountSettings, Accounts};
use folder::{master, someone};
use queries::access_log::{AccessLog, AccessLogError, AccessSettings, Read};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use storage::DatabaseError;
use storage::testing::SmallDisk;
use vault::{PersonId, Vault, VaultError};

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
        merge_within: Duration::ZERO,
        ..AccessSettings::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_all_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::within(folder.path(), 16).unwrap() else {
        eprintln!("left out: this user may not mount a file system");
        return;
    };
    let path = |name: &str| disk.folder().join(name);
    let vault = Arc::new(Vault::open(path("vault.db"), master(1)).unwrap());
    let accounts = Accounts::open(vault.clone(), AccountSettings::default());
    let accounts = accounts.await.unwrap();
    let log = AccessLog::open(path("access.db"), every_read())
        .await
        .unwrap();
    let class: Vec<PersonId> = (0..50).map(|_| someone()).collect();
    for round in 0..3 {
        disk.fill().unwrap();
        let refused = vault.ensure_keys(&[someone()]).await.unwrap_err();
        assert!(matches!(refused, VaultError::DataFile(_)), "{refused}");
        vault.usable().unwrap_err();
        let refused = accounts.rotate_signing_key(Duration::ZERO).await;
        assert!(
            matches!(refused, Err(AccountError::Database(DatabaseError::File(_)))),
            "{refused:?}"
        );
        let refused = log.record(read(round), &class).await;
        assert!(
            matches!(
                refused,
                Err(AccessLogError::Database(DatabaseError::File(_)))
            ),
            "{refused:?}"
        );
        log.usable().unwrap_err();
        let refused = Vault::open(path("other.db"), master(1)).unwrap_err();
        assert!(refused.to_string().contains("is full"), "{refused}");
        disk.make_room().unwrap();
        vault.usable().unwrap();
        vault.ensure_keys(&class).await.unwrap();
        accounts.rotate_signing_key(Duration::ZERO).await.unwrap();
        log.usable().unwrap();
        log.record(read(round), &class).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_system_that_takes_no_writes_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::within(folder.path(), 16).unwrap() else {
        eprintln!("left out: this user may not mount a file system");
        return;
    };
    let path = |name: &str| disk.folder().join(name);
    drop(Vault::open(path("vault.db"), master(1)).unwrap());
    storage::create(&path("access.db")).unwrap();
    disk.make_read_only().unwrap();
    let refused = Vault::open(path("vault.db"), master(1)).unwrap_err();
    assert!(refused.to_string().contains("read-only"), "{refused}");
    let refused = AccessLog::open(path("access.db"), every_read()).await;
    let told = refused.err().map(|why| why.to_string()).unwrap();
    assert!(told.contains("read-only"), "{told}");
}

const CHILD: &str = "VAULT_TEST_LIMIT";

/// Run by `a_write_that_fails_half_way_leaves_a_connection_that_works` in a process of its own,
/// whose files may not grow for a while: each transaction fails in the middle, and SQLite undoes
/// it by itself.
#[tokio::test(flavor = "multi_thread")]
async fn writes_against_a_limit() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    let vault = Arc::new(Vault::open(folder.join("vault.db"), master(1)).unwrap());
    let accounts = Accounts::open(vault.clone(), AccountSettings::default());
    let accounts = accounts.await.unwrap();
    let log = AccessLog::open(folder.join("access.db"), every_read())
        .await
        .unwrap();
    let class: Vec<PersonId> = (0..2_000).map(|_| someone()).collect();
    let limit = |current| {
        let maximum = getrlimit(Resource::Fsize).maximum;
        setrlimit(Resource::Fsize, Rlimit { current, maximum }).unwrap();
    };
    for round in 0..3 {
        limit(Some(64 << 10));
        let refused = log.record(read(round), &class).await.unwrap_err();
        let AccessLogError::Database(DatabaseError::Unavailable { .. }) = refused else {
            panic!("{refused:?}");
        };
        let refused = vault.ensure_keys(&class).await.unwrap_err();
        assert!(matches!(refused, VaultError::Store { .. }), "{refused}");
        let mut failed = 0;
        while failed < 3 {
            match accounts.rotate_signing_key(Duration::ZERO).await {
                Ok(_) => {}
                Err(AccountError::Database(DatabaseError::Unavailable { .. })) => failed += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        limit(None);
        log.record(read(round), &class).await.unwrap();
        vault.ensure_keys(&[someone()]).await.unwrap();
        accounts.rotate_signing_key(Duration::ZERO).await.unwrap();
        assert_eq!(
            log.of_subject(class[0], None, 10).await.unwrap().len(),
            usize::try_from(round + 1).unwrap()
        );
    }
}

#[test]
fn a_write_that_fails_half_way_leaves_a_connection_that_works() {
    let folder = tempfile::tempdir().unwrap();
    // The signal that comes with the error is ignored, so that the write fails as on a full disk.
    let script = "trap '' XFSZ; exec \"$0\" --exact writes_against_a_limit --nocapture";
    let status = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .env(CHILD, folder.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}
