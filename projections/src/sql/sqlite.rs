//! The tables in a SQLite file.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior, params_from_iter};
use storage::{Others, Watch, check_owner, check_room, create, real_name};
use tokio::task::spawn_blocking;

use super::row::Cell;
use super::statement::Statement;
use super::store::{Outcome, StoreError};
use super::table::SET;

/// How long a reader of the file is waited for.
const BUSY: Duration = Duration::from_secs(10);
/// No such file is made: one with several names is used by none of them.
const LOCK: &str = ".lock";

/// One connection; SQLite works on a thread of its own.
pub(super) struct Sqlite {
    path: PathBuf,
    open: Arc<Mutex<Option<Open>>>,
}

/// The connection, and the files that it works on.
struct Open {
    connection: Connection,
    watch: Watch,
}

impl Sqlite {
    pub(super) fn new(path: PathBuf) -> Self {
        let open = Arc::default();
        Self { path, open }
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (path, place) = (self.path.clone(), Arc::clone(&self.open));
        let done = spawn_blocking(move || {
            let mut place = place.lock();
            let mut open = match place.take() {
                Some(open) => open,
                None => connect(&path)?,
            };
            if let Err(replaced) = open.watch.check() {
                // Closing would remove whatever has the name of the write-ahead log by now.
                std::mem::forget(open);
                return Err(replaced.into());
            }
            check_room(&path, 0)?;
            let done = work(&mut open.connection)?;
            *place = Some(open);
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

/// The file may be read by whom its owner lets; it is made for its owner alone.
fn connect(path: &Path) -> Result<Open, StoreError> {
    let path = &real_name(path)?;
    check_owner(path, Others::MayRead, LOCK)?;
    check_room(path, 0)?;
    create(path)?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    // Readers go on while the tables are written. The tables can be made anew: no fsync a batch.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let watch = Watch::of(path)?;
    Ok(Open { connection, watch })
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
