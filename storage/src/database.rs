//! Tables beside the vault's keys: in the vault's own SQLite file, or in a schema of its own in
//! the vault's PostgreSQL database. One SQL text serves both, through [`sqlx::Any`].
//!
//! What the text may use is what both understand: `$1` placeholders, `ON CONFLICT`, `RETURNING`;
//! columns `INTEGER` (64 bits), `TEXT` and `BLOB` (ids as 16 bytes); truth as 0 and 1. Table names
//! carry their part's prefix, for in SQLite all parts share one file.
use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Connection, Executor, Transaction};

use crate::migration::{Migrations, NewerVersion, migrate};
use crate::postgres::{
    READS_ONLY, is_busy, is_lost, is_writable, location_of, session_settings, sqlstate,
};
use crate::{FileFault, StoreLocation};
use in_use::InUse;

mod in_use;

/// How many connections a handle uses at most on PostgreSQL, and to read on SQLite.
const CONNECTIONS: u32 = 4;

/// How long a SQLite connection waits for another one's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Servers that start at once make tables one after the other: "tables" in ASCII.
const MIGRATION_LOCK: i64 = 0x7461_626c_6573;

const MIGRATING: &str = "make its tables";

/// Each part's version, in SQLite of all parts in one table.
const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS part_versions (
    part TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL
) STRICT;";

/// What a file is set to on each connection. Only the vault's writer moves the write-ahead log
/// into the file: two at once are not safe (see [`Turns`]).
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;
PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;";

/// Why tables beside the vault could not be read or written. Quotes no value.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The tables were made by a newer program.
    #[error("the tables of {part} have version {found}; this program knows versions up to {known}")]
    NewerSchema {
        /// Which tables.
        part: &'static str,
        /// Their version.
        found: i64,
        /// The newest version this program reads.
        known: i64,
    },
    /// The address cannot be connected to. It is not quoted: it may hold a password.
    #[error("the database's address is not understood")]
    BadAddress,
    /// The database cannot be reached, is busy, or did not answer in time. Ask again later.
    #[error("the database {place} is not available to {doing}")]
    Unavailable {
        /// Where it lies.
        place: StoreLocation,
        /// What was being done.
        doing: &'static str,
        /// What happened.
        source: Arc<sqlx::Error>,
    },
    /// Its file is open to others, has no room to be written, or is no longer what has its name.
    #[error(transparent)]
    File(#[from] Arc<FileFault>),
    /// The database refused.
    #[error("the database {place} refused to {doing}")]
    Refused {
        /// Where it lies.
        place: StoreLocation,
        /// What was being done.
        doing: &'static str,
        /// What it said.
        source: Arc<sqlx::Error>,
    },
}

/// Where tables are opened.
pub enum DatabaseTarget<'a> {
    File(&'a Path),
    /// The address holds a password.
    Postgres {
        url: &'a str,
        patience: Duration,
    },
}

/// Tables that belong together.
pub struct Schema {
    /// Its name; on PostgreSQL also its schema. Lower case letters and `_`.
    pub name: &'static str,
    /// What leads from each version to the next, as SQLite has it (`STRICT`, `INTEGER`, `BLOB`);
    /// PostgreSQL's words are put in their place. A version, once released, stays as it is.
    pub steps: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// The connections of one handle. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    kind: Kind,
    place: StoreLocation,
    /// Of a file in use.
    file: Option<Arc<InUse>>,
    /// On SQLite a single connection: this handle's writers wait in line, not in SQLite's lock.
    writes: AnyPool,
    reads: AnyPool,
}

impl Database {
    /// Opens the tables of `schema`; makes them on the first start, one server after the other.
    ///
    /// # Errors
    /// Any of [`DatabaseError`]; `NewerSchema` before anything is written.
    pub async fn open(target: DatabaseTarget<'_>, schema: &Schema) -> Result<Self, DatabaseError> {
        Self::open_guarded(target, schema, "").await
    }

    /// As [`Database::open`]; `guards` is what besides comes with the first version of the tables,
    /// in the words of that store.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn open_guarded(
        target: DatabaseTarget<'_>,
        schema: &Schema,
        guards: &str,
    ) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let database = match target {
            DatabaseTarget::File(path) => {
                let options = file_options(path)?;
                Self {
                    kind: Kind::Sqlite,
                    place: StoreLocation::File(path.to_owned()),
                    file: Some(Arc::new(InUse::open(path)?)),
                    writes: file_pool(1).connect_lazy_with(options.clone()),
                    reads: file_pool(CONNECTIONS).connect_lazy_with(options),
                }
            }
            DatabaseTarget::Postgres { url, patience } => {
                // The parser's own error may quote the address, so it goes no further.
                let place = location_of(url).map_err(|_| DatabaseError::BadAddress)?;
                let pool = AnyPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .acquire_timeout(patience)
                    .after_connect(|connection, _| Box::pin(takes_writes(connection)))
                    .connect_lazy_with(postgres_options(url, patience, schema.name)?);
                Self {
                    kind: Kind::Postgres,
                    place,
                    file: None,
                    writes: pool.clone(),
                    reads: pool,
                }
            }
        };
        database.make_tables(schema, guards).await?;
        Ok(database)
    }

    /// A transaction that writes. On SQLite it holds the file's one write lock from the start
    /// (`BEGIN IMMEDIATE`), so what it reads stays true; on PostgreSQL rows that decide must be
    /// read with [`Database::for_update`], or changed by a statement that tells whether it did.
    /// Dropping it undoes everything.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`, and `File` where the file cannot be written.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, DatabaseError> {
        self.usable()?;
        let begun = match self.kind {
            Kind::Sqlite => self.writes.begin_with("BEGIN IMMEDIATE").await,
            Kind::Postgres => self.writes.begin().await,
        };
        begun.map_err(self.fault("begin to write"))
    }

    /// For a single statement that writes.
    ///
    /// # Errors
    /// `File` where the file cannot be written.
    pub fn writes(&self) -> Result<&AnyPool, DatabaseError> {
        self.usable()?;
        Ok(&self.writes)
    }

    /// Whether it can be written, as far as that can be told without a write: of a file, that it
    /// is still what has its name, and has room to grow.
    ///
    /// # Errors
    /// `File`.
    pub fn usable(&self) -> Result<(), DatabaseError> {
        match &self.file {
            Some(file) => Ok(file.check().map_err(Arc::new)?),
            None => Ok(()),
        }
    }

    /// Where it lies.
    pub fn place(&self) -> &StoreLocation {
        &self.place
    }

    /// To read outside a transaction.
    pub fn reads(&self) -> &AnyPool {
        &self.reads
    }

    /// To be put at the end of a `SELECT` within a transaction: keeps the rows as they are until
    /// its end.
    pub fn for_update(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "",
            Kind::Postgres => " FOR UPDATE",
        }
    }

    /// As [`Database::for_update`], but leaves out the rows that others hold.
    pub fn skip_locked(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "",
            Kind::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The bytes of a column of texts, in the words of the store: to be read as `Vec<u8>` and made
    /// a text by [`crate::text_of`].
    pub fn bytes_of(&self, column: &str) -> String {
        match self.kind {
            Kind::Sqlite => format!("CAST({column} AS BLOB)"),
            Kind::Postgres => format!("convert_to({column}, 'UTF8')"),
        }
    }

    /// One transaction at a time, of all servers, gets past this for the same `lock`.
    ///
    /// # Errors
    /// As the connection says.
    pub async fn take_lock(&self, connection: &mut AnyConnection, lock: i64) -> sqlx::Result<()> {
        match self.kind {
            // It already holds the one write lock.
            Kind::Sqlite => Ok(()),
            Kind::Postgres => sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(lock)
                .execute(connection)
                .await
                .map(|_| ()),
        }
    }

    /// For `map_err`: what was being done when it failed.
    pub fn fault(&self, doing: &'static str) -> impl FnOnce(sqlx::Error) -> DatabaseError {
        let (kind, place) = (self.kind, self.place.clone());
        move |source| {
            let unavailable = match kind {
                Kind::Sqlite => gives_no_way(&source),
                Kind::Postgres => is_lost(&source) || is_busy(&source),
            };
            // What a database says of its own state names no value of a row.
            let code = sqlstate(&source).map(Cow::into_owned);
            if unavailable {
                tracing::warn!(%place, doing, ?code, error = %source, "a database is not available");
            } else {
                tracing::error!(%place, doing, ?code, "a database refused");
            }
            let source = Arc::new(source);
            if unavailable {
                DatabaseError::Unavailable {
                    place,
                    doing,
                    source,
                }
            } else {
                DatabaseError::Refused {
                    place,
                    doing,
                    source,
                }
            }
        }
    }

    /// Moves what was written into the SQLite file, in turn with the vault's writer, so that the
    /// write-ahead log does not grow without end. Call it now and then. Nothing to do on
    /// PostgreSQL. That others are busy is no error: the next call does it.
    pub async fn checkpoint(&self) {
        let Some(file) = self.file.clone() else {
            return;
        };
        // Nothing depends on its outcome.
        let _ = tokio::task::spawn_blocking(move || file.checkpoint()).await;
    }

    /// Ends all connections, on SQLite after a last [`Database::checkpoint`].
    pub async fn close(&self) {
        self.checkpoint().await;
        self.writes.close().await;
        self.reads.close().await;
        if let Some(file) = &self.file {
            file.close();
        }
    }

    async fn make_tables(&self, schema: &Schema, guards: &str) -> Result<(), DatabaseError> {
        let mut tx = self.begin().await?;
        let tables = Tables {
            database: self,
            schema,
        };
        let found = migrate(&tables, &mut *tx).await;
        let found = found.map_err(|failed| match failed {
            NotMigrated::Newer(NewerVersion { found, known }) => DatabaseError::NewerSchema {
                part: schema.name,
                found,
                known,
            },
            NotMigrated::Sql(error) => self.fault(MIGRATING)(error),
        })?;
        if found == 0 && !guards.is_empty() {
            tx.execute(guards).await.map_err(self.fault(MIGRATING))?;
        }
        tx.commit().await.map_err(self.fault(MIGRATING))
    }

    /// The text of a step in the words of the store.
    fn dialect(&self, text: &str) -> String {
        match self.kind {
            Kind::Sqlite => text.to_owned(),
            Kind::Postgres => text
                .replace(") STRICT", ")")
                .replace(" INTEGER", " BIGINT")
                .replace(" BLOB", " BYTEA"),
        }
    }
}

/// The tables of one part.
struct Tables<'a> {
    database: &'a Database,
    schema: &'a Schema,
}

/// Why they are not ready.
#[derive(Debug, thiserror::Error)]
enum NotMigrated {
    #[error(transparent)]
    Newer(#[from] NewerVersion),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

#[async_trait]
impl Migrations<AnyConnection> for Tables<'_> {
    type Error = NotMigrated;

    fn known(&self) -> i64 {
        i64::try_from(self.schema.steps.len()).unwrap_or(i64::MAX)
    }

    async fn lock(&self, connection: &mut AnyConnection) -> Result<(), NotMigrated> {
        Ok(self.database.take_lock(connection, MIGRATION_LOCK).await?)
    }

    async fn version(&self, connection: &mut AnyConnection) -> Result<i64, NotMigrated> {
        let name = self.schema.name;
        if self.database.kind == Kind::Postgres {
            // Asked first, for the statement needs a right on the database even if there is
            // nothing to do.
            let there: Option<i64> =
                sqlx::query_scalar("SELECT 1::bigint FROM pg_namespace WHERE nspname = $1")
                    .bind(name)
                    .fetch_optional(&mut *connection)
                    .await?;
            if there.is_none() {
                let create = format!("CREATE SCHEMA {name}");
                connection.execute(create.as_str()).await?;
            }
        }
        let versions = self.database.dialect(VERSIONS);
        connection.execute(versions.as_str()).await?;
        let found = sqlx::query_scalar("SELECT version FROM part_versions WHERE part = $1")
            .bind(name)
            .fetch_optional(connection)
            .await?;
        Ok(found.unwrap_or(0))
    }

    async fn step(&self, connection: &mut AnyConnection, to: i64) -> Result<(), NotMigrated> {
        let step = usize::try_from(to - 1).ok();
        if let Some(step) = step.and_then(|step| self.schema.steps.get(step)) {
            let step = self.database.dialect(step);
            connection.execute(step.as_str()).await?;
        }
        sqlx::query(
            "INSERT INTO part_versions (part, version) VALUES ($1, $2)
             ON CONFLICT (part) DO UPDATE SET version = excluded.version",
        )
        .bind(self.schema.name)
        .bind(to)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// The file must be there: the vault made it, readable by its owner only.
fn file_options(path: &Path) -> Result<AnyConnectOptions, DatabaseError> {
    let path = std::path::absolute(path).map_err(|_| DatabaseError::BadAddress)?;
    let path = path.to_str().ok_or(DatabaseError::BadAddress)?;
    let path = path
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    AnyConnectOptions::from_str(&format!("sqlite://{path}?mode=rw"))
        .map(ConnectOptions::disable_statement_logging)
        .map_err(|_| DatabaseError::BadAddress)
}

fn file_pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(BUSY_TIMEOUT.saturating_mul(2))
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(PRAGMAS).await.map(|_| ()) })
        })
        .after_release(|connection, _| {
            Box::pin(async move {
                // What waits to be rolled back is, first. Where SQLite undid a transaction by
                // itself (a full disk), the connection believes for ever to be in it, and could
                // not begin another: it is closed, and the next caller gets a new one.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
}

fn postgres_options(
    url: &str,
    patience: Duration,
    schema: &str,
) -> Result<AnyConnectOptions, DatabaseError> {
    // The parser's own error may quote the address, so it goes no further.
    let mut options = AnyConnectOptions::from_str(url)
        .map(ConnectOptions::disable_statement_logging)
        .map_err(|_| DatabaseError::BadAddress)?;
    let mut pairs = options.database_url.query_pairs_mut();
    pairs
        .append_pair("application_name", &format!("placement {schema}"))
        .append_pair("options[search_path]", schema);
    for (name, value) in session_settings(patience) {
        pairs.append_pair(&format!("options[{name}]"), &value);
    }
    drop(pairs);
    Ok(options)
}

async fn takes_writes(connection: &mut AnyConnection) -> sqlx::Result<()> {
    let told: String = sqlx::query_scalar(READS_ONLY).fetch_one(connection).await?;
    is_writable(&told)
}

/// Whether SQLite could not do it just now, and may later: another connection held its lock
/// (`SQLITE_BUSY`), or the file system gave no room, no access or an error (`SQLITE_READONLY`,
/// `SQLITE_IOERR`, `SQLITE_FULL`, `SQLITE_CANTOPEN`); in each case with its kin.
fn gives_no_way(error: &sqlx::Error) -> bool {
    let code = sqlstate(error).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 8 | 10 | 13 | 14))
        || matches!(
            error,
            sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_)
        )
}
