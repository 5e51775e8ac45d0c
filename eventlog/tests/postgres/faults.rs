//! Harm between program and store: each append ends with its true outcome, none is stored twice.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use eventlog::{EventLog, LogError, Position, PostgresLog, PostgresOptions};
use sqlx::{Connection, Executor, PgConnection};

use crate::given::{all, append, duplicated, event, open, reordered, soon, unavailable};
use crate::proxy::{Fault, Proxy};

/// Short waits, so that silence is soon taken for what it is.
fn hasty() -> PostgresOptions {
    PostgresOptions {
        answer_within: Duration::from_millis(500),
        poll: Duration::from_millis(50),
        ..PostgresOptions::default()
    }
}

const EACH: [Fault; 8] = [
    Fault::CutBefore,
    Fault::CutWithin,
    Fault::CutDuring,
    Fault::CutBeforeReply,
    Fault::CutWithinReply,
    Fault::SilentBefore,
    Fault::SilentAfter,
    Fault::Slow,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_fault_on_the_way_leaves_the_true_outcome() {
    let cluster = postgres_fixture::shared();
    let url = cluster.database();
    let proxy = Proxy::before(cluster.port()).await;
    let log = PostgresLog::open(&proxy.through(&url), hasty())
        .await
        .expect("opened");
    let mut version = 0;
    for fault in EACH {
        // Once alone, once twice in a row, once to an append that meets a conflict.
        for plan in [vec![fault], vec![fault, fault]] {
            let before = proxy.done();
            let faults = plan.len();
            proxy.plan(plan);
            let mine = append("a", version, vec![event("{}"), event("{}")]);
            let outcome = soon(log.append(mine.clone())).await.expect("stored");
            version += 2;
            assert_eq!(outcome.version, version, "{fault:?}");
            if fault != Fault::Slow || faults == 1 {
                assert_eq!(proxy.done(), before + faults, "{fault:?}");
            } else {
                // The second delay waits for the next append.
                log.append(mine).await.expect("known");
            }
        }
        proxy.plan([fault]);
        let stale = soon(log.append(append("a", 1, vec![event("{}")]))).await;
        assert!(
            matches!(stale, Err(LogError::Conflict { expected: 1, actual, .. }) if actual == version),
            "{fault:?}: {stale:?}"
        );
    }
    let direct = open(&url).await;
    let stored = all(&direct).await;
    assert_eq!(stored.len(), usize::try_from(version).expect("a few"));
    assert_eq!((duplicated(&stored), reordered(&stored)), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_through_many_faults_agree_with_the_log() {
    const WRITERS: usize = 16;
    const APPENDS: usize = 60;
    let cluster = postgres_fixture::shared();
    let url = cluster.database();
    let proxy = Proxy::before(cluster.port()).await;
    let log = PostgresLog::open(&proxy.through(&url), hasty())
        .await
        .expect("opened");
    let log = Arc::new(log);
    // Every third append request meets a fault; silence is rarer, for it takes time.
    for round in 0..8 {
        for fault in EACH {
            let silent = matches!(fault, Fault::SilentBefore | Fault::SilentAfter);
            if !silent || round == 3 {
                proxy.plan([Fault::None, Fault::None, fault]);
            }
        }
    }
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = Arc::clone(&log);
            tokio::spawn(async move {
                let (mut told, mut known) = (Vec::new(), 0);
                for number in 0..APPENDS {
                    // Two writers share each stream.
                    let events = (0..=number % 3).map(|_| event("{}")).collect();
                    let mut mine = append(&format!("s{}", writer / 2), known, events);
                    let outcome = loop {
                        match log.append(mine.clone()).await {
                            Ok(outcome) => break outcome,
                            Err(LogError::Conflict { actual, .. }) => mine.expected = actual,
                            Err(other) => panic!("stored or a conflict, not {other:?}"),
                        }
                    };
                    known = outcome.version;
                    told.push((mine, outcome));
                }
                told
            })
        })
        .collect();
    let mut told = Vec::new();
    for writer in writers {
        told.extend(soon(writer).await.expect("the writer ends"));
    }
    assert!(proxy.done() >= 40, "{} faults", proxy.done());
    let stored = all(&open(&url).await).await;
    assert_eq!((duplicated(&stored), reordered(&stored)), (0, 0));
    let by_id: HashMap<_, _> = stored.iter().map(|event| (event.id, event)).collect();
    let mut acknowledged = HashSet::new();
    for (append, outcome) in &told {
        for event in &append.events {
            assert!(by_id.contains_key(&event.id), "lost");
            acknowledged.insert(event.id);
        }
        let last = append.events.last().and_then(|event| by_id.get(&event.id));
        let last = last.expect("stored");
        assert_eq!(last.position, outcome.position);
        assert_eq!(last.sequence, outcome.version);
        assert_eq!(last.recorded_at, outcome.recorded_at);
    }
    assert_eq!(
        acknowledged.len(),
        stored.len(),
        "stored, and nobody was told"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_outcome_is_unknown_only_while_the_store_stays_away() {
    let cluster = postgres_fixture::shared();
    let url = cluster.database();
    let proxy = Proxy::before(cluster.port()).await;
    let options = PostgresOptions {
        outcome_within: Duration::from_millis(200),
        ..hasty()
    };
    let log = PostgresLog::open(&proxy.through(&url), options)
        .await
        .expect("opened");
    for (name, fault, stored) in [
        ("before", Fault::CutBefore, 0),
        ("after", Fault::CutBeforeReply, 1),
    ] {
        proxy.go_away_with_the_next_fault();
        proxy.plan([fault]);
        let mine = append(name, 0, vec![event("{}")]);
        let outcome = soon(log.append(mine.clone())).await;
        assert!(
            matches!(outcome, Err(LogError::UnknownOutcome(_))),
            "{outcome:?}"
        );
        // Nothing was sent of this one.
        unavailable(soon(log.append(append("other", 0, vec![event("{}")]))).await);
        let direct = open(&url).await;
        let version = direct.stream_version(&mine.stream).await.expect("asked");
        assert_eq!(version, stored, "{fault:?}");
        proxy.come_back();
        let outcome = soon(log.append(mine.clone())).await.expect("stored");
        assert_eq!(outcome.version, 1);
        assert_eq!(direct.stream_version(&mine.stream).await.expect("asked"), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_waiting_reader_outlives_the_connections() {
    let cluster = postgres_fixture::shared();
    let url = cluster.database();
    let proxy = Proxy::before(cluster.port()).await;
    let (log, direct) = (
        PostgresLog::open(&proxy.through(&url), hasty())
            .await
            .expect("opened"),
        open(&url).await,
    );
    let log = Arc::new(log);
    let mut head = Position::START;
    for version in 0..5 {
        let waiting = {
            let log = Arc::clone(&log);
            tokio::spawn(async move { log.wait_beyond(head).await })
        };
        // The writer's connection is cut, and with it, sometimes, everything.
        proxy.plan([Fault::CutBefore]);
        drop(soon(log.append(append("own", version, vec![event("{}")]))).await);
        let outcome = direct
            .append(append("other", version, vec![event("{}")]))
            .await
            .expect("stored");
        soon(waiting).await.expect("ends").expect("reached");
        head = outcome.position;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_that_holds_the_others_up_is_not_waited_for_for_ever() {
    let url = postgres_fixture::shared().database();
    let log = PostgresLog::open(&url, hasty()).await.expect("opened");
    let mut other = PgConnection::connect(&url).await.expect("connected");
    let mut transaction = other.begin().await.expect("begun");
    transaction
        .execute("INSERT INTO events VALUES ('student', 'a', 1, 'T', '1', '{}', '{}')")
        .await
        .expect("inserted");
    let mine = append("a", 0, vec![event("{}")]);
    unavailable(soon(log.append(mine.clone())).await);
    // Reading goes on meanwhile, and sees nothing of what is not committed.
    assert_eq!(log.head().await.expect("head"), Position::START);
    transaction.rollback().await.expect("rolled back");
    assert_eq!(
        soon(log.append(mine)).await.expect("stored").position,
        Position(1)
    );
}
