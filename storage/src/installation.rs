//! The installation that a store belongs to: an id that the log carries, too, in a table of one row.
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::{Database, DatabaseError};

const READING: &str = "read its installation";
const JOINING: &str = "join an installation";

/// What stands in the table.
///
/// # Errors
/// As the database says.
pub async fn joined(database: &Database, table: &str) -> Result<Option<Uuid>, DatabaseError> {
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
///
/// # Errors
/// As the database says.
pub async fn join(
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
