//! The tables of the file and the version they are at.
use rusqlite::{Connection, ErrorCode};

use super::error::read_failed;
use crate::LogError;

/// The version of the schema this program writes, kept in the file as `PRAGMA user_version`.
pub const SCHEMA_VERSION: i64 = 1;

/// Payload and metadata are TEXT, so that they come back byte for byte and read well in the
/// sqlite3 shell. Rows never go away, so `AUTOINCREMENT` only states what holds anyway.
///
/// `INSERT OR REPLACE` deletes rows without firing delete triggers, hence `events_never_replaced`.
/// It fires before the row is touched, so `FAIL` keeps all there is, as `ABORT` would, and costs
/// the writer no statement journal. (For the same reason no CHECK calls a function.)
const TABLES: &str = "
CREATE TABLE events (
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    aggregate_type TEXT    NOT NULL,
    aggregate_id   TEXT    NOT NULL,
    sequence       INTEGER NOT NULL CHECK (sequence >= 1),
    event_id       BLOB    NOT NULL UNIQUE,
    event_type     TEXT    NOT NULL,
    event_version  INTEGER NOT NULL CHECK (event_version >= 1),
    recorded_at    INTEGER NOT NULL,
    payload        TEXT    NOT NULL,
    metadata       TEXT    NOT NULL,
    UNIQUE (aggregate_type, aggregate_id, sequence)
) STRICT;

CREATE TRIGGER events_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never updated'); END;

CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TRIGGER events_never_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
  OR EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
  OR EXISTS (SELECT 1 FROM events WHERE aggregate_type = NEW.aggregate_type
             AND aggregate_id = NEW.aggregate_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(FAIL, 'events are never replaced'); END;

PRAGMA user_version = 1;
";

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing yet.
    Nothing,
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
        .map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => {
                LogError::Unavailable("it is not a SQLite file".into())
            }
            _ => read_failed(&error),
        })?;
    let has = |condition: &str| -> Result<bool, LogError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE {condition})");
        connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| read_failed(&error))
    };
    match version {
        SCHEMA_VERSION if has("type = 'table' AND name = 'events'")? => Ok(Held::Log),
        0 if !has("true")? => Ok(Held::Nothing),
        newer if newer > SCHEMA_VERSION => Err(LogError::Unavailable(format!(
            "the file has schema version {newer}, this program knows versions up to {SCHEMA_VERSION}"
        ))),
        _ => Err(LogError::Unavailable(
            "the file is a SQLite database, but not an event log".into(),
        )),
    }
}

/// Creates the tables, all or none.
///
/// # Errors
/// Whatever SQLite answers.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = connection.unchecked_transaction()?;
    connection.execute_batch(TABLES)?;
    transaction.commit()
}
