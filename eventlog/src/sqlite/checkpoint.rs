//! When the write-ahead log is taken into the file.
use rusqlite::Connection;

use crate::Append;

/// With nobody waiting, from this many pages on.
const WHEN_IDLE: usize = 2_000;
/// Even with appends waiting, from this many pages on (64 MiB).
const AT_LATEST: usize = 16_000;
/// Bytes of a page.
const PAGE: usize = 4096;

/// How much the write-ahead log has grown since it was last taken into the file: an estimate in
/// pages, never far below the truth.
#[derive(Default)]
pub(super) struct Grown {
    pages: usize,
}

impl Grown {
    /// Counts an append: its bytes, and a page of each index for each event.
    pub(super) fn count(&mut self, append: &Append) {
        self.pages += pages(append);
    }

    /// Takes the write-ahead log into the file if it is time to. What readers still need stays
    /// for the next time; nothing is lost if this fails, so a failure is only logged.
    pub(super) fn checkpoint_if_due(&mut self, connection: &Connection, idle: bool) {
        if self.pages < if idle { WHEN_IDLE } else { AT_LATEST } {
            return;
        }
        self.pages = 0;
        catch_up(connection);
    }
}

/// What an append adds to the write-ahead log, in pages.
fn pages(append: &Append) -> usize {
    let bytes: usize = append
        .events
        .iter()
        .map(|e| e.payload.len() + e.metadata.len())
        .sum();
    append.events.len() * 2 + bytes / PAGE + 1
}

/// The room that appends need on the disk, in bytes.
pub(super) fn room_for<'a>(appends: impl Iterator<Item = &'a Append>) -> u64 {
    let pages: usize = appends.map(pages).sum();
    u64::try_from(pages * PAGE).unwrap_or(u64::MAX)
}

/// Takes the write-ahead log into the file, as far as no reader still needs it.
pub(super) fn catch_up(connection: &Connection) {
    run(connection, "PASSIVE");
}

/// Takes the whole write-ahead log into the file and empties it, at a clean close.
pub(super) fn finish(connection: &Connection) {
    run(connection, "TRUNCATE");
}

fn run(connection: &Connection, mode: &str) {
    let sql = format!("PRAGMA wal_checkpoint({mode})");
    let outcome = connection.query_row(&sql, [], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, i64>(2)?,
        ))
    });
    match outcome {
        Ok((busy, pages, done)) => tracing::debug!(mode, busy, pages, done, "checkpoint"),
        Err(error) => tracing::warn!(mode, %error, "the write-ahead log stays for now"),
    }
}
