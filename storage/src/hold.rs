//! A lock on the database file itself: one handle of one process at a time.
use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use parking_lot::Mutex;

use crate::{FileFault, FileId};

/// The descriptors of the files that this process ever held. One is closed only once its file is
/// deleted: closing it earlier would drop the locks of SQLite's connections.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

struct Kept {
    id: FileId,
    file: File,
    held: bool,
}

/// A file held by one handle of one process at a time, by whatever name it is reached: a lock of
/// the operating system on the file itself, which dies with its process. SQLite's locks are of
/// another kind (`fcntl`), and the two do not meet on a local file system.
#[derive(Debug)]
pub struct Hold {
    id: FileId,
}

impl Hold {
    /// Takes the file that is there, without waiting.
    ///
    /// # Errors
    /// `Held`, `System`.
    pub fn take(path: &Path) -> Result<Self, FileFault> {
        let failed = |doing| FileFault::system(doing, path);
        let held = || FileFault::Held {
            path: path.to_owned(),
        };
        let mut all = KEPT.lock();
        all.retain(|kept| kept.held || kept.file.metadata().is_ok_and(|about| about.nlink() > 0));
        let id = FileId::of(path).map_err(failed("look at"))?;
        let place = match all.iter().position(|kept| kept.id == id) {
            Some(place) => place,
            None => {
                let file = File::open(path).map_err(failed("open"))?;
                let about = file.metadata().map_err(failed("look at"));
                // Were it another file by now, it would stay here all the same, under its own id.
                let id = about.map_or(id, |about| FileId::told_by(&about));
                all.push(Kept {
                    id,
                    file,
                    held: false,
                });
                all.len() - 1
            }
        };
        let Some(kept) = all.get_mut(place).filter(|kept| !kept.held) else {
            return Err(held());
        };
        match kept.file.try_lock() {
            Ok(()) => {
                kept.held = true;
                Ok(Self { id: kept.id })
            }
            Err(TryLockError::WouldBlock) => Err(held()),
            Err(TryLockError::Error(error)) => Err(failed("lock")(error)),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut all = KEPT.lock();
        let mine = all.iter_mut().find(|kept| kept.id == self.id && kept.held);
        if let Some(kept) = mine {
            kept.held = false;
            // Should this fail, the system gives it back when the process ends.
            if let Err(error) = kept.file.unlock() {
                tracing::warn!(%error, "a file could not be unlocked");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use std::fs;

    use super::*;

    #[test]
    fn one_handle_at_a_time_holds_a_file_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let [path, hard, soft, other] =
            ["a.db", "b.db", "c.db", "d.db"].map(|name| folder.path().join(name));
        crate::create(&path).unwrap();
        crate::create(&other).unwrap();
        fs::hard_link(&path, &hard).unwrap();
        std::os::unix::fs::symlink(&path, &soft).unwrap();
        let names = [&path, &hard, &soft];
        for first in names {
            let hold = Hold::take(first).unwrap();
            let another = Hold::take(&other).unwrap();
            for second in names {
                let refused = Hold::take(second).unwrap_err();
                assert!(matches!(refused, FileFault::Held { .. }), "{refused}");
            }
            drop((hold, another));
        }
    }

    #[test]
    fn what_is_deleted_is_kept_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        crate::create(&path).unwrap();
        drop(Hold::take(&path).unwrap());
        let id = FileId::of(&path).unwrap();
        let kept = || KEPT.lock().iter().any(|kept| kept.id == id);
        assert!(kept());
        fs::remove_file(&path).unwrap();
        let other = folder.path().join("b.db");
        crate::create(&other).unwrap();
        drop(Hold::take(&other).unwrap());
        assert!(!kept() || FileId::of(&other).unwrap() == id);
    }
}
