//! The contract of the port.
use std::sync::Arc;

use async_trait::async_trait;
use eventlog::contract::{Column, HandClock, Harness, Undo};
use eventlog::{EventLog, Position, PostgresLog, PostgresOptions, RecordedAt};
use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

/// 2026-01-01T00:00:00Z.
const BEGIN: RecordedAt = RecordedAt(1_767_225_600_000_000);

type Worn = Arc<Mutex<PgConnection>>;

struct Postgres {
    url: String,
    worn: OnceCell<Worn>,
    clock: Arc<HandClock>,
    options: PostgresOptions,
}

impl Postgres {
    fn new(options: PostgresOptions) -> Self {
        Self {
            url: postgres_fixture::shared().database(),
            worn: OnceCell::new(),
            clock: HandClock::at(BEGIN),
            options,
        }
    }
}

/// A column, how its bytes are read, and how a value of it is made of them (`$1`).
fn sql(column: Column) -> (&'static str, &'static str, &'static str) {
    const NUMBER: &str = "('x' || encode($1, 'hex'))::bit(64)::bigint";
    const TEXT: &str = "convert_from($1, 'UTF8')";
    match column {
        Column::Position => ("position", "int8send(position)", NUMBER),
        Column::Category => ("aggregate_type", "convert_to(aggregate_type, 'UTF8')", TEXT),
        Column::Stream => ("aggregate_id", "convert_to(aggregate_id, 'UTF8')", TEXT),
        Column::Sequence => ("sequence", "int8send(sequence)", NUMBER),
        Column::Id => ("event_id", "uuid_send(event_id)", "encode($1, 'hex')::uuid"),
        Column::Type => ("event_type", "convert_to(event_type, 'UTF8')", TEXT),
        Column::Version => ("event_version", "convert_to(event_version, 'UTF8')", TEXT),
        Column::RecordedAt => ("recorded_at", "int8send(recorded_at)", NUMBER),
        Column::Payload => (
            "payload",
            "convert_to(payload::text, 'UTF8')",
            "convert_from($1, 'UTF8')::json",
        ),
        Column::Metadata => (
            "metadata",
            "convert_to(metadata::text, 'UTF8')",
            "convert_from($1, 'UTF8')::json",
        ),
        Column::Checksum => ("checksum", "int8send(checksum)", NUMBER),
    }
}

/// A connection past the triggers, as a disk is.
async fn worn(url: &str) -> Worn {
    let mut connection = PgConnection::connect(url).await.expect("connected");
    connection
        .execute(
            "SET synchronous_commit = off;
             ALTER TABLE events DISABLE TRIGGER events_never_changed",
        )
        .await
        .expect("set aside");
    Arc::new(Mutex::new(connection))
}

/// Writes the bytes of a column; `false` where the database takes no such value.
async fn write(worn: &Worn, column: Column, bytes: &[u8], id: Uuid) -> bool {
    let (column, _, value) = sql(column);
    // Where the id is what changes, the number tells which event it is.
    let by = match column {
        "event_id" => "sequence = 2 AND $2 IS NOT NULL",
        _ => "event_id = $2",
    };
    let update = format!("UPDATE events SET {column} = {value} WHERE {by}");
    let mut connection = worn.lock().await;
    let written = sqlx::query(&update).bind(bytes).bind(id);
    written.execute(&mut *connection).await.is_ok()
}

#[async_trait]
impl Harness for Postgres {
    async fn open(&self) -> Arc<dyn EventLog> {
        let options = PostgresOptions {
            clock: self.clock.clone(),
            ..self.options.clone()
        };
        Arc::new(PostgresLog::open(&self.url, options).await.expect("opened"))
    }

    async fn reopen(&self, log: Arc<dyn EventLog>) -> Arc<dyn EventLog> {
        assert_eq!(
            Arc::strong_count(&log),
            1,
            "somebody else still uses the log"
        );
        drop(log);
        self.open().await
    }

    async fn flip(&self, position: Position, column: Column, bit: usize) -> Option<Undo> {
        let worn = self.worn.get_or_init(|| worn(&self.url)).await.clone();
        let at = i64::try_from(position.0).expect("a position");
        let read = format!(
            "SELECT event_id, {} FROM events WHERE position = $1",
            sql(column).1
        );
        let row = sqlx::query(&read)
            .bind(at)
            .fetch_one(&mut *worn.lock().await)
            .await
            .expect("read");
        let (id, was): (Uuid, Vec<u8>) = (row.get(0), row.get(1));
        let mut turned = was.clone();
        *turned.get_mut(bit / 8)? ^= 1 << (bit % 8);
        if !write(&worn, column, &turned, id).await {
            return None;
        }
        Some(Box::pin(async move {
            assert!(write(&worn, column, &was, id).await, "turned back");
        }))
    }

    fn clock(&self) -> &HandClock {
        &self.clock
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_before_damage_is_given_to_the_first_who_reads() {
    let harness = Postgres::new(PostgresOptions::default());
    eventlog::contract::what_stands_before_damage_is_given_to_the_first_who_reads(&harness).await;
}

mod usual {
    use super::*;

    eventlog::contract!(Postgres::new(PostgresOptions::default()));
}

/// With the smallest queue and batch, where every append waits for a place.
mod narrow {
    use super::*;

    eventlog::contract!(Postgres::new(PostgresOptions {
        max_batch: 2,
        max_waiting: 1,
        readers: 1,
        ..PostgresOptions::default()
    }));
}
