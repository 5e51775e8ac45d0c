use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use postgres_fixture::Cluster;
use sqlx::{Connection, PgConnection};
use vault::{MasterKey, PersonId, Settings, Vault, VaultError};

use crate::common::{Place, master};

/// A store that a test opens as often as it likes, and looks at behind the vault's back.
pub trait Harness: Sync {
    /// Another handle on the vault.
    async fn open_with(&self, master: MasterKey, settings: Settings) -> Result<Vault, VaultError>;
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
    async fn open_with(&self, master: MasterKey, settings: Settings) -> Result<Vault, VaultError> {
        Vault::open_with(self.0.path(), master, settings)
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
    async fn open_with(&self, master: MasterKey, settings: Settings) -> Result<Vault, VaultError> {
        Vault::open_postgres(&self.url, master, settings).await
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
}
