//! Making a SQLite file for its owner alone.
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use uuid::Uuid;

use crate::FileFault;
use crate::name::{companion, folder_of};

/// Read and written by the owner only.
const OWNER_ONLY: u32 = 0o600;

/// Makes an empty file of mode 600 unless there is a file of that name; tells whether it did. Its
/// name is on disk when this returns. SQLite gives a file's companions the mode of the file.
///
/// It is made under another name, and closed before it gets its own: nobody has it open yet.
///
/// # Errors
/// `System`.
pub fn create(path: &Path) -> Result<bool, FileFault> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    let draft = companion(path, &format!(".{}.new", Uuid::new_v4().simple()));
    let named = write_draft(&draft).and_then(|()| match fs::hard_link(&draft, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    });
    let tidied = match fs::remove_file(&draft) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        tidied => tidied,
    };
    named
        .and_then(|made| tidied.map(|()| made))
        .and_then(|made| sync_folder_of(path).map(|()| made))
        .map_err(FileFault::system("create", path))
}

fn write_draft(draft: &Path) -> io::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(OWNER_ONLY)
        .open(draft)?
        .sync_all()
}

/// Makes the names in the file's folder durable.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    File::open(folder_of(path).unwrap_or(path))?.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_new_file_is_its_owners_and_one_that_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        assert!(create(&path).unwrap());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(&path, "something").unwrap();
        assert!(!create(&path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"something");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
