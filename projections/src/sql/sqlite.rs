//! The tables in a SQLite file.
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior, params_from_iter};
use tokio::task::spawn_blocking;

use super::row::Cell;
use super::statement::Statement;
use super::store::{Outcome, StoreError};
use super::table::SET;

/// How long a reader of the file is waited for.
const BUSY: Duration = Duration::from_secs(10);

/// One connection; SQLite works on a thread of its own.
pub(super) struct Sqlite {
    path: PathBuf,
    connection: Arc<Mutex<Option<Connection>>>,
}

impl Sqlite {
    pub(super) fn new(path: PathBuf) -> Self {
        let connection = Arc::default();
        Self { path, connection }
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (path, place) = (self.path.clone(), Arc::clone(&self.connection));
        let done = spawn_blocking(move || {
            let mut place = place.lock();
            let mut connection = match place.take() {
                Some(connection) => connection,
                None => open(&path)?,
            };
            let done = work(&mut connection)?;
            *place = Some(connection);
            Ok(done)
        });
        done.await.map_err(|_| StoreError::GivenUp)?
    }

    pub(super) async fn transaction(
        &self,
        guard: Option<Statement>,
        statements: Vec<Statement>,
    ) -> Result<Outcome, StoreError> {
        self.with(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if let Some(guard) = guard
                && execute(&transaction, &guard)? != 1
            {
                return transaction.rollback().map(|()| Outcome::Superseded);
            }
            for statement in &statements {
                execute(&transaction, statement)?;
            }
            transaction.commit().map(|()| Outcome::Done)
        })
        .await
    }

    pub(super) async fn text(&self, sql: String) -> Result<Option<String>, StoreError> {
        self.with(move |connection| connection.query_row(&sql, [], |row| row.get(0)).optional())
            .await
    }

    pub(super) async fn checkpoint(&self, sql: String) -> Result<(i64, i64, String), StoreError> {
        self.with(move |connection| {
            connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        })
        .await
    }

    /// What drops the other sets.
    pub(super) async fn others(&self) -> Result<Vec<String>, StoreError> {
        self.with(move |connection| {
            let mut select = connection.prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' \
                 AND name LIKE 'dashboard\\_%\\_\\_dashboards\\_v%' ESCAPE '\\'",
            )?;
            let names = select.query_map([], |row| row.get(0))?;
            let names: Vec<String> = names.collect::<Result<_, _>>()?;
            let others = names
                .into_iter()
                .filter(|name| !name.ends_with(SET.as_str()));
            Ok(others
                .map(|name| format!("DROP TABLE \"{name}\""))
                .collect())
        })
        .await
    }
}

fn open(path: &std::path::Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    // Readers go on while the tables are written. The tables can be made anew: no fsync a batch.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(connection)
}

fn execute(connection: &Connection, statement: &Statement) -> Result<usize, rusqlite::Error> {
    let mut prepared = connection.prepare(&statement.sql)?;
    if prepared.column_count() > 0 {
        let mut rows = prepared.query(params_from_iter(&statement.cells))?;
        while rows.next()?.is_some() {}
        return Ok(0);
    }
    prepared.execute(params_from_iter(&statement.cells))
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(number) => ToSqlOutput::from(*number),
        })
    }
}
