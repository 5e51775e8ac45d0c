//! Opening the file: what is looked at before SQLite touches it, and how connections are set up.
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use storage::{FileFault, Hold, Others, check_owner, check_room, create, real_name};

use super::error::{not_opened, read_failed};
use super::lock::LOCK;
use super::schema::{self, FileContents, SCHEMA_VERSION};
use crate::{Damage, LogError};

/// How long a connection waits for a lock that another program holds for a moment.
pub(super) const BUSY: Duration = Duration::from_secs(5);
/// No SQLite file that is not empty is shorter, in bytes.
const SMALLEST: u64 = 512;
/// How large the write-ahead log may stay on disk once it has been taken into the file, in bytes.
const WAL_KEPT: u32 = 64 << 20;

/// A path that SQLite may open, looked at without creating or opening anything: closing the file
/// would drop the locks of SQLite's connections (see [`storage`]).
#[derive(Clone)]
pub(super) struct LogFile {
    path: PathBuf,
}

impl LogFile {
    /// The file of a log that may not exist yet.
    ///
    /// # Errors
    /// `Unavailable`, naming the path, when it is a directory, in a folder that is not there, or
    /// open to others.
    pub(super) fn new_or_there(path: &Path) -> Result<Self, LogError> {
        let path = absolute(path)?;
        match fs::metadata(&path) {
            Ok(_) => Self::there(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                match path.parent().map(fs::metadata) {
                    Some(Ok(folder)) if folder.is_dir() => Self::named_truly(&path),
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
        let about = fs::metadata(&path).map_err(|error| unavailable(&path, &error.to_string()))?;
        if !about.is_file() {
            return Err(unavailable(&path, "it is not a file"));
        }
        Self::named_truly(&path)
    }

    fn named_truly(path: &Path) -> Result<Self, LogError> {
        let path = real_name(path).map_err(fault)?;
        check_owner(&path, Others::ShutOut, LOCK).map_err(fault)?;
        Ok(Self { path })
    }

    /// A look at what the file holds, before anything is made or locked. Keep the connection until
    /// the others are open: then a long write-ahead log is gone through once.
    ///
    /// # Errors
    /// `Unavailable` when it is no log that this program knows, or when its file system is full;
    /// `Damaged` when SQLite finds it malformed.
    pub(super) fn look(&self) -> Result<Option<Connection>, LogError> {
        let read_only = match check_room(&self.path, 0) {
            Ok(()) => None,
            // A file without companions can be read there all the same.
            Err(why @ FileFault::ReadOnly { .. }) => Some(why),
            Err(why) => return Err(fault(why)),
        };
        match fs::metadata(&self.path).map_or(0, |about| about.len()) {
            0 => return read_only.map_or(Ok(None), |why| Err(fault(why))),
            // SQLite would take a file of one byte for an empty one.
            1..SMALLEST => return Err(unavailable(&self.path, "it is not a SQLite file")),
            SMALLEST.. => {}
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let looked = self
            .connect(flags, 0)
            .and_then(|connection| schema::inspect(&connection).map(|_| Some(connection)));
        match (looked, read_only) {
            (Err(LogError::Unavailable(_)), Some(why)) => Err(fault(why)),
            (looked, _) => looked.map_err(|error| self.named(error)),
        }
    }

    /// Makes the file if it is not there, for its owner alone, and holds it: no other handle or
    /// process does, by whatever name.
    ///
    /// # Errors
    /// `Unavailable`, naming the path.
    pub(super) fn hold(&self) -> Result<Hold, LogError> {
        create(&self.path).map_err(fault)?;
        Hold::take(&self.path).map_err(fault)
    }

    /// Where the file is, from the root.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A connection that writes; creates the tables if need be. The caller holds the file.
    ///
    /// # Errors
    /// `Unavailable` or `Damaged`, naming the path.
    pub(super) fn open_writer(&self, cache_kib: u32) -> Result<Connection, LogError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
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
                match held {
                    FileContents::Log => {}
                    FileContents::Older(version) => schema::migrate(&connection, version)?,
                    FileContents::Nothing => schema::migrate(&connection, 0)?,
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
                FileContents::Log => Ok(connection),
                FileContents::Nothing => {
                    Err(LogError::Unavailable("the file holds no event log".into()))
                }
                FileContents::Older(version) => Err(LogError::Unavailable(format!(
                    "the file has schema version {version}, and this program needs \
                     {SCHEMA_VERSION}: open it for writing once"
                ))),
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
        connect().map_err(|error| not_opened(&error))
    }

    fn named(&self, error: LogError) -> LogError {
        let name = self.path.display();
        match error {
            LogError::Unavailable(why) => LogError::Unavailable(format!("{name}: {why}")),
            LogError::Damaged(damage) => LogError::Damaged(Damage {
                why: format!("{name}: {}", damage.why),
                ..damage
            }),
            other => other,
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, LogError> {
    std::path::absolute(path).map_err(|error| unavailable(path, &error.to_string()))
}

/// What is wrong with the file, for whoever opens the log.
pub(super) fn fault(fault: FileFault) -> LogError {
    LogError::Unavailable(fault.to_string())
}

fn unavailable(path: &Path, why: &str) -> LogError {
    LogError::Unavailable(format!("{}: {why}", path.display()))
}
