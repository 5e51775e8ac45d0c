//! The tables of the database and the version they are at.
mod fill;

use async_trait::async_trait;
use futures::future::BoxFuture;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor, Row};
use storage::migration::{Migrations, NewerVersion, pending};
use storage::postgres::OLDEST;

use super::error::unavailable;
use crate::LogError;

/// The version of the schema this program writes, kept in the table `eventlog_schema`.
pub const SCHEMA_VERSION: i32 = 4;

/// What brings the schema from each version to the next; the first from nothing to 1.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];

/// The version that brings the checksums; those of the events that are there are computed here.
const CHECKSUMS: i64 = 3;

/// The table that names the version.
const VERSIONS: &str = "
    CREATE TABLE IF NOT EXISTS eventlog_schema (
        version    integer     PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE eventlog_schema IS 'The versions of the tables of the log, as they came.'";

/// Several programs that start together migrate one after another.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7308604897068083558)";

/// Why the tables are not ready.
#[derive(Debug, thiserror::Error)]
enum Unfit {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("it is PostgreSQL {0}, and 15 is the oldest that will do")]
    Old(String),
    #[error("its encoding is {0}, not UTF8")]
    Encoding(String),
    #[error("it is a standby, which only reads: name the primary")]
    Standby,
    #[error(
        "it is set to be read only (default_transaction_read_only): name one that takes writes"
    )]
    ReadOnly,
    #[error("it does not put commits on disk before it answers: synchronous_commit is {0}")]
    NotDurable(String),
    #[error("its schema has version {}, this program knows versions up to {}", .0.found, .0.known)]
    Newer(#[from] NewerVersion),
    #[error("it holds a table {0}, but not an event log")]
    Foreign(String),
    #[error("it holds no event log")]
    Empty,
    #[error(
        "its schema has version {0}, and this program needs {SCHEMA_VERSION}: open it for writing once"
    )]
    Older(i32),
}

/// Brings the tables to [`SCHEMA_VERSION`], all or nothing.
///
/// # Errors
/// `Unavailable`, with nothing changed, when the database is too old, holds the tables of a newer
/// program or of another one, or does not let us.
pub(super) fn migrate(connection: &mut PgConnection) -> BoxFuture<'_, Result<(), LogError>> {
    Box::pin(async move { attempt(connection).await.map_err(unavailable) })
}

/// Says whether the tables are at [`SCHEMA_VERSION`], changing nothing.
///
/// # Errors
/// `Unavailable` when they are not.
pub(super) fn check(connection: &mut PgConnection) -> BoxFuture<'_, Result<(), LogError>> {
    Box::pin(async move { ready(connection).await.map_err(unavailable) })
}

/// Says whether there are tables of a log, of whatever version.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub(super) fn is_there(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, LogError>> {
    Box::pin(async move {
        let seen = seen(connection, &["eventlog_schema"]).await;
        seen.map(|name| name.is_some())
            .map_err(|error| unavailable(Unfit::from(error)))
    })
}

async fn ready(connection: &mut PgConnection) -> Result<(), Unfit> {
    server(connection).await?;
    match version(connection).await? {
        SCHEMA_VERSION => Ok(()),
        0 => Err(Unfit::Empty),
        older => Err(Unfit::Older(older)),
    }
}

async fn attempt(connection: &mut PgConnection) -> Result<(), Unfit> {
    server(connection).await?;
    takes_writes(connection).await?;
    if version(connection).await? == SCHEMA_VERSION {
        return Ok(());
    }
    let mut transaction = connection.begin().await?;
    storage::migration::migrate(&Tables, &mut *transaction).await?;
    Ok(transaction.commit().await?)
}

/// The tables of the log.
struct Tables;

#[async_trait]
impl Migrations<PgConnection> for Tables {
    type Error = Unfit;

    fn known(&self) -> i64 {
        i64::from(SCHEMA_VERSION)
    }

    async fn lock(&self, connection: &mut PgConnection) -> Result<(), Unfit> {
        Ok(connection.execute(LOCK).await.map(drop)?)
    }

    async fn version(&self, connection: &mut PgConnection) -> Result<i64, Unfit> {
        Ok(version(connection).await?.into())
    }

    async fn step(&self, connection: &mut PgConnection, to: i64) -> Result<(), Unfit> {
        if to == 1 {
            nothing_foreign(connection).await?;
            connection.execute(VERSIONS).await?;
        }
        let step = usize::try_from(to - 1)
            .ok()
            .and_then(|step| STEPS.get(step));
        let Some(step) = step else { return Ok(()) };
        connection.execute(*step).await?;
        if to == CHECKSUMS {
            fill::checksums(connection).await?;
        }
        sqlx::query("INSERT INTO eventlog_schema (version) VALUES ($1::bigint::integer)")
            .bind(to)
            .execute(connection)
            .await?;
        tracing::info!(version = to, "the schema of the log was migrated");
        Ok(())
    }
}

async fn server(connection: &mut PgConnection) -> Result<(), Unfit> {
    const SQL: &str = "SELECT current_setting('server_version_num')::int,
        current_setting('server_version'), current_setting('server_encoding')";
    let row = sqlx::query(SQL).fetch_one(connection).await?;
    let (number, name, encoding): (i32, String, String) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    if number < OLDEST * 10_000 {
        return Err(Unfit::Old(name));
    }
    if encoding != "UTF8" {
        return Err(Unfit::Encoding(encoding));
    }
    Ok(())
}

/// Whether the server is one to write to, and keeps what it acknowledges.
async fn takes_writes(connection: &mut PgConnection) -> Result<(), Unfit> {
    // What the session has set for itself is not what the database is set to.
    const SQL: &str = "SELECT pg_is_in_recovery(), current_setting('synchronous_commit'),
        current_setting('fsync'), (SELECT coalesce(max(reset_val), 'off') FROM pg_settings
            WHERE name = 'default_transaction_read_only')";
    let row = sqlx::query(SQL).fetch_one(connection).await?;
    let (standby, commit, fsync, read_only): (bool, String, String, String) = (
        row.try_get(0)?,
        row.try_get(1)?,
        row.try_get(2)?,
        row.try_get(3)?,
    );
    if standby {
        return Err(Unfit::Standby);
    }
    if read_only == "on" {
        return Err(Unfit::ReadOnly);
    }
    if !matches!(commit.as_str(), "on" | "remote_apply") {
        return Err(Unfit::NotDurable(commit));
    }
    if fsync != "on" {
        tracing::warn!("fsync is off: what the log acknowledges does not survive a power cut");
    }
    Ok(())
}

/// 0 where there is none. Never newer than this program.
async fn version(connection: &mut PgConnection) -> Result<i32, Unfit> {
    if seen(connection, &["eventlog_schema"]).await?.is_none() {
        return Ok(0);
    }
    let version: i32 = sqlx::query("SELECT coalesce(max(version), 0) FROM eventlog_schema")
        .fetch_one(connection)
        .await?
        .try_get(0)?;
    pending(version.into(), SCHEMA_VERSION.into())?;
    Ok(version)
}

async fn nothing_foreign(connection: &mut PgConnection) -> Result<(), Unfit> {
    match seen(connection, &["events", "snapshots", "leases"]).await? {
        Some(name) => Err(Unfit::Foreign(name)),
        None => Ok(()),
    }
}

/// One of these tables, where there is any. It reads the catalogue as a table: what `to_regclass`
/// remembers may be older than the lock we waited for.
async fn seen(
    connection: &mut PgConnection,
    names: &'static [&'static str],
) -> Result<Option<String>, sqlx::Error> {
    const SQL: &str = "SELECT relname::text FROM pg_class
        WHERE relname = ANY($1) AND pg_table_is_visible(oid) LIMIT 1";
    let row = sqlx::query(SQL)
        .bind(names)
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get(0)).transpose()
}
