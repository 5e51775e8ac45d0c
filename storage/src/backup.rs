//! Copying a SQLite file while it is in use.
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::{FileFault, create};

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages copied between two tells: 4 MiB.
const PAGES_AT_ONCE: i32 = 1_024;

/// Why a copy is none.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// The copy cannot be made, or is there already.
    #[error(transparent)]
    File(#[from] FileFault),
    /// There is a file of that name.
    #[error("{0} is there already; nothing is overwritten")]
    There(String),
    /// SQLite refused.
    #[error("could not {doing}: {source}")]
    Sqlite {
        /// What was being done.
        doing: &'static str,
        /// What it said.
        source: rusqlite::Error,
    },
    /// The copy is not whole.
    #[error("the copy {path} is not whole: {why}")]
    NotWhole {
        /// The copy.
        path: String,
        /// What is wrong.
        why: String,
    },
}

fn sqlite(doing: &'static str) -> impl Fn(rusqlite::Error) -> CopyFault {
    move |source| CopyFault::Sqlite { doing, source }
}

/// A database file at one instant, whatever is written to it meanwhile. As long as it is there,
/// the write-ahead log of the file is kept.
pub struct Snapshot {
    connection: Connection,
}

/// What a copy holds, as it was read back from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Each table and its number of rows, by name.
    pub tables: Vec<(String, u64)>,
}

impl Copied {
    /// How many rows a table has; none where there is no such table.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        let found = self.tables.iter().find(|(name, _)| name == table);
        found.map_or(0, |(_, rows)| *rows)
    }
}

impl Snapshot {
    /// The instant of this call, beside those who write or without them. Writes nothing.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn of(path: &Path) -> Result<Self, CopyFault> {
        let begin = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(PATIENCE)?;
            connection.execute_batch("BEGIN")?;
            // The transaction begins with its first read.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        let connection = begin().map_err(sqlite("read the file"))?;
        Ok(Self { connection })
    }

    /// How many pages it has.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn pages(&self) -> Result<u64, CopyFault> {
        self.connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .map_err(sqlite("count the pages"))
    }

    /// A number that it holds, as a statement asks for it.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn number(&self, sql: &str) -> Result<Option<u64>, CopyFault> {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(sqlite("ask for a number"))
    }

    /// Makes a copy of it at `target`, where nothing may be: one file, readable by its owner only,
    /// on disk when this returns. Tells how many pages were copied. Then reads the copy: its
    /// integrity, and that each table has as many rows.
    ///
    /// # Errors
    /// `There`, `File`, `Sqlite`, `NotWhole`.
    pub fn copy_to(&self, target: &Path, mut tell: impl FnMut(u64)) -> Result<Copied, CopyFault> {
        if !create(target)? {
            return Err(CopyFault::There(target.display().to_string()));
        }
        let mut copy = Connection::open(target).map_err(sqlite("open the copy"))?;
        self.pour(&mut copy, &mut tell)
            .map_err(sqlite("copy the pages"))?;
        // The copy is one file, with no companions.
        copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
            .map_err(sqlite("finish the copy"))?;
        drop(copy);
        self.compare(target)
    }

    fn pour(&self, copy: &mut Connection, tell: &mut impl FnMut(u64)) -> rusqlite::Result<()> {
        let backup = Backup::new(&self.connection, copy)?;
        let mut told = 0;
        loop {
            let step = backup.step(PAGES_AT_ONCE)?;
            let progress = backup.progress();
            let done = u64::try_from(progress.pagecount - progress.remaining).unwrap_or_default();
            tell(done - told);
            told = done;
            if step == StepResult::Done {
                return Ok(());
            }
        }
    }

    fn compare(&self, target: &Path) -> Result<Copied, CopyFault> {
        let not_whole = |why: String| CopyFault::NotWhole {
            path: target.display().to_string(),
            why,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reading = sqlite("read the copy");
        let copy = Connection::open_with_flags(target, flags).map_err(&reading)?;
        let verdict: String = copy
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .map_err(&reading)?;
        if verdict != "ok" {
            return Err(not_whole(verdict));
        }
        let (kept, made) = (
            rows(&self.connection).map_err(sqlite("count the rows"))?,
            rows(&copy).map_err(&reading)?,
        );
        if kept != made {
            return Err(not_whole(format!("it has {made:?}, not {kept:?}")));
        }
        Ok(Copied { tables: made })
    }
}

/// Each table and its number of rows.
fn rows(connection: &Connection) -> rusqlite::Result<Vec<(String, u64)>> {
    let mut names = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' \
         ESCAPE '\\' ORDER BY name",
    )?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    names
        .into_iter()
        .map(|name| {
            let count = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
            let count = connection.query_row(&count, [], |row| row.get(0))?;
            Ok((name, count))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    #[test]
    fn a_copy_is_of_one_instant_whatever_is_written_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let writer = Connection::open(&path).unwrap();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (a);
                 WITH n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
                 INSERT INTO t SELECT hex(randomblob(200)) FROM n",
            )
            .unwrap();
        let snapshot = Snapshot::of(&path).unwrap();
        let target = folder.path().join("copy.db");
        let mut told = 0;
        let copied = snapshot.copy_to(&target, |pages| {
            told += pages;
            writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        });
        assert_eq!(copied.unwrap().rows("t"), 20_000);
        assert_eq!(told, snapshot.pages().unwrap());
        let rows = Snapshot::of(&target)
            .unwrap()
            .number("SELECT max(rowid) FROM t");
        assert_eq!(rows.unwrap(), Some(20_000));
        let again = snapshot.copy_to(&target, |_| ());
        assert!(matches!(again, Err(CopyFault::There(_))));
        let later = Snapshot::of(&path).unwrap();
        let copied = later.copy_to(&folder.path().join("later.db"), |_| ());
        assert!(copied.unwrap().rows("t") > 20_000);
    }
}
