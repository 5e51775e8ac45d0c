//! The schema `vault`: made on the first start, checked on every later one.
use async_trait::async_trait;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use storage::migration::{Migrations, NewerVersion, migrate, pending};
use storage::postgres::{OLDEST, server_version, sqlstate};

use super::address::Address;
use super::master_keys;
use crate::VaultError;
use crate::master_key::{KnownKeys, MasterKeyRing};

/// The version this program writes and reads.
const KNOWN: i64 = 2;

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
            found: server.into(),
            needed: OLDEST.into(),
        });
    }
    let not_a_vault = || VaultError::NotAVault {
        place: address.place.clone(),
    };
    let failed = |doing| {
        move |failed| match failed {
            NotMigrated::Newer(NewerVersion { found, known }) => {
                VaultError::NewerSchema { found, known }
            }
            NotMigrated::OtherTables => not_a_vault(),
            NotMigrated::Sql(error) => address.fault(doing)(error),
        }
    };
    let first = masters.keys().first().ok_or_else(not_a_vault)?;
    let tables = Tables {
        verifier: first.verifier()?.to_vec(),
        now,
    };
    let found = tables.find(connection, address).await;
    let mut found = found.map_err(failed("set up the schema"))?;
    if found == 0 {
        let made = tables.migrate(connection, address).await;
        made.map_err(failed("set up the schema"))?;
        found = KNOWN;
    }
    let registered = address
        .in_time(master_keys::registered(connection))
        .await
        .map_err(address.fault("check the master key"))?;
    // Nothing is written for those who may not open it.
    let known = KnownKeys::matching(address.place.clone(), masters, &registered)?;
    if found < KNOWN {
        let lifted = tables.migrate(connection, address).await;
        lifted.map_err(failed("lift the schema to version 2"))?;
    }
    Ok(known)
}

/// The tables of the vault; a new one begins with this master key.
struct Tables {
    verifier: Vec<u8>,
    now: i64,
}

/// Why the tables are not ready.
#[derive(Debug, thiserror::Error)]
enum NotMigrated {
    #[error(transparent)]
    Newer(#[from] NewerVersion),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error("the schema holds other tables")]
    OtherTables,
}

impl Tables {
    /// The version there is, within the time for an answer. Never newer than this program.
    async fn find(
        &self,
        connection: &mut PgConnection,
        address: &Address,
    ) -> Result<i64, NotMigrated> {
        let found = address.in_time(find(connection)).await?;
        let found = found.ok_or(NotMigrated::OtherTables)?;
        pending(found, KNOWN)?;
        Ok(found)
    }

    async fn migrate(
        &self,
        connection: &mut PgConnection,
        address: &Address,
    ) -> Result<(), NotMigrated> {
        let limit = address.patience.saturating_mul(2);
        match tokio::time::timeout(limit, self.in_one_transaction(connection)).await {
            Ok(migrated) => migrated,
            Err(_) => Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()).into()),
        }
    }

    async fn in_one_transaction(&self, connection: &mut PgConnection) -> Result<(), NotMigrated> {
        let mut tx = connection.begin().await?;
        migrate(self, &mut *tx).await?;
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl Migrations<PgConnection> for Tables {
    type Error = NotMigrated;

    fn known(&self) -> i64 {
        KNOWN
    }

    async fn lock(&self, connection: &mut PgConnection) -> Result<(), NotMigrated> {
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(MIGRATION_LOCK)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn version(&self, connection: &mut PgConnection) -> Result<i64, NotMigrated> {
        find(connection).await?.ok_or(NotMigrated::OtherTables)
    }

    async fn step(&self, connection: &mut PgConnection, to: i64) -> Result<(), NotMigrated> {
        if to > 1 {
            connection.execute(VERSION_2).await?;
            return Ok(());
        }
        // Asked first, for the statement needs a right on the database even if there is nothing to
        // do.
        let there: bool = sqlx::query_scalar("SELECT to_regnamespace('vault') IS NOT NULL")
            .fetch_one(&mut *connection)
            .await?;
        if !there {
            connection
                .execute("CREATE SCHEMA IF NOT EXISTS vault")
                .await?;
        }
        connection.execute(VERSION_1).await?;
        sqlx::query("INSERT INTO vault.master_keys (id, verifier, created_at) VALUES ($1, $2, $3)")
            .bind(FIRST_MASTER_KEY)
            .bind(&self.verifier)
            .bind(self.now)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// The version of the vault; 0 where the schema is empty, `None` where it holds something else.
async fn find(connection: &mut PgConnection) -> sqlx::Result<Option<i64>> {
    let (ours, others): (bool, bool) = sqlx::query_as(
        "SELECT to_regclass('vault.state') IS NOT NULL,
                EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('vault'))",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !ours {
        return Ok((!others).then_some(0));
    }
    let version: sqlx::Result<i64> = sqlx::query_scalar("SELECT schema_version FROM vault.state")
        .fetch_one(connection)
        .await;
    match version {
        Ok(version) => Ok((version > 0).then_some(version)),
        // The table is another program's: it has no such column (42703), or no row of ours.
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) if sqlstate(&error).as_deref() == Some("42703") => Ok(None),
        Err(error) => Err(error),
    }
}
