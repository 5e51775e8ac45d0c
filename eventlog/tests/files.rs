//! The file of a log and SQLite's locks on it: they stay while the log is open, whatever is asked
//! of it; other programs read and leave without harm; what loses its name is noticed; one server
//! at a time, whatever links lead to it.
#![cfg(test)]
#![cfg(target_os = "linux")]
mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use eventlog::{EventLog, LogError, Position, RecordedAt, SqliteLog, SqliteOptions};
use rusqlite::Connection;
use storage::companion as beside;
use storage::testing::{copy_beside, unlocked};
use support::{append, event, stream};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(path: &Path) -> SqliteLog {
    SqliteLog::open(path, SqliteOptions::default()).expect("opened")
}

#[track_caller]
fn unavailable<T>(outcome: Result<T, LogError>) -> String {
    match outcome {
        Err(LogError::Unavailable(why)) => why,
        Err(other) => panic!("unavailable was expected, not {other}"),
        Ok(_) => panic!("unavailable was expected"),
    }
}

#[track_caller]
fn keeps_its_locks(path: &Path, after: &str) {
    let lost = unlocked(path).expect("told");
    assert!(lost.is_empty(), "after {after}: {lost:?}");
}

#[tokio::test]
async fn the_locks_of_the_file_stay_whatever_is_asked() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    keeps_its_locks(&path, "opening");
    for number in 0..3 {
        log.append(append("a", number, vec![event("{}")]))
            .await
            .expect("stored");
        keeps_its_locks(&path, "an append");
    }
    log.read_all(Position::START, 1_000).await.expect("read");
    keeps_its_locks(&path, "a long read");
    log.read_stream(&stream("a"), 0, 10).await.expect("read");
    log.position_at(RecordedAt(i64::MAX)).await.expect("read");
    log.read_at(&[Position(1)]).await.expect("read");
    keeps_its_locks(&path, "short reads");
    log.can_append().await.expect("it can");
    keeps_its_locks(&path, "a write of nothing");
    unavailable(SqliteLog::open(&path, SqliteOptions::default()));
    keeps_its_locks(&path, "another handle was refused");
    let reader = SqliteLog::open_read_only(&path).expect("opened");
    reader.head().await.expect("read");
    drop(reader);
    keeps_its_locks(&path, "a reader came and went");
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).expect("linked");
    unavailable(SqliteLog::open(&link, SqliteOptions::default()));
    drop(SqliteLog::open_read_only(&link).expect("opened"));
    keeps_its_locks(&path, "it was reached by a link");
    drop(Connection::open(&path).expect("opened"));
    keeps_its_locks(&path, "another connection of this process came and went");
    let holder = Connection::open(&path).expect("opened");
    drop(log);
    drop(holder);
    let (sqlite, shm) = (fs::metadata(&path), fs::metadata(beside(&path, "-shm")));
    assert!(sqlite.is_ok() && shm.is_err(), "and they end with the log");
}

const CHILD: &str = "EVENTLOG_TEST_FILES";

/// Runs a function of this file in a process of its own.
fn in_another_process(name: &str, path: &Path) {
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", name])
        .env(CHILD, path)
        .stdout(Stdio::null())
        .status()
        .expect("a process");
    assert!(status.success(), "{name}");
}

/// What the `sqlite3` shell does with `VACUUM INTO`, and when it ends: in a process of its own.
#[test]
fn another_program_copies_it() {
    let Some(path) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    let shell = Connection::open(&path).expect("opened");
    let copy = beside(&path, ".copy").display().to_string();
    shell.execute("VACUUM INTO ?1", [copy]).expect("copied");
    shell.close().expect("closed");
}

#[tokio::test]
async fn a_program_that_reads_and_leaves_takes_nothing_away() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    let companions = || {
        ["-wal", "-shm"].map(|ending| {
            fs::metadata(beside(&path, ending))
                .map(|about| about.ino())
                .ok()
        })
    };
    for number in 0..3 {
        log.append(append("a", number, vec![event("{}")]))
            .await
            .expect("stored");
        let before = companions();
        in_another_process("another_program_copies_it", &path);
        assert_eq!(companions(), before, "the write-ahead log stays");
        let copy = beside(&path, ".copy");
        let copied = SqliteLog::open_read_only(&copy).expect("opened");
        assert_eq!(copied.head().await.expect("read"), Position(number + 1));
        drop(copied);
        fs::remove_file(copy).expect("removed");
    }
    // As a crash leaves it: nothing is closed.
    let crashed = folder.path().join("crashed.db");
    for ending in ["", "-wal"] {
        copy_beside(&beside(&path, ending), &beside(&crashed, ending)).expect("copied");
    }
    assert_eq!(open(&crashed).head().await.expect("read"), Position(3));
}

#[tokio::test]
async fn nothing_is_acknowledged_once_a_file_has_lost_its_name() {
    for ending in ["-wal", "-shm", ""] {
        let folder = folder();
        let path = folder.path().join("log.db");
        let log = open(&path);
        log.append(append("a", 0, vec![event("{}")]))
            .await
            .expect("stored");
        let lost = beside(&path, ending);
        fs::rename(&lost, beside(&lost, ".aside")).expect("renamed");
        // The write-ahead log is looked at with each append, the others a hundred times a second.
        let mut number = 0;
        let unknown = loop {
            number += 1;
            match log.append(append("a", number, vec![event("{}")])).await {
                Ok(_) => assert_ne!(ending, "-wal"),
                Err(other) => break other,
            }
        };
        match unknown {
            LogError::UnknownOutcome(why) => {
                assert!(why.contains(&lost.display().to_string()), "{why}");
            }
            other => panic!("an unknown outcome was expected, not {other:?}"),
        }
        let why = unavailable(log.append(append("a", 1, vec![event("{}")])).await);
        assert!(why.contains("removed or replaced"), "{why}");
        unavailable(log.can_append().await);
        // Nor is it read back, or its caller would be told that it is stored.
        unavailable(log.read_stream(&stream("a"), 0, 10).await);
        // A file that comes by the name is somebody else's, and stays.
        fs::write(&lost, "another's").expect("written");
        unavailable(log.append(append("a", 1, vec![event("{}")])).await);
        drop(log);
        assert_eq!(fs::read(&lost).expect("there"), b"another's");
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_in_the_file_when_the_write_ahead_log_is_lost() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    for number in 0..5 {
        log.append(append("a", number, vec![event("{}")]))
            .await
            .expect("stored");
    }
    for ending in ["-wal", "-shm"] {
        fs::remove_file(beside(&path, ending)).expect("removed");
    }
    let unknown = log.append(append("a", 5, vec![event("{}")])).await;
    assert!(
        matches!(unknown, Err(LogError::UnknownOutcome(_))),
        "{unknown:?}"
    );
    drop(log);
    in_another_process("five_events_are_there", &path);
}

#[tokio::test]
async fn five_events_are_there() {
    if let Some(path) = std::env::var_os(CHILD) {
        let head = open(Path::new(&path)).head().await.expect("read");
        assert!(head >= Position(5), "{head}");
    }
}

#[test]
fn links_are_no_way_around_the_lock() {
    let folder = folder();
    let path = folder.path().join("log.db");
    drop(open(&path));
    let [soft, hard] = ["soft.db", "hard.db"].map(|name| folder.path().join(name));
    std::os::unix::fs::symlink(&path, &soft).expect("linked");
    fs::hard_link(&path, &hard).expect("linked");
    let log = open(&path);
    for link in [&soft, &hard] {
        unavailable(SqliteLog::open(link, SqliteOptions::default()));
        in_another_process("another_process_is_refused", link);
    }
    drop(log);
    // Under its own name it opens, for all the links; by the hard one what is beside it would be
    // missed.
    drop(open(&path));
    drop(open(&soft));
    let why = unavailable(SqliteLog::open(&hard, SqliteOptions::default()));
    assert!(why.contains("hard link"), "{why}");
    // A name that was used before is no way around a server that runs by another either.
    fs::write(beside(&hard, ".lock"), "").expect("written");
    let log = open(&hard);
    let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
    assert!(why.contains("another process"), "{why}");
    in_another_process("another_process_is_refused", &path);
    drop(log);
}

#[test]
fn another_process_is_refused() {
    if let Some(path) = std::env::var_os(CHILD) {
        unavailable(SqliteLog::open(path, SqliteOptions::default()));
    }
}

#[test]
fn its_files_are_their_owners_alone() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    let mode = |ending: &str| {
        let about = fs::metadata(beside(&path, ending)).expect("there");
        about.permissions().mode() & 0o777
    };
    let set = |ending: &str, mode: u32| {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(beside(&path, ending), mode).expect("set");
    };
    for ending in ["", "-wal", "-shm", ".lock"] {
        assert_eq!(mode(ending), 0o600, "{ending}");
    }
    drop(log);
    // As an earlier program left it.
    set("", 0o644);
    drop(open(&path));
    assert_eq!(mode(""), 0o600);
    for open in [0o666, 0o620, 0o646] {
        set("", open);
        let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
        assert!(why.contains("chmod 600"), "{why}");
        unavailable(SqliteLog::open_read_only(&path));
    }
    set("", 0o600);
    let all = fs::Permissions::from_mode(0o777);
    fs::set_permissions(folder.path(), all).expect("set");
    let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
    assert!(why.contains("chmod 700"), "{why}");
}
