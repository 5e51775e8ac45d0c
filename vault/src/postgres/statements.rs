//! What is asked of PostgreSQL.
use std::collections::{BTreeSet, HashMap};

use sqlx::Connection;
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use crate::wrapping::WrappedKey;
use crate::{Found, PersonId};

/// Erasures are announced here.
pub(super) const CHANNEL: &str = "vault_erasures";

/// A row as it stands: a wrapped key, or an erasure's number.
pub(super) struct Row {
    pub(super) person: Uuid,
    pub(super) wrapped_key: Option<Vec<u8>>,
    pub(super) master_key_id: i64,
    pub(super) erasure: Option<i64>,
}

/// The columns of [`Row`].
type Fetched = (Uuid, Option<Vec<u8>>, i64, Option<i64>);

/// In one snapshot: these persons' rows, and all erasures from number `since` on (with `None`
/// the last one only).
pub(super) async fn look(
    connection: &mut PgConnection,
    persons: &[Uuid],
    since: Option<i64>,
) -> sqlx::Result<Vec<Row>> {
    let rows: Vec<Fetched> = sqlx::query_as(
        "SELECT person, wrapped_key, master_key_id, erasure
         FROM vault.person_keys WHERE person = ANY($1)
         UNION ALL
         SELECT person, NULL, master_key_id, erasure FROM vault.person_keys
         WHERE erasure >= coalesce($2, (SELECT max(erasure) FROM vault.person_keys))",
    )
    .bind(persons)
    .bind(since)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(person, wrapped_key, master_key_id, erasure)| Row {
            person,
            wrapped_key,
            master_key_id,
            erasure,
        })
        .collect())
}

/// Keys to be stored, and the master key that wraps them.
pub(super) struct NewKeys<'a> {
    pub(super) persons: &'a [Uuid],
    pub(super) wrapped: &'a [WrappedKey],
    pub(super) master_key_id: i64,
    /// Also where that is not the newest any more.
    pub(super) anyhow: bool,
    pub(super) now: i64,
}

/// Stores the keys of those who have no row yet, if they are under the newest master key, whose
/// id this gives. Two servers take the rows in the same order, so that neither waits for the
/// other in a circle.
pub(super) async fn create_keys(
    connection: &mut PgConnection,
    new: &NewKeys<'_>,
) -> sqlx::Result<i64> {
    let NewKeys {
        persons,
        wrapped,
        master_key_id,
        anyhow,
        now,
    } = *new;
    let wrapped: Vec<&[u8]> = wrapped.iter().map(WrappedKey::as_slice).collect();
    sqlx::query_scalar(
        "WITH newest AS (SELECT max(id) AS id FROM vault.master_keys WHERE retired_at IS NULL),
         stored AS (
             INSERT INTO vault.person_keys (person, wrapped_key, master_key_id, created_at)
             SELECT person, wrapped_key, $3, $4
             FROM unnest($1::uuid[], $2::bytea[]) AS made (person, wrapped_key)
             WHERE $5 OR $3 = (SELECT id FROM newest) ORDER BY person
             ON CONFLICT (person) DO NOTHING)
         SELECT id FROM newest",
    )
    .bind(persons)
    .bind(wrapped)
    .bind(master_key_id)
    .bind(now)
    .bind(anyhow)
    .fetch_one(connection)
    .await
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
    // A mark holds no key: it is under no master key.
    let had_no_key: Vec<Uuid> = sqlx::query_scalar(
        "INSERT INTO vault.person_keys (person, master_key_id, created_at, erased_at, erasure)
         SELECT person, 0, $2, $2, $3 FROM unnest($1::uuid[]) AS leaving (person) ORDER BY person
         ON CONFLICT (person) DO NOTHING RETURNING person",
    )
    .bind(persons)
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
