//! A lock file: whose descriptor is locked may work alone.
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::private_file::open_or_create_private;

/// The lock of a file that holds nothing else, of mode 600, held until dropped or until the process
/// ends. The file itself stays. It is not for database files: those take a [`crate::Hold`].
#[derive(Debug)]
pub struct FileLock(File);

impl FileLock {
    /// Takes the lock without waiting, and makes its file if need be; `None` where another handle,
    /// of this process or another, holds it.
    ///
    /// # Errors
    /// As the file system says.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        let file = open_or_create_private(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for FileLock {
    /// At once: closing it would not do where a child that was just started still has a copy of the
    /// descriptor.
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "a lock goes with its descriptor");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn one_handle_at_a_time_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = FileLock::take(&path).unwrap().unwrap();
        assert!(FileLock::take(&path).unwrap().is_none());
        drop(first);
        assert!(FileLock::take(&path).unwrap().is_some());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(FileLock::take(&folder.path().join("none/lock")).is_err());
    }

    #[test]
    fn it_is_given_back_though_a_child_still_has_the_descriptor() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let lock = FileLock::take(&path).unwrap().unwrap();
        // What a child has between its start and its program.
        let of_the_child = lock.0.try_clone().unwrap();
        drop(lock);
        assert!(FileLock::take(&path).unwrap().is_some());
        drop(of_the_child);
    }
}
