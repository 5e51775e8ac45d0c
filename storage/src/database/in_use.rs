//! A SQLite file that the pools of a [`super::Database`] work on.
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{FileFault, StoreLocation, Watch, check_room};
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};

use super::{BUSY_TIMEOUT, DatabaseError};
use crate::WriteLock;

/// Keeps the file's companions while the pools close and open connections as they please, by a
/// connection of its own; watches that none of the files loses its name.
pub(crate) struct InUse {
    path: PathBuf,
    watch: Watch,
    /// `None` once closed.
    connection: Mutex<Option<Connection>>,
}

impl InUse {
    /// A file that is there. Those who read it do not wait for those who write: it gets a
    /// write-ahead log, if it has none yet.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        check_room(path, 0).map_err(Arc::new)?;
        let connection = connect(path).map_err(|source| DatabaseError::Refused {
            place: StoreLocation::File(path.to_owned()),
            doing: "set up its file",
            source: Arc::new(sqlx::Error::Configuration(source.into())),
        })?;
        Ok(Self {
            path: path.to_owned(),
            watch: Watch::of(path).map_err(Arc::new)?,
            connection: Mutex::new(Some(connection)),
        })
    }

    /// That the files are still what has their names, and can grow.
    pub(crate) fn check(&self) -> Result<(), FileFault> {
        self.watch.check()?;
        check_room(&self.path, 0)
    }

    /// Moves what was written into the file, in turn with all who write it: two at once are not
    /// safe (see [`WriteLock`]). If it cannot be done now, the next call does it.
    pub(crate) fn checkpoint(&self) {
        let connection = self.connection.lock();
        let (Some(connection), Ok(())) = (&*connection, self.watch.check()) else {
            return;
        };
        let Ok(lock) = WriteLock::of(&self.path) else {
            return;
        };
        if let Ok(_guard) = lock.take() {
            let moved = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
            if let Err(error) = moved {
                tracing::warn!(%error, "a write-ahead log stays for now");
            }
        }
    }

    /// Ends its connection, after those of the pools.
    pub(crate) fn close(&self) {
        let connection = self.connection.lock().take();
        if self.watch.check().is_err() {
            // Closing would remove whatever has the name of the write-ahead log by now.
            std::mem::forget(connection);
        }
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        self.close();
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL;")?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}
