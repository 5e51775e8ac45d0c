use std::fs::File;
use std::io;
use std::path::Path;

use crate::files;

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
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        files::open_or_create_private(Path::new(&name)).map(|file| Self { file })
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
