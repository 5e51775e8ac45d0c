//! A disk that takes no more: a limit on the size of files stands in for it.
#![cfg(test)]
#![cfg(unix)]
mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use eventlog::{EventLog, LogError, Position, SqliteLog, SqliteOptions};
use support::{append, event};

const FILE: &str = "EVENTLOG_TEST_FULL";
const APPENDS: usize = 100;

/// Run by `a_full_disk_loses_nothing_acknowledged` in a process of its own; alone it does nothing.
#[tokio::test]
async fn the_writer() {
    let Some(path) = std::env::var_os(FILE) else {
        return;
    };
    let log = SqliteLog::open(path, SqliteOptions::default()).expect("opened");
    for number in 0..APPENDS {
        let large = "x".repeat(100_000);
        let events = vec![event(large.as_bytes()), event(large.as_bytes())];
        let outcome = log.append(append(&number.to_string(), 0, events)).await;
        let line = match outcome {
            Ok(_) => format!("stored {number}\n"),
            Err(LogError::UnknownOutcome(_)) => format!("unknown {number}\n"),
            Err(LogError::Unavailable(_)) => format!("not {number}\n"),
            Err(other) => panic!("another outcome was expected, not {other:?}"),
        };
        std::io::stdout()
            .write_all(line.as_bytes())
            .expect("the parent listens");
        // Reads go on.
        log.read_all(Position::START, 10).await.expect("read");
    }
}

#[tokio::test]
async fn a_full_disk_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    // 8192 blocks of 512 bytes: the write-ahead log may grow to 4 MiB. The signal that comes with
    // the error is ignored, so that the write fails as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 8192; exec \"$0\" --exact the_writer --nocapture";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().expect("this test"))
        .env(FILE, &path)
        .stderr(Stdio::inherit())
        .output()
        .expect("a process");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    let told = |word: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
            .map(str::to_owned)
            .collect()
    };
    let (stored, unknown, not) = (told("stored"), told("unknown"), told("not"));
    assert_eq!(stored.len() + unknown.len() + not.len(), APPENDS, "{text}");
    assert!(!stored.is_empty() && stored.len() < APPENDS, "{text}");

    // With room again, the log opens, holds what was acknowledged, and grows.
    let log = SqliteLog::open(&path, SqliteOptions::default()).expect("opened");
    let version = async |name: &str| {
        log.stream_version(&support::stream(name))
            .await
            .expect("read")
    };
    for name in &stored {
        assert_eq!(version(name).await, 2, "{name} was acknowledged");
    }
    for name in &not {
        assert_eq!(version(name).await, 0, "{name} was said not to be stored");
    }
    for name in &unknown {
        assert!(matches!(version(name).await, 0 | 2), "{name} is half there");
    }
    log.append(append("after", 0, vec![event("{}")]))
        .await
        .expect("stored");
}
