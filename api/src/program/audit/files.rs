//! Files of `placement audit`: what it is given, and what it makes.
use std::fs;
use std::path::Path;

use storage::private_file;

use crate::program::ProgramError;

fn failed(path: &Path, why: impl ToString) -> ProgramError {
    ProgramError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}

/// What a file holds.
pub fn read(path: &Path) -> Result<Vec<u8>, ProgramError> {
    fs::read(path).map_err(|error| failed(path, error))
}

/// Makes a file; nothing is overwritten.
pub fn make(path: &Path, bytes: &[u8]) -> Result<(), ProgramError> {
    match private_file::create_whole(path, bytes) {
        Ok(true) => Ok(()),
        Ok(false) => Err(failed(path, "is there already; nothing is overwritten")),
        Err(error) => Err(failed(path, error)),
    }
}

/// Makes a file, or puts it in place of the one that is there.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), ProgramError> {
    private_file::replace_whole(path, bytes).map_err(|error| failed(path, error))
}

/// Makes a folder that must not be there yet, and those above it.
pub fn make_folder(path: &Path) -> Result<(), ProgramError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(failed(path, "is there already; nothing is overwritten"));
    }
    fs::create_dir_all(path).map_err(|error| failed(path, error))
}

/// Writes a file in a folder that was just made, and the folders of its path.
pub fn write_in(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), ProgramError> {
    let path = folder.join(name);
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).map_err(|error| failed(above, error))?;
    }
    fs::write(&path, bytes).map_err(|error| failed(&path, error))
}
