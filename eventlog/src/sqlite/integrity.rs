//! What SQLite itself says of a file.
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::read_failed;
use super::file::BUSY;
use crate::LogError;

/// The most faults that are told.
const MOST: u32 = 20;

/// The faults that `PRAGMA integrity_check` finds in any SQLite file, the first twenty; none in a
/// sound one. It reads the whole file, beside whoever writes it.
///
/// # Errors
/// `Unavailable` when the file cannot be read.
pub fn integrity(path: impl AsRef<Path>) -> Result<Vec<String>, LogError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let look = || -> rusqlite::Result<Vec<String>> {
        let connection = Connection::open_with_flags(path.as_ref(), flags)?;
        connection.busy_timeout(BUSY)?;
        let mut check = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
        let told: rusqlite::Result<Vec<String>> = check.query_map([], |row| row.get(0))?.collect();
        told
    };
    match look().map_err(|error| read_failed(&error)) {
        Ok(told) if told == ["ok"] => Ok(vec![]),
        Ok(told) => Ok(told),
        Err(LogError::Damaged(damage)) => Ok(vec![damage.why]),
        Err(error) => Err(error),
    }
}
