//! The dashboard of the country as it stood at some instants of the year: a replay up to each.
use std::time::Instant;

use demo_plan::testing::Random;
use eventlog::{EventLog, Position, RecordedAt};
use projections::folds_at;
use projections::steering::Territory;

use crate::place::{Place, SEED, as_long_as_liked};
use crate::told::{line, memory, spread};

/// So many instants at the least.
const LEAST: usize = 3;

pub async fn run(place: &Place) {
    let log = place.log();
    let head = log.head().await.unwrap();
    let ends = log.read_at(&[Position(1), head]).await.unwrap();
    let (first, last) = (ends[0].recorded_at.0, ends[1].recorded_at.0);
    let mut random = Random(SEED);
    let (mut took, mut found) = (vec![], vec![]);
    let begin = Instant::now();
    while took.len() < LEAST || begin.elapsed() < as_long_as_liked() {
        let aside = random.draw() % (last - first).unsigned_abs();
        let instant = RecordedAt(first + i64::try_from(aside).unwrap());
        let asked = Instant::now();
        let position = log.position_at(instant).await.unwrap();
        found.push(asked.elapsed());
        // Snapshots are of the last moments: instants of a year find none.
        let folds = folds_at(&log, None, position).await.unwrap();
        let steering = folds.steering().fold();
        let shown = steering.dashboard(folds.entities(), Territory::National, None);
        took.push(asked.elapsed());
        std::hint::black_box(shown);
    }
    line(
        place.mark("the country's dashboard as of an instant"),
        spread(took),
        format!("the instant's place in the log: {}", spread(found)),
    );
    memory(&place.mark("as of"), "below 4 GiB at 1/1");
}
