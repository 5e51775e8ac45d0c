//! The folds as they stood at a past position or instant (DSH-6): the same folds, stopped there.
mod turns;

use std::sync::Arc;

use eventlog::{EventLog, LogError, Position, RecordedAt};
use parking_lot::Mutex;
use uuid::Uuid;

use crate::as_of_states::AsOfStates;
use crate::explain::{self, Change, ExplainError, Figure};
use crate::folds::Folds;
use crate::replay::replay;
use crate::snapshot::SnapshotFolder;
use turns::Turns;

/// How many past states are kept in memory.
const KEPT: usize = 2;
/// An explanation of more changes is not kept: 24 bytes each.
const MOST_CHANGES_KEPT: usize = 1_000_000;

/// The folds stopped at a position of the log, from the newest snapshot that stands no further,
/// else from the first event. A position between two events gives the state after the first.
///
/// # Errors
/// As the log's.
pub async fn folds_at(
    log: &dyn EventLog,
    snapshots: Option<&SnapshotFolder>,
    position: Position,
) -> Result<Folds, LogError> {
    from_the_nearest(log, snapshots, None, position).await
}

/// As [`folds_at`], also from the states that are kept along the log; where one is missing, it is
/// kept on the way.
async fn from_the_nearest(
    log: &dyn EventLog,
    snapshots: Option<&SnapshotFolder>,
    states: Option<&AsOfStates>,
    position: Position,
) -> Result<Folds, LogError> {
    let kept = newest(log, snapshots, states, position).await?;
    let mut folds = kept.unwrap_or_default();
    match states {
        Some(states) => states.replay(log, &mut folds, position).await?,
        None => replay(log, &mut folds, position).await?,
    }
    Ok(folds)
}

/// The newest usable state that stands no further than a position, be it a snapshot or one that is
/// kept along the log.
async fn newest(
    log: &dyn EventLog,
    snapshots: Option<&SnapshotFolder>,
    states: Option<&AsOfStates>,
    until: Position,
) -> Result<Option<Folds>, LogError> {
    let Some(states) = states else {
        return match snapshots {
            Some(folder) => folder.newest(log, until).await,
            None => Ok(None),
        };
    };
    let snapshot = |at: Position| async move {
        match snapshots {
            Some(folder) => folder.newest(log, at).await,
            None => Ok(None),
        }
    };
    let listed = snapshots.map(SnapshotFolder::positions);
    let listed = listed.transpose().unwrap_or_default().unwrap_or_default();
    let nearest = listed.into_iter().find(|at| *at <= until);
    for position in states.positions().into_iter().filter(|at| *at <= until) {
        if nearest.is_some_and(|nearest| nearest >= position)
            && let Some(folds) = snapshot(until).await?
            && folds.position() >= position
        {
            return Ok(Some(folds));
        }
        match states.folder().read(log, position).await? {
            Ok(folds) => return Ok(Some(folds)),
            Err(reason) => states.leave_aside(position, &reason),
        }
    }
    snapshot(until).await
}

/// Past states, made one at a time, two of them kept. Persons take turns, and whoever has one of
/// the two takes no other's place.
pub struct PastFolds {
    log: Arc<dyn EventLog>,
    snapshots: Option<SnapshotFolder>,
    states: Option<Arc<AsOfStates>>,
    /// What was looked at last stands last.
    kept: Mutex<Vec<Kept>>,
    turns: Arc<Turns>,
    /// What was explained last stands first.
    explained: Mutex<Vec<Explained>>,
}

struct Explained {
    figure: Figure,
    until: Position,
    changes: Arc<[Change]>,
}

struct Kept {
    position: Position,
    folds: Arc<Folds>,
    /// For whom it was made.
    made_for: Uuid,
}

impl PastFolds {
    /// The past of a log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, snapshots: Option<SnapshotFolder>) -> Self {
        Self {
            log,
            snapshots,
            states: None,
            kept: Mutex::default(),
            turns: Arc::default(),
            explained: Mutex::default(),
        }
    }

    /// The same with states that are kept along the log.
    #[must_use]
    pub fn with_states(mut self, states: Arc<AsOfStates>) -> Self {
        self.states = Some(states);
        self
    }

    /// The states that are kept along the log.
    #[must_use]
    pub fn states(&self) -> Option<&AsOfStates> {
        self.states.as_deref()
    }

    async fn made(&self, position: Position) -> Result<Folds, LogError> {
        let (snapshots, states) = (self.snapshots.as_ref(), self.states());
        from_the_nearest(&*self.log, snapshots, states, position).await
    }

    /// The folds as they stood at a position, for nobody in particular: see [`PastFolds::at_for`].
    ///
    /// # Errors
    /// As the log's.
    pub async fn at(&self, position: Position) -> Result<Arc<Folds>, LogError> {
        self.at_for(Uuid::nil(), position).await
    }

    /// The folds as they stood at a position, for a person; beyond the head, as they stand at the
    /// head. It may last as long as a replay of the log; dropping the future ends it.
    ///
    /// # Errors
    /// As the log's.
    pub async fn at_for(&self, person: Uuid, position: Position) -> Result<Arc<Folds>, LogError> {
        let position = position.min(self.log.head().await?);
        if let Some(kept) = self.kept(position) {
            return Ok(kept);
        }
        let _turn = self.turns.take(person).await.ok_or_else(closed)?;
        // Whoever had the turn may have made it.
        if let Some(kept) = self.kept(position) {
            return Ok(kept);
        }
        let folds = Arc::new(self.made(position).await?);
        let made = Kept {
            position,
            folds: Arc::clone(&folds),
            made_for: person,
        };
        keep(&mut self.kept.lock(), made);
        Ok(folds)
    }

    /// What `look` makes of the folds at each of these positions, in their order, from one pass over
    /// the log: from the newest state before the first of them to the last (DSH-10). No position
    /// may lie before the one that it follows.
    ///
    /// # Errors
    /// As the log's.
    pub async fn course<T>(
        &self,
        person: Uuid,
        positions: &[Position],
        mut look: impl FnMut(&Folds) -> T,
    ) -> Result<Vec<T>, LogError> {
        let Some(first) = positions.first() else {
            return Ok(vec![]);
        };
        let _turn = self.turns.take(person).await.ok_or_else(closed)?;
        let mut folds = self.made(*first).await?;
        let mut seen = Vec::with_capacity(positions.len());
        for position in positions {
            replay(&*self.log, &mut folds, *position).await?;
            seen.push(look(&folds));
        }
        Ok(seen)
    }

    /// Every change of a figure up to a position (DSH-9): see [`explain`](explain::explain). The last
    /// ones are kept, so that page after page is one pass over the log.
    ///
    /// # Errors
    /// As [`explain`](explain::explain).
    pub async fn explain(
        &self,
        person: Uuid,
        figure: &Figure,
        until: Position,
    ) -> Result<Arc<[Change]>, ExplainError> {
        if let Some(known) = self.explained(figure, until) {
            return Ok(known);
        }
        let _turn = self.turns.take(person).await.ok_or_else(closed)?;
        if let Some(known) = self.explained(figure, until) {
            return Ok(known);
        }
        let changes: Arc<[Change]> = explain::explain(&*self.log, figure, until).await?.into();
        let mut explained = self.explained.lock();
        if changes.len() <= MOST_CHANGES_KEPT {
            explained.truncate(KEPT - 1);
            explained.insert(
                0,
                Explained {
                    figure: figure.clone(),
                    until,
                    changes: Arc::clone(&changes),
                },
            );
        }
        Ok(changes)
    }

    fn explained(&self, figure: &Figure, until: Position) -> Option<Arc<[Change]>> {
        let explained = self.explained.lock();
        let mut kept = explained.iter();
        let found = kept.find(|kept| kept.figure == *figure && kept.until == until);
        found.map(|kept| Arc::clone(&kept.changes))
    }

    /// The folds as they stood at an instant: after the last event recorded at or before it.
    ///
    /// # Errors
    /// As the log's.
    pub async fn at_instant(&self, instant: RecordedAt) -> Result<Arc<Folds>, LogError> {
        self.at(self.log.position_at(instant).await?).await
    }

    fn kept(&self, position: Position) -> Option<Arc<Folds>> {
        let mut kept = self.kept.lock();
        let found = kept.iter().position(|kept| kept.position == position)?;
        let found = kept.remove(found);
        let folds = Arc::clone(&found.folds);
        kept.push(found);
        Some(folds)
    }
}

/// Where there is no room: in the place of what the same person had made, else of what nobody
/// looked at for longest.
fn keep(kept: &mut Vec<Kept>, made: Kept) {
    if kept.len() >= KEPT {
        let own = kept.iter().position(|kept| kept.made_for == made.made_for);
        kept.remove(own.unwrap_or(0));
    }
    kept.push(made);
}

fn closed() -> LogError {
    LogError::Unavailable("past states are no longer made".into())
}

#[cfg(test)]
mod tests;
