//! The log on EventStoreDB: the contract of the port, faults, leases, and that a reader skips
//! nothing.
//!
//! The server is the fixture's, in this process; with `PLACEMENT_TEST_ESDB=esdb://…` set, the
//! contract runs against that server instead, every test with names of its own.
#![cfg(test)]
mod faults;
mod leases;
mod skip;
mod times;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_trait::async_trait;
use eventlog::contract::{HandClock, Harness};
use eventlog::{
    Append, EventLog, EventStoreDbLog, EventStoreDbOptions, NewEvent, RecordedAt, StreamId,
};
use eventstoredb_fixture::{Options, Server};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// 2026-01-01T00:00:00Z.
const BEGIN: RecordedAt = RecordedAt(1_767_225_600_000_000);

static REAL_SERVER: LazyLock<Option<String>> = LazyLock::new(|| {
    let url = std::env::var("PLACEMENT_TEST_ESDB").ok();
    if url.is_none() {
        println!("PLACEMENT_TEST_ESDB is not set: no real EventStoreDB was asked");
    }
    url
});

struct EventStoreDb {
    clock: Arc<HandClock>,
    prefix: String,
    server: OnceCell<Server>,
}

impl EventStoreDb {
    fn new() -> Self {
        Self {
            clock: HandClock::at(BEGIN),
            prefix: format!("test_{}:", Uuid::new_v4().simple()),
            server: OnceCell::new(),
        }
    }

    async fn url(&self) -> String {
        if let Some(url) = &*REAL_SERVER {
            return url.clone();
        }
        self.server.get_or_init(server).await.url()
    }
}

#[async_trait]
impl Harness for EventStoreDb {
    async fn open(&self) -> Arc<dyn EventLog> {
        let options = EventStoreDbOptions {
            clock: self.clock.clone(),
            prefix: self.prefix.clone(),
            ..EventStoreDbOptions::default()
        };
        let log = EventStoreDbLog::open(&self.url().await, options).await;
        Arc::new(log.expect("opened"))
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

eventlog::contract!(EventStoreDb::new());

/// Says on the tests' output whether a real server was asked.
#[test]
fn a_real_server_is_asked_where_one_is_given() {
    LazyLock::force(&REAL_SERVER);
}

async fn server() -> Server {
    Server::start(Options::default()).await.expect("started")
}

async fn open(server: &Server) -> EventStoreDbLog {
    let log = EventStoreDbLog::open(&server.url(), EventStoreDbOptions::default()).await;
    log.expect("opened")
}

/// A log that gives up soon.
async fn open_impatient(server: &Server) -> EventStoreDbLog {
    let options = EventStoreDbOptions {
        patience: Duration::from_millis(50),
        answer: Duration::from_millis(500),
        ..EventStoreDbOptions::default()
    };
    let log = EventStoreDbLog::open(&server.url(), options).await;
    log.expect("opened")
}

fn event() -> NewEvent {
    NewEvent {
        id: Uuid::new_v4(),
        event_type: "Happened".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    }
}

fn append(id: &str, expected: u64, count: usize) -> Append {
    Append {
        recorded_at: None,
        stream: StreamId::new("student", id).expect("a good name"),
        expected,
        events: (0..count).map(|_| event()).collect(),
    }
}

/// What the future gives; a minute without an answer is a failure.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future)
        .await
        .expect("an answer within a minute")
}
