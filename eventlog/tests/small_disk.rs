//! A log on a disk that is full, has room again, and takes no writes at all. Needs the right to
//! mount a file system; says so where it has none.
#![cfg(test)]
#![cfg(target_os = "linux")]
#![allow(clippy::print_stderr, reason = "what is left out is said")]
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use eventlog::{EventLog, LogError, Position, SqliteLog, SqliteOptions};
use storage::testing::SmallDisk;
use support::{append, event};

const CHILD: &str = "EVENTLOG_TEST_SMALL_DISK";

fn disk(folder: &Path) -> Option<SmallDisk> {
    let disk = SmallDisk::within(folder, 16).expect("made");
    if disk.is_none() {
        eprintln!("left out: this user may not mount a file system");
    }
    disk
}

/// Runs a function of this file in a process of its own, which a signal may end.
fn in_another_process(name: &str, path: &Path) {
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::null())
        .status()
        .expect("a process");
    assert!(status.success(), "{name}: {status}");
}

#[track_caller]
fn refused<T>(outcome: Result<T, LogError>, why: &str) {
    match outcome {
        Err(LogError::Unavailable(told)) => assert!(told.contains(why), "{told}"),
        Err(other) => panic!("unavailable was expected, not {other:?}"),
        Ok(_) => panic!("unavailable was expected"),
    }
}

/// A server that starts on a full disk, and a program that reads beside it: both are told, and no
/// signal ends them.
#[test]
fn opens_on_a_full_disk() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    refused(SqliteLog::open(&path, SqliteOptions::default()), "is full");
    refused(SqliteLog::open_read_only(&path), "is full");
}

#[test]
fn is_killed_while_it_writes() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let log = SqliteLog::open(path, SqliteOptions::default()).expect("opened");
    let stored = runtime.block_on(log.append(append("b", 0, vec![event("{}")])));
    stored.expect("stored");
    // As by `kill -9`: nothing is closed.
    std::process::exit(0);
}

#[tokio::test]
async fn a_full_disk_is_told_and_all_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = disk(folder.path()) else {
        return;
    };
    let path: PathBuf = disk.folder().join("log.db");
    let log = SqliteLog::open(&path, SqliteOptions::default()).expect("opened");
    log.append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    for round in 1..=3 {
        disk.fill().expect("full");
        let another = || append("a", round, vec![event("{}")]);
        refused(log.append(another()).await, "is full");
        refused(log.can_append().await, "is full");
        let read = log
            .read_all(Position::START, 10)
            .await
            .expect("reads go on");
        assert_eq!(u64::try_from(read.len()), Ok(round));
        disk.make_room().expect("room");
        log.can_append().await.expect("it can again");
        log.append(another()).await.expect("stored");
    }
    drop(log);
    disk.fill().expect("full");
    in_another_process("opens_on_a_full_disk", &path);
    disk.make_room().expect("room");
    in_another_process("is_killed_while_it_writes", &path);
    disk.fill().expect("full");
    in_another_process("opens_on_a_full_disk", &path);
    disk.make_room().expect("room");
    let log = SqliteLog::open(&path, SqliteOptions::default()).expect("opened");
    assert_eq!(log.head().await.expect("read"), Position(5));
}

/// Appends of every size around the room that is left: whatever the disk says in the middle of one,
/// the process lives, and what was acknowledged is there.
#[test]
fn fills_the_disk_itself() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let log = SqliteLog::open(&path, SqliteOptions::default()).expect("opened");
    let mut stored = 0;
    for number in 0..400_u32 {
        let events = vec![event("x".repeat(100_000))];
        let outcome = runtime.block_on(log.append(append(&number.to_string(), 0, events)));
        match outcome {
            Ok(_) => stored += 1,
            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(stored > 10 && stored < 400, "{stored}");
    let head = runtime.block_on(log.head()).expect("read");
    assert!(head.0 >= stored, "{head} of {stored}");
}

#[test]
fn a_log_that_fills_its_disk_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = disk(folder.path()) else {
        return;
    };
    in_another_process("fills_the_disk_itself", &disk.folder().join("log.db"));
}

#[tokio::test]
async fn a_file_system_that_takes_no_writes_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = disk(folder.path()) else {
        return;
    };
    let path = disk.folder().join("log.db");
    let log = SqliteLog::open(&path, SqliteOptions::default()).expect("opened");
    log.append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    drop(log);
    // What `placement backup` makes is one file, and can be read anywhere.
    let copy = disk.folder().join("copy.db");
    storage::Snapshot::of(&path)
        .and_then(|snapshot| snapshot.copy_to(&copy, |_| ()))
        .expect("copied");
    for ending in ["-wal", "-shm"] {
        let left = storage::companion(&path, ending);
        assert!(!left.exists() || std::fs::remove_file(left).is_ok());
    }
    disk.make_read_only().expect("read-only");
    refused(
        SqliteLog::open(&path, SqliteOptions::default()),
        "read-only",
    );
    refused(SqliteLog::open_read_only(&path), "read-only");
    let log = SqliteLog::open_read_only(&copy).expect("opened");
    assert_eq!(log.head().await.expect("read"), Position(1));
}
