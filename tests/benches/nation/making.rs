//! Making the log, as a copy from another store does: through the log's own appends, many at once, with
//! checksums, each transaction on the disk.
use std::fs::File;
use std::io::Write;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use demo_plan::testing::nation::Year;
use eventlog::{Append, EventLog, SqliteLog, SqliteOptions};
use uuid::Uuid;

use crate::place::{Place, SEED, setting};
use crate::told::{gb, line, memory, rate};

/// Appends given to the log at once.
const AT_ONCE: usize = 4_096;
/// One part of so many of the events tells how large the whole will be: those of hosts and offers, which
/// come first, are larger than the others.
const FORETOLD_AFTER: u64 = 4;

pub async fn run(place: &Place) {
    assert!(!place.file().exists(), "there is a log in this folder");
    let options = SqliteOptions {
        max_batch: 512,
        ..SqliteOptions::default()
    };
    let log = SqliteLog::open(place.file(), options).unwrap();
    log.join_installation(Uuid::from_u128(u128::from(SEED)))
        .await
        .unwrap();
    let begin = Instant::now();
    let made = append_all(place, &log).await;
    drop(log);
    let took = begin.elapsed();
    let file = place.bytes();
    line(
        place.mark("the log made: 40,000 events/s"),
        format!("{} events, {}", made.events, rate(made.events, took)),
        format!(
            "a file of {} written at once: {:.0} MB/s",
            gb(WRITTEN),
            written_at_once(place)
        ),
    );
    line(
        place.mark("its file: below 16 GB at 1/1"),
        format!("{}, {} bytes an event", gb(file), file / made.events),
        format!(
            "{} of payload and {} of metadata an event; {} appends",
            made.payload / made.events,
            made.metadata / made.events,
            made.appends
        ),
    );
    memory(&place.mark("making the log"), "a constant");
}

#[derive(Default)]
struct Made {
    events: u64,
    appends: u64,
    payload: u64,
    metadata: u64,
}

impl Made {
    fn count(&mut self, append: &Append) {
        self.appends += 1;
        for event in &append.events {
            self.events += 1;
            self.payload += event.payload.len() as u64;
            self.metadata += event.metadata.len() as u64;
        }
    }
}

/// While some appends are stored, the next are made.
async fn append_all(place: &Place, log: &SqliteLog) -> Made {
    let size = place.size;
    let (ready, taken) = sync_channel::<Vec<Append>>(2);
    let making = std::thread::spawn(move || {
        let mut year = Year::new(SEED, size);
        loop {
            let appends: Vec<Append> = year.by_ref().take(AT_ONCE).collect();
            // Nobody takes them any more: the log is given up.
            if appends.is_empty() || ready.send(appends).is_err() {
                return;
            }
        }
    });
    let most = setting("DISK", 24_u64) * 1_000_000_000;
    let mut made = Made::default();
    while let Ok(appends) = tokio::task::block_in_place(|| taken.recv()) {
        appends.iter().for_each(|append| made.count(append));
        log.append_in_order(appends).await.unwrap();
        if made.events > size.events() / FORETOLD_AFTER {
            let whole = place.bytes() as f64 / made.events as f64 * size.events() as f64;
            assert!(
                whole < most as f64,
                "the log would take {}: PLACEMENT_NATION_DISK says less",
                gb(whole as u64)
            );
        }
    }
    making.join().unwrap();
    made
}

/// Bytes of the file beside which the log is written.
const WRITTEN: u64 = 256 << 20;

/// MB a second of one file, synced once.
fn written_at_once(place: &Place) -> f64 {
    let path = place.folder.join("written.tmp");
    let block = vec![7; 1 << 20];
    let begin = Instant::now();
    let mut file = File::create(&path).unwrap();
    for _ in 0..WRITTEN >> 20 {
        file.write_all(&block).unwrap();
    }
    file.sync_data().unwrap();
    let took: Duration = begin.elapsed();
    std::fs::remove_file(path).unwrap();
    WRITTEN as f64 / 1e6 / took.as_secs_f64()
}
