//! The notary's files made from nothing, as it makes them: a batch read, hashed, and written.
use std::time::Instant;

use eventlog::{Checkpoint, EventLog};
use notary::{Entry, LevelFiles, tree};

use crate::place::Place;
use crate::told::{gb, line, memory, rate, reading};

/// As the notary reads.
const BATCH: usize = 1_000;

pub async fn run(place: &Place) {
    let log = place.log();
    let (events, read) = reading(&log).await;
    let folder = place.folder.join("notary.tmp");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let begin = Instant::now();
    let mut files = LevelFiles::open(&folder).unwrap();
    let mut after = Checkpoint::START;
    loop {
        let batch = log.read_after(after, BATCH).await.unwrap();
        let Some(last) = batch.last() else { break };
        after = Checkpoint::from(last);
        let entries: Vec<Entry> = batch.iter().map(Entry::from).collect();
        files.append(&entries).unwrap();
    }
    let took = begin.elapsed();
    let begin = Instant::now();
    let root = tree::root(&files, files.size()).unwrap();
    let rooted = begin.elapsed();
    drop(files);
    let begin = Instant::now();
    let files = LevelFiles::open(&folder).unwrap();
    let checked = begin.elapsed();
    assert_eq!(tree::root(&files, files.size()).unwrap(), root);
    drop(files);
    line(
        place.mark("leaves of the notary from nothing"),
        format!("{events} leaves, {}", rate(events, took)),
        format!("read alone: {}", rate(events, read)),
    );
    line(
        place.mark("its files opened again, each hash checked"),
        format!(
            "{:.1} s; a root in {:.2} ms",
            checked.as_secs_f64(),
            rooted.as_secs_f64() * 1e3
        ),
        gb(size_of(&folder)),
    );
    memory(&place.mark("the notary"), "a constant");
    std::fs::remove_dir_all(folder).unwrap();
}

fn size_of(folder: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum()
}
