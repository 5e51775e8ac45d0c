//! Figures of the PostgreSQL log on this machine, over a server of its own: the ceiling that a
//! raw batched insert sets, durable appends, following in order.
//!
//! `cargo bench -p eventlog --bench postgres -- [seconds a row] [writers]...`
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program of its own that prints a table and stops at the first error"
)]
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eventlog::{
    Append, Checkpoint, EventLog, Follower, NewEvent, Position, PostgresLog, PostgresOptions,
    StreamId,
};
use postgres_fixture::Cluster;
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

const PAYLOAD: usize = 600;
const METADATA: usize = 150;
const STREAMS_PER_WRITER: usize = 64;
const BATCH: usize = 128;

fn main() {
    let arguments = || {
        std::env::args()
            .skip(1)
            .filter(|argument| !argument.starts_with('-'))
    };
    let seconds = arguments()
        .next()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(3.0);
    let time = Duration::from_secs_f64(seconds);
    let mut writers: Vec<usize> = arguments().skip(1).filter_map(|n| n.parse().ok()).collect();
    if writers.is_empty() {
        writers = vec![1, 8, 32, 128];
    }
    let cluster = Cluster::start();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    println!("one event of {PAYLOAD}+{METADATA} bytes each; each commit is on the disk");
    let url = cluster.database();
    let (count, elapsed) = runtime.block_on(raw(&url, time));
    println!(
        "raw insert by {BATCH}: {:>10.0} events/s (the ceiling)",
        rate(count, elapsed)
    );
    println!(
        "{:>8} {:>12} {:>10} {:>10}",
        "writers", "appends/s", "p50 us", "p99 us"
    );
    let url = cluster.database();
    let log = runtime.block_on(open(&url));
    let mut stored = 0;
    for (round, &writers) in writers.iter().enumerate() {
        stored += row(&runtime, &log, round, writers, time);
    }
    println!("while another server follows from the start");
    let followed = runtime.spawn(follow(runtime.block_on(open(&url))));
    stored += row(&runtime, &log, writers.len(), 32, time);
    let head = runtime.block_on(log.head()).expect("head");
    let last = append(usize::MAX, 0, 0);
    runtime.block_on(log.append(last)).expect("stored");
    let (seen, duplicated, reordered) = runtime.block_on(followed).expect("followed");
    println!(
        "followed: {seen} events, lost {}, duplicated {duplicated}, reordered {reordered}",
        (stored + 1).saturating_sub(seen)
    );
    runtime.block_on(grow(&log, head, 200_000));
    println!("\nreads in order");
    for batch in [250, 1_000, 5_000, 20_000] {
        // On a worker, as a server's folds: the thread that waits for the socket reads from it.
        let read = runtime.spawn(read_all(Arc::clone(&log), batch, time));
        let (events, best, mean) = runtime.block_on(read).expect("read");
        println!(
            "read_all by {batch:>6}: {best:>10.0} events/s at best, {mean:>10.0} on average \
             ({events} events)"
        );
    }
}

/// One row of the table of appends: how many were stored.
fn row(
    runtime: &tokio::runtime::Runtime,
    log: &Arc<dyn EventLog>,
    round: usize,
    writers: usize,
    time: Duration,
) -> usize {
    let appended = runtime.block_on(appends(log, round, writers, time));
    let (count, elapsed, mut micros) = appended;
    micros.sort_unstable();
    println!(
        "{writers:>8} {:>12.0} {:>10} {:>10}",
        rate(count, elapsed),
        quantile(&micros, 50),
        quantile(&micros, 99)
    );
    count
}

async fn open(url: &str) -> Arc<dyn EventLog> {
    let log = PostgresLog::open(url, PostgresOptions::default()).await;
    Arc::new(log.expect("the log opens"))
}

/// What PostgreSQL does at best: the same rows and indexes, in batches, with nothing judged.
async fn raw(url: &str, time: Duration) -> (usize, Duration) {
    drop(open(url).await);
    let mut connection = PgConnection::connect(url).await.expect("connected");
    connection
        .execute("CREATE TABLE raw (LIKE events INCLUDING CONSTRAINTS INCLUDING INDEXES)")
        .await
        .expect("created");
    let insert = "INSERT INTO raw SELECT 'student', stream, 1, 'ApplicationSubmitted', '1',
        payload::json, metadata::json, $1 + n, id, 0
        FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) WITH ORDINALITY
        AS u (stream, id, payload, metadata, n)";
    let (payload, metadata) = (text(PAYLOAD), text(METADATA));
    let (start, mut count) = (Instant::now(), 0);
    while start.elapsed() < time {
        let ids: Vec<Uuid> = (0..BATCH).map(|_| Uuid::new_v4()).collect();
        sqlx::query(insert)
            .bind(i64::try_from(count).expect("fits"))
            .bind(ids.iter().map(Uuid::to_string).collect::<Vec<_>>())
            .bind(ids)
            .bind(vec![payload.as_str(); BATCH])
            .bind(vec![metadata.as_str(); BATCH])
            .execute(&mut connection)
            .await
            .expect("inserted");
        count += BATCH;
    }
    (count, start.elapsed())
}

fn text(bytes: usize) -> String {
    format!("{{\"text\":\"{}\"}}", "x".repeat(bytes - 11))
}

/// An append to one of a writer's streams; `usize::MAX` stands for a stream of its own.
fn append(writer: usize, number: usize, expected: u64) -> Append {
    let name = format!("{writer}/{number}");
    let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes());
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "ApplicationSubmitted".into(),
        event_version: 1,
        payload: text(PAYLOAD).into(),
        metadata: text(METADATA).into(),
    };
    Append {
        recorded_at: None,
        stream: StreamId::new("student", &name.to_string()).expect("a good name"),
        expected,
        events: vec![event],
    }
}

async fn appends(
    log: &Arc<dyn EventLog>,
    round: usize,
    writers: usize,
    time: Duration,
) -> (usize, Duration, Vec<u32>) {
    let start = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let log = Arc::clone(log);
            tokio::spawn(async move {
                let mut micros = Vec::new();
                'all: for expected in 0.. {
                    for number in 0..STREAMS_PER_WRITER {
                        let mine = append(round * 1000 + writer, number, expected);
                        let sent = Instant::now();
                        log.append(mine).await.expect("stored");
                        micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                        if start.elapsed() > time {
                            break 'all;
                        }
                    }
                }
                micros
            })
        })
        .collect();
    let mut micros = Vec::new();
    for task in tasks {
        micros.extend(task.await.expect("the writer ends"));
    }
    (micros.len(), start.elapsed(), micros)
}

/// Makes the log at least so long.
async fn grow(log: &Arc<dyn EventLog>, head: Position, events: u64) {
    let mut stored = head.0;
    while stored < events {
        let mut mine = append(usize::MAX, 0, 0);
        mine.stream = StreamId::new("student", &Uuid::new_v4().to_string()).expect("a good name");
        mine.events = (0..1000).flat_map(|_| append(0, 0, 0).events).collect();
        stored = log.append(mine).await.expect("stored").position.0;
    }
}

/// Follows until the stream of its own grows: events, duplicated, reordered.
async fn follow(log: Arc<dyn EventLog>) -> (usize, usize, usize) {
    let end = append(usize::MAX, 0, 0).stream;
    let mut follower = Follower::new(log, Checkpoint::START, 1000);
    let (mut seen, mut duplicated, mut reordered) = (HashSet::new(), 0, 0);
    let mut last = Position::START;
    loop {
        for event in follower.next_batch().await.expect("followed") {
            duplicated += usize::from(!seen.insert(event.id));
            reordered += usize::from(event.position <= last);
            last = event.position;
            if event.stream == end {
                return (seen.len(), duplicated, reordered);
            }
        }
    }
}

/// Reads the whole log again and again for a while: its events, the rates of the fastest pass and
/// of all.
async fn read_all(log: Arc<dyn EventLog>, batch: usize, time: Duration) -> (usize, f64, f64) {
    let start = Instant::now();
    let (mut events, mut all, mut best) = (0, 0, 0.0_f64);
    while start.elapsed() < time {
        let pass = Instant::now();
        let mut after = Position::START;
        events = 0;
        loop {
            let read = log.read_all(after, batch).await.expect("read");
            let Some(last) = read.last() else { break };
            after = last.position;
            events += read.len();
        }
        all += events;
        best = best.max(rate(events, pass.elapsed()));
    }
    (events, best, rate(all, start.elapsed()))
}

fn rate(count: usize, elapsed: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / elapsed.as_secs_f64()
}

fn quantile(sorted: &[u32], percent: usize) -> u32 {
    sorted
        .get(sorted.len() * percent / 100)
        .copied()
        .unwrap_or(0)
}
