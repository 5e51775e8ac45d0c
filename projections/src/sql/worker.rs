//! The task that writes the tables while it holds the lease.
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use eventlog::{
    AnotherHistory, EventLog, Fence, Follower, Lease, LeasedWork, LogError, Next, OnFailure,
};
use tokio::sync::watch;
use uuid::Uuid;

use super::live::Live;
use super::statement::TableCheckpoint;
use super::store::{Outcome, Serving, Store, StoreError};
use super::{Options, State, TableWriterStatus};
use crate::folds::{Parked, ParkedReason};

/// The work that one server at a time does.
pub const WORK: &str = "sql-dashboards";

/// Why a turn came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableWriterError {
    #[error(transparent)]
    Log(LogError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("another server has taken the tables over")]
    Superseded,
    #[error("event {} cannot be taken: {}", .0.position, .0.reason)]
    Parked(Parked),
    #[error("the tables are of layout {0}, which this program does not know")]
    Later(u32),
    #[error("the tables are not known to be of this installation's log: {0}")]
    AnotherLog(AnotherHistory),
    #[error("the tables are of installation {tables}, the log is of {log}")]
    AnotherInstallation { tables: String, log: Uuid },
}

impl From<LogError> for TableWriterError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Damaged(damage) => match damage.at {
                Some(position) => Self::Parked(Parked {
                    position,
                    reason: ParkedReason::Damaged(damage),
                }),
                None => Self::Log(LogError::Damaged(damage)),
            },
            other @ (LogError::Conflict { .. }
            | LogError::Refused(_)
            | LogError::Unavailable(_)
            | LogError::UnknownOutcome(_)
            | LogError::AnotherHistory(_)) => Self::Log(other),
        }
    }
}

pub(super) struct Worker {
    pub(super) log: Arc<dyn EventLog>,
    pub(super) store: Store,
    pub(super) options: Options,
    pub(super) state: watch::Sender<State>,
    pub(super) held: Option<WriterSession>,
}

/// What there is while the lease is held.
pub(super) struct WriterSession {
    pub(super) live: Live,
    pub(super) follower: Follower,
    pub(super) fence: Fence,
    pub(super) serving: Serving,
    /// Whether the last transaction may or may not have been written.
    pub(super) unsure: bool,
}

#[async_trait]
impl LeasedWork for Worker {
    type Error = TableWriterError;

    /// Goes on by one batch at most. Dropped half-way, it leaves behind at most a transaction of
    /// which it is unsure.
    async fn step(&mut self, fence: Fence, _: &Lease) -> Result<Next, TableWriterError> {
        let mut held = match self.held.take() {
            Some(held) if held.fence == fence => held,
            Some(_) | None => {
                let held = self.take_up(fence).await?;
                self.held = Some(held);
                return self.write().await;
            }
        };
        if held.unsure {
            match self.make_sure(&mut held).await {
                Ok(()) => {}
                Err(TableWriterError::Superseded) => return Err(TableWriterError::Superseded),
                Err(error) => {
                    self.held = Some(held);
                    return Err(error);
                }
            }
        }
        let held = self.held.insert(held);
        if held.live.is_ahead() {
            return self.write().await;
        }
        if let Some(parked) = held.live.parked() {
            return Err(TableWriterError::Parked(parked.clone()));
        }
        self.switch().await?;
        let Some(held) = &mut self.held else {
            return Ok(Next::Now);
        };
        let batch = held.follower.next_batch().await?;
        held.live.apply(&batch);
        if held.live.is_ahead() {
            return self.write().await;
        }
        Ok(Next::Now)
    }

    fn stands_by(&mut self) {
        self.held = None;
        self.tell(TableWriterStatus::StandingBy);
    }

    fn failed(&mut self, error: TableWriterError) -> OnFailure {
        match error {
            TableWriterError::Superseded => self.stands_by(),
            TableWriterError::Parked(_)
            | TableWriterError::Later(_)
            | TableWriterError::AnotherLog(_)
            | TableWriterError::AnotherInstallation { .. }
            | TableWriterError::Log(LogError::AnotherHistory(_)) => {
                tracing::error!(%error, "the SQL dashboards stand still");
                self.held = None;
                self.tell(TableWriterStatus::Parked(error.to_string()));
                return OnFailure::GiveUp;
            }
            TableWriterError::Log(ref outage) if outage.is_outage() => {
                tracing::debug!(%error, "the SQL dashboards wait");
                self.tell(TableWriterStatus::Waiting(error.to_string()));
            }
            TableWriterError::Log(_) | TableWriterError::Store(_) => {
                tracing::warn!(%error, "the SQL dashboards wait");
                self.tell(TableWriterStatus::Waiting(error.to_string()));
            }
        }
        OnFailure::Retry
    }

    async fn ends(&mut self) {
        self.tell(TableWriterStatus::Stopped);
    }
}

impl Worker {
    fn tell(&self, status: TableWriterStatus) {
        self.state.send_modify(|state| state.status = status);
    }

    async fn take_up(&mut self, fence: Fence) -> Result<WriterSession, TableWriterError> {
        let serving = self.store.prepare().await?;
        if let Serving::Later(layout) = serving {
            return Err(TableWriterError::Later(layout));
        }
        if serving == Serving::Ours {
            self.store.tidy().await?;
        }
        let at = self.store.checkpoint().await?;
        if at.fence > fence {
            return Err(TableWriterError::Superseded);
        }
        if serving == Serving::Another {
            self.tell(TableWriterStatus::Rebuilding);
        }
        let replaces = self.must_be_made_anew(&at).await?;
        let snapshots = self.options.snapshots.clone();
        let live = Live::take_up(&*self.log, snapshots, &at, replaces).await?;
        let follower = Follower::new(Arc::clone(&self.log), live.reached(), self.options.batch);
        Ok(WriterSession {
            live,
            follower,
            fence,
            serving,
            unsure: false,
        })
    }

    /// Whether the tables are this installation's, but of a log that was put back to an older
    /// state since. Tables of others are left as they are.
    async fn must_be_made_anew(&mut self, at: &TableCheckpoint) -> Result<bool, TableWriterError> {
        let another = self.log.compare(at.place()).await?;
        let owner = self.store.owner().await?;
        let ours = self.log.installation().await?;
        match (owner, ours, another) {
            (Some(tables), Some(log), _) if tables != log.to_string() => {
                Err(TableWriterError::AnotherInstallation { tables, log })
            }
            (Some(_), Some(_), Some(which)) => {
                tracing::error!(
                    position = %which.followed.position,
                    followed = %which.followed.event_id,
                    found = which.found.map(tracing::field::display),
                    "the log was put back to an older state: the SQL dashboards are made anew"
                );
                Ok(true)
            }
            (_, _, Some(which)) => Err(TableWriterError::AnotherLog(which)),
            (None, Some(ours), None) => {
                self.store.own(ours).await?;
                Ok(false)
            }
            (_, _, None) => Ok(false),
        }
    }

    /// Reads back what became of the last transaction.
    async fn make_sure(&mut self, held: &mut WriterSession) -> Result<(), TableWriterError> {
        let at = self.store.checkpoint().await?;
        if at.fence == held.fence && at.place() == held.live.reached() {
            let (_, difference) = held.live.step(held.fence).await;
            held.live.is_written(difference);
        } else if at.fence > held.fence || at.position != held.live.written() {
            return Err(TableWriterError::Superseded);
        }
        held.unsure = false;
        self.told_written(held);
        Ok(())
    }

    /// Writes what moved, with the checkpoint; a first time to take the tables over.
    async fn write(&mut self) -> Result<Next, TableWriterError> {
        let Some(mut held) = self.held.take() else {
            return Ok(Next::Now);
        };
        let (step, mut difference) = held.live.step(held.fence).await;
        let rows = std::mem::take(&mut difference.rows);
        held.unsure = true;
        let held = self.held.insert(held);
        match self.store.write(&step, rows).await? {
            Outcome::Done => {
                held.unsure = false;
                held.live.is_written(difference);
            }
            Outcome::Superseded => {
                self.held = None;
                return Err(TableWriterError::Superseded);
            }
        }
        if let Some(held) = &self.held {
            self.told_written(held);
        }
        Ok(Next::Now)
    }

    /// Once rebuilt tables have caught up, to a batch, the views read them.
    async fn switch(&mut self) -> Result<(), TableWriterError> {
        let Some(held) = &mut self.held else {
            return Ok(());
        };
        if held.serving == Serving::Ours {
            return Ok(());
        }
        let behind = self
            .log
            .head()
            .await?
            .0
            .saturating_sub(held.live.written().0);
        if usize::try_from(behind).is_ok_and(|behind| behind <= self.options.batch) {
            let (step, _) = held.live.step(held.fence).await;
            held.unsure = true;
            match self.store.switch(&step).await? {
                Outcome::Done => {
                    held.unsure = false;
                    held.serving = Serving::Ours;
                }
                Outcome::Superseded => {
                    self.held = None;
                    return Err(TableWriterError::Superseded);
                }
            }
            tracing::info!(position = %step.to, "the rebuilt SQL dashboards are served");
        }
        if let Some(held) = &self.held {
            self.told_written(held);
        }
        Ok(())
    }

    fn told_written(&self, held: &WriterSession) {
        let served = held.serving == Serving::Ours;
        self.state.send_if_modified(|state| {
            let before = state.clone();
            state.fence = Some(held.fence);
            state.status = if served {
                TableWriterStatus::Following
            } else {
                TableWriterStatus::Rebuilding
            };
            if served {
                state.position = held.live.written();
            }
            *state != before
        });
    }
}

/// Waits double from the first to the longest.
pub(super) const RETRY: Duration = Duration::from_millis(100);
/// The longest.
pub(super) const RETRY_AT_MOST: Duration = Duration::from_secs(5);
