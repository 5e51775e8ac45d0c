//! Which PostgreSQL, and how long to wait for it.
use std::future::Future;
use std::io;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use crate::{Place, VaultError};

/// Where to connect to. Not `Debug`: it holds a password.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) options: PgConnectOptions,
    pub(super) place: Place,
    pub(super) patience: Duration,
}

impl Address {
    /// Understands `postgres://user:password@host:port/database`.
    pub(super) fn parse(url: &str, patience: Duration) -> Result<Self, VaultError> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(VaultError::BadAddress);
        }
        // The parser's own error may quote the address, so it goes no further.
        let options = PgConnectOptions::from_str(url).map_err(|_| VaultError::BadAddress)?;
        let limit = patience.as_millis().max(1).to_string();
        let options = options
            .application_name("placement vault")
            // A commit is on disk when it returns, whatever the database's own setting; a
            // transaction whose program went silent does not keep its locks.
            .options([
                ("synchronous_commit", "on"),
                ("statement_timeout", limit.as_str()),
                ("idle_in_transaction_session_timeout", limit.as_str()),
            ])
            .disable_statement_logging();
        let host = options.get_socket().map_or_else(
            || options.get_host().to_owned(),
            |socket| socket.display().to_string(),
        );
        let database = options.get_database();
        let place = Place::Postgres {
            host,
            port: options.get_port(),
            database: database.unwrap_or(options.get_username()).to_owned(),
        };
        Ok(Self {
            options,
            place,
            patience,
        })
    }

    /// A connection to a server that takes writes.
    pub(super) async fn connect(&self) -> Result<PgConnection, VaultError> {
        self.in_time(async {
            let mut connection = PgConnection::connect_with(&self.options).await?;
            // A standby, or a primary that is none any more, may not know of the last erasures.
            let reads_only: bool =
                sqlx::query_scalar("SELECT current_setting('transaction_read_only')::bool")
                    .fetch_one(&mut connection)
                    .await?;
            if reads_only {
                return Err(sqlx::Error::Protocol("the server takes no writes".into()));
            }
            Ok(connection)
        })
        .await
        .map_err(self.fault("connect"))
    }

    /// Waits for PostgreSQL, also when the network swallows its answer: a little longer than it
    /// has for a statement, so that it is mostly PostgreSQL that tells.
    pub(super) async fn in_time<T>(
        &self,
        work: impl Future<Output = sqlx::Result<T>>,
    ) -> sqlx::Result<T> {
        let limit = self.patience.saturating_mul(2);
        match tokio::time::timeout(limit, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
        }
    }

    /// For `map_err`: what was being done when it failed.
    pub(super) fn fault(&self, doing: &'static str) -> impl FnOnce(sqlx::Error) -> VaultError {
        let place = self.place.clone();
        move |source| {
            let unavailable = is_lost(&source) || is_busy(&source);
            let source = Arc::new(source);
            if unavailable {
                VaultError::Unavailable {
                    place,
                    doing,
                    source,
                }
            } else {
                VaultError::Postgres { doing, source }
            }
        }
    }
}

/// Whether the connection is of no use any more.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // Class 08: connection; 57P..: shut down, crashed, starting; 25P03: was idle too
            // long; 25006: a standby, as after a change of the primary.
            code.starts_with("08") || code.starts_with("57P") || code == "25P03" || code == "25006"
        }),
        _ => false,
    }
}

/// Whether PostgreSQL would rather do it another time.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // Class 53: no room (connections, disk, memory); 57014: took too long; 55P03,
            // 40001, 40P01: others were in the way.
            code.starts_with("53") || matches!(&*code, "57014" | "55P03" | "40001" | "40P01")
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_user_and_password() {
        let url = "postgres://clerk:s3cret@db.example:5433/keys";
        let address = Address::parse(url, Duration::from_secs(1)).unwrap();
        assert_eq!(address.place.to_string(), "postgres://db.example:5433/keys");
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_quoted() {
        for text in [
            "",
            "clerk:s3cret@db/keys",
            "mysql://clerk:s3cret@db/keys",
            "postgres://clerk:s3cret@db:port/keys",
            "postgres://clerk:s3cret@db/keys?sslmode=s3cret",
        ] {
            let Err(refused) = Address::parse(text, Duration::from_secs(1)) else {
                panic!("{text} is no address")
            };
            assert!(matches!(refused, VaultError::BadAddress));
            assert!(!format!("{refused} {refused:?}").contains("s3cret"));
        }
    }
}
