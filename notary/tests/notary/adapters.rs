//! The same events have the same root in every store.
use std::sync::Arc;

use eventlog::contract::HandClock;
use eventlog::{
    EventLog, EventStoreDbLog, EventStoreDbOptions, MemoryLog, PostgresLog, PostgresOptions,
    SqliteLog, SqliteOptions,
};
use eventstoredb_fixture::Server;
use notary::tree::root;

use super::{BEGIN, fill, read};

/// Of the first ten events that [`super::event`] makes. Checkpoints that were handed out depend on
/// it.
const GOLDEN: &str = "0HiIhTLBDY21sF7vjgZxBtWqs3tfafXaswPadbVcFeE=";

async fn holds(log: &dyn EventLog) {
    fill(log, 0..10).await;
    let read = read(log).await;
    assert_eq!(read.size(), 10);
    assert!(read.disorder.is_empty());
    assert_eq!(root(&read.tree, 10).unwrap().to_string(), GOLDEN);
}

#[tokio::test]
async fn in_memory() {
    holds(&MemoryLog::new(HandClock::at(BEGIN))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        clock: HandClock::at(BEGIN),
        ..SqliteOptions::default()
    };
    let log = SqliteLog::open(folder.path().join("log.db"), options).unwrap();
    holds(&log).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_postgres() {
    let options = PostgresOptions {
        clock: HandClock::at(BEGIN),
        ..PostgresOptions::default()
    };
    let url = postgres_fixture::shared().database();
    let log = PostgresLog::open(&url, options).await.unwrap();
    holds(&log).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_eventstoredb() {
    let server = Server::start(eventstoredb_fixture::Options::default())
        .await
        .unwrap();
    let options = EventStoreDbOptions {
        clock: HandClock::at(BEGIN),
        ..EventStoreDbOptions::default()
    };
    let log = EventStoreDbLog::open(&server.url(), options).await.unwrap();
    let log: Arc<dyn EventLog> = Arc::new(log);
    holds(&*log).await;
}
