//! One transaction that stores what many callers wait for; each append has its own outcome.
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, params};

use super::error::{commit_left_nothing, is_constraint, read_failed};
use super::query::{self, sql_integer};
use super::schema::SCHEMA_VERSION;
use super::tail_cache::TailCache;
use crate::append_decision::{AppendDecision, decide_append};
use crate::batch_failure::BatchFailure;
use crate::checksum::{Checksums, Content, as_signed, placed};
use crate::{Append, Appended, Clock, LogError, Position, RecordedAt};

/// The outcomes of a transaction that is on disk, in the order of its appends.
pub(super) type Outcomes = Vec<Result<Appended, LogError>>;

/// Stores the appends in one transaction. When this returns outcomes, they are on disk.
///
/// # Errors
/// [`BatchFailure`]; `tail` has then forgotten everything.
pub(super) fn store<'a>(
    connection: &Connection,
    tail: &mut TailCache,
    clock: &dyn Clock,
    appends: impl Iterator<Item = &'a Append>,
) -> Result<Outcomes, BatchFailure> {
    let outcome = attempt(connection, tail, clock, appends);
    if outcome.is_err() {
        tail.forget();
        if !connection.is_autocommit()
            && let Err(error) = run(connection, "ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
    outcome
}

fn attempt<'a>(
    connection: &Connection,
    tail: &mut TailCache,
    clock: &dyn Clock,
    appends: impl Iterator<Item = &'a Append>,
) -> Result<Outcomes, BatchFailure> {
    run(connection, "BEGIN IMMEDIATE").map_err(|error| before_commit(&error))?;
    tail.refresh(connection).map_err(BatchFailure::Nothing)?;
    let before = tail.head;
    let mut insert = Insert::new(connection).map_err(|error| before_commit(&error))?;
    let mut outcomes = Vec::with_capacity(appends.size_hint().0);
    for append in appends {
        outcomes.push(one(connection, &mut insert, tail, clock, append)?);
    }
    match run(connection, "COMMIT") {
        Ok(()) => Ok(outcomes),
        Err(error) if is_constraint(&error) => Err(BatchFailure::TurnedDown(error.to_string())),
        Err(error) if before == tail.head || commit_left_nothing(&error) => {
            Err(BatchFailure::Nothing(read_failed(&error)))
        }
        Err(error) => Err(BatchFailure::Unknown(error.to_string())),
    }
}

/// The outcome of one append within the transaction; `Err` when the transaction cannot go on.
fn one(
    connection: &Connection,
    insert: &mut Insert<'_>,
    tail: &mut TailCache,
    clock: &dyn Clock,
    append: &Append,
) -> Result<Result<Appended, LogError>, BatchFailure> {
    if append.events.is_empty() {
        return rewrite_version(connection, tail).map(Ok);
    }
    let actual = tail
        .version(connection, &append.stream)
        .map_err(BatchFailure::Nothing)?;
    // The usual append is one event that goes where its writer believes: it is tried at once,
    // and a row that was turned down leaves nothing behind. All others are judged first.
    let usual = append.events.len() == 1 && append.expected == actual;
    let told = append.recorded_at.unwrap_or_else(|| clock.now());
    let recorded_at = tail.recorded_at.max(told);
    if usual {
        match insert.rows(append, tail.head, actual, recorded_at) {
            Ok(outcome) => return Ok(Ok(tail.grew(&append.stream, outcome))),
            // Were the whole transaction undone with it, nothing more could be stored in it.
            Err(error) if is_constraint(&error) && !connection.is_autocommit() => {}
            Err(error) => return Err(before_commit(&error)),
        }
    }
    match decide_append(append, actual, |id| query::find(connection, id)) {
        Ok(AppendDecision::Already(outcome)) => Ok(Ok(outcome)),
        Ok(AppendDecision::Store) => {
            let outcome = insert.rows(append, tail.head, actual, recorded_at);
            let outcome = outcome.map_err(|error| before_commit(&error))?;
            Ok(Ok(tail.grew(&append.stream, outcome)))
        }
        Err(own @ (LogError::Conflict { .. } | LogError::Refused(_))) => Ok(Err(own)),
        Err(error) => Err(BatchFailure::Nothing(error)),
    }
}

/// A write that changes nothing, for whoever asks whether one can be made: the version of the
/// schema once more.
fn rewrite_version(connection: &Connection, tail: &TailCache) -> Result<Appended, BatchFailure> {
    let again = connection.pragma_update(None, "user_version", SCHEMA_VERSION);
    again.map_err(|error| before_commit(&error))?;
    Ok(Appended {
        position: tail.head,
        version: 0,
        recorded_at: tail.recorded_at,
    })
}

/// The statement that stores an event.
///
/// `OR FAIL` says what a statement of one row does anyway when it is turned down, and spares
/// SQLite the journal it would keep to undo it.
struct Insert<'c> {
    statement: CachedStatement<'c>,
    checksums: Checksums,
}

impl<'c> Insert<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        const SQL: &str = "INSERT OR FAIL INTO events (position, aggregate_type, aggregate_id, \
             sequence, event_id, event_type, event_version, recorded_at, payload, metadata, \
             checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        Ok(Self {
            statement: connection.prepare_cached(SQL)?,
            checksums: Checksums::default(),
        })
    }

    /// Stores the events of an append just after `head`, in a stream that holds `version` events.
    fn rows(
        &mut self,
        append: &Append,
        head: Position,
        version: u64,
        recorded_at: RecordedAt,
    ) -> rusqlite::Result<Appended> {
        let mut last = Appended {
            position: head,
            version,
            recorded_at,
        };
        for event in &append.events {
            last.version += 1;
            last.position.0 += 1;
            let content = self.checksums.content(&Content {
                stream: &append.stream,
                sequence: last.version,
                id: &event.id,
                event_type: &event.event_type,
                event_version: event.event_version,
                payload: &event.payload,
                metadata: &event.metadata,
            });
            let checksum = placed(content, last.position, recorded_at);
            self.statement.execute(params![
                sql_integer(last.position.0),
                append.stream.category(),
                append.stream.id(),
                sql_integer(last.version),
                event.id.as_bytes().as_slice(),
                &*event.event_type,
                event.event_version,
                recorded_at.0,
                Text(&event.payload),
                Text(&event.metadata),
                as_signed(checksum),
            ])?;
        }
        Ok(last)
    }
}

/// Bytes known to be UTF-8, stored as TEXT.
struct Text<'a>(&'a [u8]);

impl ToSql for Text<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0)))
    }
}

fn before_commit(error: &rusqlite::Error) -> BatchFailure {
    if is_constraint(error) {
        BatchFailure::TurnedDown(error.to_string())
    } else {
        BatchFailure::Nothing(read_failed(error))
    }
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
