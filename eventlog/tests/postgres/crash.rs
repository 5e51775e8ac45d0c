//! The server goes away and comes back: what was acknowledged is there, and the program goes on.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use eventlog::{Append, Appended, EventLog, LogError, PostgresLog};
use postgres_fixture::Cluster;

use crate::given::{all, append, duplicated, event, open, reordered, soon, unavailable};

const WRITERS: usize = 24;

/// What became of an append.
enum Told {
    Stored(Appended),
    /// The caller was told that nothing was stored.
    Nothing,
    Unknown,
}

async fn write(
    log: Arc<PostgresLog>,
    writer: usize,
    stored: Arc<AtomicUsize>,
    enough: Arc<AtomicBool>,
) -> Vec<(Append, Told)> {
    let (mut told, mut version) = (Vec::new(), 0);
    while !enough.load(Ordering::SeqCst) {
        let mine = append(
            &format!("w{writer}"),
            version,
            vec![event("{}"), event("{}"), event("{}")],
        );
        let outcome = match log.append(mine.clone()).await {
            Ok(outcome) => {
                version = outcome.version;
                stored.fetch_add(1, Ordering::SeqCst);
                Told::Stored(outcome)
            }
            Err(LogError::Unavailable(_)) => Told::Nothing,
            Err(LogError::UnknownOutcome(_)) => Told::Unknown,
            Err(LogError::Conflict { actual, .. }) => {
                // Only after an unknown outcome does a stream of one writer surprise it.
                version = actual;
                Told::Nothing
            }
            Err(other) => panic!("not expected: {other:?}"),
        };
        told.push((mine, outcome));
        tokio::task::yield_now().await;
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crash_amid_many_writers_loses_nothing_acknowledged() {
    let cluster = Arc::new(Cluster::start());
    let url = cluster.database();
    let log = Arc::new(open(&url).await);
    let (stored, enough) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (stored, enough) = (Arc::clone(&stored), Arc::clone(&enough));
            tokio::spawn(write(Arc::clone(&log), writer, stored, enough))
        })
        .collect();
    let reached = |count: usize| {
        let stored = Arc::clone(&stored);
        soon(async move {
            while stored.load(Ordering::SeqCst) < count {
                tokio::task::yield_now().await;
            }
        })
    };
    for round in 1..=3 {
        reached(round * 300).await;
        let cluster = Arc::clone(&cluster);
        let restarted = tokio::task::spawn_blocking(move || {
            if round == 2 {
                cluster.stop();
            } else {
                cluster.crash();
            }
            cluster.start_again();
        });
        soon(restarted).await.expect("restarted");
    }
    reached(1200).await;
    enough.store(true, Ordering::SeqCst);
    let mut told = Vec::new();
    for writer in writers {
        told.extend(soon(writer).await.expect("the writer ends"));
    }

    let read = all(&log).await;
    assert_eq!((duplicated(&read), reordered(&read)), (0, 0));
    let by_id: HashMap<_, _> = read.iter().map(|event| (event.id, event)).collect();
    let mut known = 0;
    for (append, told) in &told {
        let there: Vec<_> = append
            .events
            .iter()
            .filter_map(|event| by_id.get(&event.id))
            .collect();
        known += there.len();
        assert!(
            there.is_empty() || there.len() == append.events.len(),
            "an append is half there"
        );
        match told {
            Told::Stored(outcome) => {
                let last = there.last().expect("acknowledged, and lost");
                assert_eq!(last.position, outcome.position);
                assert_eq!(last.sequence, outcome.version);
            }
            Told::Nothing => assert!(there.is_empty(), "stored, and refused to its caller"),
            Told::Unknown => {
                // To ask again tells.
                let again = log.append(append.clone()).await;
                assert!(again.is_ok() || there.is_empty(), "{again:?}");
            }
        }
    }
    assert_eq!(known, read.len(), "events nobody wrote");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_that_is_away_is_told_and_its_return_noticed() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let log = open(&url).await;
    let mine = append("a", 0, vec![event("{}")]);
    let first = log.append(mine.clone()).await.expect("stored");
    cluster.stop();
    unavailable(log.head().await);
    // What this server saw last it still knows; beyond it, only the store does.
    unavailable(log.read_all(first.position, 10).await);
    unavailable(log.read_stream(&mine.stream, 0, 10).await);
    unavailable(log.stream_version(&mine.stream).await);
    let lost = log.append(append("b", 0, vec![event("{}")])).await;
    assert!(
        matches!(
            lost,
            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_))
        ),
        "{lost:?}"
    );
    unavailable(log.append(append("b", 0, vec![event("{}")])).await);
    unavailable(
        log.leases()
            .hold("work", uuid::Uuid::new_v4(), std::time::Duration::MAX)
            .await,
    );
    cluster.start_again();
    assert_eq!(log.head().await.expect("head"), first.position);
    assert_eq!(log.append(mine).await.expect("known"), first);
    let next = append("b", 0, vec![event("{}")]);
    let next = log.append(next).await.expect("stored");
    assert_eq!(
        soon(log.wait_beyond(first.position)).await.expect("head"),
        next.position
    );
}
