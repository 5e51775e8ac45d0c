//! `placement verify`, part by part, beside a start from the snapshot; the vault is not here.
use std::sync::Arc;
use std::time::Instant;

use api::verify::{Checked, check, sound, whole_in_its_store};
use domain::rules::Rules;
use eventlog::EventLog;
use projections::verify::verify;
use projections::{Engine, Options};

use crate::place::Place;
use crate::told::{line, memory, rate, reading};

pub async fn run(place: &Place) {
    let log: Arc<dyn EventLog> = Arc::new(place.log());
    let (events, read) = reading(&*log).await;
    let alone = format!("read alone: {}", rate(events, read));
    let whole = Instant::now();
    let mut checked = vec![sound(&place.file()).await.unwrap()];
    line(
        place.mark("verify: the file is sound"),
        format!("{:.1} s", whole.elapsed().as_secs_f64()),
        &alone,
    );
    let begin = Instant::now();
    let options = Options {
        snapshots: Some(place.folder.join("snapshots")),
        snapshot_every: u64::MAX,
        ..Options::default()
    };
    let live = Engine::start(log.clone(), options).await.unwrap();
    let report = verify(&*log, Some(&place.snapshots()), Some(&live))
        .await
        .unwrap();
    line(
        place.mark("verify: replayed, counted again, compared"),
        rate(report.events, begin.elapsed()),
        format!("{} figures agree", report.figures.len()),
    );
    assert!(report.passed(), "{report:?}");
    drop((report, live));
    memory(&place.mark("verify so far"), "below 4 GiB at 1/1");
    let begin = Instant::now();
    checked.push(whole_in_its_store(&*log).await.unwrap());
    checked.extend(check(&*log, None, &Rules::default(), |_| ()).await.unwrap());
    line(
        place.mark("verify: every check of an event"),
        rate(events, begin.elapsed()),
        format!("{} checks hold", checked.len()),
    );
    assert!(checked.iter().all(Checked::passed), "{checked:?}");
    line(
        place.mark("verify, all of it"),
        rate(events, whole.elapsed()),
        &alone,
    );
    memory(&place.mark("verify"), "below 4 GiB at 1/1");
}
