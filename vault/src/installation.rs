//! The installation that a vault or an access log belongs to: an id that the log, too, carries.
use std::time::Duration;

use storage::{Database, DatabaseError, Schema, StoreLocation, installation};
use uuid::Uuid;

use crate::{Vault, VaultError};

/// Beside the keys.
const SCHEMA: Schema = Schema {
    name: "installation",
    steps: &["CREATE TABLE installation_joined (
    only_one INTEGER PRIMARY KEY NOT NULL CHECK (only_one = 1),
    id BLOB NOT NULL
) STRICT;"],
};

impl Vault {
    /// The installation that the vault belongs to; `None` where it was given to none yet.
    ///
    /// # Errors
    /// As the database's.
    pub async fn installation(&self) -> Result<Option<Uuid>, DatabaseError> {
        let beside = Database::open(self.database_target(), &SCHEMA).await?;
        let joined = installation::joined(&beside, "installation_joined").await;
        beside.close().await;
        joined
    }

    /// Gives the vault to an installation, unless it belongs to one. The one that it belongs to.
    ///
    /// # Errors
    /// As the database's.
    pub async fn join_installation(&self, installation: Uuid) -> Result<Uuid, DatabaseError> {
        let beside = Database::open(self.database_target(), &SCHEMA).await?;
        let joined = installation::join(&beside, "installation_joined", installation).await;
        beside.close().await;
        joined
    }

    /// Whether it holds, or held, the key of anybody but the service itself.
    ///
    /// # Errors
    /// As the database's.
    pub async fn knows_somebody(&self) -> Result<bool, DatabaseError> {
        let beside = Database::open(self.database_target(), &SCHEMA).await?;
        let keys = match self.place() {
            StoreLocation::File(_) => "person_keys",
            StoreLocation::Postgres { .. } => "vault.person_keys",
        };
        // The service has one of its own.
        let text = format!("SELECT count(*) FROM (SELECT 1 FROM {keys} LIMIT 2) AS first_two");
        let counted = sqlx::query_scalar(&text).fetch_one(beside.reads()).await;
        let counted: Result<i64, DatabaseError> =
            counted.map_err(beside.fault("look for keys in it"));
        beside.close().await;
        Ok(counted? > 1)
    }

    /// Whether the PostgreSQL database at an address holds a vault. Nothing is made.
    ///
    /// # Errors
    /// `BadAddress`, `Unavailable`, `Postgres`.
    pub async fn is_in_postgres(url: &str, patience: Duration) -> Result<bool, VaultError> {
        crate::postgres::is_there(url, patience).await
    }
}
