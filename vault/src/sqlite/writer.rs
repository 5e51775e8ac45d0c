//! The thread that writes the file: requests that wait share a transaction.
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use storage::{Watch, check_room};
use tokio::sync::oneshot;

use super::request::{Reply, Request, RotationRequest};
use super::schema::PATIENCE;
use crate::clock::Clock;
use crate::master_key::KnownKeys;
use crate::{Erasure, PersonId, Traces, VaultError};
use storage::WriteLock;

/// The most persons one transaction takes (a long list of one caller goes in whole).
const GROUP: usize = 4096;

/// How long traces of a destroyed key may wait for the next try to remove them.
const RETRY: Duration = Duration::from_secs(1);

/// How long a removal waits for readers to move on.
const READERS: Duration = Duration::from_millis(250);

/// The one thread of this handle that writes: it takes all the requests that wait into one
/// transaction, so that many callers share one write to the disk.
pub(crate) struct Writer {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(task: WriterTask) -> Result<Self, VaultError> {
        let (requests, waiting) = mpsc::channel();
        let path = task.path.clone();
        let thread = thread::Builder::new()
            .name("vault-writer".to_owned())
            .spawn(move || task.work(&waiting))
            .map_err(|source| VaultError::File {
                doing: "start the writer of",
                path,
                source: Arc::new(source),
            })?;
        Ok(Self {
            requests: Some(requests),
            thread: Some(thread),
        })
    }

    /// Makes the keys that are missing; on disk when this returns.
    pub(crate) async fn create_keys(&self, persons: Vec<PersonId>) -> Result<(), VaultError> {
        self.ask(|reply| Request::create_keys(persons, reply)).await
    }

    /// Destroys the person's key; on disk when this returns.
    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        self.ask(|reply| Request::erase(person, reply)).await
    }

    /// A step of a rotation; on disk when this returns.
    pub(crate) async fn rotate<T: Send + 'static>(
        &self,
        leaves_no_traces: bool,
        work: impl FnMut(&Transaction<'_>, &KnownKeys, i64) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<(T, Traces), VaultError> {
        self.ask(|reply| RotationRequest::request(leaves_no_traces, work, reply))
            .await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or(VaultError::Closed)?;
        requests
            .send(request(reply))
            .map_err(|_| VaultError::Closed)?;
        answer.await.map_err(|_| VaultError::Closed)?
    }
}

impl Drop for Writer {
    /// Lets the thread finish what was asked and close the file.
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to close.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
pub(crate) struct WriterTask {
    /// The file's one name.
    pub(crate) path: PathBuf,
    /// Made by [`super::schema::open_to_write`].
    pub(crate) connection: Connection,
    pub(crate) write_lock: WriteLock,
    /// Of the files that the connection works on.
    pub(crate) watch: Arc<Watch>,
    pub(crate) known: Arc<KnownKeys>,
    pub(crate) clock: Clock,
}

impl WriterTask {
    fn work(mut self, waiting: &Receiver<Request>) {
        // What a crash left between an erasure and the removal of its traces.
        let mut traces = self.remove_traces_in_turn();
        while let Some(group) = next_group(waiting, traces) {
            traces = if group.is_empty() {
                self.remove_traces_in_turn()
            } else {
                self.write_and_tell(group, traces)
            };
        }
        // Closing the last connection checkpoints; that, too, waits for its turn.
        let Self {
            write_lock,
            connection,
            watch,
            ..
        } = self;
        if watch.check().is_err() {
            // Closing would remove whatever has the name of the write-ahead log by now.
            std::mem::forget(connection);
            return;
        }
        let turn = write_lock.take();
        drop(connection);
        drop(turn);
    }

    /// Writes a group, removes the traces of what it erased, then tells each its outcome.
    fn write_and_tell(&mut self, mut group: Vec<Request>, before: Traces) -> Traces {
        let written = self.write_in_turn(&mut group, before);
        for request in group {
            request.tell(&written);
        }
        written.unwrap_or(Traces::Pending)
    }

    fn write_in_turn(
        &mut self,
        group: &mut [Request],
        before: Traces,
    ) -> Result<Traces, VaultError> {
        let _turn = self.write_lock.take().map_err(|source| VaultError::File {
            doing: "take the writer's turn of",
            path: self.path.clone(),
            source: Arc::new(source),
        })?;
        check_room(&self.path, 0)?;
        let now = (self.clock)();
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(VaultError::store("begin to write"))?;
        for request in &mut *group {
            request.perform(&tx, &self.known, now)?;
        }
        tx.commit().map_err(VaultError::store("commit"))?;
        self.watch.check()?;
        if before == Traces::Gone && !group.iter().any(Request::leaves_no_traces) {
            return Ok(Traces::Gone);
        }
        Ok(remove_traces(&self.connection))
    }

    fn remove_traces_in_turn(&self) -> Traces {
        if self.watch.check().is_err() {
            return Traces::Pending;
        }
        match self.write_lock.take() {
            Ok(_turn) => remove_traces(&self.connection),
            Err(_) => Traces::Pending,
        }
    }
}

/// Waits for requests and takes all there are. Empty when it is time to try the removal of
/// traces again; `None` when the vault is dropped.
fn next_group(waiting: &Receiver<Request>, traces: Traces) -> Option<Vec<Request>> {
    let first = match traces {
        Traces::Gone | Traces::WithTheServer => waiting.recv().ok()?,
        Traces::Pending => match waiting.recv_timeout(RETRY) {
            Ok(request) => request,
            Err(RecvTimeoutError::Timeout) => return Some(Vec::new()),
            Err(RecvTimeoutError::Disconnected) => return None,
        },
    };
    let mut persons = first.persons();
    let mut group = vec![first];
    while persons < GROUP {
        let Ok(request) = waiting.try_recv() else {
            break;
        };
        persons += request.persons();
        group.push(request);
    }
    Some(group)
}

/// Brings the overwritten pages into the main file and empties the write-ahead log, where the
/// wrapped key still stood.
fn remove_traces(connection: &Connection) -> Traces {
    let tried = connection.busy_timeout(READERS).and_then(|()| {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, i64>(0)
        })
    });
    let patient_again = connection.busy_timeout(PATIENCE);
    match (tried, patient_again) {
        (Ok(0), Ok(())) => Traces::Gone,
        _ => Traces::Pending,
    }
}
