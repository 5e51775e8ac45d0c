//! Which PostgreSQL, and how long to wait for it.
use std::future::Future;
use std::io;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use storage::StoreLocation;
use storage::postgres::{is_busy, is_lost, location};

use crate::VaultError;

/// Where to connect to. Not `Debug`: it holds a password.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) options: PgConnectOptions,
    pub(super) place: StoreLocation,
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
        let place = location(&options);
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
