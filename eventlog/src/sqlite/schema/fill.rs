//! What the second version brings: the checksums of the events that were there before.
use rusqlite::{Connection, params};

use crate::checksum::{Checksums, as_signed};
use crate::sqlite::error::read_failed;
use crate::sqlite::query::{self, sql_integer};
use crate::sqlite::row::{self, Names};
use crate::{LogError, Position};

/// How many events lie between two lines about the progress.
const TOLD: u64 = 100_000;

/// The trigger of the first version, set aside while this lasts.
const NEVER_UPDATED: &str = "CREATE TRIGGER events_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never updated'); END;";

/// Computes the checksum of each event. One that cannot be read gets none, and stays damaged for
/// whoever reads it.
///
/// # Errors
/// As any write.
pub(super) fn checksums(connection: &Connection) -> Result<(), LogError> {
    let failed = |error: rusqlite::Error| read_failed(&error);
    let head = query::head(connection)?;
    if head == Position::START {
        return Ok(());
    }
    tracing::warn!(events = %head, "each event of the log gets a checksum, this once");
    let set_aside = "DROP TRIGGER events_never_updated";
    connection.execute_batch(set_aside).map_err(failed)?;
    let mut names = Names::default();
    let mut checksums = Checksums::default();
    let mut read = connection
        .prepare(
            "SELECT position, aggregate_type, aggregate_id, sequence, event_id, event_type,
                 event_version, recorded_at, payload, metadata
             FROM events WHERE position > ?1 ORDER BY position LIMIT 1000",
        )
        .map_err(failed)?;
    let mut write = connection
        .prepare("UPDATE events SET checksum = ?2 WHERE position = ?1")
        .map_err(failed)?;
    let (mut after, mut done) = (Position::START, 0_u64);
    loop {
        let mut page = Vec::new();
        let before = done;
        let mut rows = read.query([sql_integer(after.0)]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            after = row::position(row, 0)?;
            done += 1;
            match names.unchecked(row) {
                Ok(event) => page.push((after, checksums.of(&event))),
                Err(error) => tracing::error!(%error, "an event gets no checksum"),
            }
        }
        drop(rows);
        if done == before {
            break;
        }
        for (position, checksum) in page {
            write
                .execute(params![sql_integer(position.0), as_signed(checksum)])
                .map_err(failed)?;
        }
        if done % TOLD < 1_000 {
            tracing::warn!(done, of = %head, "checksums");
        }
    }
    connection.execute_batch(NEVER_UPDATED).map_err(failed)
}
