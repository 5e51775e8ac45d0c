//! The folds as they stood at a past position or instant (DSH-6): the same folds, stopped there.
use std::num::NonZeroUsize;
use std::sync::Arc;

use eventlog::{EventLog, LogError, Position, RecordedAt};
use lru::LruCache;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::folds::Folds;
use crate::replay::replay;
use crate::snapshot::SnapshotFolder;

/// How many past states are kept in memory.
const KEPT: NonZeroUsize = match NonZeroUsize::new(2) {
    Some(two) => two,
    None => NonZeroUsize::MIN,
};

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

/// Past states, made one at a time, the last two kept.
pub struct AsOf {
    log: Arc<dyn EventLog>,
    snapshots: Option<SnapshotFolder>,
    kept: Mutex<LruCache<Position, Arc<Folds>>>,
    turn: Semaphore,
}

impl AsOf {
    /// The past of a log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, snapshots: Option<SnapshotFolder>) -> Self {
        let (kept, turn) = (Mutex::new(LruCache::new(KEPT)), Semaphore::new(1));
        Self {
            log,
            snapshots,
            kept,
            turn,
        }
    }

    /// The folds as they stood at a position; beyond the head, as they stand at the head. It may
    /// last as long as a replay of the log; dropping the future ends it.
    ///
    /// # Errors
    /// As the log's.
    pub async fn at(&self, position: Position) -> Result<Arc<Folds>, LogError> {
        let position = position.min(self.log.head().await?);
        if let Some(kept) = self.kept(position) {
            return Ok(kept);
        }
        let _turn = self.turn.acquire().await.map_err(|_| closed())?;
        // Whoever had the turn may have made it.
        if let Some(kept) = self.kept(position) {
            return Ok(kept);
        }
        let folds = Arc::new(folds_at(&*self.log, self.snapshots.as_ref(), position).await?);
        self.kept.lock().put(position, Arc::clone(&folds));
        Ok(folds)
    }

    /// The folds as they stood at an instant: after the last event recorded at or before it.
    ///
    /// # Errors
    /// As the log's.
    pub async fn at_instant(&self, instant: RecordedAt) -> Result<Arc<Folds>, LogError> {
        self.at(self.log.position_at(instant).await?).await
    }

    fn kept(&self, position: Position) -> Option<Arc<Folds>> {
        self.kept.lock().get(&position).cloned()
    }
}

fn closed() -> LogError {
    LogError::Unavailable("past states are no longer made".into())
}

#[cfg(test)]
mod tests;
