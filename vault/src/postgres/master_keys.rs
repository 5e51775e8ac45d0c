//! What is asked of PostgreSQL about master keys and the keys under them.
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use storage::postgres::sqlstate;
use uuid::Uuid;

use crate::master_key::{KnownKeys, MasterKey, Registered};
use crate::rewrap::{PAGE, Page, Retirement, Rewrapped, Row, rewrap};
use crate::wrapping::WrappedKey;
use crate::{PersonId, Traces, VaultError};

/// Master keys are registered one after the other, by whichever server: "vaultkey" in ASCII.
const REGISTRATION_LOCK: i64 = 0x7661_756c_746b_6579;

const PAGE_FROM: &str = "
    SELECT person, wrapped_key, master_key_id FROM vault.person_keys
    WHERE person >= $1 ORDER BY person LIMIT $2";
const PAGE_AFTER: &str = "
    SELECT person, wrapped_key, master_key_id FROM vault.person_keys
    WHERE person > $1 ORDER BY person LIMIT $2";

/// What PostgreSQL says when a key would come under a retired master key.
const RETIRED: &str = "PV001";

/// Done, or refused by what the vault knows, not by PostgreSQL.
pub(super) type Outcome<T> = sqlx::Result<Result<T, VaultError>>;

/// Whether the master key that was to wrap was retired meanwhile.
pub(super) fn is_retired(error: &VaultError) -> bool {
    match error {
        VaultError::Postgres { source, .. } => sqlstate(source).as_deref() == Some(RETIRED),
        _ => false,
    }
}

/// All master keys, retired ones too.
pub(super) async fn registered(connection: &mut PgConnection) -> sqlx::Result<Vec<Registered>> {
    let rows: Vec<(i64, Vec<u8>, i64, Option<i64>)> = sqlx::query_as(
        "SELECT id, verifier, created_at, retired_at FROM vault.master_keys ORDER BY id",
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(id, verifier, created_at, retired_at)| Registered {
            id,
            verifier,
            created_at,
            retired_at,
        })
        .collect())
}

/// Whoever has a key, after somebody.
pub(super) async fn persons(
    connection: &mut PgConnection,
    after: PersonId,
    limit: i64,
) -> sqlx::Result<Vec<PersonId>> {
    let rows: Vec<(Uuid,)> = sqlx::query_as(
        "SELECT person FROM vault.person_keys WHERE wrapped_key IS NOT NULL AND person > $1
         ORDER BY person LIMIT $2",
    )
    .bind(after.0)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// All master keys, and how many keys each wraps.
pub(super) async fn counted(
    connection: &mut PgConnection,
    known: &KnownKeys,
) -> sqlx::Result<Vec<(Registered, u64)>> {
    let counts: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT master_key_id, count(*) FROM vault.person_keys
         WHERE wrapped_key IS NOT NULL GROUP BY master_key_id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = registered(connection).await?;
    known.learn(&rows);
    let keys_under = |id| {
        let count = counts.iter().find(|(under, _)| *under == id);
        count.map_or(0, |(_, keys)| u64::try_from(*keys).unwrap_or_default())
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let keys = keys_under(row.id);
            (row, keys)
        })
        .collect())
}

async fn newest_id(connection: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT max(id) FROM vault.master_keys WHERE retired_at IS NULL")
        .fetch_one(connection)
        .await
}

/// Gives the key the next id, unless it has one.
pub(super) async fn register(
    connection: &mut PgConnection,
    known: &KnownKeys,
    key: &MasterKey,
    verifier: &WrappedKey,
    now: i64,
) -> Outcome<i64> {
    let mut tx = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(REGISTRATION_LOCK)
        .execute(&mut *tx)
        .await?;
    let rows = registered(&mut tx).await?;
    known.learn(&rows);
    if let Err(missing) = known.require_all(&rows) {
        return Ok(Err(missing));
    }
    if let Some(row) = rows.iter().find(|row| key.is_verified_by(&row.verifier)) {
        return Ok(Ok(row.id));
    }
    let id = sqlx::query_scalar(
        "INSERT INTO vault.master_keys (id, verifier, created_at)
         SELECT max(id) + 1, $1, $2 FROM vault.master_keys RETURNING id",
    )
    .bind(verifier.as_slice())
    .bind(now)
    .fetch_one(&mut *tx)
    .await?;
    let rows = registered(&mut tx).await?;
    tx.commit().await?;
    known.learn(&rows);
    Ok(Ok(id))
}

/// Re-wraps what is not under the newest, of the rows after this person's.
pub(super) async fn rewrap_page(
    connection: &mut PgConnection,
    known: &KnownKeys,
    after: Option<PersonId>,
) -> Outcome<Page> {
    // The first person of all may be the nil one.
    let (page, after) = match after {
        Some(person) => (PAGE_AFTER, person.0),
        None => (PAGE_FROM, Uuid::nil()),
    };
    let page: Vec<(Uuid, Option<Vec<u8>>, i64)> = sqlx::query_as(page)
        .bind(after)
        .bind(i64::try_from(PAGE).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await?;
    let full = page.len() == PAGE;
    let next = page.last().map(|(person, ..)| PersonId(*person));
    let rows = page
        .into_iter()
        .filter_map(|(person, wrapped, id)| Some(row(person, wrapped?, id)))
        .collect();
    let rewrapped = rewrap_rows(connection, known, rows).await?;
    Ok(rewrapped.map(|(rewrapped, damaged)| Page {
        rewrapped,
        damaged,
        next: next.filter(|_| full),
    }))
}

fn row(person: Uuid, wrapped: Vec<u8>, master_key_id: i64) -> Row {
    Row {
        person: PersonId(person),
        wrapped,
        master_key_id,
    }
}

/// Tells how many were re-wrapped, and whose key does not unwrap.
async fn rewrap_rows(
    connection: &mut PgConnection,
    known: &KnownKeys,
    rows: Vec<Row>,
) -> Outcome<(u64, Vec<PersonId>)> {
    let newest = newest_id(connection).await?;
    if rows
        .iter()
        .any(|row| known.find(row.master_key_id).is_none())
        || known.find(newest).is_none()
    {
        known.learn(&registered(connection).await?);
    }
    let (rewrapped, damaged) = match rewrap(rows, known, newest) {
        Ok(done) => done,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let count = put(connection, &rewrapped, newest).await?;
    Ok(Ok((count, damaged)))
}

/// Rows that somebody erases just now are left alone, and so are those erased since they were
/// read: nobody waits for the other in a circle, and the erased stay erased.
async fn put(
    connection: &mut PgConnection,
    rewrapped: &[Rewrapped],
    newest: i64,
) -> sqlx::Result<u64> {
    if rewrapped.is_empty() {
        return Ok(0);
    }
    let persons: Vec<Uuid> = rewrapped.iter().map(|row| row.person.0).collect();
    let before: Vec<&[u8]> = rewrapped.iter().map(|row| row.before.as_slice()).collect();
    let wrapped: Vec<&[u8]> = rewrapped.iter().map(|row| row.wrapped.as_slice()).collect();
    sqlx::query(
        "WITH free AS MATERIALIZED (
             SELECT person FROM vault.person_keys WHERE person = ANY($1)
             ORDER BY person FOR UPDATE SKIP LOCKED)
         UPDATE vault.person_keys AS held
         SET wrapped_key = made.wrapped_key, master_key_id = $4
         FROM free, unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS made (person, before, wrapped_key)
         WHERE held.person = free.person AND made.person = free.person
           AND held.wrapped_key = made.before",
    )
    .bind(persons)
    .bind(before)
    .bind(wrapped)
    .bind(newest)
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
}

/// Re-wraps what is left, then retires each master key but the newest that wraps no key. Their
/// rows are held meanwhile, so that no key comes under them behind the proof.
pub(super) async fn retire(
    connection: &mut PgConnection,
    known: &KnownKeys,
    now: i64,
) -> Outcome<Retirement> {
    let mut tx = connection.begin().await?;
    // The proof must see what was committed before the rows were held.
    tx.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        .await?;
    let newest = newest_id(&mut tx).await?;
    let old: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM vault.master_keys WHERE retired_at IS NULL AND id < $1
         ORDER BY id FOR UPDATE",
    )
    .bind(newest)
    .fetch_all(&mut *tx)
    .await?;
    let left: Vec<(Uuid, Vec<u8>, i64)> = sqlx::query_as(
        "SELECT person, wrapped_key, master_key_id FROM vault.person_keys
         WHERE wrapped_key IS NOT NULL AND master_key_id <> $1 LIMIT $2",
    )
    .bind(newest)
    .bind(i64::try_from(PAGE).unwrap_or(i64::MAX))
    .fetch_all(&mut *tx)
    .await?;
    let left = left
        .into_iter()
        .map(|(person, wrapped, id)| row(person, wrapped, id))
        .collect();
    let (rewrapped, damaged) = match rewrap_rows(&mut tx, known, left).await? {
        Ok(done) => done,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let retired: Vec<i64> = sqlx::query_scalar(
        "UPDATE vault.master_keys AS master SET retired_at = $2
         WHERE master.id = ANY($1) AND NOT EXISTS (
             SELECT FROM vault.person_keys
             WHERE wrapped_key IS NOT NULL AND master_key_id = master.id)
         RETURNING master.id",
    )
    .bind(&old)
    .bind(now)
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Ok(Retirement {
        rewrapped,
        damaged,
        left: u64::try_from(old.len() - retired.len()).unwrap_or_default(),
        retired,
        traces: Traces::WithTheServer,
    }))
}
