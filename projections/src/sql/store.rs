//! The database behind the tables.
use uuid::Uuid;

use super::postgres::Postgres;
use super::sqlite::Sqlite;
use super::statement::{CheckpointMove, Dialect, Statement, TableCheckpoint};
use super::table::{LAYOUT, SET, layout_of};
use super::target::Target;
use crate::sql::row::Row;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// PostgreSQL, or the way to it.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] sqlx::Error),
    /// SQLite, or its file.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The SQLite file is open to others, has no room, or is no longer what has its name.
    #[error(transparent)]
    File(#[from] storage::FileFault),
    /// The statement was given up half-way.
    #[error("the statement was given up")]
    GivenUp,
    /// The tables hold what this program does not write.
    #[error("the checkpoint of the tables cannot be read: {0}")]
    Checkpoint(String),
}

/// What became of a guarded transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All of it is written.
    Done,
    /// Nothing is: another writer has moved the checkpoint, or holds a newer fence.
    Superseded,
}

/// Which tables the views read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Serving {
    /// Those of this program.
    Ours,
    /// None, or those of an earlier layout: a rebuild goes beside them.
    Another,
    /// Those of a later layout: this program leaves them alone.
    Later(u32),
}

/// The database.
pub(super) enum Store {
    Postgres(Box<Postgres>),
    Sqlite(Sqlite),
}

impl Store {
    pub(super) fn new(target: &Target) -> Self {
        match target {
            Target::Postgres(options) => Self::Postgres(Box::new(Postgres::new(options))),
            Target::Sqlite(path) => Self::Sqlite(Sqlite::new(path.clone())),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(_) => Dialect::Postgres,
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Whether the database answers.
    pub(super) async fn ping(&mut self) -> Result<(), StoreError> {
        let select = vec![Statement::bare("SELECT 1")];
        self.transaction(None, select).await.map(|_| ())
    }

    /// Makes what is not there yet, and tells which tables the views read.
    pub(super) async fn prepare(&mut self) -> Result<Serving, StoreError> {
        if let Self::Postgres(postgres) = self {
            postgres.make_role().await?;
        }
        let dialect = self.dialect();
        self.transaction(None, dialect.make()).await?;
        let sql = format!("SELECT served FROM {}", dialect.served());
        let served = match self {
            Self::Postgres(postgres) => postgres.text(&sql).await?,
            Self::Sqlite(sqlite) => sqlite.text(sql).await?,
        };
        Ok(match served {
            Some(set) if set == *SET => Serving::Ours,
            Some(set) => match layout_of(&set) {
                Some(layout) if layout > LAYOUT => Serving::Later(layout),
                _ => Serving::Another,
            },
            None => Serving::Another,
        })
    }

    /// The installation whose tables these are, if it is known.
    pub(super) async fn owner(&mut self) -> Result<Option<String>, StoreError> {
        let sql = format!("SELECT id FROM {}", self.dialect().owner());
        match self {
            Self::Postgres(postgres) => postgres.text(&sql).await,
            Self::Sqlite(sqlite) => sqlite.text(sql).await,
        }
    }

    /// The tables are this installation's from now on.
    pub(super) async fn own(&mut self, installation: Uuid) -> Result<(), StoreError> {
        let owner = self.dialect().owner();
        let insert = vec![
            Statement::bare(format!("DELETE FROM {owner}")),
            Statement::bare(format!("INSERT INTO {owner} VALUES ('{installation}')")),
        ];
        self.transaction(None, insert).await.map(|_| ())
    }

    pub(super) async fn checkpoint(&mut self) -> Result<TableCheckpoint, StoreError> {
        let table = self.dialect().table(super::table::CHECKPOINT);
        let sql = format!("SELECT position, fence, event_id FROM {table}");
        let (position, fence, event_id) = match self {
            Self::Postgres(postgres) => postgres.checkpoint(&sql).await?,
            Self::Sqlite(sqlite) => sqlite.checkpoint(sql).await?,
        };
        let bad = |_| StoreError::Checkpoint(format!("{position}, {fence}, {event_id}"));
        Ok(TableCheckpoint {
            position: eventlog::Position(u64::try_from(position).map_err(bad)?),
            fence: eventlog::Fence(u64::try_from(fence).map_err(bad)?),
            event_id: event_id
                .parse()
                .map_err(|_| StoreError::Checkpoint(event_id.clone()))?,
        })
    }

    /// Writes rows and checkpoint, both or neither; where the step says so, in place of all rows.
    pub(super) async fn write(
        &mut self,
        step: &CheckpointMove,
        rows: Vec<Row>,
    ) -> Result<Outcome, StoreError> {
        let dialect = self.dialect();
        let mut statements = if step.replaces {
            dialect.empty()
        } else {
            vec![]
        };
        statements.extend(dialect.upserts(rows));
        self.transaction(Some(dialect.guard(step)), statements)
            .await
    }

    /// The views read our tables from now on, and the tables of other sets go.
    pub(super) async fn switch(&mut self, step: &CheckpointMove) -> Result<Outcome, StoreError> {
        let dialect = self.dialect();
        let outcome = self
            .transaction(Some(dialect.guard(step)), dialect.switch())
            .await?;
        if outcome == Outcome::Done {
            self.drop_others().await?;
        }
        Ok(outcome)
    }

    /// What a start does to tables that the views read already: the rights of a role that was
    /// made since, and what a crash after the switch left of other sets.
    pub(super) async fn tidy(&mut self) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Postgres {
            let grant = vec![Statement::bare(super::switch::grant())];
            self.transaction(None, grant).await?;
        }
        self.drop_others().await
    }

    /// Drops the tables of all sets but ours, which the views read.
    async fn drop_others(&mut self) -> Result<(), StoreError> {
        let sql = match self {
            Self::Postgres(postgres) => postgres.others().await?,
            Self::Sqlite(sqlite) => sqlite.others().await?,
        };
        let sql: Vec<_> = sql.into_iter().map(Statement::bare).collect();
        if sql.is_empty() {
            return Ok(());
        }
        self.transaction(None, sql).await.map(|_| ())
    }

    async fn transaction(
        &mut self,
        guard: Option<Statement>,
        statements: Vec<Statement>,
    ) -> Result<Outcome, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.transaction(guard, statements).await,
            Self::Sqlite(sqlite) => sqlite.transaction(guard, statements).await,
        }
    }
}
