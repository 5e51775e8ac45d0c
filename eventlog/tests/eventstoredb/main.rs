//! The log on EventStoreDB: the contract of the port, faults, leases, and that a reader skips
//! nothing.
//!
//! The server is the fixture's, in this process; with `PLACEMENT_TEST_ESDB=esdb://…` set, the
//! contract runs against that server instead, every test with names of its own.
#![cfg(test)]
mod cluster;
mod copy;
mod deleted;
mod faults;
mod history;
mod leases;
mod nodes;
mod others;
mod outages;
mod round_trips;
mod skip;
mod times;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_trait::async_trait;
use eventlog::contract::{HandClock, Harness};
use eventlog::{
    Append, EventLog, EventStoreDbLog, EventStoreDbOptions, LogError, NewEvent, RecordedAt,
    StreamId,
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
    /// Whether another application writes in between, and an operator scavenges.
    among_others: bool,
}

impl EventStoreDb {
    fn new() -> Self {
        Self::with(false)
    }

    fn with(among_others: bool) -> Self {
        Self {
            among_others,
            clock: HandClock::at(BEGIN),
            prefix: format!("test_{}:", Uuid::new_v4().simple()),
            server: OnceCell::new(),
        }
    }

    async fn url(&self) -> String {
        if let Some(url) = &*REAL_SERVER {
            return url.clone();
        }
        let options = Options {
            others: self.among_others,
            ..Options::default()
        };
        let start = || async { Server::start(options).await.expect("started") };
        self.server.get_or_init(start).await.url()
    }
}

impl Drop for EventStoreDb {
    /// Whatever was asked of the log, only positions that the server gave were sent to it.
    fn drop(&mut self) {
        let server = self.server.get().filter(|_| !std::thread::panicking());
        if let Some(server) = server {
            assert_eq!(server.counts().ungiven_positions, 0);
        }
    }
}

#[async_trait]
impl Harness for EventStoreDb {
    async fn open(&self) -> Arc<dyn EventLog> {
        let options = EventStoreDbOptions {
            clock: self.clock.clone(),
            prefix: Some(self.prefix.clone()),
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
        if let Some(server) = self.server.get().filter(|_| self.among_others) {
            server.delete_stream("shoppingCart-17", false);
            server.scavenge();
        }
        self.open().await
    }

    fn clock(&self) -> &HandClock {
        &self.clock
    }
}

eventlog::contract!(EventStoreDb::new());

/// The same with events of another application in between, of which an operator removes some.
mod among_others {
    use super::*;

    eventlog::contract!(EventStoreDb::with(true));
}

/// Says on the tests' output whether a real server was asked.
#[test]
fn a_real_server_is_asked_where_one_is_given() {
    LazyLock::force(&REAL_SERVER);
}

async fn server() -> Server {
    Server::start(Options::default()).await.expect("started")
}

/// A log that opens at once or not at all.
async fn open_at(url: &str, prefix: Option<&str>) -> Result<EventStoreDbLog, LogError> {
    let options = EventStoreDbOptions {
        prefix: prefix.map(ToOwned::to_owned),
        start: Duration::ZERO,
        ..EventStoreDbOptions::default()
    };
    EventStoreDbLog::open(url, options).await
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
