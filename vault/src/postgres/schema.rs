//! The schema `vault`: made on the first start, checked on every later one.
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use super::address::Address;
use super::master_keys;
use crate::VaultError;
use crate::master_key::{KnownKeys, MasterKeyRing};

/// The version this program writes and reads.
const KNOWN: i64 = 2;

/// The oldest PostgreSQL this program is tested with.
const OLDEST: i64 = 15;

/// The first master key of a vault.
const FIRST_MASTER_KEY: i64 = 1;

/// Servers that start at once make the schema one after the other: "vault" in ASCII.
const MIGRATION_LOCK: i64 = 0x0076_6175_6c74;

const VERSION_1: &str = include_str!("schema.sql");
const VERSION_2: &str = include_str!("schema_2.sql");

/// Makes the schema if it is not there or lifts an older one, and checks that it is known and
/// belongs to these master keys, which it gives by their ids.
pub(super) async fn prepare(
    connection: &mut PgConnection,
    address: &Address,
    masters: MasterKeyRing,
    now: i64,
) -> Result<KnownKeys, VaultError> {
    let server = address
        .in_time(server_version(connection))
        .await
        .map_err(address.fault("tell its version"))?;
    if server < OLDEST {
        return Err(VaultError::OldServer {
            found: server,
            needed: OLDEST,
        });
    }
    let not_a_vault = || VaultError::NotAVault {
        place: address.place.clone(),
    };
    let first = masters.keys().first().ok_or_else(not_a_vault)?;
    let verifier = first.verifier()?;
    let found = address
        .in_time(make_or_find(connection, &verifier, now))
        .await
        .map_err(address.fault("set up the schema"))?;
    match found {
        None | Some(Found::Version(1 | KNOWN)) => {}
        Some(Found::Version(found)) if found > KNOWN => {
            return Err(VaultError::NewerSchema {
                found,
                known: KNOWN,
            });
        }
        Some(Found::OtherTables | Found::Version(_)) => return Err(not_a_vault()),
    }
    let registered = address
        .in_time(master_keys::registered(connection))
        .await
        .map_err(address.fault("check the master key"))?;
    // Nothing is written for those who may not open it.
    let known = KnownKeys::matching(address.place.clone(), masters, &registered)?;
    if let Some(Found::Version(1)) = found {
        address
            .in_time(lift_from_1(connection))
            .await
            .map_err(address.fault("lift the schema to version 2"))?;
    }
    Ok(known)
}

/// What lay in the schema before.
enum Found {
    Version(i64),
    OtherTables,
}

async fn server_version(connection: &mut PgConnection) -> sqlx::Result<i64> {
    let number: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int")
        .fetch_one(connection)
        .await?;
    Ok(i64::from(number / 10_000))
}

/// What there is; `None` if there was nothing and the tables were made.
async fn make_or_find(
    connection: &mut PgConnection,
    verifier: &[u8],
    now: i64,
) -> sqlx::Result<Option<Found>> {
    if let Some(found) = find(connection).await? {
        return Ok(Some(found));
    }
    let mut tx = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(MIGRATION_LOCK)
        .execute(&mut *tx)
        .await?;
    // Another server may have been faster.
    if let Some(found) = find(&mut tx).await? {
        return Ok(Some(found));
    }
    // Asked first, for the statement needs a right on the database even if there is nothing to do.
    let there: bool = sqlx::query_scalar("SELECT to_regnamespace('vault') IS NOT NULL")
        .fetch_one(&mut *tx)
        .await?;
    if !there {
        tx.execute("CREATE SCHEMA IF NOT EXISTS vault").await?;
    }
    for tables in [VERSION_1, VERSION_2] {
        sqlx::raw_sql(tables).execute(&mut *tx).await?;
    }
    sqlx::query("INSERT INTO vault.master_keys (id, verifier, created_at) VALUES ($1, $2, $3)")
        .bind(FIRST_MASTER_KEY)
        .bind(verifier)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(None)
}

async fn find(connection: &mut PgConnection) -> sqlx::Result<Option<Found>> {
    let (ours, others): (bool, bool) = sqlx::query_as(
        "SELECT to_regclass('vault.state') IS NOT NULL,
                EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('vault'))",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !ours {
        return Ok(others.then_some(Found::OtherTables));
    }
    let version: sqlx::Result<i64> = sqlx::query_scalar("SELECT schema_version FROM vault.state")
        .fetch_one(connection)
        .await;
    match version {
        Ok(version) => Ok(Some(Found::Version(version))),
        // The table is another program's: it has no such column (42703), or no row of ours.
        Err(sqlx::Error::RowNotFound) => Ok(Some(Found::OtherTables)),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42703") => {
            Ok(Some(Found::OtherTables))
        }
        Err(error) => Err(error),
    }
}

async fn lift_from_1(connection: &mut PgConnection) -> sqlx::Result<()> {
    let mut tx = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(MIGRATION_LOCK)
        .execute(&mut *tx)
        .await?;
    // Another server may have been faster.
    if let Some(Found::Version(1)) = find(&mut tx).await? {
        sqlx::raw_sql(VERSION_2).execute(&mut *tx).await?;
    }
    tx.commit().await
}
