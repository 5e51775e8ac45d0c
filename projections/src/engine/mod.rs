//! The live state: all folds in memory, following the log.
mod core;
mod follow;

use std::path::PathBuf;
use std::sync::Arc;

use eventlog::{EventLog, LogError, Position, RecordedAt};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::as_of_states::AsOfStates;
use crate::folds::{Folds, Parked};
use crate::replay::replay;
use crate::snapshot::SnapshotFolder;
pub(crate) use core::Core;

/// How the live state is kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where snapshots lie; none are read or written without it.
    pub snapshots: Option<PathBuf>,
    /// A snapshot is written after so many events, at the stop, and at once when somebody was
    /// erased, those from before being removed. `u64::MAX`: none ever is, nor removed; for whoever
    /// looks at the snapshots of another.
    pub snapshot_every: u64,
    /// The states kept along the log for the questions of the past, to which a start and the
    /// following add.
    pub states: Option<Arc<AsOfStates>>,
    /// At most so many events are read at once; readers wait a millisecond at most for them.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            snapshots: None,
            snapshot_every: 100_000,
            states: None,
            batch: 256,
        }
    }
}

/// The live state. Clones share it; it stops when it is told to, or with its last clone.
#[derive(Clone)]
pub struct Engine {
    core: Arc<Core>,
    running: Arc<Running>,
}

struct Running {
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// Where a projection stands, seen from the head of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectionStatus {
    /// Its name.
    pub name: &'static str,
    /// The last record taken.
    pub position: Position,
    /// How many positions the head of the log is ahead.
    pub lag: u64,
    /// Why it stands still, if it does.
    pub parked: Option<Parked>,
}

/// Where all projections stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The last event of the log.
    pub head: Position,
    /// The last event that all projections which are not parked have taken.
    pub applied: Position,
    /// When that event was recorded.
    pub applied_recorded_at: RecordedAt,
    /// Each projection.
    pub projections: Vec<ProjectionStatus>,
}

/// Why a position was not waited for any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    /// The deadline came first.
    #[error("the projections stand at {applied} and did not reach {wanted} in time")]
    Late {
        /// What was waited for.
        wanted: Position,
        /// Where the projections stand.
        applied: Position,
    },
    /// Every projection stands still, or the engine has stopped: it would never come.
    #[error("the projections stand still at {applied}, before {wanted}")]
    Stopped {
        /// What was waited for.
        wanted: Position,
        /// Where the projections stand.
        applied: Position,
    },
}

impl Engine {
    /// Takes up the newest usable snapshot, replays what the log holds beyond it, and follows the
    /// log from there in a task of its own.
    ///
    /// # Errors
    /// When the log does not answer. A projection that is parked is no error: see
    /// [`Engine::health`] and [`Engine::status`].
    pub async fn start(log: Arc<dyn EventLog>, options: Options) -> Result<Self, LogError> {
        let head = log.head().await?;
        let began = Instant::now();
        let snapshots = options.snapshots.clone().map(SnapshotFolder::new);
        let kept = match &snapshots {
            Some(folder) => folder.newest(&*log, head).await?,
            None => None,
        };
        let mut folds = kept.unwrap_or_default();
        let kept_at = folds.position();
        let read = began.elapsed();
        let replayed = match &options.states {
            Some(states) => states.replay(&*log, &mut folds, head).await,
            None => replay(&*log, &mut folds, head).await,
        };
        if let Err(error) = replayed {
            folds.park_damaged(error)?;
        }
        let took = began.elapsed();
        tracing::info!(from = %kept_at, to = %folds.position(), "the projections are replayed");
        tracing::debug!(snapshot = ?read, ?took, "how long the projections took to start");
        let core = Arc::new(Core::new(log, folds));
        let (stop, stopping) = watch::channel(false);
        let following = follow::Following::new(Arc::clone(&core), snapshots, &options, kept_at);
        let task = Mutex::new(Some(tokio::spawn(following.run(stopping))));
        Ok(Self {
            core,
            running: Arc::new(Running { stop, task }),
        })
    }

    /// Looks at the folds. Keep it short: while it lasts no event is applied. The position of
    /// what is seen is [`Folds::position`].
    pub fn read<T>(&self, look: impl FnOnce(&Folds) -> T) -> T {
        look(&self.core.folds.read())
    }

    /// The last event that all projections which are not parked have taken.
    #[must_use]
    pub fn applied(&self) -> Position {
        *self.core.applied.borrow()
    }

    /// The same as a value to watch: it moves after each batch that is applied.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.core.applied.subscribe()
    }

    /// Waits until the projections have taken the event at a position, and gives where they
    /// stand then.
    ///
    /// # Errors
    /// [`WaitError::Late`] at the deadline; [`WaitError::Stopped`] where it would never come.
    pub async fn wait_for(
        &self,
        wanted: Position,
        deadline: Instant,
    ) -> Result<Position, WaitError> {
        let mut applied = self.core.applied.subscribe();
        let mut stopped = self.core.stopped.subscribe();
        if *applied.borrow() < wanted {
            self.core.hurry.notify_one();
        }
        tokio::select! {
            biased;
            reached = applied.wait_for(|applied| *applied >= wanted) => {
                reached.map(|reached| *reached).map_err(|_| self.stopped(wanted))
            }
            _ = stopped.wait_for(|stopped| *stopped) => Err(self.stopped(wanted)),
            () = tokio::time::sleep_until(deadline) => {
                Err(WaitError::Late { wanted, applied: self.applied() })
            }
        }
    }

    fn stopped(&self, wanted: Position) -> WaitError {
        WaitError::Stopped {
            wanted,
            applied: self.applied(),
        }
    }

    /// Whether all is well: the log answers and no projection is parked.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<bool> {
        self.core.healthy.subscribe()
    }

    /// Where each projection stands.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn status(&self) -> Result<Status, LogError> {
        let head = self.core.log.head().await?;
        let (applied, applied_recorded_at, statuses) =
            self.read(|folds| (folds.position(), folds.recorded_at(), folds.statuses()));
        let seen = |status: crate::folds::FoldStatus| ProjectionStatus {
            name: status.name,
            position: status.position,
            lag: head.0.saturating_sub(status.position.0),
            parked: status.parked,
        };
        let projections = statuses.into_iter().map(seen).collect();
        Ok(Status {
            head,
            applied,
            applied_recorded_at,
            projections,
        })
    }

    /// Stops following and writes a snapshot. The folds can still be read. Stopping again waits
    /// for nothing.
    pub async fn stop(&self) {
        self.running.stop.send_replace(true);
        let task = self.running.task.lock().take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "following the log ended badly");
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }
}

#[cfg(test)]
mod tests;
