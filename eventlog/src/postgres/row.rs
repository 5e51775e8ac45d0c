//! From a row of the table to an event.
use std::fmt::Display;

use sqlx::postgres::{PgRow, PgValueRef};
use sqlx::{Row, ValueRef};
use uuid::Uuid;

use super::error::damaged;
use super::json;
use crate::checksum::Checksums;
use crate::interned_names::InternedNames;
use crate::{Damage, LogError, Position, Recorded, RecordedAt};

/// The columns [`Names::recorded`] reads, in its order and in the binary format.
pub(super) const COLUMNS: &str = "e.position, e.aggregate_type, e.aggregate_id, e.sequence, \
     e.event_id, e.event_type, e.event_version, e.recorded_at, e.payload, e.metadata, \
     e.payload_text, e.metadata_text, e.checksum";

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
    /// `Damaged`, naming position and stream, when a value is not what was written.
    pub(super) fn recorded(&mut self, row: &PgRow) -> Result<Recorded, LogError> {
        let event = self.unchecked(row)?;
        // What another program wrote has none.
        if !value(row, 12)?.is_null() {
            let stored = integer(row, 12)?.cast_unsigned();
            self.checksums.check(&event, stored)?;
        }
        Ok(event)
    }

    /// The event of a row that holds all [`COLUMNS`] but the checksum.
    ///
    /// # Errors
    /// `Damaged`, naming position and stream, when a value is not what this program writes.
    pub(super) fn unchecked(&mut self, row: &PgRow) -> Result<Recorded, LogError> {
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

    fn rest(&mut self, row: &PgRow, position: Position) -> Result<Recorded, LogError> {
        Ok(Recorded {
            position,
            stream: self.names.stream(text(row, 1)?, text(row, 2)?)?,
            sequence: count(row, 3)?,
            id: Uuid::from_slice(bytes(row, 4)?).map_err(damaged)?,
            event_type: self.names.event_type(text(row, 5)?),
            event_version: version(text(row, 6)?)?,
            recorded_at: RecordedAt(integer(row, 7)?),
            payload: kept(row, 8, 10)?,
            metadata: kept(row, 9, 11)?,
        })
    }
}

/// The version of a schema: `2`, or `1.0` as cqrs-es likes to name them.
fn version(name: &str) -> Result<u16, LogError> {
    let major = name.split('.').next().unwrap_or(name);
    let known = |why: &dyn Display| damaged(format_args!("the version {name:?}: {why}"));
    major.parse().map_err(|error| known(&error))
}

/// A text from the column of type `json`, or, where it is no JSON, from the one beside it.
fn kept(row: &PgRow, json: usize, text: usize) -> Result<Vec<u8>, LogError> {
    let beside = value(row, text)?;
    let json = bytes(row, json)?;
    if beside.is_null() {
        return Ok(json.to_vec());
    }
    if json != json::ABSENT.as_bytes() {
        return Err(damaged("two texts in the place of one"));
    }
    Ok(beside.as_bytes().map_err(damaged)?.to_vec())
}

/// The stream that a row names, as far as it can be read.
fn named(row: &PgRow) -> String {
    let part = |column| bytes(row, column).map_or("?".into(), String::from_utf8_lossy);
    format!("stream {}-{}", part(1), part(2))
}

/// The position in a column.
pub(super) fn position(row: &PgRow, column: usize) -> Result<Position, LogError> {
    count(row, column).map(Position)
}

/// The number, 0 or more, in a column of type `bigint`.
pub(super) fn count(row: &PgRow, column: usize) -> Result<u64, LogError> {
    u64::try_from(integer(row, column)?).map_err(damaged)
}

/// The number in a column of type `bigint`.
pub(super) fn integer(row: &PgRow, column: usize) -> Result<i64, LogError> {
    let bytes = bytes(row, column)?;
    match <[u8; 8]>::try_from(bytes) {
        Ok(bytes) => Ok(i64::from_be_bytes(bytes)),
        Err(_) => Err(damaged(format_args!(
            "column {column} holds {} bytes, not a number of 8",
            bytes.len()
        ))),
    }
}

fn text(row: &PgRow, column: usize) -> Result<&str, LogError> {
    std::str::from_utf8(bytes(row, column)?).map_err(damaged)
}

fn bytes(row: &PgRow, column: usize) -> Result<&[u8], LogError> {
    value(row, column)?.as_bytes().map_err(damaged)
}

fn value(row: &PgRow, column: usize) -> Result<PgValueRef<'_>, LogError> {
    row.try_get_raw(column).map_err(damaged)
}
