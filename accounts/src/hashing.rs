//! Argon2id: slow on purpose, so on threads of their own, few at once, and in a fair queue.
mod queue;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use self::queue::HashingQueue;
pub(super) use self::queue::Requester;

use super::password::Password;
use super::{AccountError, HashingCosts};
use vault::{VaultError, random};

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
    queue: HashingQueue,
    pepper: Zeroizing<Vec<u8>>,
    hashed: Arc<AtomicU64>,
}

impl Hasher {
    pub(super) fn new(
        costs: HashingCosts,
        at_once: NonZeroUsize,
        most_waiting: usize,
        pepper: Zeroizing<Vec<u8>>,
    ) -> Result<Self, AccountError> {
        parameters(costs)?;
        Ok(Self {
            costs,
            queue: HashingQueue::new(at_once, most_waiting),
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

    /// Hashes a new password at today's costs, with this salt or a new one. Those that may be
    /// tried together have the same salt, so that one hash tells which of them it is.
    pub(super) async fn hash(
        &self,
        password: &Password,
        salt: Option<Vec<u8>>,
        requester: Requester,
    ) -> Result<PasswordHash, AccountError> {
        let salt = match salt {
            Some(salt) => salt,
            None => {
                let mut salt = vec![0; SALT];
                random::fill(&mut salt).map_err(VaultError::from)?;
                salt
            }
        };
        let hash = self
            .compute(password, salt.clone(), self.costs, requester)
            .await?;
        Ok(PasswordHash {
            hash: hash.to_vec(),
            salt,
            costs: self.costs,
        })
    }

    /// For each of the hashes whether it is of the password. One is computed for each salt there
    /// is, and one in any case: none at all takes the same work as one.
    pub(super) async fn verify(
        &self,
        password: &Password,
        hashes: &[Option<&PasswordHash>],
        requester: Requester,
    ) -> Result<Vec<bool>, AccountError> {
        let mut right = vec![false; hashes.len()];
        let mut kinds: Vec<(Vec<u8>, HashingCosts)> = Vec::new();
        for hash in hashes.iter().flatten() {
            let kind = (hash.salt.clone(), hash.costs);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if kinds.is_empty() {
            kinds.push((vec![0; SALT], self.costs));
        }
        for (salt, costs) in kinds {
            let computed = self
                .compute(password, salt.clone(), costs, requester.clone())
                .await?;
            for (right, hash) in right.iter_mut().zip(hashes) {
                *right |= hash.is_some_and(|hash| {
                    hash.salt == salt && hash.costs == costs && same(&hash.hash, &computed)
                });
            }
        }
        Ok(right)
    }

    async fn compute(
        &self,
        password: &Password,
        salt: Vec<u8>,
        costs: HashingCosts,
        requester: Requester,
    ) -> Result<Zeroizing<[u8; HASH]>, AccountError> {
        let permit = self.queue.take(requester).await?;
        let (password, pepper) = (password.clone(), self.pepper.clone());
        let hashed = Arc::clone(&self.hashed);
        let computed = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also if the caller goes away.
            let _turn = permit;
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

/// Compares every byte, whatever the first ones say.
fn same(hash: &[u8], computed: &[u8; HASH]) -> bool {
    let differs = hash
        .iter()
        .zip(computed.iter())
        .fold(0, |differs, (one, other)| differs | (one ^ other));
    hash.len() == HASH && differs == 0
}

fn parameters(costs: HashingCosts) -> Result<Params, AccountError> {
    Params::new(costs.memory, costs.passes, costs.lanes, Some(HASH))
        .map_err(|_| AccountError::BadCosts)
}
