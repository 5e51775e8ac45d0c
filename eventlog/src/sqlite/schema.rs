//! The tables of the file and the version they are at.
mod fill;

use rusqlite::Connection;
use storage::migration::{FileStep, NewerVersion, migrate_file, pending};

use super::error::{not_opened, read_failed};
use crate::LogError;

/// The version of the schema this program writes, kept in the file as `PRAGMA user_version`.
pub const SCHEMA_VERSION: i64 = 3;

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileContents {
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
pub(super) fn inspect(connection: &Connection) -> Result<FileContents, LogError> {
    let version: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| not_opened(&error))?;
    let has = |condition: &str| -> Result<bool, LogError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE {condition})");
        connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| read_failed(&error))
    };
    pending(version, SCHEMA_VERSION).map_err(newer)?;
    match version {
        0 if !has("true")? => Ok(FileContents::Nothing),
        1.. if has("type = 'table' AND name = 'events'")? => Ok(if version == SCHEMA_VERSION {
            FileContents::Log
        } else {
            FileContents::Older(version)
        }),
        _ => Err(LogError::Unavailable(
            "the file is a SQLite database, but not an event log".into(),
        )),
    }
}

fn newer(NewerVersion { found, known }: NewerVersion) -> LogError {
    LogError::Unavailable(format!(
        "the file has schema version {found}, this program knows versions up to {known}"
    ))
}

/// Brings the tables from a version (0: there are none) to [`SCHEMA_VERSION`], all or nothing.
///
/// # Errors
/// As any write.
pub(super) fn migrate(connection: &Connection, from: i64) -> Result<(), LogError> {
    let nothing = |_: &Connection| Ok(());
    let steps = [
        FileStep {
            sql: include_str!("schema/1.sql"),
            then: &nothing,
        },
        FileStep {
            sql: include_str!("schema/2.sql"),
            then: &fill::checksums,
        },
        FileStep {
            sql: include_str!("schema/3.sql"),
            then: &nothing,
        },
    ];
    migrate_file(connection, from, &steps, |error| read_failed(&error))
}
