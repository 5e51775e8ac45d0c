//! The tables of the file and the version they are at.
mod fill;

use rusqlite::Connection;

use super::error::{not_opened, read_failed};
use crate::LogError;

/// The version of the schema this program writes, kept in the file as `PRAGMA user_version`.
pub const SCHEMA_VERSION: i64 = 3;

/// What brings the schema from one version to the next.
struct Step {
    sql: &'static str,
    /// What SQL alone cannot do.
    then: fn(&Connection) -> Result<(), LogError>,
}

/// The first from nothing to 1.
const STEPS: &[Step] = &[
    Step {
        sql: include_str!("schema/1.sql"),
        then: |_| Ok(()),
    },
    Step {
        sql: include_str!("schema/2.sql"),
        then: fill::checksums,
    },
    Step {
        sql: include_str!("schema/3.sql"),
        then: |_| Ok(()),
    },
];

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing yet.
    Nothing,
    /// The tables of an older version.
    Older(i64),
    /// The tables of [`SCHEMA_VERSION`].
    Log,
}

/// Tells what the file holds, without changing it.
///
/// # Errors
/// `Unavailable` when it holds the tables of a newer program, or of another one.
pub(super) fn inspect(connection: &Connection) -> Result<Held, LogError> {
    let version: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| not_opened(&error))?;
    let has = |condition: &str| -> Result<bool, LogError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE {condition})");
        connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| read_failed(&error))
    };
    match version {
        0 if !has("true")? => Ok(Held::Nothing),
        newer if newer > SCHEMA_VERSION => Err(LogError::Unavailable(format!(
            "the file has schema version {newer}, this program knows versions up to {SCHEMA_VERSION}"
        ))),
        1.. if has("type = 'table' AND name = 'events'")? => Ok(if version == SCHEMA_VERSION {
            Held::Log
        } else {
            Held::Older(version)
        }),
        _ => Err(LogError::Unavailable(
            "the file is a SQLite database, but not an event log".into(),
        )),
    }
}

/// Brings the tables from a version (0: there are none) to [`SCHEMA_VERSION`], all or nothing.
///
/// # Errors
/// As any write.
pub(super) fn migrate(connection: &Connection, from: i64) -> Result<(), LogError> {
    let failed = |error: rusqlite::Error| read_failed(&error);
    let transaction = connection.unchecked_transaction().map_err(failed)?;
    let done = usize::try_from(from).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(done) {
        connection.execute_batch(step.sql).map_err(failed)?;
        (step.then)(connection)?;
    }
    let version = format!("PRAGMA user_version = {SCHEMA_VERSION}");
    connection.execute_batch(&version).map_err(failed)?;
    transaction.commit().map_err(failed)
}
