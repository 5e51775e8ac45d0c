//! Opening: migrations, versions, what is no log, what cannot be reached.
use std::time::Duration;

use eventlog::postgres::SCHEMA_VERSION;
use eventlog::{EventLog, Fence, LogError, Position, PostgresLog, PostgresOptions};
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::given::{all, append, event, open, soon, unavailable};

async fn refused(url: &str) -> String {
    unavailable(PostgresLog::open(url, PostgresOptions::default()).await)
}

async fn read_only(url: &str) -> Result<PostgresLog, LogError> {
    PostgresLog::open_read_only(url, PostgresOptions::default()).await
}

async fn raw(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("connected")
}

/// The names of all that this program could have made.
async fn made(url: &str) -> Vec<String> {
    let rows = raw(url)
        .await
        .fetch_all(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
                 AND relkind IN ('r', 'S', 'v')
             UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
             ORDER BY 1",
        )
        .await
        .expect("asked");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_together_make_the_tables_once() {
    let url = postgres_fixture::shared().database();
    let starts = (0..8).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { PostgresLog::open(&url, PostgresOptions::default()).await })
    });
    let starts: Vec<_> = starts.collect();
    for (expected, start) in (0..).zip(starts) {
        let log = start.await.expect("ends").expect("opened");
        log.append(append("a", expected, vec![event("{}")]))
            .await
            .expect("stored");
    }
    let log = open(&url).await;
    assert_eq!(all(&log).await.len(), 8);
}

#[tokio::test]
async fn a_newer_schema_is_refused_naming_both_versions() {
    let url = postgres_fixture::shared().database();
    drop(open(&url).await);
    let newer = SCHEMA_VERSION + 1;
    raw(&url)
        .await
        .execute(&*format!(
            "INSERT INTO eventlog_schema (version) VALUES ({newer})"
        ))
        .await
        .expect("inserted");
    for why in [refused(&url).await, unavailable(read_only(&url).await)] {
        assert!(
            why.contains(&format!("version {newer}"))
                && why.contains(&format!("up to {SCHEMA_VERSION}")),
            "{why}"
        );
    }
}

#[tokio::test]
async fn an_older_schema_is_brought_up_to_date_with_all_its_events() {
    let url = postgres_fixture::shared().database();
    let first = concat!(
        include_str!("../../src/postgres/schema/1.sql"),
        "CREATE TABLE eventlog_schema (
             version    integer     PRIMARY KEY,
             applied_at timestamptz NOT NULL DEFAULT now()
         );
         INSERT INTO eventlog_schema (version) VALUES (1);
         INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
             payload, metadata) VALUES ('student', 'a', 1, 'Happened', '1', '{}', '{}')",
    );
    raw(&url)
        .await
        .execute(sqlx::raw_sql(first))
        .await
        .expect("made");
    let why = unavailable(read_only(&url).await);
    assert!(
        why.contains("version 1") && why.contains(&format!("needs {SCHEMA_VERSION}")),
        "{why}"
    );
    let log = open(&url).await;
    let next = log.append(append("a", 1, vec![event("{}")])).await;
    let next = next.expect("stored");
    assert_eq!(next.position, Position(2));
    assert_eq!(all(&log).await.len(), 2);
    assert!(read_only(&url).await.is_ok());
    let unchecked = "SELECT count(*) FROM events WHERE checksum IS NULL";
    let row = raw(&url).await.fetch_one(unchecked).await.expect("asked");
    assert_eq!(row.get::<i64, _>(0), 0, "each event has its checksum");
    // An event of the first version that changes is noticed as any other.
    let update = "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 1";
    let refused = raw(&url).await.execute(update).await;
    assert!(refused.is_err(), "the trigger is back");
    let past = format!("ALTER TABLE events DISABLE TRIGGER events_never_changed; {update}");
    raw(&url).await.execute(&*past).await.expect("changed");
    match log.read_at(&[Position(1)]).await {
        Err(LogError::Damaged(damage)) => {
            assert_eq!(damage.at, Some(Position(1)));
            assert!(damage.why.contains("student-a"), "{damage}");
        }
        other => panic!("damage was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn a_commit_is_on_disk_whatever_the_database_is_set_to() {
    for (set, wanted) in [
        ("off", "on"),
        ("local", "on"),
        ("remote_apply", "remote_apply"),
    ] {
        let url = postgres_fixture::shared().database();
        drop(open(&url).await);
        let prepare = format!(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = {set}',
                 current_database()); END $$;
             CREATE TABLE seen (setting text);
             CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 INSERT INTO seen VALUES (current_setting('synchronous_commit'));
                 RETURN NULL; END $$;
             CREATE TRIGGER see AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION see();"
        );
        raw(&url)
            .await
            .execute(sqlx::raw_sql(&prepare))
            .await
            .expect("prepared");
        let log = open(&url).await;
        log.append(append("a", 0, vec![event("{}")]))
            .await
            .expect("stored");
        let row = raw(&url).await.fetch_one("SELECT setting FROM seen").await;
        assert_eq!(row.expect("asked").get::<String, _>(0), wanted, "{set}");
    }
}

#[tokio::test]
async fn a_database_that_only_reads_is_refused_by_that_name() {
    let url = postgres_fixture::shared().database();
    raw(&url)
        .await
        .execute(sqlx::raw_sql(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',
                 current_database()); END $$",
        ))
        .await
        .expect("set");
    let why = refused(&url).await;
    assert!(why.contains("read only"), "{why}");
    assert!(made(&url).await.is_empty());
}

#[tokio::test]
async fn tables_of_another_program_are_left_alone() {
    let url = postgres_fixture::shared().database();
    raw(&url)
        .await
        .execute("CREATE TABLE events (name text)")
        .await
        .expect("created");
    let why = refused(&url).await;
    assert!(
        why.contains("events") && why.contains("not an event log"),
        "{why}"
    );
    assert_eq!(made(&url).await, ["events"]);
    unavailable(read_only(&url).await);
    assert_eq!(made(&url).await, ["events"]);
}

#[tokio::test]
async fn an_empty_database_is_no_log_to_read_and_stays_empty() {
    let url = postgres_fixture::shared().database();
    let why = unavailable(read_only(&url).await);
    assert!(why.contains("no event log"), "{why}");
    assert!(made(&url).await.is_empty());
}

#[tokio::test]
async fn a_log_that_cannot_be_reached_is_told_without_its_password() {
    let cluster = postgres_fixture::shared();
    let port = cluster.port();
    for (url, part) in [
        (
            format!("postgres://placement:sEcRet@127.0.0.1:{port}/nowhere"),
            "nowhere",
        ),
        (
            format!("postgres://nobody:sEcRet@127.0.0.1:{port}/postgres"),
            "nobody",
        ),
        (
            "postgres://placement:sEcRet@127.0.0.1:1/postgres".into(),
            "127.0.0.1:1",
        ),
        (
            "postgres://placement:sEcRet@host.invalid/postgres".into(),
            "host.invalid",
        ),
        (
            format!("postgres://placement:sEcRet@127.0.0.1:{port}"),
            "names no database",
        ),
        (
            "postgres://placement:sEcRet@127.0.0.1:notaport/x".into(),
            "not the address",
        ),
        (
            "mysql://placement:sEcRet@127.0.0.1/x".into(),
            "not the address",
        ),
        ("sEcRet".into(), "not the address"),
    ] {
        let why = refused(&url).await;
        assert!(why.contains(part), "{why}");
        assert!(!why.contains("sEcRet"), "{why}");
        let why = unavailable(read_only(&url).await);
        assert!(!why.contains("sEcRet"), "{why}");
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let options = PostgresOptions {
        connect_within: Duration::from_millis(200),
        ..PostgresOptions::default()
    };
    let url = format!("postgres://a@127.0.0.1:{port}/b");
    let opened = PostgresLog::open(&url, options);
    let why = unavailable(soon(opened).await);
    assert!(why.contains("200ms"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_log_opened_for_reading_follows_and_refuses_appends() {
    let url = postgres_fixture::shared().database();
    let log = open(&url).await;
    let first = log
        .append(append("a", 0, vec![event("{}")]))
        .await
        .expect("stored");
    let audit = read_only(&url).await.expect("opened");
    assert_eq!(
        soon(audit.wait_beyond(Position::START))
            .await
            .expect("head"),
        first.position
    );
    assert_eq!(all(&audit).await, all(&log).await);
    let refused = audit.append(append("a", 1, vec![event("{}")])).await;
    assert!(matches!(refused, Err(LogError::Refused(_))), "{refused:?}");
    let next = log
        .append(append("a", 1, vec![event("{}")]))
        .await
        .expect("stored");
    assert_eq!(
        soon(audit.wait_beyond(first.position)).await.expect("head"),
        next.position
    );
    assert_eq!(
        audit.position_at(next.recorded_at).await.expect("asked"),
        next.position
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_database_cannot_hold_spoils_no_other_append() {
    let url = postgres_fixture::shared().database();
    let log = std::sync::Arc::new(open(&url).await);
    raw(&url)
        .await
        .execute(sqlx::raw_sql(
            "ALTER TABLE events ADD CONSTRAINT doomed CHECK (event_type <> 'Doomed')",
        ))
        .await
        .expect("altered");
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let log = std::sync::Arc::clone(&log);
            let mut mine = append(
                &number.to_string(),
                0,
                vec![event("{}"), event(deep.as_str())],
            );
            let doomed = number % 10 == 3;
            match number % 10 {
                3 => mine.events[1].event_type = "Doomed".into(),
                7 => mine.events[1].event_type = "N\0L".into(),
                _ => {}
            }
            let refused = doomed || number % 10 == 7;
            tokio::spawn(async move { (refused, log.append(mine).await) })
        })
        .collect();
    for task in tasks {
        let (refused, outcome) = soon(task).await.expect("ends");
        match outcome {
            Ok(outcome) => assert!(!refused && outcome.version == 2),
            Err(LogError::Refused(why)) => assert!(refused, "{why}"),
            Err(other) => panic!("stored or refused was expected, not {other:?}"),
        }
    }
    let stored = log.read_all(Position::START, 1000).await.expect("read");
    assert_eq!(stored.len(), 160);
    assert!(
        stored
            .iter()
            .all(|e| e.sequence == 1 || e.payload == deep.as_bytes())
    );
    // The leases of a log work beside it.
    let held = log
        .leases()
        .hold("work", uuid::Uuid::new_v4(), Duration::MAX)
        .await;
    assert_eq!(held.expect("asked"), Some(Fence(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reads_given_up_midway_spoil_no_later_one() {
    let url = postgres_fixture::shared().database();
    let log = open(&url).await;
    let events = (0..500).map(|_| event("x".repeat(1000))).collect();
    log.append(append("a", 0, events)).await.expect("stored");
    let whole = all(&log).await;
    for polls in 1..40 {
        let mut read = std::pin::pin!(log.read_all(Position::START, 1000));
        for _ in 0..polls {
            tokio::select! {
                biased;
                _ = &mut read => break,
                () = tokio::task::yield_now() => {}
            }
        }
    }
    assert_eq!(all(&log).await, whole);
}
