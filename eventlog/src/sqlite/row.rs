//! From a row of the table to an event.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::error::read_failed;
use crate::checksum::Checksums;
use crate::interned_names::InternedNames;
use crate::{Damage, LogError, Position, Recorded, RecordedAt};

/// The columns [`Names::recorded`] reads, in its order.
pub(super) const COLUMNS: &str = "position, aggregate_type, aggregate_id, sequence, event_id, \
     event_type, event_version, recorded_at, payload, metadata, checksum";

/// What reads rows: the names that come again, and the computing of checksums.
#[derive(Default)]
pub(super) struct Names {
    names: InternedNames,
    checksums: Checksums,
}

impl Names {
    /// The event of a row that holds [`COLUMNS`], compared with its checksum where it has one.
    ///
    /// # Errors
    /// `Damaged`, naming position and stream, when a value is not what this program wrote.
    pub(super) fn recorded(&mut self, row: &Row<'_>) -> Result<Recorded, LogError> {
        let event = self.unchecked(row)?;
        // What another program wrote has none.
        if !matches!(value(row, 10)?, ValueRef::Null) {
            let stored = integer(row, 10)?.cast_unsigned();
            self.checksums.check(&event, stored)?;
        }
        Ok(event)
    }

    /// The event of a row that holds all [`COLUMNS`] but the checksum.
    ///
    /// # Errors
    /// `Damaged`, naming position and stream, when a value is not what this program writes.
    pub(super) fn unchecked(&mut self, row: &Row<'_>) -> Result<Recorded, LogError> {
        let position = position(row, 0);
        let at = position.as_ref().ok().copied();
        let event = position.and_then(|position| self.rest(row, position));
        event.map_err(|error| match error {
            LogError::Damaged(damage) => {
                let why = format!("{}: {}", named(row), damage.why);
                LogError::Damaged(Damage { at, why })
            }
            other => other,
        })
    }

    fn rest(&mut self, row: &Row<'_>, position: Position) -> Result<Recorded, LogError> {
        Ok(Recorded {
            position,
            stream: self.names.stream(text(row, 1)?, text(row, 2)?)?,
            sequence: count(row, 3)?,
            id: id(row, 4)?,
            event_type: self.names.event_type(text(row, 5)?),
            event_version: u16::try_from(count(row, 6)?).map_err(damaged)?,
            recorded_at: RecordedAt(integer(row, 7)?),
            payload: bytes(row, 8)?.to_vec(),
            metadata: bytes(row, 9)?.to_vec(),
        })
    }
}

/// The stream that a row names, as far as it can be read.
fn named(row: &Row<'_>) -> String {
    let part = |column| bytes(row, column).map_or("?".into(), String::from_utf8_lossy);
    format!("stream {}-{}", part(1), part(2))
}

/// The position in a column.
pub(super) fn position(row: &Row<'_>, column: usize) -> Result<Position, LogError> {
    count(row, column).map(Position)
}

/// The number, 0 or more, in a column.
pub(super) fn count(row: &Row<'_>, column: usize) -> Result<u64, LogError> {
    u64::try_from(integer(row, column)?).map_err(damaged)
}

/// The number in a column.
pub(super) fn integer(row: &Row<'_>, column: usize) -> Result<i64, LogError> {
    match value(row, column)? {
        ValueRef::Integer(number) => Ok(number),
        other => Err(wrong(column, &other)),
    }
}

fn bytes<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a [u8], LogError> {
    match value(row, column)? {
        ValueRef::Text(bytes) => Ok(bytes),
        other => Err(wrong(column, &other)),
    }
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, LogError> {
    std::str::from_utf8(bytes(row, column)?).map_err(damaged)
}

/// The id in a column.
pub(super) fn id(row: &Row<'_>, column: usize) -> Result<Uuid, LogError> {
    match value(row, column)? {
        ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_err(damaged),
        other => Err(wrong(column, &other)),
    }
}

fn value<'a>(row: &'a Row<'_>, column: usize) -> Result<ValueRef<'a>, LogError> {
    row.get_ref(column).map_err(|error| read_failed(&error))
}

fn wrong(column: usize, value: &ValueRef<'_>) -> LogError {
    LogError::damaged(format_args!("column {column} holds {}", value.data_type()))
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged(error)
}
