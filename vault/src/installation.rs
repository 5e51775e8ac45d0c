//! The installation that a vault or an access log belongs to: an id that the log, too, carries.
use std::time::Duration;

use sqlx::AnyConnection;
use uuid::Uuid;

use crate::database::{Database, DatabaseError, Part};
use crate::{Place, Vault, VaultError};

const READING: &str = "read its installation";
const JOINING: &str = "join an installation";

/// Beside the keys.
const PART: Part = Part {
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
        let beside = Database::beside(self, &PART).await?;
        let joined = joined(&beside, "installation_joined").await;
        beside.close().await;
        joined
    }

    /// Gives the vault to an installation, unless it belongs to one. The one that it belongs to.
    ///
    /// # Errors
    /// As the database's.
    pub async fn join_installation(&self, installation: Uuid) -> Result<Uuid, DatabaseError> {
        let beside = Database::beside(self, &PART).await?;
        let joined = join(&beside, "installation_joined", installation).await;
        beside.close().await;
        joined
    }

    /// Whether it holds, or held, the key of anybody but the service itself.
    ///
    /// # Errors
    /// As the database's.
    pub async fn knows_somebody(&self) -> Result<bool, DatabaseError> {
        let beside = Database::beside(self, &PART).await?;
        let keys = match self.place() {
            Place::File(_) => "person_keys",
            Place::Postgres { .. } => "vault.person_keys",
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

/// What stands in the table.
pub(crate) async fn joined(
    database: &Database,
    table: &str,
) -> Result<Option<Uuid>, DatabaseError> {
    let text = format!("SELECT id FROM {table}");
    let read = async {
        let id: Option<Vec<u8>> = sqlx::query_scalar(&text)
            .fetch_optional(database.reads())
            .await?;
        id.as_deref().map(read_id).transpose()
    };
    read.await.map_err(database.fault(READING))
}

/// Puts the id into the table, unless there is one; the one there is.
pub(crate) async fn join(
    database: &Database,
    table: &str,
    installation: Uuid,
) -> Result<Uuid, DatabaseError> {
    let mut tx = database.begin().await?;
    let joined = put(&mut tx, table, installation);
    let joined = joined.await.map_err(database.fault(JOINING))?;
    tx.commit().await.map_err(database.fault(JOINING))?;
    Ok(joined)
}

async fn put(tx: &mut AnyConnection, table: &str, installation: Uuid) -> sqlx::Result<Uuid> {
    let insert = format!(
        "INSERT INTO {table} (only_one, id) VALUES (1, $1) ON CONFLICT (only_one) DO NOTHING"
    );
    sqlx::query(&insert)
        .bind(installation.as_bytes().to_vec())
        .execute(&mut *tx)
        .await?;
    let id: Vec<u8> = sqlx::query_scalar(&format!("SELECT id FROM {table}"))
        .fetch_one(tx)
        .await?;
    read_id(&id)
}

fn read_id(bytes: &[u8]) -> sqlx::Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|error| sqlx::Error::Decode(error.into()))
}
