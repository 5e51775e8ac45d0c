//! The connections that read.
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::file::LogFile;
use super::row::Names;
use super::writer::Replaced;
use crate::LogError;

/// A connection that only reads, and the names it has met.
pub(super) struct Reader {
    pub connection: Connection,
    pub names: Names,
}

/// The connections that read, opened when needed and kept.
pub(super) struct Readers {
    file: LogFile,
    replaced: Replaced,
    cache_kib: u32,
    kept: usize,
    idle: Mutex<Vec<Reader>>,
    long: Arc<Semaphore>,
}

impl Readers {
    /// Readers of a file that holds a log; at most `long` long reads at a time.
    pub(super) fn new(file: LogFile, replaced: Replaced, cache_kib: u32, long: usize) -> Self {
        let long = long.max(1);
        Self {
            file,
            replaced,
            cache_kib,
            kept: long * 2,
            idle: Mutex::default(),
            long: Arc::new(Semaphore::new(long)),
        }
    }

    /// Whether the file is still the one that was opened, as far as its writer knows.
    ///
    /// # Errors
    /// `Unavailable` once it is not.
    pub(super) fn check(&self) -> Result<(), LogError> {
        match self.replaced.get() {
            Some(why) => Err(LogError::Unavailable(why.clone())),
            None => Ok(()),
        }
    }

    /// A read of a few rows found by a key, on the calling thread: some microseconds, less than
    /// a change of thread would take. Readers never wait for the writer.
    ///
    /// # Errors
    /// As `read`; `Unavailable` when no connection can be opened.
    pub(super) fn short<T>(
        &self,
        read: impl FnOnce(&mut Reader) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        self.check()?;
        let idle = self.idle.lock().pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Reader {
                connection: self.file.open_reader(self.cache_kib)?,
                names: Names::default(),
            },
        };
        let outcome = read(&mut reader);
        // A connection that failed is closed: the next read begins afresh.
        if outcome.is_ok() {
            let mut idle = self.idle.lock();
            if idle.len() < self.kept {
                idle.push(reader);
            }
        }
        outcome
    }

    /// A read of many rows, on a thread that may block.
    ///
    /// # Errors
    /// As `read`; `Unavailable` when no connection can be opened or the program is stopping.
    pub(super) async fn long<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&mut Reader) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let stopping = |_| LogError::Unavailable("the program is stopping".into());
        let permit = Arc::clone(&self.long)
            .acquire_owned()
            .await
            .map_err(|error| LogError::Unavailable(format!("the readers are closed: {error}")))?;
        let readers = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            let outcome = readers.short(read);
            drop(permit);
            outcome
        });
        task.await.map_err(stopping)?
    }

    /// Closes the connections that are not reading just now.
    pub(super) fn close_idle(&self) {
        self.idle.lock().clear();
    }
}
