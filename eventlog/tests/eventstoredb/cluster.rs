//! Three nodes of the fixture: faults on demand while leaders change; followers that are named;
//! nobody leads yet when the log is opened.
use std::sync::Arc;

use eventlog::{EventLog, EventStoreDbLog, EventStoreDbOptions, LogError, Position};
use eventstoredb_fixture::{Cluster, Fault, Options};

use super::{append, open_at, soon};

async fn cluster() -> Cluster {
    Cluster::start(Options::default()).await.expect("started")
}

async fn open(cluster: &Cluster) -> EventStoreDbLog {
    open_at(&cluster.url(), None).await.expect("opened")
}

/// Asks until an append is acknowledged.
async fn acknowledged(log: &EventStoreDbLog, version: u64) {
    let mine = append("failover", version, 1);
    soon(async {
        loop {
            match log.append(mine.clone()).await {
                Ok(outcome) => break assert_eq!(outcome.version, version + 1),
                Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    })
    .await;
}

/// Writers go on through kills and confirmations that come too late: what was acknowledged is
/// there once, in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_lose_and_double_nothing_while_leaders_change() {
    const APPENDS: u64 = 40;
    let cluster = Arc::new(cluster().await);
    let log = Arc::new(open(&cluster).await);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (log, cluster) = (log.clone(), cluster.clone());
            tokio::spawn(async move {
                for version in 0..APPENDS {
                    if version % 10 == 5 {
                        cluster.fail_next_append(Fault::CommitTimeout);
                    }
                    if writer == 0 && version % 20 == 10 {
                        let leader = cluster.leader().unwrap_or_default();
                        cluster.kill(leader);
                        cluster.start_node(leader).await.expect("started");
                    }
                    let mine = append(&format!("writer-{writer}"), version, 1);
                    loop {
                        match log.append(mine.clone()).await {
                            Ok(outcome) => break assert_eq!(outcome.version, version + 1),
                            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        soon(writer).await.expect("the writer ends");
    }
    let all = log.read_all(Position::START, usize::MAX).await;
    assert_eq!(all.expect("read").len(), cluster.count());
    assert_eq!(cluster.count(), 4 * usize::try_from(APPENDS).expect("few"));
    assert_eq!(cluster.counts().ungiven_positions, 0);
}

/// One follower is named: it tells who leads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_that_is_named_leads_to_the_leader() {
    let cluster = cluster().await;
    for node in 0..3 {
        let url = cluster.url_of(node);
        let options = EventStoreDbOptions::default();
        let log = soon(EventStoreDbLog::open(&url, options)).await;
        let log = log.unwrap_or_else(|error| panic!("node {node}: {error}"));
        assert_eq!(log.head().await.expect("asked"), Position::START);
    }
}

/// A start waits for a leader; one that is allowed no time says for what it would have waited.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_waits_for_a_leader() {
    let cluster = cluster().await;
    for node in 0..3 {
        cluster.kill(node);
    }
    match open_at(&cluster.url(), None).await {
        Err(LogError::Unavailable(why)) => assert!(why.contains("127.0.0.1"), "{why}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
    let url = cluster.url();
    let options = EventStoreDbOptions::default();
    let opening = tokio::spawn(async move { EventStoreDbLog::open(&url, options).await });
    for node in [1, 2] {
        cluster.start_node(node).await.expect("started");
    }
    let log = soon(opening).await.expect("it ends").expect("opened");
    acknowledged(&log, 0).await;
}
