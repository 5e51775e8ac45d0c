//! `placement verify`: does everything that is shown follow from the log?
use clap::Args;
use projections::verify::{Findings, Report, SnapshotVerdict, verify};
use projections::{Engine, Options, SnapshotFolder};
use serde_json::json;

use super::places::PlaceArgs;
use super::{ProgramError, say};

/// What `placement verify` takes.
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Replays the log and compares: with the state that a start from the newest snapshot gives,
/// with each snapshot, with an independent recount of the log. Beside a running server, too.
pub async fn run(args: VerifyArgs) -> Result<(), ProgramError> {
    let places = args.places.places()?;
    let log = places.log.open_to_read().await?;
    // A copy of the snapshots' folder is not needed: an engine that never reaches its number of
    // events and is not stopped writes none.
    let options = Options {
        snapshots: Some(places.snapshots.clone()),
        snapshot_every: u64::MAX,
        ..Options::default()
    };
    let live = Engine::start(log.clone(), options).await?;
    let folder = SnapshotFolder::new(&places.snapshots);
    let report = verify(&*log, Some(&folder), Some(&live)).await?;
    if args.json {
        say::json(&as_json(&report))?;
    } else {
        tell(&report)?;
    }
    if report.passed() {
        Ok(())
    } else {
        Err(ProgramError::Failed("the log does not verify".into()))
    }
}

fn tell(report: &Report) -> std::io::Result<()> {
    say::line(format!(
        "{} events up to position {}",
        report.events, report.head
    ))?;
    findings("undecodable events", &report.undecodable)?;
    findings("events out of order", &report.disorder)?;
    for parked in &report.parked {
        say::line(format!(
            "projection {} stands still: {:?}",
            parked.name, parked.parked
        ))?;
    }
    for (position, verdict) in &report.snapshots {
        say::line(format!("snapshot at {position}: {}", worth(verdict)))?;
    }
    if let Some(live) = &report.live {
        let verdict = if live.differing.is_empty() {
            "the same as the replay".into()
        } else {
            format!("differs in {}", live.differing.join(", "))
        };
        say::line(format!("live state at {}: {verdict}", live.position))?;
    }
    let agreeing = report.figures.iter().filter(|check| check.agrees()).count();
    say::line(format!(
        "figures that agree with the log: {agreeing} of {}",
        report.figures.len()
    ))?;
    for check in report.figures.iter().filter(|check| !check.agrees()) {
        say::line(format!(
            "  {}: log {}, shown {:?}",
            check.figure, check.log, check.shown
        ))?;
    }
    say::line(if report.passed() {
        "verified"
    } else {
        "NOT verified"
    })
}

fn findings(what: &str, findings: &Findings) -> std::io::Result<()> {
    say::line(format!("{what}: {}", findings.count))?;
    for (position, finding) in &findings.first {
        say::line(format!("  at {position}: {finding}"))?;
    }
    Ok(())
}

fn worth(verdict: &SnapshotVerdict) -> String {
    match verdict {
        SnapshotVerdict::Same => "the same as the replay".to_owned(),
        SnapshotVerdict::Differs(folds) => format!("differs in {}", folds.join(", ")),
        SnapshotVerdict::LeftAside(reason) => format!("left aside: {reason}"),
    }
}

fn as_json(report: &Report) -> serde_json::Value {
    let snapshots: serde_json::Map<_, _> = report
        .snapshots
        .iter()
        .map(|(position, verdict)| (position.to_string(), json!(worth(verdict))))
        .collect();
    json!({
        "passed": report.passed(),
        "position": report.head.0,
        "events": report.events,
        "undecodable": report.undecodable.count,
        "out_of_order": report.disorder.count,
        "parked": report.parked.iter().map(|parked| parked.name).collect::<Vec<_>>(),
        "snapshots": snapshots,
        "live_differs_in": report.live.as_ref().map(|live| live.differing.clone()),
        "figures": report.figures,
    })
}
