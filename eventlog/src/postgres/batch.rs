//! What many callers wait for, in one statement of its own transaction; each append has its own
//! outcome.
use std::collections::HashMap;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnection, PgRow};
use uuid::Uuid;

use super::error::damaged;
use super::json;
use super::query::sql_integer;
use super::row;
use crate::checksum::{Checksums, Content, as_signed};
use crate::{Append, Appended, LogError, Position, RecordedAt, StreamId};

/// The outcomes of a batch, in the order of its appends.
pub(super) type Outcomes = Vec<Result<Stored, LogError>>;

/// An append that is stored.
pub(super) struct Stored {
    pub appended: Appended,
    /// By this batch, as it was given; else by an earlier try.
    pub is_new: bool,
}

const SQL: &str = "SELECT append::bigint, outcome::bigint, at_position, version, recorded
    FROM log_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17)";

/// In place of the number of an append: all of them are stored.
const ALL_STORED: i64 = -1;

/// One entry an event, as `log_append` takes them.
#[derive(Default)]
struct Columns<'a> {
    appends: Vec<i32>,
    nths: Vec<i32>,
    rounds: Vec<i32>,
    expected: Vec<i64>,
    categories: Vec<&'a str>,
    streams: Vec<&'a str>,
    ids: Vec<Uuid>,
    types: Vec<&'a str>,
    versions: Vec<String>,
    payloads: Vec<&'a str>,
    metadata: Vec<&'a str>,
    payload_texts: Vec<Option<&'a [u8]>>,
    metadata_texts: Vec<Option<&'a [u8]>>,
    /// Checksums of the contents; the database adds position and time.
    contents: Vec<i64>,
}

/// Sends the appends and reads their outcomes. When this returns outcomes, they are on disk.
///
/// # Errors
/// As the connection's; `Protocol` when the answer is not what this program asked for.
pub(super) fn send<'a>(
    connection: &'a mut PgConnection,
    now: RecordedAt,
    appends: &'a [&'a Append],
) -> BoxFuture<'a, Result<Outcomes, sqlx::Error>> {
    Box::pin(async move {
        let mut columns = Columns::default();
        let mut checksums = Checksums::default();
        let mut rounds = Rounds::default();
        let mut last_round = 1;
        for (number, append) in (0..).zip(appends) {
            let round = rounds.of(append);
            last_round = last_round.max(round);
            columns.push(number, round, append, &mut checksums);
        }
        // The transaction commits after its rows are sent: to read one and stop would be to
        // acknowledge what is not on disk. `fetch_all` waits for the end.
        let (now, told) = told(now, appends);
        let rows = sqlx::query(SQL)
            .bind(now)
            .bind(last_round)
            .bind(columns.appends)
            .bind(columns.nths)
            .bind(columns.rounds)
            .bind(columns.expected)
            .bind(columns.categories)
            .bind(columns.streams)
            .bind(columns.ids)
            .bind(columns.types)
            .bind(columns.versions)
            .bind(columns.payloads)
            .bind(columns.metadata)
            .bind(columns.payload_texts)
            .bind(columns.metadata_texts)
            .bind(told)
            .bind(columns.contents)
            .fetch_all(connection)
            .await?;
        outcomes(appends, &rows).map_err(|error| sqlx::Error::Protocol(error.to_string()))
    })
}

/// The present, or, where any of these was recorded by another log before, what each event is
/// told, in their order, and a present that says nothing.
fn told(now: RecordedAt, appends: &[&Append]) -> (i64, Option<Vec<i64>>) {
    if appends.iter().all(|append| append.recorded_at.is_none()) {
        return (now.0, None);
    }
    let told = appends.iter().flat_map(|append| {
        let told = append.recorded_at.unwrap_or(now).0;
        append.events.iter().map(move |_| told)
    });
    (i64::MIN, Some(told.collect()))
}

impl<'a> Columns<'a> {
    fn push(&mut self, number: i32, round: i32, append: &'a Append, checksums: &mut Checksums) {
        let mut sequence = append.expected;
        for (nth, event) in (1..).zip(&append.events) {
            self.appends.push(number);
            self.nths.push(nth);
            self.rounds.push(round);
            self.expected.push(sql_integer(append.expected));
            self.categories.push(append.stream.category());
            self.streams.push(append.stream.id());
            self.ids.push(event.id);
            self.types.push(&event.event_type);
            self.versions.push(event.event_version.to_string());
            let payload = json::columns(&event.payload);
            self.payloads.push(payload.json);
            self.payload_texts.push(payload.text);
            let metadata = json::columns(&event.metadata);
            self.metadata.push(metadata.json);
            self.metadata_texts.push(metadata.text);
            sequence = sequence.saturating_add(1);
            let content = checksums.content(&Content {
                stream: &append.stream,
                sequence,
                id: &event.id,
                event_type: &event.event_type,
                event_version: event.event_version,
                payload: &event.payload,
                metadata: &event.metadata,
            });
            self.contents.push(as_signed(content));
        }
    }
}

/// Appends that touch the same stream or hold the same event id are judged one after another:
/// each in a later round than the one before it.
#[derive(Default)]
struct Rounds<'a> {
    streams: HashMap<&'a StreamId, i32>,
    ids: HashMap<Uuid, i32>,
}

impl<'a> Rounds<'a> {
    fn of(&mut self, append: &'a Append) -> i32 {
        let ids = append.events.iter().map(|event| &event.id);
        let met = ids.clone().filter_map(|id| self.ids.get(id));
        let met = met.chain(self.streams.get(&append.stream)).max();
        let round = met.map_or(1, |before| before + 1);
        self.streams.insert(&append.stream, round);
        self.ids.extend(ids.map(|id| (*id, round)));
        round
    }
}

fn outcomes(appends: &[&Append], rows: &[PgRow]) -> Result<Outcomes, LogError> {
    if let [row] = rows
        && row::integer(row, 0)? == ALL_STORED
    {
        return all_stored(appends, row);
    }
    let mut outcomes: Vec<Option<_>> = appends.iter().map(|_| None).collect();
    for row in rows {
        let number = usize::try_from(row::count(row, 0)?).map_err(damaged)?;
        let (Some(append), Some(place)) = (appends.get(number), outcomes.get_mut(number)) else {
            return Err(damaged(format_args!("an outcome for append {number}")));
        };
        *place = Some(outcome(append, row)?);
    }
    let all: Option<Outcomes> = outcomes.into_iter().collect();
    all.ok_or_else(|| {
        damaged(format_args!(
            "{} outcomes for {} appends",
            rows.len(),
            appends.len()
        ))
    })
}

/// Each append stands behind the one before it.
fn all_stored(appends: &[&Append], row: &PgRow) -> Result<Outcomes, LogError> {
    let mut end = row::count(row, 2)?;
    let recorded_at = RecordedAt(row::integer(row, 4)?);
    let stored = appends.iter().map(|append| {
        let events = append.events.len() as u64;
        end += events;
        Ok(Stored {
            appended: Appended {
                position: Position(end),
                version: append.expected + events,
                recorded_at,
            },
            is_new: true,
        })
    });
    Ok(stored.collect())
}

/// The outer error: the row is none of `log_append`'s.
fn outcome(append: &Append, row: &PgRow) -> Result<Result<Stored, LogError>, LogError> {
    Ok(match row::count(row, 1)? {
        how @ (0 | 1) => Ok(Stored {
            appended: Appended {
                position: row::position(row, 2)?,
                version: row::count(row, 3)?,
                recorded_at: RecordedAt(row::integer(row, 4)?),
            },
            is_new: how == 0,
        }),
        2 => Err(LogError::Conflict {
            stream: append.stream.clone(),
            expected: append.expected,
            actual: row::count(row, 3)?,
        }),
        3 => Err(LogError::Refused(
            "its event ids are in the log already, in another stream or order".into(),
        )),
        4 => Err(LogError::Refused(
            "some of its event ids are in the log already, others are new".into(),
        )),
        other => return Err(damaged(format_args!("an outcome numbered {other}"))),
    })
}
