//! The folds as they stood at a past position or instant (DSH-6): the same folds, stopped there.
mod turns;

use std::sync::Arc;

use eventlog::{EventLog, LogError, Position, RecordedAt};
use parking_lot::Mutex;
use uuid::Uuid;

use crate::folds::Folds;
use crate::replay::replay;
use crate::snapshot::SnapshotFolder;
use turns::Turns;

/// How many past states are kept in memory.
const KEPT: usize = 2;

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
    let kept = match snapshots {
        Some(folder) => folder.newest(log, position).await?,
        None => None,
    };
    let mut folds = kept.unwrap_or_default();
    replay(log, &mut folds, position).await?;
    Ok(folds)
}

/// Past states, made one at a time, two of them kept. Persons take turns, and whoever has one of
/// the two takes no other's place.
pub struct PastFolds {
    log: Arc<dyn EventLog>,
    snapshots: Option<SnapshotFolder>,
    /// What was looked at last stands last.
    kept: Mutex<Vec<Kept>>,
    turns: Arc<Turns>,
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
            kept: Mutex::default(),
            turns: Arc::default(),
        }
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
        let folds = Arc::new(folds_at(&*self.log, self.snapshots.as_ref(), position).await?);
        let made = Kept {
            position,
            folds: Arc::clone(&folds),
            made_for: person,
        };
        keep(&mut self.kept.lock(), made);
        Ok(folds)
    }

    /// What `look` makes of the folds at each of these positions, in their order, from one pass over
    /// the log: from the newest snapshot before the first of them to the last (DSH-10). No position
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
        let mut folds = folds_at(&*self.log, self.snapshots.as_ref(), *first).await?;
        let mut seen = Vec::with_capacity(positions.len());
        for position in positions {
            replay(&*self.log, &mut folds, *position).await?;
            seen.push(look(&folds));
        }
        Ok(seen)
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
