//! Room on the file system for SQLite to write.
use std::path::Path;

use rustix::fs::{StatVfsMountFlags, statvfs};

use crate::FileFault;
use crate::name::folder_of;

/// What must stay free on a file system for SQLite to work on it, in bytes: the index of the
/// write-ahead log is mapped into memory, and a page of it that finds no room on the disk when it
/// is written ends the process (SIGBUS). Its largest step is far below this.
pub const RESERVE: u64 = 1 << 20;

/// Checks that the file's file system takes writes, and has room for `bytes` and the reserve.
/// Costs about a microsecond.
///
/// # Errors
/// `Full`, `ReadOnly`, `System`.
pub fn check_room(path: &Path, bytes: u64) -> Result<(), FileFault> {
    let folder = folder_of(path).unwrap_or(path);
    let about =
        statvfs(folder).map_err(|error| FileFault::system("look at", folder)(error.into()))?;
    if about.f_flag.contains(StatVfsMountFlags::RDONLY) {
        return Err(FileFault::ReadOnly {
            path: path.to_owned(),
        });
    }
    // Some file systems count no blocks.
    if about.f_blocks == 0 {
        return Ok(());
    }
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    let needed = RESERVE.saturating_add(bytes);
    if free >= needed {
        return Ok(());
    }
    Err(FileFault::Full {
        path: path.to_owned(),
        free,
        needed,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    #[test]
    fn there_is_room_for_a_little_and_not_for_everything() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        check_room(&path, 1).unwrap();
        let refused = check_room(&path, u64::MAX).unwrap_err();
        assert!(matches!(refused, FileFault::Full { .. }), "{refused}");
    }
}
