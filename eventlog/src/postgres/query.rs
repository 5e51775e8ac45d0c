//! The reads, each on one connection. All of them are prepared statements in the binary format.
use std::sync::LazyLock;

use futures::TryStreamExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::postgres::{PgArguments, Postgres};
use sqlx::query::Query;

use super::connections::{Failed, Open, Work};
use super::row::{self, COLUMNS};
use crate::order;
use crate::{Checkpoint, LogError, Position, Recorded, RecordedAt, StreamId};

type Asked<'q> = Query<'q, Postgres, PgArguments>;

/// How many events each of these streams holds, in their order.
pub(super) struct StreamVersions<'q> {
    pub streams: &'q [StreamId],
}

impl Work for StreamVersions<'_> {
    type Answer = Vec<u64>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Vec<u64>, Failed>> {
        Box::pin(async move {
            const SQL: &str = "SELECT coalesce((
                    SELECT e.sequence FROM events e
                    WHERE e.aggregate_type = u.category AND e.aggregate_id = u.id
                    ORDER BY e.sequence DESC LIMIT 1
                ), 0)
                FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u (category, id, n)
                ORDER BY u.n";
            let categories: Vec<&str> = self.streams.iter().map(StreamId::category).collect();
            let ids: Vec<&str> = self.streams.iter().map(StreamId::id).collect();
            let asked = sqlx::query(SQL).bind(categories).bind(ids);
            let rows = asked.fetch_all(&mut open.connection).await?;
            let versions: Result<Vec<u64>, LogError> =
                rows.iter().map(|row| row::count(row, 0)).collect();
            Ok(versions?)
        })
    }
}

/// The events of a stream with `sequence > after`.
pub(super) struct ReadStream<'q> {
    pub stream: &'q StreamId,
    pub after: u64,
    pub limit: usize,
}

impl Work for ReadStream<'_> {
    type Answer = Vec<Recorded>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Vec<Recorded>, Failed>> {
        Box::pin(async move {
            static SQL: LazyLock<String> = LazyLock::new(|| {
                format!(
                    "SELECT {COLUMNS} FROM events e
                     WHERE e.aggregate_type = $1 AND e.aggregate_id = $2 AND e.sequence > $3
                     ORDER BY e.sequence LIMIT $4"
                )
            });
            let asked = sqlx::query(&SQL)
                .bind(self.stream.category())
                .bind(self.stream.id())
                .bind(sql_integer(self.after))
                .bind(sql_limit(self.limit));
            let events = all(many(open, asked, self.limit).await?)?;
            order::of_stream(self.stream, self.after, &events)?;
            Ok(events)
        })
    }
}

/// The events of the log with `position > after`.
pub(super) struct ReadAll {
    pub after: Position,
    pub limit: usize,
}

impl Work for ReadAll {
    type Answer = Vec<Recorded>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Vec<Recorded>, Failed>> {
        Box::pin(async move {
            static SQL: LazyLock<String> = LazyLock::new(|| {
                format!(
                    "SELECT {COLUMNS} FROM events e WHERE e.position > $1 ORDER BY e.position LIMIT $2"
                )
            });
            let asked = sqlx::query(&SQL)
                .bind(sql_integer(self.after.0))
                .bind(sql_limit(self.limit));
            let (events, damage) = many(open, asked, self.limit).await?;
            match damage {
                Some(damage) if events.is_empty() => Err(damage.into()),
                // What comes before it comes first.
                Some(_) | None => Ok(order::of_log(self.after, events)?),
            }
        })
    }
}

/// The events at just these positions.
pub(super) struct ReadAt<'q> {
    pub positions: &'q [Position],
}

impl Work for ReadAt<'_> {
    type Answer = Vec<Recorded>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Vec<Recorded>, Failed>> {
        Box::pin(async move {
            static SQL: LazyLock<String> = LazyLock::new(|| {
                format!(
                    "SELECT {COLUMNS} FROM unnest($1::bigint[]) WITH ORDINALITY AS p (position, n),
                         LATERAL (SELECT * FROM events WHERE position = p.position LIMIT 1) e
                     ORDER BY p.n"
                )
            });
            let wanted: Vec<i64> = self.positions.iter().map(|at| sql_integer(at.0)).collect();
            let asked = sqlx::query(&SQL).bind(wanted);
            let events = all(many(open, asked, self.positions.len()).await?)?;
            let mut found = events.iter().map(|event| event.position);
            match self
                .positions
                .iter()
                .find(|wanted| found.next() != Some(**wanted))
            {
                Some(missing) => Err(LogError::missing(*missing).into()),
                None => Ok(events),
            }
        })
    }
}

/// The last event.
pub(super) struct Head;

impl Work for Head {
    type Answer = Checkpoint;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Checkpoint, Failed>> {
        Box::pin(async move {
            const SQL: &str =
                "SELECT position, event_id FROM events ORDER BY position DESC LIMIT 1";
            let rows = sqlx::query(SQL).fetch_all(&mut open.connection).await?;
            let Some(row) = rows.first() else {
                return Ok(Checkpoint::START);
            };
            Ok(Checkpoint {
                position: row::position(row, 0)?,
                event_id: row.try_get(1)?,
            })
        })
    }
}

/// The position of the last event recorded at or before the instant.
pub(super) struct PositionAt {
    pub instant: RecordedAt,
}

impl Work for PositionAt {
    type Answer = Position;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Position, Failed>> {
        Box::pin(async move {
            const SQL: &str = "SELECT log_position_at($1)";
            // The search looks at single columns; the two events between which the instant lies
            // are then read whole.
            static AROUND: LazyLock<String> = LazyLock::new(|| {
                format!(
                    "SELECT {COLUMNS} FROM events e WHERE e.position >= $1
                     ORDER BY e.position LIMIT 2"
                )
            });
            let asked = sqlx::query(SQL).bind(self.instant.0);
            let found = one(open, asked).await?;
            let around = sqlx::query(&AROUND).bind(sql_integer(found));
            all(many(open, around, 2).await?)?;
            Ok(Position(found))
        })
    }
}

/// A number as PostgreSQL holds it; past its range it stands for the end.
pub(super) fn sql_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn sql_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

async fn one(open: &mut Open, asked: Asked<'_>) -> Result<u64, Failed> {
    let row = asked.fetch_one(&mut open.connection).await?;
    Ok(row::count(&row, 0)?)
}

/// The events of a query up to the first that is damaged, and what is wrong with that one.
type Whole = (Vec<Recorded>, Option<LogError>);

async fn many(open: &mut Open, asked: Asked<'_>, limit: usize) -> Result<Whole, Failed> {
    let mut events = Vec::with_capacity(limit.min(64));
    let mut damage = None;
    let mut rows = asked.fetch(&mut open.connection);
    // To the end: the connection is used again.
    while let Some(row) = rows.try_next().await? {
        if damage.is_none() {
            match open.names.recorded(&row) {
                Ok(event) => events.push(event),
                Err(error) => damage = Some(error),
            }
        }
    }
    Ok((events, damage))
}

fn all((events, damage): Whole) -> Result<Vec<Recorded>, LogError> {
    damage.map_or(Ok(events), Err)
}
