//! The names of a database file and of its companions.
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::FileFault;

/// What the names of a database file's companions end in: its write-ahead log, and the index of it.
pub const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// The name of a file beside: `path` with `ending`.
#[must_use]
pub fn companion(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The one name of a file, which need not be there yet, whatever links lead to it. Its folder must
/// be there.
///
/// # Errors
/// `LinkToNothing`, `System`.
pub fn real_name(path: &Path) -> Result<PathBuf, FileFault> {
    let failed = FileFault::system("find", path);
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if path.is_symlink() {
                return Err(FileFault::LinkToNothing {
                    path: path.to_owned(),
                });
            }
            let (Some(folder), Some(name)) = (folder_of(path), path.file_name()) else {
                return Err(failed(error));
            };
            folder
                .canonicalize()
                .map(|folder| folder.join(name))
                .map_err(FileFault::system("find the folder of", path))
        }
        found => found.map_err(failed),
    }
}

/// The folder in which a file has its name.
pub(crate) fn folder_of(path: &Path) -> Option<&Path> {
    let parent = path.parent()?;
    Some(if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    #[test]
    fn a_file_has_one_name_whatever_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let (path, link) = (folder.join("a.db"), folder.join("b.db"));
        assert_eq!(real_name(&path).unwrap(), path, "also before it is there");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let refused = real_name(&link).unwrap_err();
        assert!(
            matches!(refused, FileFault::LinkToNothing { .. }),
            "{refused}"
        );
        crate::create(&path).unwrap();
        assert_eq!(real_name(&link).unwrap(), path);
        assert!(real_name(&folder.join("none/a.db")).is_err());
    }
}
