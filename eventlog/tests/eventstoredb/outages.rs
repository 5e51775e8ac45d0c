//! Nodes that are killed, stand still and come back while commands are under way; of the fixture,
//! or of a real server, see `nodes`. On a real one these run one after the other.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eventlog::{
    Append, Checkpoint, EventLog, EventStoreDbLog, EventStoreDbOptions, Follower, LogError,
    Position,
};
use tokio::sync::watch;
use uuid::Uuid;

use super::nodes::Nodes;
use super::{append, soon};

/// A log with a prefix of its own.
async fn open(nodes: &Nodes) -> Arc<EventStoreDbLog> {
    let options = EventStoreDbOptions {
        prefix: Some(format!("outage_{}:", Uuid::new_v4().simple())),
        ..EventStoreDbOptions::default()
    };
    let log = soon(EventStoreDbLog::open(&nodes.url(), options)).await;
    Arc::new(log.expect("opened"))
}

/// Asks until it is acknowledged; how long that took.
async fn acknowledged(log: &EventStoreDbLog, mine: Append) -> (Duration, Position) {
    let begun = Instant::now();
    let wanted = mine.expected + 1;
    let position = soon(async {
        loop {
            match log.append(mine.clone()).await {
                Ok(outcome) => {
                    assert_eq!(outcome.version, wanted);
                    break outcome.position;
                }
                Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    })
    .await;
    (begun.elapsed(), position)
}

/// Each node in turn, so the one that leads too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_killed_is_done_without_within_3_seconds() {
    let nodes = Nodes::three().await;
    let log = open(&nodes).await;
    acknowledged(&log, append("failover", 0, 1)).await;
    for (node, version) in (0..nodes.count()).zip(1..) {
        nodes.kill(node).await;
        let (took, _) = acknowledged(&log, append("failover", version, 1)).await;
        println!("node {} killed: acknowledged after {took:?}", node + 1);
        assert!(took < Duration::from_secs(3), "{took:?}");
        nodes.start(node).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_stands_still_is_done_without_within_5_seconds() {
    let nodes = Nodes::three().await;
    let log = open(&nodes).await;
    acknowledged(&log, append("failover", 0, 1)).await;
    let mut follower = Follower::new(log.clone(), Checkpoint::START, 10);
    for (node, version) in (0..nodes.count()).zip(1..) {
        nodes.freeze(node).await;
        let (took, position) = acknowledged(&log, append("failover", version, 1)).await;
        println!(
            "node {} stands still: acknowledged after {took:?}",
            node + 1
        );
        assert!(took < Duration::from_secs(5), "{took:?}");
        let followed = soon(async {
            loop {
                match follower.next_batch().await {
                    Ok(batch) if batch.last().is_some_and(|one| one.position == position) => break,
                    Ok(_) | Err(LogError::Unavailable(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
        });
        followed.await;
        nodes.thaw(node).await;
    }
}

/// Writers go on while every node is killed and started again: what was acknowledged is there
/// once, where it was said to be, in the order of its stream.
async fn writers_lose_nothing(nodes: Nodes, rounds: usize) {
    const WRITERS: usize = 8;
    let log = open(&nodes).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let counted = watch::Sender::new(0);
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (log, is_over, counted) = (log.clone(), is_over.clone(), counted.clone());
            tokio::spawn(async move {
                let mut stored = vec![];
                let mut version = 0;
                while !is_over.load(Ordering::Relaxed) {
                    let mine = append(&format!("writer-{writer}"), version, 1);
                    let id = mine.events[0].id;
                    stored.push((acknowledged(&log, mine).await.1, id));
                    version += 1;
                    counted.send_modify(|counted| *counted += 1);
                }
                stored
            })
        })
        .collect();
    for round in 0..rounds {
        let mut counted = counted.subscribe();
        let next = *counted.borrow() + 5 * WRITERS;
        let reached = soon(counted.wait_for(|counted| *counted >= next)).await;
        drop(reached.expect("the writers go on"));
        let node = round % nodes.count();
        nodes.kill(node).await;
        nodes.start(node).await;
    }
    is_over.store(true, Ordering::Relaxed);
    let mut acknowledged = vec![];
    for writer in writers {
        acknowledged.extend(soon(writer).await.expect("the writer ends"));
    }
    acknowledged.sort_unstable();
    assert!(
        acknowledged.len() > WRITERS,
        "{} in all",
        acknowledged.len()
    );
    let all = soon(log.read_all(Position::START, usize::MAX)).await;
    let all: Vec<_> = all
        .expect("read")
        .iter()
        .map(|one| (one.position, one.id))
        .collect();
    println!(
        "{} acknowledged commands, {} events",
        acknowledged.len(),
        all.len()
    );
    assert_eq!(all, acknowledged);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_lose_and_double_nothing_while_nodes_come_and_go() {
    writers_lose_nothing(Nodes::three().await, 6).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_lose_and_double_nothing_while_the_only_node_comes_and_goes() {
    writers_lose_nothing(Nodes::one().await, 4).await;
}

/// Without a majority nothing is acknowledged; what was asked for meanwhile is stored once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_without_a_majority_is_stored_once() {
    let nodes = Nodes::three().await;
    let options = EventStoreDbOptions {
        prefix: Some(format!("outage_{}:", Uuid::new_v4().simple())),
        patience: Duration::from_millis(300),
        ..EventStoreDbOptions::default()
    };
    let log = soon(EventStoreDbLog::open(&nodes.url(), options)).await;
    let log = log.expect("opened");
    acknowledged(&log, append("quorum", 0, 1)).await;
    nodes.kill(0).await;
    nodes.kill(1).await;
    let mine = append("quorum", 1, 1);
    match soon(log.append(mine.clone())).await {
        Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
        other => panic!("{other:?}"),
    }
    // Either comes back only with the other.
    tokio::join!(nodes.start(0), nodes.start(1));
    acknowledged(&log, mine.clone()).await;
    let (_, position) = acknowledged(&log, mine).await;
    let all = log.read_all(Position::START, 10).await.expect("read");
    assert_eq!(all.len(), 2);
    assert_eq!(all.last().map(|one| one.position), Some(position));
}
