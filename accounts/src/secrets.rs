//! The service's own secrets, and the digests by which values are found.
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::address::Address;
use super::{AccountError, THE_SERVICE};
use storage::{Database, text_of};
use vault::{OpenError, Vault, VaultError, random};

const SECRET: usize = 32;

/// What a secret is sealed as.
pub(super) const FIELD: &str = "account.secret";

/// Where they lie.
pub(super) const TABLE: &str = "account_secrets";

const READING: &str = "read the service's secrets";

/// A keyed digest: finds a value without holding it.
pub(super) type Digest = [u8; 32];

/// The service's own secrets: made once, shared by all servers, sealed with the service's key.
pub(super) struct Secrets {
    index: Zeroizing<Vec<u8>>,
    pepper: Zeroizing<Vec<u8>>,
}

impl Secrets {
    pub(super) async fn load_or_make(
        vault: &Vault,
        database: &Database,
    ) -> Result<Self, AccountError> {
        vault.ensure_keys(&[THE_SERVICE]).await?;
        Ok(Self {
            index: load_or_make(vault, database, "index").await?,
            pepper: load_or_make(vault, database, "pepper").await?,
        })
    }

    /// What every password hash takes in, so that the tables alone do not allow guessing.
    pub(super) fn pepper(&self) -> Zeroizing<Vec<u8>> {
        self.pepper.clone()
    }

    /// Names an address.
    pub(super) fn of_address(&self, address: &Address) -> Result<Digest, AccountError> {
        self.digest("address", &[address.as_str()])
    }

    /// Names whom an external issuer vouches for.
    pub(super) fn of_identity(&self, issuer: &str, subject: &str) -> Result<Digest, AccountError> {
        self.digest("identity", &[issuer, subject])
    }

    /// Names who signs up.
    pub(super) fn of_sign_up(
        &self,
        request: Uuid,
        address: &Address,
    ) -> Result<Digest, AccountError> {
        let request = request.to_string();
        self.digest("sign up", &[&request, address.as_str()])
    }

    /// Names what is counted for an address or a source.
    pub(super) fn of_tries(&self, what: &str, by: &str) -> Result<Digest, AccountError> {
        self.digest("tries", &[what, by])
    }

    /// The lengths keep two lists of parts from reading the same.
    fn digest(&self, purpose: &str, parts: &[&str]) -> Result<Digest, AccountError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.index)
            .map_err(|_| AccountError::Vault(VaultError::DamagedKey(THE_SERVICE)))?;
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac.finalize().into_bytes().into())
    }
}

async fn load_or_make(
    vault: &Vault,
    database: &Database,
    name: &'static str,
) -> Result<Zeroizing<Vec<u8>>, AccountError> {
    let mut fresh = Zeroizing::new(vec![0; SECRET]);
    random::fill(&mut fresh).map_err(VaultError::from)?;
    let sealed = vault.seal_bytes(THE_SERVICE, FIELD, &fresh)?;
    let mut tx = database.begin().await?;
    sqlx::query(
        "INSERT INTO account_secrets (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
    )
    .bind(name)
    .bind(sealed)
    .execute(&mut *tx)
    .await
    .map_err(database.fault(READING))?;
    // Another server's, or that of an earlier start.
    let sealed = database.bytes_of("sealed");
    let stands = format!("SELECT {sealed} FROM {TABLE} WHERE name = $1");
    let stands: Vec<u8> = sqlx::query_scalar(&stands)
        .bind(name)
        .fetch_one(&mut *tx)
        .await
        .map_err(database.fault(READING))?;
    tx.commit().await.map_err(database.fault(READING))?;
    let damaged = |why: String| AccountError::Damaged {
        place: database.place().clone(),
        why,
    };
    let stands =
        text_of(stands, TABLE, name, "sealed").map_err(|error| damaged(error.to_string()))?;
    match vault.open_bytes(THE_SERVICE, FIELD, &stands) {
        Ok(opened) => Ok(Zeroizing::new(opened)),
        // Passwords and addresses are known again by it alone: no other is made.
        Err(error @ (OpenError::Tampered | OpenError::Malformed)) => {
            Err(damaged(format!("row {name} of {TABLE}: {error}")))
        }
        Err(error) => Err(error.into()),
    }
}
