//! Several writers in several processes, appends that take a while before they are stored and
//! before they are answered, and a reader at their heels: nothing lost, doubled or out of order.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Checkpoint, EventLog, Follower, Position, RecordedAt, StreamId};
use eventstoredb_fixture::Delays;
use uuid::Uuid;

use super::{append, open, server};

const LOGS: usize = 2;
const WRITERS: usize = 4;
const APPENDS: usize = 125;
const EVENTS: usize = 200;
const TOTAL: usize = LOGS * WRITERS * APPENDS * EVENTS;

/// What is needed of an event to judge its place.
struct Seen {
    id: Uuid,
    position: Position,
    stream: StreamId,
    sequence: u64,
    at: RecordedAt,
}

async fn write(log: Arc<dyn EventLog>, writer: usize) -> Vec<Uuid> {
    let mut acknowledged = Vec::with_capacity(APPENDS * EVENTS);
    let mut version = 0;
    for _ in 0..APPENDS {
        let mine = append(&format!("writer-{writer}"), version, EVENTS);
        let ids: Vec<_> = mine.events.iter().map(|event| event.id).collect();
        version = log.append(mine).await.expect("stored").version;
        acknowledged.extend(ids);
    }
    acknowledged
}

async fn follow(log: Arc<dyn EventLog>) -> Vec<Seen> {
    let mut follower = Follower::new(log, Checkpoint::START, 1000);
    let mut followed = Vec::with_capacity(TOTAL);
    while followed.len() < TOTAL {
        let batch = follower.next_batch().await.expect("followed").into_iter();
        followed.extend(batch.map(|event| Seen {
            id: event.id,
            position: event.position,
            stream: event.stream,
            sequence: event.sequence,
            at: event.recorded_at,
        }));
    }
    followed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_behind_many_writers_skips_nothing() {
    const { assert!(TOTAL >= 200_000) };
    let server = server().await;
    let most = Duration::from_millis(2);
    server.delay_appends(Delays {
        before: most,
        after: most,
    });
    let follower = tokio::spawn(follow(Arc::new(open(&server).await)));
    let mut writers = Vec::new();
    for process in 0..LOGS {
        let log: Arc<dyn EventLog> = Arc::new(open(&server).await);
        for writer in 0..WRITERS {
            let log = Arc::clone(&log);
            writers.push(tokio::spawn(write(log, process * WRITERS + writer)));
        }
    }
    let mut acknowledged = Vec::with_capacity(TOTAL);
    for writer in writers {
        acknowledged.extend(writer.await.expect("the writer ends"));
    }
    let followed = follower.await.expect("the follower ends");

    let seen: HashSet<_> = followed.iter().map(|event| event.id).collect();
    let lost = acknowledged.iter().filter(|id| !seen.contains(id)).count();
    let duplicated = followed.len() - seen.len();
    let mut versions: HashMap<&StreamId, u64> = HashMap::new();
    let mut last = (Position::START, RecordedAt(i64::MIN));
    let mut reordered = 0;
    for event in &followed {
        let version = versions.entry(&event.stream).or_default();
        let in_order =
            event.position > last.0 && event.at >= last.1 && event.sequence == *version + 1;
        reordered += usize::from(!in_order);
        (last, *version) = ((event.position, event.at), event.sequence);
    }
    println!("{TOTAL} events: lost {lost}, duplicated {duplicated}, reordered {reordered}");
    assert_eq!((lost, duplicated, reordered), (0, 0, 0));
    assert_eq!(followed.len(), server.count());
}
