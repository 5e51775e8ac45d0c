//! Replays the log from its first event and compares: with the live state, with each snapshot,
//! with a recount of the log, and the log with what it promises of its order.
use std::collections::BTreeMap;
use std::sync::Arc;

pub use eventlog::snapshot::SnapshotVerdict;
use eventlog::{Damage, EventLog, LogError, Position, Recorded, StreamId};
use rustc_hash::FxHashMap;
use tokio::task::spawn_blocking;

use crate::engine::Engine;
use crate::folds::{FoldStatus, Folds};
use crate::record::decode;
use crate::recount::{Check, Recount};
use crate::replay::joined;
use crate::snapshot::SnapshotFolder;
use crate::tolerant_reader::{LogItem, TolerantReader};

/// How many examples of one finding are told; all are counted.
const EXAMPLES: usize = 20;

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// The last event that was read.
    pub head: Position,
    /// How many events were read.
    pub events: u64,
    /// Events that are missing, or not as they were written.
    pub damaged: Findings,
    /// Events that nobody can read.
    pub undecodable: Findings,
    /// Events out of the order that the log promises.
    pub disorder: Findings,
    /// Projections that stand still in the replay.
    pub parked: Vec<FoldStatus>,
    /// Each snapshot, and each state kept along the log, by its position.
    pub snapshots: BTreeMap<u64, SnapshotVerdict>,
    /// The live state, where one was given.
    pub live: Option<LiveVerdict>,
    /// The dashboards' figures beside the log's.
    pub figures: Vec<Check>,
}

/// Findings of one kind: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many.
    pub count: u64,
    /// The first of them, at most twenty.
    pub first: Vec<(Position, String)>,
}

impl Findings {
    /// Adds one.
    pub fn add(&mut self, position: Position, finding: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < EXAMPLES {
            self.first.push((position, finding()));
        }
    }
}

/// What the live state is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveVerdict {
    /// Where it stood.
    pub position: Position,
    /// The folds that come out otherwise in the replay.
    pub differing: Vec<&'static str>,
}

impl Report {
    /// Whether all is as it should be.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.damaged.count == 0
            && self.undecodable.count == 0
            && self.disorder.count == 0
            && self.parked.is_empty()
            && self.snapshots.values().all(SnapshotVerdict::is_sound)
            && self
                .live
                .as_ref()
                .is_none_or(|live| live.differing.is_empty())
            && self.figures.iter().all(Check::agrees)
    }
}

/// Verifies a log, and the snapshots and the live state made from it. The live state stands
/// still only for the last few events and the comparison.
///
/// # Errors
/// When the log does not answer.
pub async fn verify(
    log: &dyn EventLog,
    snapshots: Option<&SnapshotFolder>,
    live: Option<&Engine>,
) -> Result<Report, LogError> {
    verify_telling(log, snapshots, live, |_| ()).await
}

/// As [`verify`]; `progress` is told after each page how far it has come.
///
/// # Errors
/// When the log does not answer.
pub async fn verify_telling(
    log: &dyn EventLog,
    snapshots: Option<&SnapshotFolder>,
    live: Option<&Engine>,
    mut progress: impl FnMut(Position) + Send,
) -> Result<Report, LogError> {
    let mut replay = Replay::new(log, &mut progress);
    let mut verdicts: BTreeMap<u64, SnapshotVerdict> = BTreeMap::new();
    let mut beyond = vec![];
    for folder in folders(snapshots) {
        beyond.extend(folder.beyond(log).await?);
    }
    for (position, folder) in listed(snapshots) {
        if let Some(lost) = beyond.iter().find(|lost| lost.position == position) {
            verdicts.insert(position.0, SnapshotVerdict::Beyond(*lost));
            continue;
        }
        replay.to(position).await?;
        let verdict = match folder.read(log, position).await? {
            Ok(kept) => match kept.differing(&replay.seen.folds) {
                differing if differing.is_empty() => SnapshotVerdict::Same,
                differing => SnapshotVerdict::Differs(differing),
            },
            // A server that goes on has removed it meanwhile.
            Err(reason) if reason.is_gone() => continue,
            Err(reason) => SnapshotVerdict::LeftAside(reason),
        };
        // Of two at one position the one is told that is not sound.
        let told = verdicts.get(&position.0);
        if told.is_none_or(SnapshotVerdict::is_sound) {
            verdicts.insert(position.0, verdict);
        }
    }
    let live = match live {
        Some(engine) => Some(compare_live(&mut replay, engine).await?),
        None => None,
    };
    replay.to(log.head().await?).await?;
    let Replay { seen, recount, .. } = replay;
    let parked = seen.folds.statuses().into_iter();
    Ok(Report {
        head: seen.position,
        events: seen.events,
        parked: parked.filter(|status| status.parked.is_some()).collect(),
        snapshots: verdicts,
        live,
        figures: recount.compare(&seen.folds),
        damaged: seen.damaged,
        undecodable: seen.undecodable,
        disorder: seen.disorder,
    })
}

/// The folder of the snapshots, and that of the states that are kept along the log.
fn folders(snapshots: Option<&SnapshotFolder>) -> impl Iterator<Item = SnapshotFolder> {
    let folders = snapshots.map(|folder| [folder.clone(), folder.as_of()]);
    folders.into_iter().flatten()
}

/// The snapshots, and the states that are kept along the log, in the order of their positions.
fn listed(snapshots: Option<&SnapshotFolder>) -> Vec<(Position, SnapshotFolder)> {
    let mut listed = vec![];
    for folder in folders(snapshots) {
        let positions = folder.positions().unwrap_or_else(|error| {
            tracing::warn!(%error, "no snapshots can be listed");
            Vec::new()
        });
        listed.extend(positions.into_iter().map(|at| (at, folder.clone())));
    }
    listed.sort_by_key(|(position, _)| *position);
    listed
}

async fn compare_live(replay: &mut Replay<'_>, engine: &Engine) -> Result<LiveVerdict, LogError> {
    replay.to(engine.applied()).await?;
    let core = engine.core();
    let _still = core.turn.lock().await;
    let position = core.folds.read().position();
    replay.to(position).await?;
    let differing = core.folds.read().differing(&replay.seen.folds);
    Ok(LiveVerdict {
        position,
        differing,
    })
}

/// A replay from the first event, with its eyes open.
struct Replay<'l> {
    reader: TolerantReader<'l>,
    seen: Seen,
    recount: Recount,
    progress: &'l mut (dyn FnMut(Position) + Send),
}

/// What the folds made of the events, and what is wrong with them.
#[derive(Default)]
struct Seen {
    folds: Folds,
    position: Position,
    events: u64,
    sequences: FxHashMap<StreamId, u64>,
    damaged: Findings,
    undecodable: Findings,
    disorder: Findings,
}

impl<'l> Replay<'l> {
    fn new(log: &'l dyn EventLog, progress: &'l mut (dyn FnMut(Position) + Send)) -> Self {
        Self {
            progress,
            reader: TolerantReader::new(log),
            seen: Seen::default(),
            recount: Recount::default(),
        }
    }

    /// While a page is folded, it is counted again on another thread, and the next one is read.
    async fn to(&mut self, until: Position) -> Result<(), LogError> {
        let mut met = self.reader.next(until).await?;
        while let Some(item) = met {
            (self.progress)(self.seen.position);
            met = match item {
                LogItem::Events(events) => {
                    let events: Arc<[Recorded]> = events.into();
                    let recount = std::mem::take(&mut self.recount);
                    let counting = count(recount, Arc::clone(&events));
                    let folded = async { events.iter().for_each(|event| self.seen.take(event)) };
                    let next = self.reader.next(until);
                    let (next, counted, ()) = tokio::join!(next, counting, folded);
                    self.recount = counted?;
                    next?
                }
                LogItem::Damaged(at, why) => {
                    self.seen.damaged(at, why);
                    self.reader.next(until).await?
                }
            };
        }
        (self.progress)(self.seen.position);
        Ok(())
    }
}

/// Counts a page on a thread of its own from now on.
fn count(
    mut recount: Recount,
    events: Arc<[Recorded]>,
) -> impl Future<Output = Result<Recount, LogError>> {
    let counting = spawn_blocking(move || {
        events.iter().for_each(|event| recount.take(event));
        recount
    });
    joined(counting)
}

impl Seen {
    fn damaged(&mut self, at: Position, why: String) {
        self.folds.park_before_damage(Damage::of_event(at, &why));
        self.damaged.add(at, || why);
    }

    fn take(&mut self, event: &Recorded) {
        let position = event.position;
        if position <= self.position {
            let before = self.position;
            self.disorder
                .add(position, || format!("stands after position {before}"));
        }
        self.position = position;
        self.events += 1;
        let last = match self.sequences.get_mut(&event.stream) {
            Some(last) => last,
            None => self.sequences.entry(event.stream.clone()).or_default(),
        };
        *last += 1;
        if event.sequence != *last {
            let (stream, expected) = (&event.stream, *last);
            let finding = || format!("is {} of {stream}, not {expected}", event.sequence);
            self.disorder.add(position, finding);
            *last = event.sequence;
        }
        let decoded = decode(event);
        if let Err(reason) = &decoded {
            self.undecodable.add(position, || reason.to_string());
        }
        self.folds.apply_decoded(position, decoded);
    }
}

#[cfg(test)]
mod tests;
