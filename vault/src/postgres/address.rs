//! Which PostgreSQL, and how long to wait for it.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use storage::StoreLocation;
use storage::postgres::{
    connect_to_write, is_busy, is_lost, location, options_of, session_settings, within,
};

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
        // The parser's own error may quote the address, so it goes no further.
        let options = options_of(url).map_err(|_| VaultError::BadAddress)?;
        let options = options
            .application_name("placement vault")
            .options(session_settings(patience))
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
        // A standby, or a primary that is none any more, may not know of the last erasures.
        self.in_time(connect_to_write(&self.options))
            .await
            .map_err(self.fault("connect"))
    }

    /// Waits for PostgreSQL, also when the network swallows its answer: a little longer than it
    /// has for a statement, so that it is mostly PostgreSQL that tells.
    pub(super) async fn in_time<T>(
        &self,
        work: impl Future<Output = sqlx::Result<T>>,
    ) -> sqlx::Result<T> {
        within(self.patience.saturating_mul(2), work).await
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
