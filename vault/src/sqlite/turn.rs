use std::fs::File;
use std::io;
use std::path::Path;

use datafiles::companion;

use crate::files;

/// What the name of the file that keeps the turns of a vault ends in.
pub(crate) const LOCK: &str = ".lock";

/// The right to write the vault's file, one handle at a time across processes.
///
/// SQLite has its own locks; this one also keeps two handles from checkpointing at the same
/// instant, which the bundled SQLite 3.46 does not survive in every case.
pub(crate) struct Turns {
    file: File,
}

/// Held while writing; given back on drop.
pub(crate) struct Turn<'a> {
    file: &'a File,
}

impl Turns {
    /// The turns of the vault at `path`, kept in the file `<path>.lock`.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        files::open_or_create_private(&companion(path, LOCK)).map(|file| Self { file })
    }

    /// Waits until no other handle writes.
    pub(crate) fn take(&self) -> io::Result<Turn<'_>> {
        self.file.lock()?;
        Ok(Turn { file: &self.file })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // Should this fail, the system gives the turn back when the file is closed.
        let _ = self.file.unlock();
    }
}
