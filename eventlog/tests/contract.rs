//! The contract of the port, over the logs that need no server.
#![cfg(test)]
use std::sync::Arc;

use async_trait::async_trait;
use eventlog::contract::{HandClock, Harness};
use eventlog::{EventLog, MemoryLog, RecordedAt, SqliteLog, SqliteOptions};

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
    use super::*;

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
