//! What only the SQLite log promises: about its file, its lock, and failures of the database.
#![cfg(test)]
#[path = "sqlite/versions.rs"]
mod versions;

mod support;

use std::fs;
use std::future::Future;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Waker};

use eventlog::sqlite::SCHEMA_VERSION;
use eventlog::{EventLog, LogError, NewEvent, Position, SqliteLog, SqliteOptions};
use rusqlite::Connection;
use support::{append, event, stream};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(path: &Path) -> SqliteLog {
    SqliteLog::open(path, SqliteOptions::default()).expect("opened")
}

#[track_caller]
fn unavailable(outcome: Result<SqliteLog, LogError>) -> String {
    match outcome {
        Err(LogError::Unavailable(why)) => why,
        Err(other) => panic!("unavailable was expected, not {other}"),
        Ok(_) => panic!("unavailable was expected, not an open log"),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries
        .map(|entry| name(entry.expect("an entry")))
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_file_refuses_to_change_an_event() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    log.append(append("a", 0, vec![event("{}"), event("{}"), event("{}")]))
        .await
        .expect("stored");
    let before = log.read_all(Position::START, 10).await.expect("read");
    let raw = Connection::open(&path).expect("opened");
    let refused = |sql: &str| {
        let error = raw.execute_batch(sql).expect_err(sql).to_string();
        assert!(error.contains("events are never"), "{sql}: {error}");
    };
    for column in [
        "position",
        "aggregate_type",
        "aggregate_id",
        "sequence",
        "event_id",
        "event_type",
        "event_version",
        "recorded_at",
        "payload",
        "metadata",
        "checksum",
    ] {
        refused(&format!(
            "UPDATE events SET {column} = {column} WHERE position = 2"
        ));
        refused(&format!("UPDATE OR REPLACE events SET {column} = {column}"));
    }
    refused("DELETE FROM events");
    refused("DELETE FROM events WHERE position = 3");
    let replacing = |position: &str, sequence: u64, id: &str| {
        format!(
            "INSERT OR REPLACE INTO events VALUES ({position}, 'student', 'a', {sequence}, {id},
             'Forged', 1, 0, '', '', 0)"
        )
    };
    refused(&replacing("2", 9, "randomblob(16)"));
    refused(&replacing("NULL", 2, "randomblob(16)"));
    refused(&replacing(
        "NULL",
        9,
        "(SELECT event_id FROM events WHERE position = 2)",
    ));
    refused(
        "INSERT INTO events SELECT * FROM events WHERE true
         ON CONFLICT DO UPDATE SET payload = 'forged'",
    );
    refused("REPLACE INTO events SELECT * FROM events");
    assert_eq!(
        log.read_all(Position::START, 10).await.expect("read"),
        before
    );
}

#[tokio::test]
async fn a_person_with_the_shell_reads_the_json() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    log.append(append("a", 0, vec![event("{ \"grade\" : \"3e\" }")]))
        .await
        .expect("stored");
    let raw = Connection::open(&path).expect("opened");
    let (kind, grade): (String, String) = raw
        .query_row(
            "SELECT typeof(payload), payload ->> 'grade' FROM events",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("read");
    assert_eq!((kind.as_str(), grade.as_str()), ("text", "3e"));
}

#[tokio::test]
async fn one_handle_at_a_time_writes() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let first = open(&path);
    let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
    assert!(
        why.contains("log.db.lock") && why.contains("another process"),
        "{why}"
    );
    first
        .append(append("a", 0, vec![event("{}")]))
        .await
        .expect("the first is unharmed");
    drop(first);
    assert_eq!(
        open(&path)
            .stream_version(&stream("a"))
            .await
            .expect("read"),
        1
    );
}

const CHILD: &str = "EVENTLOG_TEST_OPENS";

/// Run by `one_process_at_a_time_writes` in a process of its own; alone it does nothing.
#[test]
fn the_other_process() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let why = unavailable(SqliteLog::open(path, SqliteOptions::default()));
    assert!(why.contains("log.db.lock"), "{why}");
}

#[test]
fn one_process_at_a_time_writes() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let _log = open(&path);
    let status = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "the_other_process"])
        .env(CHILD, &path)
        .stdout(std::process::Stdio::null())
        .status()
        .expect("a process");
    assert!(status.success(), "the other process was let in");
}

#[tokio::test]
async fn a_reader_beside_the_writer_sees_what_comes() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let writer = open(&path);
    writer
        .append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    let reader = Arc::new(SqliteLog::open_read_only(&path).expect("opened"));
    assert_eq!(reader.head().await.expect("head"), Position(1));
    match reader.append(append("a", 1, vec![event("{}")])).await {
        Err(LogError::Refused(why)) => assert!(why.contains("reading only"), "{why}"),
        other => panic!("refused was expected, not {other:?}"),
    }
    let waiting = tokio::spawn({
        let reader = Arc::clone(&reader);
        async move { reader.wait_beyond(Position(1)).await }
    });
    writer
        .append(append("a", 1, vec![event("{}")]))
        .await
        .expect("stored");
    assert_eq!(waiting.await.expect("ends").expect("head"), Position(2));
    assert_eq!(
        reader.read_all(Position::START, 10).await.expect("read"),
        writer.read_all(Position::START, 10).await.expect("read"),
    );
    drop(writer);
    assert_eq!(reader.stream_version(&stream("a")).await.expect("read"), 2);
    // The reader never wrote, and does not keep the next writer out.
    open(&path)
        .append(append("a", 2, vec![event("{}")]))
        .await
        .expect("stored");
    assert_eq!(reader.head().await.expect("head"), Position(3));
}

#[tokio::test]
async fn a_damaged_end_is_no_place_to_go_on_from() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    log.append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    drop(log);
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch(
        "DROP TRIGGER events_never_updated;
         UPDATE events SET recorded_at = recorded_at + 86400000000",
    )
    .expect("changed");
    drop(raw);
    match SqliteLog::open(&path, SqliteOptions::default()) {
        Err(LogError::Damaged(damage)) => {
            assert_eq!(damage.at, Some(Position(1)));
            assert!(damage.why.contains("student-a"), "{damage}");
        }
        Err(other) => panic!("damage was expected, not {other}"),
        Ok(_) => panic!("damage was expected, not an open log"),
    }
}

#[tokio::test]
async fn a_name_is_a_name_whatever_it_means_to_sqlite() {
    let folder = folder();
    for name in [":memory:", "file:log.db?mode=memory"] {
        let path = folder.path().join(name);
        let log = open(&path);
        log.append(append("a", 0, vec![event("{}")]))
            .await
            .expect("stored");
        drop(log);
        assert_eq!(
            open(&path).head().await.expect("head"),
            Position(1),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_clean_close_leaves_one_whole_file() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    log.append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    log.read_all(Position::START, 1000).await.expect("read");
    drop(log);
    assert_eq!(names(folder.path()), ["log.db", "log.db.lock"]);
}

#[tokio::test]
async fn appends_that_wait_are_stored_before_the_log_closes() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    for number in 0..500 {
        let sent = log.append(append(&number.to_string(), 0, vec![event("{}")]));
        // Asked once, it stands in the queue; its caller then goes away.
        let mut sent = std::pin::pin!(tokio::task::unconstrained(sent));
        assert!(
            sent.as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
                .is_pending()
        );
    }
    drop(log);
    assert_eq!(open(&path).head().await.expect("head"), Position(500));
}

#[tokio::test]
async fn an_event_written_by_another_program_is_taken_into_account() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = open(&path);
    log.append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_id, event_type,
             event_version, recorded_at, payload, metadata)
         SELECT aggregate_type, aggregate_id, 2, randomblob(16), event_type, event_version,
             recorded_at + 1000000000, payload, metadata FROM events",
    )
    .expect("inserted");
    match log.append(append("a", 1, vec![event("{}")])).await {
        Err(LogError::Conflict {
            expected: 1,
            actual: 2,
            ..
        }) => {}
        other => panic!("a conflict was expected, not {other:?}"),
    }
    let outcome = log
        .append(append("a", 2, vec![event("{}")]))
        .await
        .expect("stored");
    assert_eq!((outcome.position, outcome.version), (Position(3), 3));
    let read = log.read_all(Position::START, 10).await.expect("read");
    assert_eq!(
        outcome.recorded_at, read[1].recorded_at,
        "it does not go back"
    );
}

/// What makes the database turn an event of type `Doomed` down when it is inserted, undo the whole
/// transaction for one of type `Undone`, and turn one of type `Late` down when it commits.
const SABOTAGE: &str = "
    CREATE TRIGGER doomed BEFORE INSERT ON events WHEN NEW.event_type = 'Doomed'
    BEGIN SELECT RAISE(ABORT, 'doomed'); END;
    CREATE TRIGGER undone BEFORE INSERT ON events WHEN NEW.event_type = 'Undone'
    BEGIN SELECT RAISE(ROLLBACK, 'undone'); END;
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER late AFTER INSERT ON events WHEN NEW.event_type = 'Late'
    BEGIN INSERT INTO child VALUES (1); END;";

#[tokio::test]
async fn an_append_the_database_turns_down_spoils_no_other() {
    let folder = folder();
    let path = folder.path().join("log.db");
    let log = Arc::new(open(&path));
    Connection::open(&path)
        .expect("opened")
        .execute_batch(SABOTAGE)
        .expect("prepared");
    let typed = |name: &str| NewEvent {
        event_type: name.into(),
        ..event("{}")
    };
    let mut tasks = Vec::new();
    for number in 0..200 {
        let events = match number % 20 {
            7 => vec![typed("Doomed")],
            11 => vec![event("{}"), typed("Doomed")],
            13 => vec![typed("Late")],
            15 => vec![typed("Undone")],
            16 => vec![event("{}"), typed("Undone")],
            17 => vec![event("{}"), typed("Late"), event("{}")],
            _ => vec![event("{}"), event("{}")],
        };
        let doomed = matches!(number % 20, 7 | 11 | 13 | 15 | 16 | 17);
        let log = Arc::clone(&log);
        let mine = append(&number.to_string(), 0, events);
        tasks.push((doomed, tokio::spawn(async move { log.append(mine).await })));
    }
    let mut stored = 0;
    for (doomed, task) in tasks {
        match task.await.expect("ends") {
            Ok(outcome) => {
                assert!(!doomed);
                assert_eq!(outcome.version, 2);
                stored += 2;
            }
            Err(LogError::Refused(why)) => assert!(doomed, "{why}"),
            Err(other) => panic!("stored or refused was expected, not {other:?}"),
        }
    }
    assert_eq!(stored, 280);
    let read = log.read_all(Position::START, 1000).await.expect("read");
    assert_eq!(read.len(), stored);
    assert_eq!(log.head().await.expect("head"), Position(280));
}
