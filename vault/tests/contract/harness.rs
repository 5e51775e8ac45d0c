use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use postgres_fixture::Cluster;
use sqlx::{Connection, Executor, PgConnection};
use vault::{MasterKey, MasterKeyRing, PersonId, Settings, Vault, VaultError};

use crate::folder::{Place, master};

/// A store that a test opens as often as it likes, and looks at behind the vault's back.
pub trait Harness: Sync {
    /// Another handle on the vault.
    async fn open_ring(&self, ring: MasterKeyRing, settings: Settings)
    -> Result<Vault, VaultError>;
    /// What its clock tells.
    fn time(&self) -> &Arc<AtomicI64>;
    /// How many persons the vault knows.
    async fn rows(&self) -> i64;
    async fn wrapped_key(&self, person: PersonId) -> Vec<u8>;
    /// Gives `to` the key of `from`.
    async fn copy_key(&self, from: PersonId, to: PersonId);
    /// What the store says to an attempt to give an erased person a key.
    async fn bring_back(&self, person: PersonId, key: Vec<u8>) -> String;
    /// What the store says to an attempt to delete a person.
    async fn delete(&self, person: PersonId) -> String;

    /// What the store says to an attempt to put a key under a master key.
    async fn put_key(&self, person: PersonId, key: Vec<u8>, master_key_id: i64) -> String;
    /// What the store says to an attempt to bring back a retired master key.
    async fn serve_again(&self, master_key_id: i64) -> String;
    /// Makes it what a program of version 1 left; it has one master key.
    async fn put_back_to_version_1(&self);
    async fn version(&self) -> i64;

    async fn open_with(&self, master: MasterKey, settings: Settings) -> Result<Vault, VaultError> {
        self.open_ring(master.into(), settings).await
    }

    fn settings(&self) -> Settings {
        let time = Arc::clone(self.time());
        Settings {
            clock: Arc::new(move || time.load(Ordering::SeqCst)),
            ..Settings::default()
        }
    }

    async fn open(&self) -> Vault {
        self.open_with(master(1), self.settings()).await.unwrap()
    }

    fn set_time(&self, micros: i64) {
        self.time().store(micros, Ordering::SeqCst);
    }
}

/// A vault in a file.
pub struct Folder(Place);

impl Folder {
    pub fn new() -> Self {
        Self(Place::new())
    }
}

impl Harness for Folder {
    async fn open_ring(
        &self,
        ring: MasterKeyRing,
        settings: Settings,
    ) -> Result<Vault, VaultError> {
        Vault::open_with(self.0.path(), ring, settings)
    }

    fn time(&self) -> &Arc<AtomicI64> {
        &self.0.time
    }

    async fn rows(&self) -> i64 {
        self.0.rows()
    }

    async fn wrapped_key(&self, person: PersonId) -> Vec<u8> {
        self.0.wrapped_key(person)
    }

    async fn copy_key(&self, from: PersonId, to: PersonId) {
        let copied = self.0.sqlite().execute(
            "UPDATE person_keys SET wrapped_key = (
                 SELECT wrapped_key FROM person_keys WHERE person = ?1) WHERE person = ?2",
            [from.0.as_bytes(), to.0.as_bytes()],
        );
        assert_eq!(copied.unwrap(), 1);
    }

    async fn bring_back(&self, person: PersonId, key: Vec<u8>) -> String {
        let refused = self.0.sqlite().execute(
            "UPDATE person_keys SET wrapped_key = ?1, erased_at = NULL, erasure = NULL
             WHERE person = ?2",
            (key, person.0.as_bytes()),
        );
        refused.unwrap_err().to_string()
    }

    async fn delete(&self, person: PersonId) -> String {
        let refused = self.0.sqlite().execute(
            "DELETE FROM person_keys WHERE person = ?1",
            [person.0.as_bytes()],
        );
        refused.unwrap_err().to_string()
    }

    async fn put_key(&self, person: PersonId, key: Vec<u8>, master_key_id: i64) -> String {
        let refused = self.0.sqlite().execute(
            "UPDATE person_keys SET wrapped_key = ?1, master_key_id = ?2 WHERE person = ?3",
            (key, master_key_id, person.0.as_bytes()),
        );
        refused.unwrap_err().to_string()
    }

    async fn serve_again(&self, master_key_id: i64) -> String {
        let refused = self.0.sqlite().execute(
            "UPDATE master_keys SET retired_at = NULL WHERE id = ?1",
            [master_key_id],
        );
        refused.unwrap_err().to_string()
    }

    async fn put_back_to_version_1(&self) {
        let back = self.0.sqlite().execute_batch(
            "BEGIN;
             DROP TRIGGER made_under_one_that_serves;
             DROP TRIGGER wrapped_under_one_that_serves;
             CREATE TABLE vault_meta (
                 name TEXT PRIMARY KEY NOT NULL, value ANY NOT NULL) STRICT;
             INSERT INTO vault_meta VALUES ('master_key_id', 1);
             INSERT INTO vault_meta SELECT 'master_key_check', verifier FROM master_keys;
             DROP TABLE master_keys;
             PRAGMA user_version = 1;
             COMMIT",
        );
        back.unwrap();
    }

    async fn version(&self) -> i64 {
        let sqlite = self.0.sqlite();
        let version = sqlite.query_row("PRAGMA user_version", [], |row| row.get(0));
        version.unwrap()
    }
}

/// A vault in a database of its own.
pub struct Server {
    pub url: String,
    pub time: Arc<AtomicI64>,
    pub trusted_for: Duration,
}

impl Server {
    /// Keys in memory are trusted as long as they are by default.
    pub fn new() -> Self {
        Self::on(postgres_fixture::shared())
    }

    /// PostgreSQL is asked each time.
    pub fn trusting_nothing() -> Self {
        Self {
            trusted_for: Duration::ZERO,
            ..Self::new()
        }
    }

    pub fn on(cluster: &Cluster) -> Self {
        Self {
            url: cluster.database(),
            time: Arc::new(AtomicI64::new(1_000)),
            trusted_for: Settings::default().trusted_for,
        }
    }

    /// A plain connection to look behind the vault's back.
    pub async fn plain(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.unwrap()
    }
}

impl Harness for Server {
    async fn open_ring(
        &self,
        ring: MasterKeyRing,
        settings: Settings,
    ) -> Result<Vault, VaultError> {
        Vault::open_postgres(&self.url, ring, settings).await
    }

    fn time(&self) -> &Arc<AtomicI64> {
        &self.time
    }

    fn settings(&self) -> Settings {
        let time = Arc::clone(&self.time);
        Settings {
            clock: Arc::new(move || time.load(Ordering::SeqCst)),
            trusted_for: self.trusted_for,
            ..Settings::default()
        }
    }

    async fn rows(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM vault.person_keys")
            .fetch_one(&mut self.plain().await)
            .await
            .unwrap()
    }

    async fn wrapped_key(&self, person: PersonId) -> Vec<u8> {
        sqlx::query_scalar("SELECT wrapped_key FROM vault.person_keys WHERE person = $1")
            .bind(person.0)
            .fetch_one(&mut self.plain().await)
            .await
            .unwrap()
    }

    async fn copy_key(&self, from: PersonId, to: PersonId) {
        let copied = sqlx::query(
            "UPDATE vault.person_keys SET wrapped_key = (
                 SELECT wrapped_key FROM vault.person_keys WHERE person = $1) WHERE person = $2",
        )
        .bind(from.0)
        .bind(to.0)
        .execute(&mut self.plain().await)
        .await;
        assert_eq!(copied.unwrap().rows_affected(), 1);
    }

    async fn bring_back(&self, person: PersonId, key: Vec<u8>) -> String {
        let refused = sqlx::query(
            "UPDATE vault.person_keys SET wrapped_key = $1, erased_at = NULL, erasure = NULL
             WHERE person = $2",
        )
        .bind(key)
        .bind(person.0)
        .execute(&mut self.plain().await)
        .await;
        refused.unwrap_err().to_string()
    }

    async fn delete(&self, person: PersonId) -> String {
        let refused = sqlx::query("DELETE FROM vault.person_keys WHERE person = $1")
            .bind(person.0)
            .execute(&mut self.plain().await)
            .await;
        refused.unwrap_err().to_string()
    }

    async fn put_key(&self, person: PersonId, key: Vec<u8>, master_key_id: i64) -> String {
        let refused = sqlx::query(
            "UPDATE vault.person_keys SET wrapped_key = $1, master_key_id = $2 WHERE person = $3",
        )
        .bind(key)
        .bind(master_key_id)
        .bind(person.0)
        .execute(&mut self.plain().await)
        .await;
        refused.unwrap_err().to_string()
    }

    async fn serve_again(&self, master_key_id: i64) -> String {
        let refused = sqlx::query("UPDATE vault.master_keys SET retired_at = NULL WHERE id = $1")
            .bind(master_key_id)
            .execute(&mut self.plain().await)
            .await;
        refused.unwrap_err().to_string()
    }

    async fn put_back_to_version_1(&self) {
        let mut plain = self.plain().await;
        let back = plain.execute(
            "DROP TRIGGER made_under_one_that_serves ON vault.person_keys;
             DROP TRIGGER wrapped_under_one_that_serves ON vault.person_keys;
             DROP TRIGGER retired_is_final ON vault.master_keys;
             DROP TRIGGER master_keys_stay ON vault.master_keys;
             DROP FUNCTION vault.refuse_retired;
             UPDATE vault.state SET schema_version = 1",
        );
        back.await.unwrap();
    }

    async fn version(&self) -> i64 {
        sqlx::query_scalar("SELECT schema_version FROM vault.state")
            .fetch_one(&mut self.plain().await)
            .await
            .unwrap()
    }
}
