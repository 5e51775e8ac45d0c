//! Figures of the SQLite log on this machine: durable appends, following, point reads.
//!
//! `cargo bench -p eventlog --bench append -- [seconds a row] [writers]...`
//!
//! `APPEND_BENCH_DIR` names a folder on another disk to measure.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program of its own that prints a table and stops at the first error"
)]
use std::sync::Arc;
use std::time::{Duration, Instant};

use eventlog::{Append, EventLog, NewEvent, Position, SqliteLog, SqliteOptions, StreamId};
use uuid::Uuid;

const PAYLOAD: usize = 600;
const METADATA: usize = 150;
const STREAMS_PER_WRITER: usize = 64;

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
    let mut writers: Vec<usize> = arguments().skip(1).filter_map(|n| n.parse().ok()).collect();
    if writers.is_empty() {
        writers = vec![1, 8, 32, 128];
    }
    let folder = match std::env::var_os("APPEND_BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")),
    };
    let folder = folder.expect("a folder on the disk to measure");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    println!("durable appends, one event of {PAYLOAD}+{METADATA} bytes each");
    println!(
        "{:>8} {:>12} {:>10} {:>10}",
        "writers", "appends/s", "p50 us", "p99 us"
    );
    for &writers in &writers {
        let path = folder.path().join(format!("appends-{writers}.db"));
        let log = open(&path);
        let (count, elapsed, mut micros) =
            runtime.block_on(appends(&log, writers, Duration::from_secs_f64(seconds)));
        micros.sort_unstable();
        let per_second = rate(count, elapsed);
        println!(
            "{writers:>8} {per_second:>12.0} {:>10} {:>10}",
            quantile(&micros, 50),
            quantile(&micros, 99)
        );
    }
    let most = writers.last().copied().unwrap_or(1);
    let log = open(&folder.path().join(format!("appends-{most}.db")));
    println!("\nreads");
    for batch in [64, 250, 1_000, 10_000] {
        let time = Duration::from_secs_f64(seconds);
        let (events, per_second) = runtime.block_on(read_all(&log, batch, time));
        println!("read_all by {batch:>6}: {per_second:>10.0} events/s ({events} events)");
    }
    runtime.block_on(points(&log, most));
}

fn open(path: &std::path::Path) -> Arc<dyn EventLog> {
    Arc::new(SqliteLog::open(path, SqliteOptions::default()).expect("the log opens"))
}

fn stream(writer: usize, number: usize) -> StreamId {
    let name = Uuid::new_v5(
        &Uuid::NAMESPACE_OID,
        format!("{writer}/{number}").as_bytes(),
    );
    StreamId::new("student", &name.to_string()).expect("a good name")
}

async fn appends(
    log: &Arc<dyn EventLog>,
    writers: usize,
    time: Duration,
) -> (usize, Duration, Vec<u32>) {
    let start = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let log = Arc::clone(log);
            tokio::spawn(async move {
                let streams: Vec<_> = (0..STREAMS_PER_WRITER).map(|n| stream(writer, n)).collect();
                let event_type: Arc<str> = "ApplicationSubmitted".into();
                let mut micros = Vec::new();
                let mut round = 0;
                'all: loop {
                    for stream in &streams {
                        let event = NewEvent {
                            id: Uuid::new_v4(),
                            event_type: Arc::clone(&event_type),
                            event_version: 1,
                            payload: format!("{{\"text\":\"{}\"}}", "x".repeat(PAYLOAD - 11))
                                .into(),
                            metadata: format!("{{\"text\":\"{}\"}}", "x".repeat(METADATA - 11))
                                .into(),
                        };
                        let append = Append {
                            recorded_at: None,
                            stream: stream.clone(),
                            expected: round,
                            events: vec![event],
                        };
                        let sent = Instant::now();
                        log.append(append).await.expect("stored");
                        micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                        if start.elapsed() > time {
                            break 'all;
                        }
                    }
                    round += 1;
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

/// Reads the whole log again and again for a while; the rate of the fastest pass.
async fn read_all(log: &Arc<dyn EventLog>, batch: usize, time: Duration) -> (usize, f64) {
    let start = Instant::now();
    let (mut events, mut best) = (0, 0.0_f64);
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
        best = best.max(rate(events, pass.elapsed()));
    }
    (events, best)
}

async fn points(log: &Arc<dyn EventLog>, writers: usize) {
    const ROUNDS: usize = 20_000;
    let streams: Vec<_> = (0..writers)
        .flat_map(|w| (0..8).map(move |n| stream(w, n)))
        .collect();
    let start = Instant::now();
    for n in 0..ROUNDS {
        log.stream_version(&streams[n % streams.len()])
            .await
            .expect("read");
    }
    println!("stream_version:           {:>8.1} us", each(start, ROUNDS));
    let start = Instant::now();
    let mut events = 0;
    for n in 0..ROUNDS {
        events += log
            .read_stream(&streams[n % streams.len()], 0, 30)
            .await
            .expect("read")
            .len();
    }
    println!(
        "read_stream of {:>4.1} events: {:>7.1} us",
        rate(events, Duration::from_secs(ROUNDS as u64)),
        each(start, ROUNDS)
    );
    let head = log.head().await.expect("read").0;
    let start = Instant::now();
    for n in 0..ROUNDS {
        let spread = |k: u64| Position(1 + (n as u64 * 7919 + k * 104_729) % head);
        let positions: Vec<_> = (0..8).map(spread).collect();
        log.read_at(&positions).await.expect("read");
    }
    println!("read_at of 8 positions:   {:>8.1} us", each(start, ROUNDS));
    let start = Instant::now();
    for _ in 0..ROUNDS {
        log.position_at(eventlog::RecordedAt(i64::MAX / 2))
            .await
            .expect("read");
    }
    println!("position_at:              {:>8.1} us", each(start, ROUNDS));
}

fn each(start: Instant, rounds: usize) -> f64 {
    start.elapsed().as_secs_f64() * 1e6 / rounds as f64
}

fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn quantile(sorted: &[u32], percent: usize) -> u32 {
    sorted
        .get(sorted.len() * percent / 100)
        .copied()
        .unwrap_or(0)
}
