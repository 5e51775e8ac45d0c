//! What a replay does: all folds from the first event, compared with the running figures and with an
//! independent recount of the log; every invariant of `placement verify` that needs no key; the
//! Merkle tree from the log alone, compared with each checkpoint that was signed.
use std::sync::Arc;

use domain::rules::Rules;
use eventlog::{EventLog, LogError, Position};
use notary::{CheckpointStore, StoreError, TreeHash};
use projections::Engine;
use projections::verify::{Findings, Report, verify_telling};

use crate::verify::{CheckError, Checked, check, roots_as_signed, signed_of_the_line};

/// What it does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The folds.
    Folds,
    /// The invariants.
    Invariants,
    /// The roots.
    Roots,
}

/// What it reads.
#[derive(Clone)]
pub struct Parts {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// The running figures.
    pub engine: Engine,
    /// What was signed.
    pub signed: CheckpointStore,
    /// The numbers of the scheme.
    pub rules: Rules,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// How many events were replayed.
    pub events: u64,
    /// The last of them.
    pub position: Position,
    /// The root of the tree that was grown, and over how many events.
    pub root: (TreeHash, u64),
    /// Each check, with what it found.
    pub checks: Vec<Checked>,
}

impl Outcome {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.checks.iter().all(Checked::passed)
    }
}

/// Why it comes to no end.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A check.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// What was signed cannot be read.
    #[error(transparent)]
    Signed(#[from] StoreError),
}

/// Replays; `tell` is told how far each step has come.
///
/// # Errors
/// [`CourseError`].
pub async fn replay(
    parts: &Parts,
    mut tell: impl FnMut(Step, (Position, Position)) + Send,
) -> Result<Outcome, CourseError> {
    let log = &*parts.log;
    // Whoever signs meanwhile signs no more than is read afterwards.
    let signed = signed_of_the_line(&parts.signed).await?;
    let until = log.head().await?;
    let report = verify_telling(log, None, Some(&parts.engine), |at| {
        tell(Step::Folds, (at.min(until), until));
    });
    let report = report.await?;
    let invariants = check(log, None, &parts.rules, |at| {
        tell(Step::Invariants, (at.min(until), until));
    });
    let invariants = invariants.await?;
    let roots = roots_as_signed(log, &signed, |at| {
        tell(Step::Roots, (at.min(until), until));
    });
    let (roots, root) = roots.await?;
    let (events, position) = (report.events, report.head);
    let mut checks = of_report(report);
    checks.extend(invariants);
    checks.push(roots);
    Ok(Outcome {
        events,
        position,
        root: (root.root(), root.size()),
        checks,
    })
}

/// What the replay of the folds found, check by check.
fn of_report(report: Report) -> Vec<Checked> {
    let checked = |name, found| Checked {
        name,
        found,
        only_told: false,
    };
    let mut parked = Findings::default();
    for status in &report.parked {
        if let Some(why) = &status.parked {
            parked.add(why.position, || format!("{}: {}", status.name, why.reason));
        }
    }
    let mut running = Findings::default();
    if let Some(live) = &report.live {
        for name in &live.differing {
            running.add(live.position, || {
                format!("{name} is not what the log gives")
            });
        }
    }
    let mut recounted = Findings::default();
    for figure in report.figures.iter().filter(|figure| !figure.agrees()) {
        recounted.add(report.head, || {
            let (name, counted, shown) = (&figure.figure, figure.log, &figure.shown);
            format!("{name}: {counted} by the log, {shown:?} shown")
        });
    }
    vec![
        checked("damaged events", report.damaged),
        checked("undecodable events", report.undecodable),
        checked("events out of order", report.disorder),
        checked("projections that stand still", parked),
        checked("running figures", running),
        checked("recounted figures", recounted),
    ]
}
