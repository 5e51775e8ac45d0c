//! Opening the file: what is looked at before SQLite touches it, and how connections are set up.
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::read_failed;
use super::schema::{self, Held};
use crate::LogError;

/// How every SQLite file of some length begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// How long a connection waits for a lock that another program holds for a moment.
const BUSY: Duration = Duration::from_secs(5);
/// How large the write-ahead log may stay on disk once it has been taken into the file, in bytes.
const WAL_KEPT: u32 = 64 << 20;

/// A path that SQLite may open, looked at without creating anything.
pub(super) struct LogFile {
    path: PathBuf,
}

impl LogFile {
    /// The file of a log that may not exist yet.
    ///
    /// # Errors
    /// `Unavailable`, naming the path, when it is a directory, a file of another kind, or in a
    /// folder that is not there.
    pub(super) fn new_or_there(path: &Path) -> Result<Self, LogError> {
        let path = absolute(path)?;
        match fs::metadata(&path) {
            Ok(_) => Self::there(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                match path.parent().map(fs::metadata) {
                    Some(Ok(folder)) if folder.is_dir() => Ok(Self { path }),
                    Some(Err(error)) => Err(unavailable(&path, &format!("its folder: {error}"))),
                    _ => Err(unavailable(&path, "its folder is not a folder")),
                }
            }
            Err(error) => Err(unavailable(&path, &error.to_string())),
        }
    }

    /// The file of a log that is there.
    ///
    /// # Errors
    /// As [`LogFile::new_or_there`], and when there is no file.
    pub(super) fn there(path: &Path) -> Result<Self, LogError> {
        let path = absolute(path)?;
        let failed = |error: io::Error| unavailable(&path, &error.to_string());
        let about = fs::metadata(&path).map_err(failed)?;
        if !about.is_file() {
            return Err(unavailable(&path, "it is not a file"));
        }
        let mut start = Vec::with_capacity(MAGIC.len());
        let file = File::open(&path).map_err(failed)?;
        file.take(16).read_to_end(&mut start).map_err(failed)?;
        if !start.is_empty() && start != MAGIC {
            return Err(unavailable(&path, "it is not a SQLite file"));
        }
        Ok(Self { path })
    }

    /// Where the file is, from the root.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A connection that writes; creates the file and its tables if need be. The caller holds
    /// the write lock.
    ///
    /// # Errors
    /// `Unavailable` or `Damaged`, naming the path.
    pub(super) fn open_writer(&self, cache_kib: u32) -> Result<Connection, LogError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        self.connect(flags, cache_kib)
            .and_then(|connection| {
                let held = schema::inspect(&connection)?;
                let set_up = || {
                    let mode: String =
                        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
                    // This connection checkpoints when it says so, never as a part of a commit.
                    connection.execute_batch(&format!(
                        "PRAGMA synchronous = FULL;
                     PRAGMA wal_autocheckpoint = 0;
                     PRAGMA journal_size_limit = {WAL_KEPT};
                     PRAGMA temp_store = MEMORY;"
                    ))?;
                    Ok(mode)
                };
                let mode = set_up().map_err(|error| read_failed(&error))?;
                if mode != "wal" {
                    return Err(LogError::Unavailable(format!(
                        "its file system has no write-ahead log (journal mode {mode})"
                    )));
                }
                if held == Held::Nothing {
                    schema::create(&connection).map_err(|error| read_failed(&error))?;
                    self.sync_folder()?;
                }
                Ok(connection)
            })
            .map_err(|error| self.named(error))
    }

    /// A connection that only reads.
    ///
    /// # Errors
    /// `Unavailable` or `Damaged`, naming the path.
    pub(super) fn open_reader(&self, cache_kib: u32) -> Result<Connection, LogError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        self.connect(flags, cache_kib)
            .and_then(|connection| match schema::inspect(&connection)? {
                Held::Log => Ok(connection),
                Held::Nothing => Err(LogError::Unavailable("the file holds no event log".into())),
            })
            .map_err(|error| self.named(error))
    }

    fn connect(&self, flags: OpenFlags, cache_kib: u32) -> Result<Connection, LogError> {
        let connect = || {
            let connection = Connection::open_with_flags(&self.path, flags)?;
            connection.busy_timeout(BUSY)?;
            connection.execute_batch(&format!("PRAGMA cache_size = -{cache_kib};"))?;
            connection.set_prepared_statement_cache_capacity(32);
            Ok(connection)
        };
        connect().map_err(|error| read_failed(&error))
    }

    /// Puts the name of a new file on disk.
    fn sync_folder(&self) -> Result<(), LogError> {
        let Some(folder) = self.path.parent() else {
            return Ok(());
        };
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| LogError::Unavailable(format!("its folder: {error}")))
    }

    fn named(&self, error: LogError) -> LogError {
        let name = self.path.display();
        match error {
            LogError::Unavailable(why) => LogError::Unavailable(format!("{name}: {why}")),
            LogError::Damaged(why) => LogError::Damaged(format!("{name}: {why}")),
            other => other,
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, LogError> {
    std::path::absolute(path).map_err(|error| unavailable(path, &error.to_string()))
}

fn unavailable(path: &Path, why: &str) -> LogError {
    LogError::Unavailable(format!("{}: {why}", path.display()))
}
