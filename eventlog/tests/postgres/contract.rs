//! The contract of the port.
use std::sync::Arc;

use async_trait::async_trait;
use eventlog::contract::{HandClock, Harness};
use eventlog::{EventLog, PostgresLog, PostgresOptions, RecordedAt};

/// 2026-01-01T00:00:00Z.
const BEGIN: RecordedAt = RecordedAt(1_767_225_600_000_000);

struct Postgres {
    url: String,
    clock: Arc<HandClock>,
    options: PostgresOptions,
}

impl Postgres {
    fn new(options: PostgresOptions) -> Self {
        Self {
            url: postgres_fixture::shared().database(),
            clock: HandClock::at(BEGIN),
            options,
        }
    }
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

    fn clock(&self) -> &HandClock {
        &self.clock
    }
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
