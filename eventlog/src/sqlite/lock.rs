//! One process at a time may write: a lock of the operating system, which dies with its process.
use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use storage::companion;

use crate::LogError;

/// What the name of the file whose lock guards a log ends in. It stays when the log is closed.
pub(super) const LOCK: &str = ".lock";
/// How it begins what is said where another process holds the log.
pub const HELD_ELSEWHERE: &str = "another process or handle has";

/// The right to write to a log, held until dropped.
pub(super) struct WriteLock {
    file: File,
}

impl WriteLock {
    /// Takes the lock of the log at `path`, without waiting.
    ///
    /// # Errors
    /// `Unavailable`, naming the file, when another holds it or it cannot be opened.
    pub(super) fn take(path: &Path) -> Result<Self, LogError> {
        let lock = companion(path, LOCK);
        let unavailable = |why: String| LogError::Unavailable(format!("{}: {why}", path.display()));
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&lock)
            .map_err(|error| unavailable(format!("{} does not open: {error}", lock.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(unavailable(format!(
                "{HELD_ELSEWHERE} it open for writing (it holds {})",
                lock.display()
            ))),
            Err(TryLockError::Error(error)) => Err(unavailable(format!(
                "{} cannot be locked: {error}",
                lock.display()
            ))),
        }
    }
}

impl Drop for WriteLock {
    /// At once, also where a child that was just started still has the descriptor.
    fn drop(&mut self) {
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the lock of the log goes with its descriptor");
        }
    }
}
