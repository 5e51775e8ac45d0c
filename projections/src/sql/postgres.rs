//! The tables in PostgreSQL.
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection};
use sqlx::{Arguments, Connection, Executor, Row as _};

use super::row::Cell;
use super::statement::{ROLE, Statement};
use super::store::{Outcome, StoreError};
use super::switch;
use super::table::SET;

/// PostgreSQL's code for a missing right.
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// One connection, made anew after every failure.
pub(super) struct Postgres {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
    role_is_told: bool,
}

impl Postgres {
    pub(super) fn new(options: &PgConnectOptions) -> Self {
        // A writer that stands still in a transaction must not hold up its successor.
        let limits = [
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("client_min_messages", "warning"),
        ];
        Self {
            options: options.clone().options(limits),
            connection: None,
            role_is_told: false,
        }
    }

    async fn connection(&mut self) -> Result<PgConnection, StoreError> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None => Ok(PgConnection::connect_with(&self.options).await?),
        }
    }

    /// Whatever fails, the connection is left behind with it.
    pub(super) async fn transaction(
        &mut self,
        guard: Option<Statement>,
        statements: Vec<Statement>,
    ) -> Result<Outcome, StoreError> {
        let mut connection = self.connection().await?;
        let mut transaction = connection.begin().await?;
        if let Some(guard) = guard
            && execute(&mut transaction, &guard).await? != 1
        {
            transaction.rollback().await?;
            self.connection = Some(connection);
            return Ok(Outcome::Superseded);
        }
        for statement in &statements {
            execute(&mut transaction, statement).await?;
        }
        transaction.commit().await?;
        self.connection = Some(connection);
        Ok(Outcome::Done)
    }

    pub(super) async fn text(&mut self, sql: &str) -> Result<Option<String>, StoreError> {
        let mut connection = self.connection().await?;
        let row = connection.fetch_optional(sqlx::query(sql)).await?;
        let text = row.map(|row| row.try_get(0)).transpose()?;
        self.connection = Some(connection);
        Ok(text)
    }

    pub(super) async fn checkpoint(&mut self, sql: &str) -> Result<(i64, i64, String), StoreError> {
        let mut connection = self.connection().await?;
        let row = connection.fetch_one(sqlx::query(sql)).await?;
        let checkpoint = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        self.connection = Some(connection);
        Ok(checkpoint)
    }

    /// Makes the read-only role where this user may.
    pub(super) async fn make_role(&mut self) -> Result<(), StoreError> {
        let mut connection = self.connection().await?;
        let made = connection.execute(sqlx::query(&switch::make_role())).await;
        if let Err(error) = made {
            if storage::postgres::sqlstate(&error).as_deref() != Some(INSUFFICIENT_PRIVILEGE) {
                return Err(error.into());
            }
            if !self.role_is_told {
                tracing::warn!(
                    "this user may not make roles: let one who may run \
                     `CREATE ROLE {ROLE} NOLOGIN`; it is given its rights at the next start"
                );
                self.role_is_told = true;
            }
        }
        self.connection = Some(connection);
        Ok(())
    }

    /// What drops the other sets.
    pub(super) async fn others(&mut self) -> Result<Vec<String>, StoreError> {
        let mut connection = self.connection().await?;
        let sql = "SELECT nspname::text FROM pg_namespace \
                   WHERE nspname LIKE 'dashboards\\_v%' AND nspname <> $1";
        let rows = connection
            .fetch_all(sqlx::query(sql).bind(SET.as_str()))
            .await?;
        let names: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get(0)).collect();
        self.connection = Some(connection);
        let names = names?.into_iter();
        Ok(names
            .map(|name| format!("DROP SCHEMA \"{name}\" CASCADE"))
            .collect())
    }
}

async fn execute(connection: &mut PgConnection, statement: &Statement) -> Result<u64, StoreError> {
    let mut arguments = PgArguments::default();
    for cell in &statement.cells {
        let added = match cell {
            Cell::Text(text) => arguments.add(text.as_str()),
            Cell::Integer(number) => arguments.add(*number),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    // Statements differ in the number of their rows: kept, they would only fill the cache.
    let query = sqlx::query_with(&statement.sql, arguments).persistent(false);
    Ok(connection.execute(query).await?.rows_affected())
}
