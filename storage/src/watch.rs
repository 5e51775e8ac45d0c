//! Noticing that a file in use lost its name.
use std::path::{Path, PathBuf};

use crate::name::{COMPANIONS, companion};
use crate::{FileFault, FileId};

/// The files that a connection works on, to notice when they lose their names: what is committed
/// then lies in a file that nobody finds again.
#[derive(Debug)]
pub struct Watch {
    /// The database file, its write-ahead log, the index of that.
    files: Vec<(PathBuf, FileId)>,
}

impl Watch {
    /// Of a database file with its companions, on which a connection has just read or written in
    /// WAL mode, and stays open.
    ///
    /// # Errors
    /// `Replaced` where one is not there.
    pub fn of(path: &Path) -> Result<Self, FileFault> {
        let names = COMPANIONS.iter().map(|ending| companion(path, ending));
        let files = std::iter::once(path.to_owned()).chain(names).map(|name| {
            let id = now(&name)?;
            Ok((name, id))
        });
        Ok(Self {
            files: files.collect::<Result<_, _>>()?,
        })
    }

    /// Checks that each file is still what has its name. Costs some microseconds; opens nothing.
    ///
    /// # Errors
    /// `Replaced`, naming the first that is not.
    pub fn check(&self) -> Result<(), FileFault> {
        self.files.iter().try_for_each(still_there)
    }

    /// As [`Watch::check`], of the write-ahead log alone: what was committed last is in it.
    ///
    /// # Errors
    /// `Replaced`.
    pub fn check_log(&self) -> Result<(), FileFault> {
        self.files.get(1).map_or(Ok(()), still_there)
    }

    /// Whether the database file itself still has its name: what is in the write-ahead log can be
    /// taken into it.
    #[must_use]
    pub fn keeps_the_file(&self) -> bool {
        self.files
            .first()
            .is_some_and(|(name, id)| now(name).is_ok_and(|found| found == *id))
    }
}

fn still_there((name, id): &(PathBuf, FileId)) -> Result<(), FileFault> {
    if now(name)? == *id {
        Ok(())
    } else {
        Err(FileFault::Replaced { path: name.clone() })
    }
}

/// A name that cannot be looked at stands for nothing that could be found again.
fn now(name: &Path) -> Result<FileId, FileFault> {
    FileId::of(name).map_err(|_| FileFault::Replaced {
        path: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use std::fs;

    use super::*;

    #[test]
    fn what_loses_its_name_or_gives_it_to_another_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
            .unwrap();
        let watch = Watch::of(&path).unwrap();
        connection
            .execute_batch("INSERT INTO t VALUES (1)")
            .unwrap();
        watch.check().unwrap();
        for beside in ["-shm", "-wal", ""] {
            let name = companion(&path, beside);
            let aside = companion(&name, ".aside");
            fs::rename(&name, &aside).unwrap();
            assert!(watch.check().is_err(), "{beside} is gone");
            assert_eq!(watch.check_log().is_err(), beside == "-wal");
            fs::write(&name, "").unwrap();
            let refused = watch.check().unwrap_err();
            assert!(
                matches!(&refused, FileFault::Replaced { path } if *path == name),
                "{refused}"
            );
            assert_eq!(watch.keeps_the_file(), !beside.is_empty());
            fs::rename(&aside, &name).unwrap();
            watch.check().unwrap();
        }
    }
}
