//! Where the database is, and connections to it.
use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};
use storage::postgres::{Described, options_of};

use super::error::unavailable;
use super::options::PostgresOptions;
use crate::LogError;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    Write,
}

/// A database and the patience with it. Shown without user or password.
#[derive(Clone)]
pub(super) struct Address {
    options: PgConnectOptions,
    pub connect_within: Duration,
    pub answer_within: Duration,
}

impl Address {
    /// # Errors
    /// `Unavailable` when the text is not the URL of a PostgreSQL database.
    pub(super) fn new(url: &str, options: &PostgresOptions) -> Result<Self, LogError> {
        let bad = |why: &dyn fmt::Display| {
            LogError::Unavailable(format!(
                "not the address of a PostgreSQL database (postgres://user@host:port/name): {why}"
            ))
        };
        let parsed = options_of(url).map_err(|error| bad(&error))?;
        if parsed.get_database().is_none() {
            return Err(bad(&"it names no database"));
        }
        Ok(Self {
            options: parsed.disable_statement_logging(),
            connect_within: options.connect_within,
            answer_within: options.answer_within,
        })
    }

    /// How long to wait for an answer: longer than the server itself waits.
    pub(super) fn patience(&self) -> Duration {
        self.answer_within + self.answer_within.min(Duration::from_secs(2))
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// # Errors
    /// `Unavailable`, naming the database.
    pub(super) async fn connect(&self, purpose: Use) -> Result<PgConnection, LogError> {
        let connected = tokio::time::timeout(self.connect_within, self.attempt(purpose)).await;
        match connected {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(unavailable(format_args!("{self}: {error}"))),
            Err(_) => Err(unavailable(format_args!(
                "{self}: no connection within {:?}",
                self.connect_within
            ))),
        }
    }

    fn attempt(&self, purpose: Use) -> BoxFuture<'_, Result<PgConnection, sqlx::Error>> {
        Box::pin(async move {
            let mut connection = self.options.connect().await?;
            // All look-ups go by an index, and the rows of a batch meet by hashing, not each with
            // each; the statistics of a young table would say otherwise.
            let plans = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off; \
                 SET plan_cache_mode = force_generic_plan";
            let only = match purpose {
                Use::Read => "; SET default_transaction_read_only = on",
                Use::Write => {
                    // A commit is on disk when it returns, whatever the database's own setting,
                    // which may only ask for more.
                    "; SELECT set_config('synchronous_commit', \
                           CASE current_setting('synchronous_commit') \
                           WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false); \
                     SET enable_nestloop = off; SET enable_mergejoin = off; \
                     SET default_transaction_isolation = 'read committed'; \
                     SET default_transaction_read_only = off"
                }
            };
            let timeout = self.answer_within.as_millis().max(1);
            let settings = format!("SET statement_timeout = {timeout}; {plans}{only}");
            connection.execute(settings.as_str()).await?;
            Ok(connection)
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Described(&self.options).fmt(f)
    }
}

/// Says good-bye, without waiting for long.
pub(super) async fn close(connection: PgConnection) {
    if let Ok(Err(error)) = tokio::time::timeout(Duration::from_secs(1), connection.close()).await {
        tracing::debug!(%error, "a connection did not close cleanly");
    }
}
