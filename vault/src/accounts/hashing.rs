//! Argon2id: slow on purpose, so on threads of their own, and few at once.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::password::Password;
use super::{AccountError, HashingCosts};
use crate::{VaultError, random};

const SALT: usize = 16;
const HASH: usize = 32;

/// A password's hash, as the tables hold it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct PasswordHash {
    pub(super) hash: Vec<u8>,
    pub(super) salt: Vec<u8>,
    pub(super) costs: HashingCosts,
}

pub(super) struct Hasher {
    costs: HashingCosts,
    permits: Arc<Semaphore>,
    pepper: Zeroizing<Vec<u8>>,
    hashed: Arc<AtomicU64>,
}

impl Hasher {
    pub(super) fn new(
        costs: HashingCosts,
        at_once: NonZeroUsize,
        pepper: Zeroizing<Vec<u8>>,
    ) -> Result<Self, AccountError> {
        parameters(costs)?;
        Ok(Self {
            costs,
            permits: Arc::new(Semaphore::new(at_once.get().min(Semaphore::MAX_PERMITS))),
            pepper,
            hashed: Arc::default(),
        })
    }

    /// How many passwords were hashed.
    pub(super) fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    /// Whether the hash was made at today's costs.
    pub(super) fn is_current(&self, hash: &PasswordHash) -> bool {
        hash.costs == self.costs
    }

    /// Hashes a new password at today's costs.
    pub(super) async fn hash(&self, password: &Password) -> Result<PasswordHash, AccountError> {
        let mut salt = vec![0; SALT];
        random::fill(&mut salt).map_err(VaultError::from)?;
        let hash = self.compute(password, salt.clone(), self.costs).await?;
        Ok(PasswordHash {
            hash: hash.to_vec(),
            salt,
            costs: self.costs,
        })
    }

    /// Whether the password is the one hashed. Without a hash it is not, after the same work.
    pub(super) async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, AccountError> {
        let (salt, costs) = hash.map_or_else(
            || (vec![0; SALT], self.costs),
            |hash| (hash.salt.clone(), hash.costs),
        );
        let computed = self.compute(password, salt, costs).await?;
        Ok(hash.is_some_and(|hash| {
            let differs = hash
                .hash
                .iter()
                .zip(computed.iter())
                .fold(0, |differs, (one, other)| differs | (one ^ other));
            hash.hash.len() == HASH && differs == 0
        }))
    }

    async fn compute(
        &self,
        password: &Password,
        salt: Vec<u8>,
        costs: HashingCosts,
    ) -> Result<Zeroizing<[u8; HASH]>, AccountError> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| AccountError::NotHashed)?;
        let (password, pepper) = (password.clone(), self.pepper.clone());
        let hashed = Arc::clone(&self.hashed);
        let computed = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also if the caller goes away.
            let _permit = permit;
            let mut out = Zeroizing::new([0; HASH]);
            Argon2::new_with_secret(
                &pepper,
                Algorithm::Argon2id,
                Version::V0x13,
                parameters(costs)?,
            )
            .and_then(|argon2| {
                argon2.hash_password_into(password.as_bytes(), &salt, out.as_mut_slice())
            })
            .map_err(|_| AccountError::BadCosts)?;
            hashed.fetch_add(1, Ordering::Relaxed);
            Ok(out)
        });
        computed.await.map_err(|_| AccountError::NotHashed)?
    }
}

fn parameters(costs: HashingCosts) -> Result<Params, AccountError> {
    Params::new(costs.memory, costs.passes, costs.lanes, Some(HASH))
        .map_err(|_| AccountError::BadCosts)
}
