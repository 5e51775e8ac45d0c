//! Each snapshot of the write side beside a replay of the log to where it stands.
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::rules::Rules;
use eventlog::snapshot::{SnapshotFolder, SnapshotState, SnapshotVerdict, Unusable};
use eventlog::{Clock, EventLog, LogError, Position, Recorded, RecordedAt};

use super::told::told_steps;
use crate::followed::Followed;
use crate::kept::WriteSide;
use crate::known_persons::KnownPersons;
use crate::open_applications::OpenApplications;
use crate::quotas::Quotas;
use crate::requests::Requests;
use crate::seen_position::SeenPosition;

/// So many events are read at once.
const PAGE: usize = 1_000;

/// Replays the log and compares each snapshot of the write side in a folder with what comes of it, by
/// the numbers of the scheme; gives what each is worth, by its position. `progress` is told after each
/// page how far it has come. Without snapshots nothing is read.
///
/// # Errors
/// When the log does not answer.
pub async fn verify(
    log: &dyn EventLog,
    folder: &Path,
    rules: &Rules,
    mut progress: impl FnMut(Position) + Send,
) -> Result<BTreeMap<u64, SnapshotVerdict>, LogError> {
    let folder: SnapshotFolder<WriteSide> = SnapshotFolder::new(folder);
    let mut positions = folder.positions().unwrap_or_else(|error| {
        tracing::warn!(%error, "no snapshots can be listed");
        vec![]
    });
    positions.reverse();
    let beyond = folder.beyond(log).await?;
    let rules = Arc::new(rules.clone());
    let mut replay = Replay {
        log,
        held: Held::new(&rules),
        reached: Position::START,
        stopped: None,
    };
    let mut verdicts = BTreeMap::new();
    for position in positions {
        let lost = beyond.iter().find(|lost| lost.position == position);
        let verdict = match lost {
            Some(lost) => SnapshotVerdict::Beyond(*lost),
            None => match folder.read(log, position).await? {
                Ok(kept) => {
                    replay.to(position, &mut progress).await?;
                    replay.verdict(kept, &rules).await?
                }
                // A server that goes on has removed it meanwhile.
                Err(reason) if reason.is_gone() => continue,
                Err(reason) => SnapshotVerdict::LeftAside(reason),
            },
        };
        verdicts.insert(position.0, verdict);
    }
    Ok(verdicts)
}

/// What the write side builds as it follows the log, without a write side.
struct Held {
    open: OpenApplications,
    known: KnownPersons,
    requests: Requests,
    quotas: Quotas,
    seen: SeenPosition,
    /// When the last event was recorded, of those that it followed.
    then: Arc<Then>,
}

/// The instant at which an event was recorded.
#[derive(Default)]
struct Then(AtomicI64);

impl Clock for Then {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.0.load(Ordering::Relaxed))
    }
}

impl Held {
    fn new(rules: &Arc<Rules>) -> Self {
        let then = Arc::new(Then::default());
        Self {
            open: OpenApplications::new(Arc::clone(rules)),
            known: KnownPersons::default(),
            requests: Requests::default(),
            quotas: Quotas::new(&rules.daily, then.clone()),
            seen: SeenPosition::default(),
            then,
        }
    }

    fn followed(&self) -> Followed<'_> {
        Followed {
            open: &self.open,
            known: &self.known,
            requests: &self.requests,
            quotas: &self.quotas,
            seen: &self.seen,
        }
    }
}

/// A replay from the first event.
struct Replay<'l> {
    log: &'l dyn EventLog,
    held: Held,
    reached: Position,
    /// Why it goes no further.
    stopped: Option<String>,
}

impl Replay<'_> {
    /// Goes on to a position, or to what is damaged or cannot be read.
    async fn to(
        &mut self,
        until: Position,
        progress: &mut (impl FnMut(Position) + Send),
    ) -> Result<(), LogError> {
        let mut at_once = PAGE;
        while self.reached < until && self.stopped.is_none() {
            let page = match self.log.read_all(self.reached, at_once).await {
                Ok(page) => page,
                // Up to what is damaged one after the other.
                Err(LogError::Damaged(_)) if at_once > 1 => {
                    at_once = 1;
                    continue;
                }
                Err(LogError::Damaged(damage)) => {
                    self.stopped = Some(damage.to_string());
                    break;
                }
                Err(error) => return Err(error),
            };
            if page.is_empty() {
                break;
            }
            for event in page.iter().take_while(|event| event.position <= until) {
                self.take(event);
                if self.stopped.is_some() {
                    break;
                }
            }
            progress(self.reached);
            if page.last().is_some_and(|last| last.position > until) {
                break;
            }
        }
        Ok(())
    }

    fn take(&mut self, event: &Recorded) {
        self.held
            .then
            .0
            .store(event.recorded_at.0, Ordering::Relaxed);
        if self.held.followed().take(event) {
            self.reached = event.position;
        } else {
            self.stopped = Some(format!("event {} cannot be read", event.position));
        }
    }

    /// What a state is worth that was kept where the replay stands.
    async fn verdict(
        &self,
        kept: WriteSide,
        rules: &Arc<Rules>,
    ) -> Result<SnapshotVerdict, LogError> {
        if let Some(why) = &self.stopped
            && self.reached < kept.checkpoint().position
        {
            let why = why.clone();
            return Ok(SnapshotVerdict::LeftAside(Unusable::LogDamaged(why)));
        }
        let held = Held::new(rules);
        let then = self.held.then.now();
        held.then.0.store(then.0, Ordering::Relaxed);
        let Some(told) = told_steps(self.log, &kept).await? else {
            return Ok(SnapshotVerdict::Differs(vec![
                "steps that an event asks for",
            ]));
        };
        if !kept.take_up(held.followed(), &told) {
            return Ok(SnapshotVerdict::LeftAside(Unusable::Misfit));
        }
        let replayed = self.held.followed();
        Ok(match held.followed().differing_from_replay(replayed) {
            differing if differing.is_empty() => SnapshotVerdict::Same,
            differing => SnapshotVerdict::Differs(differing),
        })
    }
}
