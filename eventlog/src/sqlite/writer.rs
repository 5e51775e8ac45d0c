//! The one thread that writes.
use std::sync::Arc;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::{self, Failed};
use super::checkpoint::{self, Grown};
use super::file::LogFile;
use super::gather::Gather;
use super::lock::WriteLock;
use super::options::SqliteOptions;
use super::tail::Tail;
use crate::{Append, Appended, Clock, LogError, Position};

/// An append and whom to answer.
pub(super) struct Job {
    pub append: Append,
    pub reply: oneshot::Sender<Result<Appended, LogError>>,
}

/// The writer. It holds the lock of the file for as long as it lives.
pub(super) struct Writer {
    file: LogFile,
    cache_kib: u32,
    max_batch: usize,
    clock: Arc<dyn Clock>,
    /// `None` after a failure, until it can be opened again.
    connection: Option<Connection>,
    tail: Tail,
    grown: Grown,
    head: watch::Sender<Position>,
    _lock: WriteLock,
}

impl Writer {
    /// Opens the file for writing.
    ///
    /// # Errors
    /// `Unavailable` or `Damaged`, naming the path.
    pub(super) fn open(
        file: LogFile,
        lock: WriteLock,
        options: &SqliteOptions,
    ) -> Result<Self, LogError> {
        let mut writer = Self {
            file,
            cache_kib: options.cache_kib,
            max_batch: options.max_batch.max(1),
            clock: Arc::clone(&options.clock),
            connection: None,
            tail: Tail::new(options.streams_remembered),
            grown: Grown::default(),
            head: watch::Sender::new(Position::START),
            _lock: lock,
        };
        writer.connect()?;
        Ok(writer)
    }

    /// The position of the last event on disk, as it grows.
    pub(super) fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    /// Serves appends until every sender is gone and none waits any more, then closes the file.
    pub(super) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(self.max_batch);
        let mut gather = Gather::default();
        loop {
            gather.wait(&jobs, self.max_batch);
            let taken = jobs.blocking_recv_many(&mut batch, self.max_batch);
            if taken == 0 {
                break;
            }
            let began = Instant::now();
            self.serve(&mut batch);
            gather.served(taken, jobs.len(), began.elapsed());
            if let Some(connection) = &self.connection {
                self.grown.checkpoint_if_due(connection, jobs.is_empty());
            }
        }
        if let Some(connection) = self.connection.take() {
            checkpoint::finish(&connection);
            if let Err((_, error)) = connection.close() {
                tracing::warn!(%error, "the log did not close cleanly; it recovers when opened");
            }
        }
    }

    /// Stores a batch and answers each of its callers.
    fn serve(&mut self, batch: &mut Vec<Job>) {
        metrics::histogram!("placement_log_batch_appends").record(batch_size(batch));
        match self.store(batch) {
            Ok(outcomes) => {
                for (job, outcome) in batch.drain(..).zip(outcomes) {
                    answer(job, outcome);
                }
            }
            // One append spoils the transaction for all: each gets its own.
            Err(Failed::TurnedDown(_)) if batch.len() > 1 => {
                for job in batch.drain(..) {
                    let mut alone = vec![job];
                    self.serve(&mut alone);
                }
            }
            Err(failed) => {
                tracing::error!(?failed, appends = batch.len(), "a batch was not stored");
                for job in batch.drain(..) {
                    answer(job, Err(failed.for_one()));
                }
                if !matches!(failed, Failed::TurnedDown(_)) {
                    self.connection = None;
                    // If this fails too, the next batch tries again.
                    if let Err(error) = self.connect() {
                        tracing::error!(%error, "the log cannot be opened again");
                    }
                }
            }
        }
    }

    fn store(&mut self, batch: &[Job]) -> Result<batch::Outcomes, Failed> {
        self.connect().map_err(Failed::Nothing)?;
        let Some(connection) = &self.connection else {
            return Err(Failed::Nothing(LogError::Unavailable(
                "the log is closed".into(),
            )));
        };
        let appends = batch.iter().map(|job| &job.append);
        let outcomes = batch::store(connection, &mut self.tail, &*self.clock, appends)?;
        for (job, _) in batch
            .iter()
            .zip(&outcomes)
            .filter(|(_, outcome)| outcome.is_ok())
        {
            self.grown.count(&job.append);
        }
        self.publish();
        Ok(outcomes)
    }

    /// Opens the connection if there is none, and learns where the log ends.
    fn connect(&mut self) -> Result<(), LogError> {
        if self.connection.is_none() {
            let connection = self.file.open_writer(self.cache_kib)?;
            // A writer that was killed may have left a long write-ahead log behind.
            checkpoint::catch_up(&connection);
            self.tail.forget();
            self.tail.refresh(&connection)?;
            self.connection = Some(connection);
            self.publish();
        }
        Ok(())
    }

    fn publish(&self) {
        let head = self.tail.head;
        self.head.send_if_modified(|known| {
            let moved = head > *known;
            if moved {
                *known = head;
            }
            moved
        });
    }
}

impl Failed {
    /// What a caller is told.
    fn for_one(&self) -> LogError {
        match self {
            Self::TurnedDown(why) => LogError::Refused(why.clone()),
            Self::Nothing(LogError::Damaged(why)) => LogError::Damaged(why.clone()),
            Self::Nothing(LogError::Unavailable(why)) => LogError::Unavailable(why.clone()),
            Self::Nothing(other) => LogError::Unavailable(other.to_string()),
            Self::Unknown(why) => LogError::UnknownOutcome(why.clone()),
        }
    }
}

/// A caller that has gone away needs no answer.
fn answer(job: Job, outcome: Result<Appended, LogError>) {
    drop(job.reply.send(outcome));
}

#[expect(clippy::cast_precision_loss, reason = "a batch is far below 2^52")]
fn batch_size(batch: &[Job]) -> f64 {
    batch.len() as f64
}
