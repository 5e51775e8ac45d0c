//! What the writer remembers of the end of the log, so as not to ask for it before each append.
use std::num::NonZeroUsize;

use lru::LruCache;
use rusqlite::{Connection, OptionalExtension};

use super::error::read_failed;
use super::row;
use crate::{Appended, LogError, Position, RecordedAt, StreamId};

/// The end of the log as the writer knows it.
pub(super) struct TailCache {
    /// The position of the last event.
    pub head: Position,
    /// When it was recorded; nothing later may say less.
    pub recorded_at: RecordedAt,
    versions: LruCache<StreamId, u64>,
}

impl TailCache {
    /// The end of an empty log, remembering up to `streams` stream versions.
    pub(super) fn new(streams: usize) -> Self {
        let most = NonZeroUsize::new(streams).unwrap_or(NonZeroUsize::MIN);
        Self {
            head: Position::START,
            recorded_at: RecordedAt(i64::MIN),
            versions: LruCache::new(most),
        }
    }

    /// Looks at the end of the log again. When it is not where it was left (another program has
    /// written, or a commit failed), everything remembered is dropped.
    ///
    /// # Errors
    /// As any read.
    pub(super) fn refresh(&mut self, connection: &Connection) -> Result<(), LogError> {
        const LAST: &str =
            "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1";
        let mut statement = connection
            .prepare_cached(LAST)
            .map_err(|e| read_failed(&e))?;
        let last = statement
            .query_row([], |row| Ok((row::position(row, 0), row::integer(row, 1))))
            .optional()
            .map_err(|error| read_failed(&error))?;
        let (head, recorded_at) = match last {
            Some((position, recorded_at)) => (position?, RecordedAt(recorded_at?)),
            None => (Position::START, RecordedAt(i64::MIN)),
        };
        if head != self.head || recorded_at != self.recorded_at {
            self.forget();
            // What later events build on is read whole, with its checksum.
            if let Some(last) = super::query::last(connection)? {
                self.head = last.position;
                self.recorded_at = last.recorded_at;
            }
        }
        Ok(())
    }

    /// Drops all that was remembered; the next [`TailCache::refresh`] finds the end anew.
    pub(super) fn forget(&mut self) {
        self.versions.clear();
        self.head = Position::START;
        self.recorded_at = RecordedAt(i64::MIN);
    }

    /// How many events the stream holds.
    ///
    /// # Errors
    /// As any read.
    pub(super) fn version(
        &mut self,
        connection: &Connection,
        stream: &StreamId,
    ) -> Result<u64, LogError> {
        if let Some(version) = self.versions.get(stream) {
            return Ok(*version);
        }
        let version = super::query::stream_version(connection, stream)?;
        self.versions.put(stream.clone(), version);
        Ok(version)
    }

    /// Notes that the stream grew, and hands the outcome on.
    pub(super) fn grew(&mut self, stream: &StreamId, outcome: Appended) -> Appended {
        self.head = outcome.position;
        self.recorded_at = outcome.recorded_at;
        match self.versions.get_mut(stream) {
            Some(known) => *known = outcome.version,
            None => {
                self.versions.put(stream.clone(), outcome.version);
            }
        }
        outcome
    }
}
