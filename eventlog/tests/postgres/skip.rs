//! Nothing is skipped: writers of several connections, some that sleep between insert and commit,
//! and a reader at their heels.
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eventlog::{Checkpoint, EventLog, Follower, Position, PostgresLog};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::given::{append, duplicated, event, open, reordered, soon};

const LOGS: usize = 2;
const WRITERS: usize = 6;
const APPENDS: usize = 340;
const EACH: usize = 50;
const OURS: usize = LOGS * WRITERS * APPENDS * EACH;

/// Grows streams of its own as postgres-es does, sleeping before it commits; now and then it
/// rolls back instead. How many events it committed.
async fn stock(url: String, writer: usize, enough: Arc<AtomicBool>) -> usize {
    let mut connection = PgConnection::connect(&url).await.expect("connected");
    let mut committed = 0;
    for round in 0.. {
        let mut transaction = connection.begin().await.expect("begun");
        for sequence in 1..=3 {
            let insert = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                event_version, payload, metadata) VALUES ($1, $2, $3, 'Happened', '1', '{}', '{}')";
            sqlx::query(insert)
                .bind("stock")
                .bind(format!("{writer}-{round}"))
                .bind(sequence)
                .execute(&mut *transaction)
                .await
                .expect("inserted");
        }
        transaction
            .execute("SELECT pg_sleep(random() * 0.01)")
            .await
            .expect("slept");
        if round % 5 == 4 {
            transaction.rollback().await.expect("rolled back");
        } else {
            transaction.commit().await.expect("committed");
            committed += 3;
        }
        if enough.load(Ordering::SeqCst) {
            break;
        }
    }
    committed
}

async fn ours(log: Arc<PostgresLog>, name: String) -> Vec<Uuid> {
    let mut ids = Vec::with_capacity(APPENDS * EACH);
    for number in 0..APPENDS {
        let events: Vec<_> = (0..EACH).map(|_| event("{}")).collect();
        ids.extend(events.iter().map(|event| event.id));
        let (stream, expected) = (number % 7, (number / 7) * EACH);
        let mine = append(&format!("{name}-{stream}"), expected as u64, events);
        log.append(mine).await.expect("stored");
    }
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_follows_misses_nothing() {
    let url = postgres_fixture::shared().database();
    let reader: Arc<dyn EventLog> = Arc::new(open(&url).await);
    let enough = Arc::new(AtomicBool::new(false));
    let stocks: Vec<_> = (0..2)
        .map(|writer| tokio::spawn(stock(url.clone(), writer, Arc::clone(&enough))))
        .collect();
    let mut writers = Vec::new();
    for number in 0..LOGS {
        let log = Arc::new(open(&url).await);
        for writer in 0..WRITERS {
            writers.push(tokio::spawn(ours(
                Arc::clone(&log),
                format!("{number}-{writer}"),
            )));
        }
    }
    let (told, total) = tokio::sync::oneshot::channel::<usize>();
    let followed = tokio::spawn(async move {
        let mut follower = Follower::new(reader, Checkpoint::START, 500);
        let mut followed = Vec::with_capacity(OURS);
        let mut total = std::pin::pin!(total);
        let mut expected = None;
        while expected.is_none_or(|expected| followed.len() < expected) {
            tokio::select! {
                batch = follower.next_batch() => followed.extend(batch.expect("followed")),
                known = &mut total, if expected.is_none() => expected = Some(known.expect("told")),
            }
        }
        followed
    });
    let mut acknowledged = Vec::with_capacity(OURS);
    for writer in writers {
        acknowledged.extend(soon(writer).await.expect("the writer ends"));
    }
    enough.store(true, Ordering::SeqCst);
    let mut foreign = 0;
    for stock in stocks {
        foreign += soon(stock).await.expect("the writer ends");
    }
    assert!(foreign > 100, "{foreign} events of stock writers");
    told.send(OURS + foreign).expect("still following");
    let followed = soon(followed).await.expect("the follower ends");

    let seen: HashSet<_> = followed.iter().map(|event| event.id).collect();
    let lost = acknowledged.iter().filter(|id| !seen.contains(id)).count();
    assert_eq!(
        (lost, duplicated(&followed), reordered(&followed)),
        (0, 0, 0),
        "lost, duplicated, reordered"
    );
    const { assert!(OURS >= 200_000) };
    assert_eq!(followed.len(), OURS + foreign);
    // What a later reader sees is what the follower saw.
    let log = open(&url).await;
    let read = log
        .read_all(Position::START, usize::MAX)
        .await
        .expect("read");
    assert_eq!(read, followed);
}
