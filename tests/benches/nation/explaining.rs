//! Why a figure is what it is: its first page, which is a pass over the log.
use std::sync::Arc;
use std::time::Instant;

use eventlog::EventLog;
use projections::PastFolds;
use projections::explain::{Figure, TerritoryFigure, TerritoryMeasure};
use projections::steering::{Counter, Territory};
use uuid::Uuid;

use crate::place::Place;
use crate::told::{line, memory, rate, reading};

pub async fn run(place: &Place) {
    let log: Arc<dyn EventLog> = Arc::new(place.log());
    let head = log.head().await.unwrap();
    let (events, read) = reading(&*log).await;
    let past = PastFolds::new(log, None);
    let figure = Figure::Territory(TerritoryFigure {
        territory: Territory::National,
        school_year: None,
        measure: TerritoryMeasure::Counted(Counter::Placements(None), None),
    });
    let begin = Instant::now();
    let changes = past.explain(Uuid::nil(), &figure, head).await.unwrap();
    line(
        place.mark("explain the country's placements: the first page in 2 s"),
        format!(
            "{} changes, {}",
            changes.len(),
            rate(events, begin.elapsed())
        ),
        format!("read alone: {}", rate(events, read)),
    );
    drop(changes);
    let begin = Instant::now();
    let again = past.explain(Uuid::nil(), &figure, head).await.unwrap();
    line(
        place.mark("its next page"),
        format!("{:.2} ms", begin.elapsed().as_secs_f64() * 1e3),
        format!("{} changes kept", again.len()),
    );
    memory(&place.mark("explain"), "below 4 GiB at 1/1");
}
