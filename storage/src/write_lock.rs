//! The right to write a file that several handles share.
use std::fs::File;
use std::io;
use std::path::Path;

use crate::companion;

use crate::private_file as files;

/// What the name of the file that locks a file for who writes it ends in.
pub const LOCK_SUFFIX: &str = ".lock";

/// The right to write a file that several handles share, one handle at a time across processes.
///
/// SQLite has its own locks; this one also keeps two handles from checkpointing at the same
/// instant, which the bundled SQLite 3.46 does not survive in every case.
pub struct WriteLock {
    file: File,
}

/// Held while writing; given back on drop.
pub struct WriteGuard<'a> {
    file: &'a File,
}

impl WriteLock {
    /// The lock of the file at `path`, kept by the file `<path>.lock`.
    ///
    /// # Errors
    /// As the file system says.
    pub fn of(path: &Path) -> io::Result<Self> {
        files::open_or_create_private(&companion(path, LOCK_SUFFIX)).map(|file| Self { file })
    }

    /// Waits until no other handle writes.
    ///
    /// # Errors
    /// As the file system says.
    pub fn take(&self) -> io::Result<WriteGuard<'_>> {
        self.file.lock()?;
        Ok(WriteGuard { file: &self.file })
    }
}

impl Drop for WriteGuard<'_> {
    fn drop(&mut self) {
        // Should this fail, the system gives the lock back when the file is closed.
        let _ = self.file.unlock();
    }
}
