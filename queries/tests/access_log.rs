//! Who read whose data: recorded on disk, told the newest first, swept and never otherwise
//! changed; in a file and in PostgreSQL alike.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use queries::access_log::{Access, AccessLog, AccessLogError, AccessSettings, Read};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;
use vault::PersonId;

const DAY: i64 = 86_400_000_000;
const ZOE: PersonId = PersonId(Uuid::from_u128(1));
const TOM: PersonId = PersonId(Uuid::from_u128(2));

/// Where rows lie, looked at behind the log's back.
enum Shelf {
    File(TempDir),
    Server(String),
}

impl Shelf {
    fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    fn server() -> Self {
        Self::Server(postgres_fixture::shared().database())
    }

    fn path(folder: &TempDir) -> PathBuf {
        folder.path().join("access.db")
    }

    async fn open(&self, settings: AccessSettings) -> AccessLog {
        match self {
            Self::File(folder) => AccessLog::open(Self::path(folder), settings).await.unwrap(),
            Self::Server(url) => AccessLog::open_postgres(url, settings).await.unwrap(),
        }
    }

    /// What the store says to a statement of somebody else.
    async fn refuses(&self, statement: &str) -> String {
        match self {
            Self::File(folder) => {
                let other = rusqlite::Connection::open(Self::path(folder)).unwrap();
                other.execute_batch(statement).unwrap_err().to_string()
            }
            Self::Server(url) => {
                let mut other = PgConnection::connect(url).await.unwrap();
                let statement = format!("SET search_path TO access; {statement}");
                let refused = sqlx::raw_sql(&statement).execute(&mut other).await;
                refused.unwrap_err().to_string()
            }
        }
    }
}

fn every_read() -> AccessSettings {
    AccessSettings {
        merge_within: Duration::ZERO,
        ..AccessSettings::default()
    }
}

fn read(at: i64, reader: &str, what: &'static str) -> Read {
    Read {
        at,
        reader: reader.into(),
        what,
        position: 7,
        trace: Some(0xabc),
    }
}

async fn all(log: &AccessLog, person: PersonId) -> Vec<(i64, String, String)> {
    let rows = log.of_subject(person, None, 1_000).await.unwrap();
    let told = |row: Access| (row.place.at, row.reader, row.what);
    rows.into_iter().map(told).collect()
}

macro_rules! on_each_shelf {
    ($($(#[$doc:meta])* $name:ident($shelf:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn story($shelf: Shelf) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn in_a_file() {
                story(Shelf::file()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn in_postgresql() {
                story(Shelf::server()).await;
            }
        }
    )*};
}

on_each_shelf! {
    a_read_is_there_when_it_was_recorded_and_after_a_restart(shelf) {
        let log = shelf.open(every_read()).await;
        log.record(read(10, "teacher:a", "GetCv"), &[ZOE, TOM]).await.unwrap();
        log.record(read(20, "head:b", "GetClassFollowUp"), &[ZOE]).await.unwrap();
        let expected = [
            (20, "head:b".to_owned(), "GetClassFollowUp".to_owned()),
            (10, "teacher:a".to_owned(), "GetCv".to_owned()),
        ];
        assert_eq!(all(&log, ZOE).await, expected);
        assert_eq!(all(&log, TOM).await, expected[1..]);
        drop(log);
        let log = shelf.open(every_read()).await;
        assert_eq!(all(&log, ZOE).await, expected);
        let rows = log.by_reader("teacher:a", None, 10).await.unwrap();
        let seen: Vec<_> = rows.iter().map(|row| row.subject).collect();
        assert!(seen.contains(&ZOE) && seen.contains(&TOM) && seen.len() == 2);
        assert_eq!((rows[0].position, rows[0].trace), (7, Some(0xabc)));
    }

    pages_follow_one_another_the_newest_first_rows_of_one_instant_too(shelf) {
        let log = shelf.open(every_read()).await;
        for at in [5, 5, 5, 9, 9, 12, 1] {
            log.record(read(at, "teacher:a", "GetCv"), &[ZOE]).await.unwrap();
        }
        let (mut seen, mut after) = (vec![], None);
        loop {
            let page = log.of_subject(ZOE, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.place);
            seen.extend(page.iter().map(|row| row.place.at));
        }
        assert_eq!(seen, [12, 9, 9, 5, 5, 5, 1]);
    }

    a_row_covers_what_follows_within_some_minutes(shelf) {
        let log = shelf.open(AccessSettings::default()).await;
        let minute = 60_000_000;
        for at in [0, minute, 4 * minute, 5 * minute, 6 * minute] {
            log.record(read(at, "teacher:a", "GetCv"), &[ZOE]).await.unwrap();
        }
        log.record(read(minute, "teacher:a", "GetApplication"), &[ZOE]).await.unwrap();
        log.record(read(minute, "head:b", "GetCv"), &[ZOE]).await.unwrap();
        let rows = log.by_reader("teacher:a", None, 10).await.unwrap();
        let at: Vec<i64> = rows.iter().map(|row| row.place.at).collect();
        assert_eq!(at, [5 * minute, minute, 0], "each method has rows of its own");
        assert_eq!(all(&log, ZOE).await.len(), 4);
    }

    reads_at_the_same_time_are_all_recorded(shelf) {
        let log = std::sync::Arc::new(shelf.open(every_read()).await);
        let readers: Vec<String> = (0..200).map(|n| format!("teacher:{n}")).collect();
        let mut reading = tokio::task::JoinSet::new();
        for reader in &readers {
            let (log, reader) = (log.clone(), reader.clone());
            let class: Vec<PersonId> = (1..=30).map(|n| PersonId(Uuid::from_u128(n))).collect();
            reading.spawn(async move {
                log.record(read(1, &reader, "GetClassFollowUp"), &class).await.unwrap();
                let rows = log.by_reader(&reader, None, 100).await.unwrap();
                assert_eq!(rows.len(), 30, "there when it returns");
            });
        }
        while let Some(done) = reading.join_next().await {
            done.unwrap();
        }
        assert_eq!(all(&log, ZOE).await.len(), 200);
    }

    rows_only_come_and_go_by_the_sweep_alone(shelf) {
        let log = shelf.open(every_read()).await;
        log.record(read(10 * DAY, "teacher:a", "GetCv"), &[ZOE]).await.unwrap();
        let changes = [
            "UPDATE access_reads SET reader = 'nobody'",
            "UPDATE access_reads SET read_at = 0",
            "DELETE FROM access_reads",
        ];
        for statement in changes {
            let why = shelf.refuses(statement).await;
            assert!(why.contains("recorded read stays"), "{statement}: {why}");
        }
        assert_eq!(log.sweep(20 * DAY).await.unwrap(), 0, "3 years are not over");
        let before = (1_096 - 20) * DAY;
        assert_eq!(log.kept_since().await.unwrap(), Some(-before));
        assert_eq!(log.sweep((1_096 + 10) * DAY).await.unwrap(), 0, "not yet");
        assert_eq!(log.sweep((1_096 + 10) * DAY + 1).await.unwrap(), 1);
        assert_eq!(all(&log, ZOE).await, []);
        assert_eq!(log.sweep(0).await.unwrap(), 0, "a clock that was set back sweeps nothing");
        assert_eq!(log.kept_since().await.unwrap(), Some(10 * DAY + 1), "nor moves the mark");
        log.record(read(11 * DAY, "teacher:a", "GetCv"), &[ZOE]).await.unwrap();
        for statement in [
            "DELETE FROM access_reads",
            "UPDATE access_retention SET kept_since = kept_since - 1",
            "DELETE FROM access_retention",
        ] {
            let why = shelf.refuses(statement).await;
            assert!(why.contains("stays"), "{statement}: {why}");
        }
        assert_eq!(all(&log, ZOE).await.len(), 1);
    }

    many_old_rows_are_swept_in_several_turns(shelf) {
        let log = shelf.open(every_read().kept_for_days(1)).await;
        let school: Vec<PersonId> = (0..12_000).map(|n| PersonId(Uuid::from_u128(n))).collect();
        log.record(read(0, "head:a", "GetClassFollowUp"), &school).await.unwrap();
        log.record(read(DAY, "head:a", "GetClassFollowUp"), &school[..3]).await.unwrap();
        assert_eq!(log.sweep(DAY + 1).await.unwrap(), 12_000);
        assert_eq!(log.by_reader("head:a", None, 10).await.unwrap().len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_postgresql_cannot_be_emptied() {
    let shelf = Shelf::server();
    drop(shelf.open(every_read()).await);
    for table in ["access_reads", "access_retention"] {
        let why = shelf.refuses(&format!("TRUNCATE {table}")).await;
        assert!(why.contains("never emptied"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_share_the_rows_of_a_database() {
    let shelf = Shelf::server();
    let (here, there) = tokio::join!(shelf.open(every_read()), shelf.open(every_read()));
    here.record(read(1, "teacher:a", "GetCv"), &[ZOE])
        .await
        .unwrap();
    there
        .record(read(2, "teacher:b", "GetCv"), &[ZOE])
        .await
        .unwrap();
    assert_eq!(all(&here, ZOE).await, all(&there, ZOE).await);
    let (one, other) = tokio::join!(here.sweep(2_000 * DAY), there.sweep(2_000 * DAY));
    assert_eq!(one.unwrap() + other.unwrap(), 2, "two at once do no harm");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_told_in_time() {
    let cluster = postgres_fixture::Cluster::start();
    let settings = AccessSettings {
        patience: Duration::from_secs(2),
        ..every_read()
    };
    let log = AccessLog::open_postgres(&cluster.database(), settings)
        .await
        .unwrap();
    log.record(read(1, "teacher:a", "GetCv"), &[ZOE])
        .await
        .unwrap();
    cluster.stop();
    let refused = log.record(read(2, "teacher:a", "GetCv"), &[ZOE]).await;
    assert!(
        matches!(
            refused,
            Err(AccessLogError::Database(_) | AccessLogError::Late)
        ),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_may_read_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access.db");
    let log = AccessLog::open(&path, every_read()).await.unwrap();
    log.record(read(1, "teacher:a", "GetCv"), &[ZOE])
        .await
        .unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
    }
}

/// Who copies the files after a program ended must not meet one that is just going away.
#[tokio::test]
async fn once_closed_all_rows_are_in_the_file_itself() {
    let shelf = Shelf::file();
    let Shelf::File(folder) = &shelf else {
        panic!("a file");
    };
    let log = shelf.open(every_read()).await;
    log.record(read(1, "teacher:a", "GetCv"), &[ZOE])
        .await
        .unwrap();
    log.close().await;
    for beside in ["access.db-wal", "access.db-shm"] {
        assert!(!folder.path().join(beside).exists(), "{beside}");
    }
    drop(log);
    let rows = all(&shelf.open(every_read()).await, ZOE).await;
    assert_eq!(rows.len(), 1);
}

/// One bit of a row turns over on the disk: it is named, and nobody is told what it says now. Rows
/// of a program of before have nothing to compare with, and are told.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_changed_on_the_disk_is_told_as_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = Shelf::path(&folder);
    let shelf = Shelf::File(folder);
    let log = shelf.open(every_read()).await;
    let reads = [
        (10, "teacher:a", ZOE),
        (20, "head:b", ZOE),
        (30, "head:b", TOM),
    ];
    for (at, reader, person) in reads {
        log.record(read(at, reader, "GetCv"), &[person])
            .await
            .unwrap();
    }
    assert!(log.damaged().await.unwrap().is_empty());
    log.close().await;
    drop(log);
    {
        let other = rusqlite::Connection::open(&path).unwrap();
        let before = "INSERT INTO access_reads (read_at, reader, subject, what, stood_at, trace)
             VALUES (5, 'teacher:c', x'00000000000000000000000000000002', 'GetCv', 1, '')";
        other.execute_batch(before).unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    // As a row lies in the table: its reader, its person, what was read.
    let lies = |reader: &str, person: PersonId| {
        [reader.as_bytes(), person.0.as_bytes(), b"GetCv"].concat()
    };
    // The last three are no texts any more.
    for (part, at, turned, row) in [
        (lies("teacher:a", ZOE), 8, 1, 1),
        (lies("head:b", ZOE), 5 + 18, 1, 2),
        (lies("teacher:a", ZOE), 3, 0x80, 1),
        (lies("head:b", ZOE), 2, 0x80, 2),
        (lies("head:b", ZOE), 6 + 16 + 1, 0x80, 2),
    ] {
        let mut bytes = whole.clone();
        let found = whole.windows(part.len()).position(|found| found == part);
        bytes[found.unwrap() + at] ^= turned;
        std::fs::write(&path, &bytes).unwrap();
        let log = shelf.open(every_read()).await;
        assert_eq!(log.damaged().await.unwrap(), [row], "{at}");
        let told = log.of_subject(ZOE, None, 10).await;
        let named: Result<(), _> = Err(AccessLogError::StrangeRow { row });
        assert_eq!(format!("{told:?}"), format!("{named:?}"), "{at}");
        assert_eq!(all(&log, TOM).await.len(), 2);
        log.close().await;
    }
}
