//! The reads, each on one connection.
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Params, params};
use uuid::Uuid;

use super::error::read_failed;
use super::row::{self, COLUMNS, Names};
use crate::append_decision::KnownEvent;
use crate::order;
use crate::{LogError, Position, Recorded, RecordedAt, StreamId};

/// How many events the stream holds.
pub(super) fn stream_version(c: &Connection, stream: &StreamId) -> Result<u64, LogError> {
    const SQL: &str = "SELECT sequence FROM events
        WHERE aggregate_type = ?1 AND aggregate_id = ?2 ORDER BY sequence DESC LIMIT 1";
    let version = one(c, SQL, params![stream.category(), stream.id()], |r| {
        row::count(r, 0)
    })?;
    Ok(version.unwrap_or(0))
}

/// The events of a stream with `sequence > after`.
pub(super) fn read_stream(
    c: &Connection,
    names: &mut Names,
    stream: &StreamId,
    after: u64,
    limit: usize,
) -> Result<Vec<Recorded>, LogError> {
    let sql = select(
        "WHERE aggregate_type = ?1 AND aggregate_id = ?2 AND sequence > ?3
         ORDER BY sequence LIMIT ?4",
    );
    let params = params![
        stream.category(),
        stream.id(),
        sql_integer(after),
        sql_limit(limit)
    ];
    let (events, damage) = many(c, names, &sql, params, limit)?;
    match damage {
        Some(damage) => Err(damage),
        None => order::of_stream(stream, after, &events).map(|()| events),
    }
}

/// The events of the log with `position > after`.
pub(super) fn read_all(
    c: &Connection,
    names: &mut Names,
    after: Position,
    limit: usize,
) -> Result<Vec<Recorded>, LogError> {
    let sql = select("WHERE position > ?1 ORDER BY position LIMIT ?2");
    let params = params![sql_integer(after.0), sql_limit(limit)];
    let (events, damage) = many(c, names, &sql, params, limit)?;
    match damage {
        Some(damage) if events.is_empty() => Err(damage),
        // What comes before it comes first.
        Some(_) | None => order::of_log(after, events),
    }
}

/// The events at just these positions.
pub(super) fn read_at(
    c: &Connection,
    names: &mut Names,
    positions: &[Position],
) -> Result<Vec<Recorded>, LogError> {
    // One read transaction: what each statement would lock and unlock is locked once.
    let _snapshot = c
        .unchecked_transaction()
        .map_err(|error| read_failed(&error))?;
    let sql = select("WHERE position = ?1");
    let mut statement = c
        .prepare_cached(&sql)
        .map_err(|error| read_failed(&error))?;
    let mut events = Vec::with_capacity(positions.len());
    for position in positions {
        let mut rows = statement
            .query([sql_integer(position.0)])
            .map_err(|error| read_failed(&error))?;
        match rows.next().map_err(|error| read_failed(&error))? {
            Some(row) => events.push(names.recorded(row)?),
            None => return Err(LogError::missing(*position)),
        }
    }
    Ok(events)
}

/// The position of the last event.
pub(super) fn head(c: &Connection) -> Result<Position, LogError> {
    const SQL: &str = "SELECT position FROM events ORDER BY position DESC LIMIT 1";
    Ok(one(c, SQL, [], |r| row::position(r, 0))?.unwrap_or(Position::START))
}

/// The position of the last event recorded at or before the instant.
///
/// Recorded times never go back along the positions, so a search by halves finds it without an
/// index. It looks at single columns; the two events between which the instant lies are then read
/// whole.
pub(super) fn position_at(
    c: &Connection,
    names: &mut Names,
    instant: RecordedAt,
) -> Result<Position, LogError> {
    const SQL: &str = "SELECT position, recorded_at FROM events
        WHERE position > ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1";
    let _snapshot = c
        .unchecked_transaction()
        .map_err(|error| read_failed(&error))?;
    let mut found = Position::START;
    // Every event up to `low` was recorded in time; none after `high` was.
    let (mut low, mut high) = (0, head(c)?.0);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        let params = params![sql_integer(low), sql_integer(middle)];
        let event = one(c, SQL, params, |r| {
            Ok((row::position(r, 0)?, row::integer(r, 1)?))
        })?;
        match event {
            // A gap in the positions.
            None => low = middle,
            Some((position, recorded_at)) if recorded_at <= instant.0 => {
                found = position;
                low = middle;
            }
            Some((position, _)) => high = position.0 - 1,
        }
    }
    whole(c, names, "WHERE position = ?1", [sql_integer(found.0)])?;
    let next = "WHERE position > ?1 ORDER BY position LIMIT 1";
    whole(c, names, next, [sql_integer(found.0)])?;
    Ok(found)
}

/// The last event, where there is one.
pub(super) fn last(c: &Connection) -> Result<Option<Recorded>, LogError> {
    let rest = "ORDER BY position DESC LIMIT 1";
    whole(c, &mut Names::default(), rest, [])
}

/// Where the event with this id stands.
pub(super) fn find(c: &Connection, id: &Uuid) -> Result<Option<KnownEvent>, LogError> {
    // Asked for each event of an append of several.
    static SQL: LazyLock<String> = LazyLock::new(|| select("WHERE event_id = ?1"));
    let mut names = Names::default();
    let id = id.as_bytes().as_slice();
    let event = one(c, &SQL, [id], |row| names.recorded(row))?;
    Ok(event.map(|event| KnownEvent {
        stream: event.stream,
        sequence: event.sequence,
        position: event.position,
        recorded_at: event.recorded_at,
    }))
}

/// The installation that the log belongs to; none in tables made before there were any.
pub(super) fn installation(c: &Connection) -> Result<Option<Uuid>, LogError> {
    const THERE: &str = "SELECT 1 FROM sqlite_schema WHERE name = 'eventlog_installation'";
    const SQL: &str = "SELECT id FROM eventlog_installation";
    if one(c, THERE, [], |_| Ok(()))?.is_none() {
        return Ok(None);
    }
    one(c, SQL, [], |row| row::id(row, 0))
}

/// Gives the log to an installation, unless it belongs to one.
pub(super) fn join_installation(c: &Connection, id: Uuid) -> Result<(), LogError> {
    const SQL: &str = "INSERT INTO eventlog_installation (only_one, id) VALUES (1, ?1)
        ON CONFLICT DO NOTHING";
    let joined = c.execute(SQL, [id.as_bytes().as_slice()]);
    joined.map(drop).map_err(|error| read_failed(&error))
}

/// A number as SQLite holds it; past its range it stands for the end.
pub(super) fn sql_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn sql_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn select(rest: &str) -> String {
    format!("SELECT {COLUMNS} FROM events {rest}")
}

fn one<T>(
    c: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&rusqlite::Row<'_>) -> Result<T, LogError>,
) -> Result<Option<T>, LogError> {
    let mut statement = c.prepare_cached(sql).map_err(|error| read_failed(&error))?;
    let row = statement.query_row(params, |row| Ok(read(row))).optional();
    row.map_err(|error| read_failed(&error))?.transpose()
}

/// The first event of a query, read with all its columns.
fn whole(
    c: &Connection,
    names: &mut Names,
    rest: &str,
    params: impl Params,
) -> Result<Option<Recorded>, LogError> {
    one(c, &select(rest), params, |row| names.recorded(row))
}

/// The events of a query, up to the first that is damaged.
fn many(
    c: &Connection,
    names: &mut Names,
    sql: &str,
    params: impl Params,
    limit: usize,
) -> Result<(Vec<Recorded>, Option<LogError>), LogError> {
    let mut statement = c.prepare_cached(sql).map_err(|error| read_failed(&error))?;
    let mut rows = statement
        .query(params)
        .map_err(|error| read_failed(&error))?;
    let mut events = Vec::with_capacity(limit.min(64));
    loop {
        let next = match rows.next().map_err(|error| read_failed(&error)) {
            Ok(None) => return Ok((events, None)),
            Ok(Some(row)) => names.recorded(row),
            Err(error) => Err(error),
        };
        match next {
            Ok(event) => events.push(event),
            Err(damage @ LogError::Damaged(_)) => return Ok((events, Some(damage))),
            Err(error) => return Err(error),
        }
    }
}
