//! The first start, which replays everything into every fold, the snapshot that it leaves, and a start
//! from that.
use std::time::Instant;

use eventlog::EventLog;
use projections::Folds;
use projections::replay::replay;
use projections::snapshot::Image;

use crate::place::Place;
use crate::told::{gb, line, memory, rate, reading};

pub async fn run(place: &Place, with_snapshot: bool) {
    let log = place.log();
    let head = log.head().await.unwrap();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (events, read) = reading(&log).await;
    let begin = Instant::now();
    let mut folds = Folds::default();
    replay(&log, &mut folds, head).await.unwrap();
    let took = begin.elapsed();
    assert!(!folds.is_parked(), "{:?}", folds.statuses());
    line(
        place.mark(&format!("first start on {cores} cores, all folds")),
        format!("{events} events, {}", rate(events, took)),
        format!("read alone: {}", rate(events, read)),
    );
    memory(&place.mark("all folds"), "below 4 GiB at 1/1");
    if !with_snapshot {
        return;
    }
    let begin = Instant::now();
    let image = Image::of(&folds).unwrap();
    let encoded = begin.elapsed();
    place.snapshots().write(&image).unwrap();
    line(
        place.mark("snapshot written"),
        format!(
            "{}; {:.1} s, of which {:.1} s hold the folds still",
            gb(image.size() as u64),
            begin.elapsed().as_secs_f64(),
            encoded.as_secs_f64()
        ),
        format!(
            "{:.0} bytes a pupil",
            image.size() as f64 / place.size.pupils as f64
        ),
    );
    memory(
        &place.mark("folds with their snapshot"),
        "below 4 GiB at 1/1",
    );
}

pub async fn start(place: &Place) {
    let log = place.log();
    let head = log.head().await.unwrap();
    let begin = Instant::now();
    let folds = place.snapshots().newest(&log, head).await.unwrap();
    let folds = folds.expect("phase replay leaves a snapshot");
    let took = begin.elapsed();
    line(
        place.mark("folds started from a snapshot"),
        format!("{:.1} s", took.as_secs_f64()),
        format!("{} events behind the head", head.0 - folds.position().0),
    );
    memory(
        &place.mark("folds started from a snapshot"),
        "below 4 GiB at 1/1",
    );
}
