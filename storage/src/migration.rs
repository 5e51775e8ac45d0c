//! Bringing the tables of a store from the version they are at to the one that this program knows.
//!
//! Each store keeps its version where it always has; what is the same for all is here: a store of
//! a newer program is refused before anything is written, one server at a time migrates, and all
//! steps and the version that they lead to are one transaction.
use async_trait::async_trait;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The tables were made by a newer program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tables have version {found}; this program knows versions up to {known}")]
pub struct NewerVersion {
    /// Their version.
    pub found: i64,
    /// The newest version that this program knows.
    pub known: i64,
}

/// The versions that tables at `found` (0: there are none) have yet to go through, up to `known`.
///
/// # Errors
/// [`NewerVersion`].
pub fn pending(found: i64, known: i64) -> Result<std::ops::RangeInclusive<i64>, NewerVersion> {
    if found > known {
        return Err(NewerVersion { found, known });
    }
    Ok(found + 1..=known)
}

/// Versioned tables in a database that several servers may open at once, by connections `C`.
#[async_trait]
pub trait Migrations<C: Send>: Sync {
    /// Why they are not ready.
    type Error: From<NewerVersion> + Send;

    /// The version that this program knows.
    fn known(&self) -> i64;

    /// Waits until no other server migrates, and keeps others waiting until the transaction ends.
    async fn lock(&self, connection: &mut C) -> Result<(), Self::Error>;

    /// The version that the tables are at; 0 where there are none.
    async fn version(&self, connection: &mut C) -> Result<i64, Self::Error>;

    /// Brings the tables from the version before to this one, and says so in the store.
    async fn step(&self, connection: &mut C, to: i64) -> Result<(), Self::Error>;
}

/// Brings tables to the version that this program knows, within a transaction that the caller has
/// begun and commits. The version that they were at.
///
/// # Errors
/// As the store says; [`NewerVersion`] before anything is written.
pub async fn migrate<C: Send, M: Migrations<C>>(
    migrations: &M,
    connection: &mut C,
) -> Result<i64, M::Error> {
    migrations.lock(connection).await?;
    let found = migrations.version(connection).await?;
    for to in pending(found, migrations.known())? {
        migrations.step(connection, to).await?;
    }
    Ok(found)
}

/// What leads to a version of the tables of a SQLite file.
pub struct FileStep<'a, E> {
    /// What SQL does.
    pub sql: &'static str,
    /// What it cannot do alone, afterwards.
    pub then: &'a dyn Fn(&Connection) -> Result<(), E>,
}

/// Brings the tables of a SQLite file from a version (0: there are none) to that of the last step,
/// which is kept as `PRAGMA user_version`. All or nothing.
///
/// # Errors
/// As SQLite, by way of `failed`, or as a step says.
pub fn migrate_file<E>(
    connection: &Connection,
    found: i64,
    steps: &[FileStep<'_, E>],
    failed: impl Fn(rusqlite::Error) -> E,
) -> Result<(), E> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
    let transaction = transaction.map_err(&failed)?;
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    for step in steps.iter().skip(done) {
        transaction.execute_batch(step.sql).map_err(&failed)?;
        (step.then)(&transaction)?;
    }
    transaction
        .pragma_update(None, "user_version", steps.len())
        .map_err(&failed)?;
    transaction.commit().map_err(failed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    #[test]
    fn what_is_newer_is_refused_by_both_versions() {
        assert_eq!(pending(0, 2).unwrap(), 1..=2);
        assert!(pending(2, 2).unwrap().is_empty());
        let refused = pending(3, 2).unwrap_err();
        assert_eq!((refused.found, refused.known), (3, 2));
    }

    #[test]
    fn a_file_goes_through_the_steps_that_it_lacks_or_through_none() {
        let connection = Connection::open_in_memory().unwrap();
        let version = || -> i64 {
            connection
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .unwrap()
        };
        let fine = |_: &Connection| Ok(());
        let first = FileStep {
            sql: "CREATE TABLE a (x)",
            then: &fine,
        };
        let fails = |_: &Connection| Err(rusqlite::Error::InvalidQuery);
        let second = FileStep {
            sql: "CREATE TABLE b (x)",
            then: &fails,
        };
        migrate_file(&connection, 0, &[first], |error| error).unwrap();
        assert_eq!(version(), 1);
        let first = FileStep {
            sql: "CREATE TABLE a (x)",
            then: &fine,
        };
        let steps = [first, second];
        assert!(migrate_file(&connection, 1, &steps, |error| error).is_err());
        assert_eq!(version(), 1, "nothing of it is there");
        let tables = "SELECT count(*) FROM sqlite_schema";
        let tables: i64 = connection.query_row(tables, [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 1);
    }
}
