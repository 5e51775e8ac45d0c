//! What is asked of PostgreSQL.
use std::collections::{BTreeSet, HashMap};

use sqlx::Connection;
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use super::schema::FIRST_MASTER_KEY;
use crate::person_key::WrappedKey;
use crate::{Found, PersonId};

/// Erasures are announced here.
pub(super) const CHANNEL: &str = "vault_erasures";

/// A row as it stands: a wrapped key, or an erasure's number.
pub(super) struct Row {
    pub(super) person: Uuid,
    pub(super) wrapped_key: Option<Vec<u8>>,
    pub(super) erasure: Option<i64>,
}

/// In one snapshot: these persons' rows, and all erasures from number `since` on (with `None`
/// the last one only).
pub(super) async fn look(
    connection: &mut PgConnection,
    persons: &[Uuid],
    since: Option<i64>,
) -> sqlx::Result<Vec<Row>> {
    let rows: Vec<(Uuid, Option<Vec<u8>>, Option<i64>)> = sqlx::query_as(
        "SELECT person, wrapped_key, erasure FROM vault.person_keys WHERE person = ANY($1)
         UNION ALL
         SELECT person, NULL, erasure FROM vault.person_keys
         WHERE erasure >= coalesce($2, (SELECT max(erasure) FROM vault.person_keys))",
    )
    .bind(persons)
    .bind(since)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(person, wrapped_key, erasure)| Row {
            person,
            wrapped_key,
            erasure,
        })
        .collect())
}

/// Stores the keys of those who have no row yet. Two servers take the rows in the same order, so
/// that neither waits for the other in a circle.
pub(super) async fn create_keys(
    connection: &mut PgConnection,
    persons: &[Uuid],
    wrapped: &[WrappedKey],
    now: i64,
) -> sqlx::Result<()> {
    let wrapped: Vec<&[u8]> = wrapped.iter().map(WrappedKey::as_slice).collect();
    sqlx::query(
        "INSERT INTO vault.person_keys (person, wrapped_key, master_key_id, created_at)
         SELECT person, wrapped_key, $3, $4
         FROM unnest($1::uuid[], $2::bytea[]) AS made (person, wrapped_key) ORDER BY person
         ON CONFLICT (person) DO NOTHING",
    )
    .bind(persons)
    .bind(wrapped)
    .bind(FIRST_MASTER_KEY)
    .bind(now)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Destroys the keys of these persons and leaves the mark that they were erased. All or nothing.
pub(super) async fn erase(
    connection: &mut PgConnection,
    persons: &[Uuid],
    now: i64,
) -> sqlx::Result<HashMap<PersonId, (i64, Found)>> {
    let mut tx = connection.begin().await?;
    // One erasure after the other, on all servers.
    let number: i64 = sqlx::query_scalar(
        "UPDATE vault.state SET last_erasure = last_erasure + 1 RETURNING last_erasure",
    )
    .fetch_one(&mut *tx)
    .await?;
    let had_no_key: Vec<Uuid> = sqlx::query_scalar(
        "INSERT INTO vault.person_keys (person, master_key_id, created_at, erased_at, erasure)
         SELECT person, $2, $3, $3, $4 FROM unnest($1::uuid[]) AS leaving (person) ORDER BY person
         ON CONFLICT (person) DO NOTHING RETURNING person",
    )
    .bind(persons)
    .bind(FIRST_MASTER_KEY)
    .bind(now)
    .bind(number)
    .fetch_all(&mut *tx)
    .await?;
    let had_a_key: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE vault.person_keys SET wrapped_key = NULL, erased_at = $2, erasure = $3
         WHERE person = ANY($1) AND erased_at IS NULL RETURNING person",
    )
    .bind(persons)
    .bind(now)
    .bind(number)
    .fetch_all(&mut *tx)
    .await?;
    let erased: Vec<(Uuid, i64)> =
        sqlx::query_as("SELECT person, erased_at FROM vault.person_keys WHERE person = ANY($1)")
            .bind(persons)
            .fetch_all(&mut *tx)
            .await?;
    sqlx::query("SELECT pg_notify($1, '')")
        .bind(CHANNEL)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    let had_no_key = BTreeSet::from_iter(had_no_key);
    let had_a_key = BTreeSet::from_iter(had_a_key);
    let found = |person: &Uuid| {
        if had_a_key.contains(person) {
            Found::Key
        } else if had_no_key.contains(person) {
            Found::NoKey
        } else {
            Found::AlreadyErased
        }
    };
    Ok(erased
        .into_iter()
        .map(|(person, erased_at)| (PersonId(person), (erased_at, found(&person))))
        .collect())
}
