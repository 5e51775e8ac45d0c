//! A file that a command makes of somebody's data.
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ProgramError;

/// A file that was not there before, somebody's data in clear: for its owner's eyes only. It goes
/// again unless it is kept.
pub(super) struct NewFile {
    path: PathBuf,
    file: Option<File>,
}

impl NewFile {
    /// Makes it.
    ///
    /// # Errors
    /// `File` where something is there already, or it cannot be made.
    pub fn begin(path: &Path) -> Result<Self, ProgramError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(|why| refused(path, &why))?;
        Ok(Self {
            path: path.to_owned(),
            file: Some(file),
        })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// `File` where they cannot be written.
    pub fn write_all(&mut self, bytes: &[u8]) -> Result<(), ProgramError> {
        self.with(|file| file.write_all(bytes))
    }

    /// Keeps it, once it is on disk.
    ///
    /// # Errors
    /// `File` where it cannot be written.
    pub fn keep(mut self) -> Result<(), ProgramError> {
        self.with(|file| file.sync_all())?;
        self.file = None;
        Ok(())
    }

    fn with(&mut self, done: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), ProgramError> {
        match &mut self.file {
            Some(file) => done(file).map_err(|why| refused(&self.path, &why)),
            None => Ok(()),
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // Where it cannot be removed, an empty file is left.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn refused(path: &Path, why: &io::Error) -> ProgramError {
    ProgramError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}
