//! One process at a time may write: a lock of the operating system, which dies with its process.
use std::path::Path;

use storage::{FileLock, companion};

use crate::LogError;

/// What the name of the file whose lock guards a log ends in. It stays when the log is closed.
pub(super) const LOCK: &str = ".lock";
/// How it begins what is said where another process holds the log.
pub const HELD_ELSEWHERE: &str = "another process or handle has";

/// Takes the right to write to the log at `path`, without waiting; it is held until dropped.
///
/// # Errors
/// `Unavailable`, naming the file, when another holds it or it cannot be opened.
pub(super) fn lock(path: &Path) -> Result<FileLock, LogError> {
    let lock = companion(path, LOCK);
    let unavailable = |why: String| LogError::Unavailable(format!("{}: {why}", path.display()));
    match FileLock::take(&lock) {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(unavailable(format!(
            "{HELD_ELSEWHERE} it open for writing (it holds {})",
            lock.display()
        ))),
        Err(error) => Err(unavailable(format!(
            "{} cannot be locked: {error}",
            lock.display()
        ))),
    }
}
