//! postgres-es over the same tables: it loads what we wrote, we read what it wrote.
use std::collections::HashMap;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore, PersistenceError};
use cqrs_es::{Aggregate, AggregateContext, AggregateError, DomainEvent, EventStore};
use eventlog::{EventLog, LogError, Position};
use postgres_es::{PostgresEventRepository, default_postgress_pool};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::Executor;

use crate::given::{all, append, event, open, reordered, soon, stream};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Account {
    balance: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Moved {
    In(i64),
    Out(i64),
}

impl DomainEvent for Moved {
    fn event_type(&self) -> String {
        "Moved".into()
    }

    fn event_version(&self) -> String {
        "1.0".into()
    }
}

impl Aggregate for Account {
    const TYPE: &'static str = "student";
    type Command = Moved;
    type Event = Moved;
    type Error = std::fmt::Error;
    type Services = ();

    async fn handle(
        &mut self,
        command: Moved,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), std::fmt::Error> {
        sink.write(command, self).await;
        Ok(())
    }

    fn apply(&mut self, event: Moved) {
        match event {
            Moved::In(amount) => self.balance += amount,
            Moved::Out(amount) => self.balance -= amount,
        }
    }
}

type Store = PersistedEventStore<PostgresEventRepository, Account>;

async fn store(url: &str) -> Store {
    let pool = default_postgress_pool(url).await;
    PersistedEventStore::new_event_store(PostgresEventRepository::new(pool))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_reads_and_extends_what_the_other_wrote() {
    let url = postgres_fixture::shared().database();
    let log = open(&url).await;
    let store = store(&url).await;
    let ours = append("a", 0, vec![event(r#"{"In":10}"#), event(r#"{"Out":3}"#)]);
    let first = log.append(ours).await.expect("stored");

    let mut loaded = store.load_aggregate("a").await.expect("loaded");
    assert_eq!(loaded.aggregate().balance, 7);
    store
        .commit(vec![Moved::In(5), Moved::Out(1)], loaded, HashMap::new())
        .await
        .expect("persisted");

    let events = all(&log).await;
    assert_eq!(events.len(), 4);
    assert_eq!(reordered(&events), 0);
    assert_eq!(events[3].stream, stream("a"));
    assert_eq!(events[3].sequence, 4);
    assert_eq!(events[3].event_version, 1);
    assert_eq!(events[3].payload, br#"{"Out": 1}"#);
    assert!(events[3].recorded_at >= first.recorded_at);
    assert_ne!(events[2].id, events[3].id);
    // What it writes has no checksum, and brings none along.
    let sql = "SELECT count(*) FROM events WHERE checksum IS NOT NULL";
    let pool = default_postgress_pool(&url).await;
    let row = pool.fetch_one(sql).await.expect("asked");
    assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), 2);
    assert_eq!(log.stream_version(&stream("a")).await.expect("asked"), 4);
    let reached = soon(log.wait_beyond(first.position)).await.expect("head");
    assert_eq!(reached, events[3].position);

    let late = log.append(append("a", 2, vec![event("{}")])).await;
    assert!(
        matches!(late, Err(LogError::Conflict { actual: 4, .. })),
        "{late:?}"
    );
    let next = append("a", 4, vec![event(r#"{"In":100}"#)]);
    log.append(next).await.expect("stored");
    let mut loaded = store.load_aggregate("a").await.expect("loaded");
    assert_eq!(loaded.aggregate().balance, 111);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn its_conflicts_are_conflicts_and_its_snapshots_work() {
    let url = postgres_fixture::shared().database();
    let log = open(&url).await;
    let store = store(&url).await;
    let stale = store.load_aggregate("a").await.expect("loaded");
    log.append(append("a", 0, vec![event(r#"{"In":1}"#)]))
        .await
        .expect("stored");
    let outcome = store
        .commit(vec![Moved::In(5)], stale, HashMap::new())
        .await;
    assert!(
        matches!(outcome, Err(AggregateError::AggregateConflict)),
        "{outcome:?}"
    );
    assert_eq!(log.stream_version(&stream("a")).await.expect("asked"), 1);

    let pool = default_postgress_pool(&url).await;
    let repository = PostgresEventRepository::new(pool);
    let snapshot = ("a".to_owned(), json!({ "balance": 1 }), 1);
    let persisted: Result<(), PersistenceError> =
        repository.persist::<Account>(&[], Some(snapshot)).await;
    persisted.expect("persisted");
    let kept = repository.get_snapshot::<Account>("a").await.expect("read");
    assert_eq!(kept.expect("there").aggregate, json!({ "balance": 1 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_database_itself_guards_the_events() {
    let url = postgres_fixture::shared().database();
    let log = open(&url).await;
    for version in 0..3 {
        log.append(append("a", version, vec![event("{}")]))
            .await
            .expect("stored");
    }
    let before = all(&log).await;
    let pool = default_postgress_pool(&url).await;
    for forbidden in [
        "UPDATE events SET payload = '{\"In\":1000}'",
        "UPDATE events SET position = position + 10",
        "DELETE FROM events WHERE position = 3",
        "DELETE FROM events WHERE false",
        "TRUNCATE events",
        "TRUNCATE events CASCADE",
        "SET session_replication_role = replica; DELETE FROM events",
        "INSERT INTO events VALUES ('student', 'a', 9, 'T', '1', '{}', '{}')",
        "INSERT INTO events VALUES ('student', 'a', 0, 'T', '1', '{}', '{}')",
        "INSERT INTO events VALUES ('student', 'a', 3, 'T', '1', '{}', '{}')",
        "INSERT INTO events VALUES ('Not a name', 'a', 1, 'T', '1', '{}', '{}')",
        "INSERT INTO events VALUES ('student', 'a', 4, 'T', 'one', '{}', '{}')",
        "BEGIN ISOLATION LEVEL SERIALIZABLE;
         INSERT INTO events VALUES ('student', 'a', 4, 'T', '1', '{}', '{}')",
        "INSERT INTO events VALUES ('student', 'a', 3, 'T', '1', '{}', '{}')
         ON CONFLICT (aggregate_type, aggregate_id, sequence) DO UPDATE SET payload = '1'",
    ] {
        let mut connection = pool.acquire().await.expect("connected").detach();
        let outcome = connection.execute(sqlx::raw_sql(forbidden)).await;
        assert!(outcome.is_err(), "{forbidden}");
    }
    assert_eq!(all(&log).await, before);
    // A place and a time that a foreign row brings along are not taken.
    pool.execute(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
             payload, metadata, position, recorded_at)
         SELECT 'student', 'foreign', n, 'T', '2.1', '{}', '{}', 1000 + n, 0
         FROM generate_series(1, 3) n",
    )
    .await
    .expect("inserted");
    let after = log.read_all(Position(3), 10).await.expect("read");
    let positions: Vec<_> = after.iter().map(|event| event.position.0).collect();
    assert_eq!(positions, [4, 5, 6]);
    assert!(
        after
            .iter()
            .all(|event| event.recorded_at >= before[2].recorded_at)
    );
    assert!(after.iter().all(|event| event.event_version == 2));
}
