//! The dashboards as SQL tables, for BI tools: `dashboard_*` in PostgreSQL, or in a SQLite file
//! beside an embedded log. Figures and public data only; no pupil has a row.
//!
//! One server at a time follows the log, by lease with a fence. Rows come from the same folds as
//! the dashboards in memory; only those that moved are written, with the checkpoint, in one
//! transaction. A new layout is built beside the old one, and the views are switched at once.
mod colleges;
mod image;
mod live;
mod offers;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod store;
mod switch;
mod table;
mod target;
mod territories;
mod touched;
mod weeks;
mod worker;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Backoff, EventLog, Fence, Lease, Leases, LogError, Position, run_under_lease};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub use row::{Cell, Row};
pub use statement::ROLE;
pub use store::StoreError;
pub use table::{
    CHECKPOINT, CHECKPOINT_COLUMNS, CHECKPOINT_COMMENT, Column, ColumnKind, LAYOUT, TABLES, Table,
    TableName,
};
pub use target::{BadTarget, Target};
pub use worker::WORK;

/// How the tables are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where snapshots of the folds lie, to start from; none are written.
    pub snapshots: Option<PathBuf>,
    /// At most so many events go into one transaction.
    pub batch: usize,
    /// How long the lease lasts without renewal; it is renewed three times as often.
    pub lease: Duration,
    /// How long a failure is followed by nothing; doubled with each one in a row.
    pub retry: Duration,
    /// The longest such wait.
    pub retry_at_most: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            snapshots: None,
            batch: 1_024,
            lease: Duration::from_secs(15),
            retry: worker::RETRY,
            retry_at_most: worker::RETRY_AT_MOST,
        }
    }
}

/// What the writer of this server does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableWriterStatus {
    /// It begins.
    Starting,
    /// Another server writes the tables.
    StandingBy,
    /// It builds tables beside those that the views read.
    Rebuilding,
    /// It follows the log.
    Following,
    /// The log or the database does not answer; it tries again.
    Waiting(String),
    /// It cannot go on, and says why; the tables stay as they are until a restart.
    Parked(String),
    /// It was stopped.
    Stopped,
}

/// Where the writer of this server stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What it does.
    pub status: TableWriterStatus,
    /// The last event in the tables that the views read, as this server wrote them.
    pub position: Position,
    /// The fence of its lease, once it has held it.
    pub fence: Option<Fence>,
}

/// The same, seen from the head of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where it stands.
    pub state: State,
    /// The last event of the log.
    pub head: Position,
    /// How many positions the head is ahead.
    pub lag: u64,
}

/// The tables will not reach the position by this server: it has stopped, or stands still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the SQL dashboards stand at {} and do not go on", .0.position)]
pub struct TablesStopped(pub State);

/// The writer of the tables; it stops when it is told to, or when this is dropped.
pub struct SqlDashboards {
    log: Arc<dyn EventLog>,
    state: watch::Receiver<State>,
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl SqlDashboards {
    /// Writes the tables of a log from now on, whenever this server holds the lease.
    ///
    /// # Errors
    /// When the database does not answer. Later failures are none: they are tried again, and seen
    /// in [`SqlDashboards::status`].
    pub async fn start(
        log: Arc<dyn EventLog>,
        leases: Arc<dyn Leases>,
        target: &Target,
        holder: Uuid,
    ) -> Result<Self, StoreError> {
        Self::start_with(log, leases, target, holder, Options::default()).await
    }

    /// As [`SqlDashboards::start`], with other options.
    ///
    /// # Errors
    /// As [`SqlDashboards::start`].
    pub async fn start_with(
        log: Arc<dyn EventLog>,
        leases: Arc<dyn Leases>,
        target: &Target,
        holder: Uuid,
        options: Options,
    ) -> Result<Self, StoreError> {
        let mut store = store::Store::new(target);
        store.ping().await?;
        let (told, state) = watch::channel(State {
            status: TableWriterStatus::Starting,
            position: Position::START,
            fence: None,
        });
        let (stop, stopping) = watch::channel(false);
        let lease = Lease::new(leases, WORK, holder, options.lease);
        let backoff = Backoff {
            first: options.retry,
            longest: options.retry_at_most,
        };
        let mut worker = worker::Worker {
            log: Arc::clone(&log),
            store,
            options,
            state: told,
            held: None,
        };
        let task = tokio::spawn(async move {
            run_under_lease(&lease, backoff, &mut worker, stopping).await;
        });
        let task = Mutex::new(Some(task));
        Ok(Self {
            log,
            state,
            stop,
            task,
        })
    }

    /// The last event in the tables that the views read, as this server wrote them.
    #[must_use]
    pub fn position(&self) -> Position {
        self.state.borrow().position
    }

    /// Where the writer stands, as a value to watch.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Where the writer stands, and how far behind the log.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn status(&self) -> Result<Status, LogError> {
        let head = self.log.head().await?;
        let state = self.state.borrow().clone();
        let lag = head.0.saturating_sub(state.position.0);
        Ok(Status { state, head, lag })
    }

    /// Waits until this server has written the event at a position into tables that the views
    /// read, and gives where they stand then.
    ///
    /// # Errors
    /// When it has stopped, or stands still.
    pub async fn wait_for(&self, wanted: Position) -> Result<Position, TablesStopped> {
        let mut state = self.state.clone();
        let over = |state: &State| {
            state.position >= wanted
                || matches!(
                    state.status,
                    TableWriterStatus::Parked(_) | TableWriterStatus::Stopped
                )
        };
        let state = match state.wait_for(over).await {
            Ok(state) => state.clone(),
            Err(_) => self.state.borrow().clone(),
        };
        if state.position >= wanted {
            return Ok(state.position);
        }
        Err(TablesStopped(state))
    }

    /// Stops and gives the lease back. Stopping again waits for nothing.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "writing the SQL dashboards ended badly");
        }
    }
}
