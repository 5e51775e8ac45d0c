//! How fast a campaign is replayed: `cargo bench -p projections --bench replay [-- events]`.
//!
//! Prints events per second of the decoding alone, and of decoding and all folds together, on one
//! core, with the log's events in memory; then what a snapshot of the state weighs and costs.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people to read"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use demo_plan::testing::{Campaign, Size};
use eventlog::Recorded;
use projections::snapshot::Image;
use projections::{Folds, decode};

fn main() {
    let asked = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let events: usize = asked.unwrap_or(300_000);
    let students = events / 28;
    let size = Size {
        colleges: students / 85 + 1,
        hosts: students / 20 + 1,
        offers: students / 3 + 1,
        students,
        happenings: events - students * 13 / 10,
        unusual_one_in: 500,
    };
    let log = Campaign::play(42, size).recorded();
    let bytes: usize = log.iter().map(|event| event.payload.len()).sum();
    println!(
        "{} events, {} bytes of payload each",
        log.len(),
        bytes / log.len()
    );

    let best = (0..3).map(|_| rate(&log, decode_all)).fold(0.0, f64::max);
    println!("decode alone:      {best:>9.0} events/s");
    let best = (0..3).map(|_| rate(&log, fold_all)).fold(0.0, f64::max);
    println!("decode + folds:    {best:>9.0} events/s");

    let mut folds = Folds::default();
    let mut times = Vec::with_capacity(log.len());
    for event in &log {
        let record = decode(event).unwrap();
        let began = Instant::now();
        folds.apply_record(&record);
        times.push(began.elapsed());
    }
    assert!(!folds.is_parked(), "{:?}", folds.statuses());
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 10_000];
    let (half, most) = (at(5_000), at(9_990));
    println!("one event in all folds, while readers wait: p50 {half:?}, p99.9 {most:?}");
    let began = Instant::now();
    let image = Image::of(&folds).unwrap();
    println!(
        "snapshot: {} bytes, put into bytes in {:?}",
        image.size(),
        began.elapsed()
    );
    let folder = std::env::temp_dir().join(format!("replay-bench-{}", std::process::id()));
    let began = Instant::now();
    projections::SnapshotFolder::new(&folder)
        .write(&image)
        .unwrap();
    println!("snapshot: hashed and written in {:?}", began.elapsed());
    std::fs::remove_dir_all(folder).unwrap();
}

fn decode_all(log: &[Recorded]) {
    for event in log {
        black_box(decode(event).unwrap());
    }
}

fn fold_all(log: &[Recorded]) {
    let mut folds = Folds::default();
    for event in log {
        folds.apply(event);
    }
    assert!(!folds.is_parked(), "{:?}", folds.statuses());
    black_box(folds);
}

/// Events per second of time on the core; of wall time where the system does not tell it.
fn rate(log: &[Recorded], run: fn(&[Recorded])) -> f64 {
    let (on_core, began) = (on_core(), Instant::now());
    run(log);
    let wall = began.elapsed();
    let spent = on_core
        .zip(self::on_core())
        .map_or(wall, |(before, after)| after - before);
    log.len() as f64 / spent.as_secs_f64()
}

/// How long this thread has been on a core; Linux tells.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}
