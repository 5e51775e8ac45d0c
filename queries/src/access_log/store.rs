//! The rows, in a SQLite file or in PostgreSQL.
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;
use sqlx::{Any, AnyConnection};
use storage::{Others, check_owner, create, real_name};
use uuid::Uuid;

use super::errors::AccessLogError;
use super::row::{Access, Columns, Read, RowPlace, checksum, columns, trace_text};
use storage::StoreLocation;
use storage::{Database, DatabaseTarget, LOCK_SUFFIX, Schema, installation};
use vault::PersonId;

/// Rows in one statement, seven values each. SQLite finds a named value by looking through all of
/// them: a statement of a thousand rows takes it a second (measured).
const ROWS_IN_A_FILE: usize = 64;

/// PostgreSQL counts round trips.
const ROWS_OF_A_SERVER: usize = 1_000;

/// Rows swept in one transaction, so that those who record wait for no longer than that.
const SWEPT_AT_ONCE: i64 = 5_000;

const SCHEMA: Schema = Schema {
    name: "access",
    steps: &[
        include_str!("tables.sql"),
        include_str!("tables_2.sql"),
        include_str!("tables_3.sql"),
    ],
};

/// Where its installation stands.
const JOINED: &str = "access_installation";

/// What SQLite keeps by itself.
const GUARDS_OF_SQLITE: &str = include_str!("guards_sqlite.sql");

/// The same in PostgreSQL.
const GUARDS_OF_POSTGRES: &str = include_str!("guards_postgres.sql");

#[derive(Clone)]
pub(super) struct Store {
    database: Database,
}

impl Store {
    pub(super) async fn open_file(path: &Path) -> Result<Self, AccessLogError> {
        let path = &real_name(path)?;
        check_owner(path, Others::Refused, LOCK_SUFFIX)?;
        create(path)?;
        let target = DatabaseTarget::File(path);
        let database = Database::open_guarded(target, &SCHEMA, GUARDS_OF_SQLITE).await?;
        Ok(Self { database })
    }

    pub(super) async fn open_postgres(
        url: &str,
        patience: Duration,
    ) -> Result<Self, AccessLogError> {
        let target = DatabaseTarget::Postgres { url, patience };
        let database = Database::open_guarded(target, &SCHEMA, GUARDS_OF_POSTGRES).await?;
        Ok(Self { database })
    }

    pub(super) async fn close(&self) {
        self.database.close().await;
    }

    pub(super) async fn installation(&self) -> Result<Option<Uuid>, AccessLogError> {
        Ok(installation::joined(&self.database, JOINED).await?)
    }

    pub(super) async fn join_installation(&self, id: Uuid) -> Result<Uuid, AccessLogError> {
        Ok(installation::join(&self.database, JOINED, id).await?)
    }

    pub(super) fn place(&self) -> &StoreLocation {
        self.database.place()
    }

    /// Whether reads can be recorded, as far as that can be told without a write.
    pub(super) fn usable(&self) -> Result<(), AccessLogError> {
        Ok(self.database.usable()?)
    }

    /// All rows or none.
    pub(super) async fn append(&self, rows: &[(&Read, PersonId)]) -> Result<(), AccessLogError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut tx = self.database.begin().await?;
        let at_once = match self.place() {
            StoreLocation::File(_) => ROWS_IN_A_FILE,
            StoreLocation::Postgres { .. } => ROWS_OF_A_SERVER,
        };
        for some in rows.chunks(at_once) {
            insert(&mut tx, some)
                .await
                .map_err(self.database.fault("record reads"))?;
        }
        tx.commit()
            .await
            .map_err(self.database.fault("record reads"))?;
        Ok(())
    }

    pub(super) async fn of_subject(
        &self,
        subject: PersonId,
        after: Option<RowPlace>,
        limit: usize,
    ) -> Result<Vec<Access>, AccessLogError> {
        let columns = columns(&self.database);
        let text = format!(
            "SELECT {columns} FROM access_reads WHERE subject = $1 AND (read_at, id) < ($2, $3)
             ORDER BY read_at DESC, id DESC LIMIT $4"
        );
        let rows = sqlx::query_as(&text).bind(subject.0.as_bytes().to_vec());
        self.page(rows, after, limit).await
    }

    pub(super) async fn by_reader(
        &self,
        reader: &str,
        after: Option<RowPlace>,
        limit: usize,
    ) -> Result<Vec<Access>, AccessLogError> {
        let columns = columns(&self.database);
        let text = format!(
            "SELECT {columns} FROM access_reads WHERE reader = $1 AND (read_at, id) < ($2, $3)
             ORDER BY read_at DESC, id DESC LIMIT $4"
        );
        let rows = sqlx::query_as(&text).bind(reader.to_owned());
        self.page(rows, after, limit).await
    }

    async fn page<'a>(
        &self,
        rows: QueryAs<'a, Any, Columns, AnyArguments<'a>>,
        after: Option<RowPlace>,
        limit: usize,
    ) -> Result<Vec<Access>, AccessLogError> {
        let after = after.unwrap_or(RowPlace {
            at: i64::MAX,
            number: i64::MAX,
        });
        let rows: Vec<Columns> = rows
            .bind(after.at)
            .bind(after.number)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault("read its rows"))?;
        let strange = |row| {
            let place = self.place();
            tracing::error!(%place, table = "access_reads", row, "a row is not as it was written");
            AccessLogError::StrangeRow { row }
        };
        let read = rows.into_iter().map(|columns| {
            let row = columns.0;
            Access::of_columns(columns).ok_or_else(|| strange(row))
        });
        read.collect()
    }

    /// The numbers of the rows after `after` that are not as they were written, among the next
    /// `limit`, and the last number that was looked at; `None` where no row follows.
    pub(super) async fn damaged(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Option<(Vec<i64>, i64)>, AccessLogError> {
        let columns = columns(&self.database);
        let text = format!("SELECT {columns} FROM access_reads WHERE id > $1 ORDER BY id LIMIT $2");
        let rows: Vec<Columns> = sqlx::query_as(&text)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault("read its rows"))?;
        let Some(last) = rows.last().map(|columns| columns.0) else {
            return Ok(None);
        };
        let damaged = rows.into_iter().filter_map(|columns| {
            let number = columns.0;
            Access::of_columns(columns).is_none().then_some(number)
        });
        Ok(Some((damaged.collect(), last)))
    }

    /// Removes every row from before an instant, having marked that they are no longer kept.
    pub(super) async fn sweep(&self, before: i64) -> Result<u64, AccessLogError> {
        let doing = "sweep old rows";
        let mut swept = 0;
        loop {
            let mut tx = self.database.begin().await?;
            let removed = sweep_some(&mut tx, before)
                .await
                .map_err(self.database.fault(doing))?;
            tx.commit().await.map_err(self.database.fault(doing))?;
            swept += removed;
            if removed < SWEPT_AT_ONCE.unsigned_abs() {
                break;
            }
        }
        if swept > 0 {
            self.checkpoint().await;
        }
        Ok(swept)
    }

    pub(super) async fn kept_since(&self) -> Result<Option<i64>, AccessLogError> {
        let since: Option<i64> = sqlx::query_scalar("SELECT kept_since FROM access_retention")
            .fetch_optional(self.database.reads())
            .await
            .map_err(self.database.fault("read its retention"))?;
        Ok(since)
    }

    pub(super) async fn is_empty(&self) -> Result<bool, AccessLogError> {
        let rows = "SELECT count(*) FROM (SELECT 1 AS one FROM access_reads LIMIT 1) AS some";
        let rows: i64 = sqlx::query_scalar(rows)
            .fetch_one(self.database.reads())
            .await
            .map_err(self.database.fault("read its rows"))?;
        Ok(rows == 0)
    }

    pub(super) async fn checkpoint(&self) {
        self.database.checkpoint().await;
    }
}

async fn insert(connection: &mut AnyConnection, rows: &[(&Read, PersonId)]) -> sqlx::Result<()> {
    let mut text = String::from(
        "INSERT INTO access_reads (read_at, reader, subject, what, stood_at, trace, checksum) VALUES ",
    );
    for row in 0..rows.len() {
        let comma = if row == 0 { "" } else { ", " };
        let [a, b, c, d, e, f, g] = [1, 2, 3, 4, 5, 6, 7].map(|column| row * 7 + column);
        // Writing to a text does not fail.
        let _ = write!(text, "{comma}(${a}, ${b}, ${c}, ${d}, ${e}, ${f}, ${g})");
    }
    // A class is rarely as large as another: the connection keeps no such statement.
    let mut insert = sqlx::query(&text).persistent(false);
    for (read, subject) in rows {
        let subject = subject.0.as_bytes();
        let stood_at = i64::try_from(read.position).unwrap_or(i64::MAX);
        let trace = trace_text(read.trace);
        let (reader, what) = (read.reader.as_bytes(), read.what.as_bytes());
        let sum = checksum(read.at, reader, subject, what, stood_at, trace.as_bytes());
        insert = insert
            .bind(read.at)
            .bind(read.reader.to_string())
            .bind(subject.to_vec())
            .bind(read.what)
            .bind(stood_at)
            .bind(trace)
            .bind(sum);
    }
    insert.execute(connection).await.map(|_| ())
}

async fn sweep_some(connection: &mut AnyConnection, before: i64) -> sqlx::Result<u64> {
    sqlx::query(
        "INSERT INTO access_retention (only_one, kept_since) VALUES (1, $1)
         ON CONFLICT (only_one) DO UPDATE SET kept_since = excluded.kept_since
         WHERE access_retention.kept_since < excluded.kept_since",
    )
    .bind(before)
    .execute(&mut *connection)
    .await?;
    let swept = sqlx::query(
        "DELETE FROM access_reads WHERE id IN (
             SELECT id FROM access_reads WHERE read_at < $1 ORDER BY read_at LIMIT $2)",
    )
    .bind(before)
    .bind(SWEPT_AT_ONCE)
    .execute(connection)
    .await?;
    Ok(swept.rows_affected())
}
