//! The one thread that writes.
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use storage::{FileFault, FileLock, Hold, Watch, check_room};
use tokio::sync::{mpsc, oneshot, watch};

use super::batch;
use super::checkpoint::{self, Grown};
use super::file::{LogFile, fault};
use super::gather::Gather;
use super::options::SqliteOptions;
use super::recent::RecentEvents;
use super::tail_cache::TailCache;
use crate::batch_failure::BatchFailure;
use crate::{Append, Appended, Clock, LogError, Position};

/// For how long a look at the names of all files, and at the room on the disk, is trusted: it
/// costs some microseconds. The write-ahead log, where acknowledged appends are, is looked at with
/// each batch.
const TRUSTED: Duration = Duration::from_millis(10);
/// What is larger than this, in bytes, is not stored without a look at the room.
const SMALL: u64 = storage::RESERVE / 4;

/// An append and whom to answer.
pub(super) struct PendingAppend {
    pub append: Append,
    pub reply: oneshot::Sender<Result<Appended, LogError>>,
}

/// Once set, why a log answers no more.
pub(super) type Replaced = Arc<OnceLock<String>>;

/// The connection that writes, and the files that it works on.
struct Open {
    connection: Connection,
    watch: Watch,
}

/// The writer. It holds the file and its lock for as long as it lives.
pub(super) struct Writer {
    file: LogFile,
    cache_kib: u32,
    max_batch: usize,
    clock: Arc<dyn Clock>,
    /// `None` before it was opened first.
    open: Option<Open>,
    /// Whether the connection failed, and is to be opened again. Until then it stays, so that the
    /// index of the write-ahead log does not have to be made anew.
    failed: bool,
    /// Why the log answers no more: a file in use lost its name. Only a new start helps.
    replaced: Replaced,
    /// When all was last seen to be well.
    looked: Option<Instant>,
    tail: TailCache,
    grown: Grown,
    recent: RecentEvents,
    head: watch::Sender<Position>,
    _locks: (FileLock, Hold),
}

impl Writer {
    /// Opens the file for writing.
    ///
    /// # Errors
    /// `Unavailable` or `Damaged`, naming the path.
    pub(super) fn open(
        file: LogFile,
        locks: (FileLock, Hold),
        replaced: Replaced,
        options: &SqliteOptions,
    ) -> Result<Self, LogError> {
        let mut writer = Self {
            file,
            cache_kib: options.cache_kib,
            max_batch: options.max_batch.max(1),
            clock: Arc::clone(&options.clock),
            open: None,
            failed: false,
            replaced,
            looked: None,
            tail: TailCache::new(options.streams_remembered),
            grown: Grown::default(),
            recent: RecentEvents::default(),
            head: watch::Sender::new(Position::START),
            _locks: locks,
        };
        writer.connect()?;
        Ok(writer)
    }

    /// The position of the last event on disk, as it grows.
    pub(super) fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    /// The last events that it stored.
    pub(super) fn recent(&self) -> RecentEvents {
        self.recent.clone()
    }

    /// Serves appends until every sender is gone and none waits any more, then closes the file.
    pub(super) fn run(mut self, mut pending: mpsc::Receiver<PendingAppend>) {
        let mut batch = Vec::with_capacity(self.max_batch);
        let mut gather = Gather::default();
        loop {
            gather.wait(&pending, self.max_batch);
            let taken = pending.blocking_recv_many(&mut batch, self.max_batch);
            if taken == 0 {
                break;
            }
            let began = Instant::now();
            self.serve(&mut batch);
            gather.served(taken, pending.len(), began.elapsed());
            if let Some(open) = &self.open {
                self.grown
                    .checkpoint_if_due(&open.connection, pending.is_empty());
            }
        }
        self.close();
    }

    fn close(mut self) {
        // Closing would remove whatever has the name of the write-ahead log by now.
        if self.replaced.get().is_some() || self.check_names(Watch::check).is_err() {
            return;
        }
        if let Some(Open { connection, .. }) = self.open.take() {
            checkpoint::finish(&connection);
            if let Err((_, error)) = connection.close() {
                tracing::warn!(%error, "the log did not close cleanly; it recovers when opened");
            }
        }
    }

    /// Checks that what was written can be found again. If not, takes what is in the write-ahead
    /// log into the file while that can be found, and writes nothing more.
    fn check_names(
        &mut self,
        check: impl FnOnce(&Watch) -> Result<(), FileFault>,
    ) -> Result<(), String> {
        let Some(open) = &self.open else {
            return Ok(());
        };
        let Err(why) = check(&open.watch) else {
            return Ok(());
        };
        let why = why.to_string();
        tracing::error!(why, "the log takes no more appends");
        if open.watch.keeps_the_file() {
            checkpoint::catch_up(&open.connection);
        }
        // Never closed: see `close`.
        std::mem::forget(self.open.take());
        // Before anybody is answered: what was stored is not to be read back either.
        let _first = self.replaced.set(why.clone());
        Err(why)
    }

    /// Stores a batch and answers each of its callers.
    fn serve(&mut self, batch: &mut Vec<PendingAppend>) {
        metrics::histogram!("placement_log_batch_appends").record(batch_size(batch));
        match self.store(batch) {
            Ok(outcomes) => {
                let mut replies = Vec::with_capacity(batch.len());
                for (PendingAppend { append, reply }, outcome) in batch.drain(..).zip(outcomes) {
                    if let Ok(appended) = &outcome {
                        self.grown.count(&append);
                        self.recent.stored(append, appended);
                    }
                    replies.push((reply, outcome));
                }
                // Who is answered finds what it stored, and who follows finds it in memory.
                self.publish();
                for (reply, outcome) in replies {
                    answer(reply, outcome);
                }
            }
            // One append spoils the transaction for all: each gets its own.
            Err(BatchFailure::TurnedDown(_)) if batch.len() > 1 => {
                for entry in batch.drain(..) {
                    let mut alone = vec![entry];
                    self.serve(&mut alone);
                }
            }
            Err(failed) => {
                tracing::error!(?failed, appends = batch.len(), "a batch was not stored");
                for entry in batch.drain(..) {
                    answer(entry.reply, Err(failed.for_one()));
                }
                if !matches!(failed, BatchFailure::TurnedDown(_)) {
                    self.failed = true;
                    // If this fails too, the next batch tries again.
                    if let Err(error) = self.connect() {
                        tracing::error!(%error, "the log cannot be opened again");
                    }
                }
            }
        }
    }

    fn store(&mut self, batch: &[PendingAppend]) -> Result<batch::Outcomes, BatchFailure> {
        let appends = || batch.iter().map(|entry| &entry.append);
        let bytes = checkpoint::room_for(appends());
        let trusted = bytes <= SMALL && self.looked.is_some_and(|at| at.elapsed() < TRUSTED);
        if !trusted {
            self.looked = None;
            check_room(self.file.path(), bytes).map_err(|why| BatchFailure::Nothing(fault(why)))?;
        }
        self.connect().map_err(BatchFailure::Nothing)?;
        let Some(Open { connection, .. }) = &self.open else {
            return Err(BatchFailure::Nothing(LogError::Unavailable(
                "the log is closed".into(),
            )));
        };
        let outcomes = batch::store(connection, &mut self.tail, &*self.clock, appends())?;
        if trusted {
            self.check_names(Watch::check_log)
                .map_err(BatchFailure::Unknown)?;
        } else {
            self.check_names(Watch::check)
                .map_err(BatchFailure::Unknown)?;
            self.looked = Some(Instant::now());
        }
        Ok(outcomes)
    }

    /// Opens the connection if there is none, and learns where the log ends.
    fn connect(&mut self) -> Result<(), LogError> {
        if let Some(why) = self.replaced.get() {
            return Err(LogError::Unavailable(why.clone()));
        }
        if self.open.is_none() || self.failed {
            self.check_names(Watch::check)
                .map_err(LogError::Unavailable)?;
            check_room(self.file.path(), 0).map_err(fault)?;
            let connection = self.file.open_writer(self.cache_kib)?;
            // A writer that was killed may have left a long write-ahead log behind.
            checkpoint::catch_up(&connection);
            self.tail.forget();
            self.recent.forget();
            self.tail.refresh(&connection)?;
            let watch = Watch::of(self.file.path()).map_err(fault)?;
            // Only now the one that failed is closed.
            self.open = Some(Open { connection, watch });
            self.failed = false;
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

/// A caller that has gone away needs no answer.
fn answer(reply: oneshot::Sender<Result<Appended, LogError>>, outcome: Result<Appended, LogError>) {
    drop(reply.send(outcome));
}

#[expect(clippy::cast_precision_loss, reason = "a batch is far below 2^52")]
fn batch_size(batch: &[PendingAppend]) -> f64 {
    batch.len() as f64
}
