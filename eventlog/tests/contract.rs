//! The contract of the port, over the logs that need no server.
#![cfg(test)]
use std::sync::Arc;

use async_trait::async_trait;
use eventlog::contract::{Column, HandClock, Harness, Undo};
use eventlog::{EventLog, MemoryLog, Position, RecordedAt, SqliteLog, SqliteOptions};

/// 2026-01-01T00:00:00Z.
const BEGIN: RecordedAt = RecordedAt(1_767_225_600_000_000);

mod memory {
    use super::*;

    struct Memory(Arc<HandClock>);

    #[async_trait]
    impl Harness for Memory {
        async fn open(&self) -> Arc<dyn EventLog> {
            Arc::new(MemoryLog::new(self.0.clone()))
        }

        async fn reopen(&self, log: Arc<dyn EventLog>) -> Arc<dyn EventLog> {
            log
        }

        fn clock(&self) -> &HandClock {
            &self.0
        }
    }

    eventlog::contract!(Memory(HandClock::at(BEGIN)));
}

mod sqlite {
    use std::path::PathBuf;

    use rusqlite::types::Value;
    use rusqlite::{Connection, params};

    use super::*;

    /// What a disk may do and the database refuses.
    fn worn(path: &PathBuf) -> Connection {
        let worn = Connection::open(path).expect("opened");
        worn.execute_batch(
            "PRAGMA synchronous = OFF;
             PRAGMA ignore_check_constraints = ON;
             DROP TRIGGER IF EXISTS events_never_updated",
        )
        .expect("set");
        worn
    }

    fn name(column: Column) -> &'static str {
        match column {
            Column::Position => "position",
            Column::Category => "aggregate_type",
            Column::Stream => "aggregate_id",
            Column::Sequence => "sequence",
            Column::Id => "event_id",
            Column::Type => "event_type",
            Column::Version => "event_version",
            Column::RecordedAt => "recorded_at",
            Column::Payload => "payload",
            Column::Metadata => "metadata",
            Column::Checksum => "checksum",
        }
    }

    /// The value with one bit turned over, as an expression and what it is made of.
    fn turned(value: Value, bit: usize) -> Option<(&'static str, Value)> {
        let turn = |mut bytes: Vec<u8>| {
            *bytes.get_mut(bit / 8)? ^= 1 << (bit % 8);
            Some(Value::Blob(bytes))
        };
        match value {
            Value::Integer(number) => {
                (bit < 64).then(|| ("?1", Value::Integer(number ^ (1 << bit))))
            }
            Value::Blob(bytes) => Some(("?1", turn(bytes)?)),
            // Whether it still is UTF-8 or not.
            Value::Text(text) => Some(("CAST(?1 AS TEXT)", turn(text.into_bytes())?)),
            Value::Null | Value::Real(_) => None,
        }
    }

    struct Sqlite {
        folder: tempfile::TempDir,
        clock: Arc<HandClock>,
    }

    impl Sqlite {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            Self {
                folder,
                clock: HandClock::at(BEGIN),
            }
        }
    }

    #[async_trait]
    impl Harness for Sqlite {
        async fn open(&self) -> Arc<dyn EventLog> {
            let options = SqliteOptions {
                clock: self.clock.clone(),
                ..SqliteOptions::default()
            };
            Arc::new(SqliteLog::open(self.folder.path().join("log.db"), options).expect("opened"))
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
            let path = self.folder.path().join("log.db");
            let worn = worn(&path);
            let column = name(column);
            let at = i64::try_from(position.0).expect("a position");
            let read = format!("SELECT rowid, {column} FROM events WHERE position = ?1");
            let was: Value = worn.query_row(&read, [at], |row| row.get(1)).expect("read");
            let (value, made_of) = turned(was.clone(), bit)?;
            let write = format!("UPDATE events SET {column} = {value} WHERE rowid = ?2");
            // Where another row has the value already, the store does not take it.
            worn.execute(&write, params![made_of, at]).ok()?;
            let moved = match (column, made_of) {
                ("position", Value::Integer(moved)) => moved,
                _ => at,
            };
            Some(Box::pin(async move {
                let back = format!("UPDATE events SET {column} = ?1 WHERE rowid = ?2");
                worn.execute(&back, params![was, moved]).expect("back");
            }))
        }

        fn clock(&self) -> &HandClock {
            &self.clock
        }
    }

    eventlog::contract!(Sqlite::new());
}

/// The SQLite log with the smallest queue and batch, where every append waits for a place.
mod sqlite_narrow {
    use super::*;

    struct Narrow {
        folder: tempfile::TempDir,
        clock: Arc<HandClock>,
    }

    #[async_trait]
    impl Harness for Narrow {
        async fn open(&self) -> Arc<dyn EventLog> {
            let options = SqliteOptions {
                clock: self.clock.clone(),
                max_batch: 2,
                max_waiting: 1,
                readers: 1,
                cache_kib: 64,
                streams_remembered: 1,
            };
            Arc::new(SqliteLog::open(self.folder.path().join("log.db"), options).expect("opened"))
        }

        async fn reopen(&self, log: Arc<dyn EventLog>) -> Arc<dyn EventLog> {
            drop(log);
            self.open().await
        }

        fn clock(&self) -> &HandClock {
            &self.clock
        }
    }

    eventlog::contract!(Narrow {
        folder: tempfile::tempdir().expect("a folder"),
        clock: HandClock::at(BEGIN),
    });
}
