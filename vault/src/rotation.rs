//! Another master key for the vault, while it is in use.
use std::sync::Arc;

use crate::master_key::{Alone, MasterKey, Registered};
use crate::{RotationError, Traces, Vault, VaultError};

/// A rotation of the master key: every person's key is wrapped by a new master key, and the old
/// one is retired. What was sealed stays sealed as it is, for the persons' keys stay.
///
/// Its steps in their order are [`Rotation::prepare`], [`Rotation::register`],
/// [`Rotation::rewrap`], [`Rotation::retire`] and, once no program needs the old key,
/// [`Rotation::forget`]; [`Rotation::run`] takes all but the last. Each step ends on disk and may
/// be taken again: a rotation that was stopped anywhere goes on where it was. Other handles go on
/// making, using and erasing keys meanwhile.
#[derive(Debug)]
pub struct Rotation<'a> {
    vault: &'a Vault,
    /// Where the keys come from a file.
    alone: Option<Alone>,
}

/// What a rotation tells on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RotationStep {
    /// A new key stands first in the file of the master keys.
    Prepared,
    /// The vault knows the new key, by this id, and wraps new keys by it.
    Registered(i64),
    /// So many keys were wrapped anew so far.
    Rewrapped(u64),
    /// This master key wraps nothing any more and is retired.
    Retired(i64),
}

/// What a rotation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The id of the master key that wraps every key now.
    pub newest: i64,
    /// How many keys were wrapped anew, by this run.
    pub rewrapped: u64,
    /// The ids of the master keys that were retired, by this run.
    pub retired: Vec<i64>,
    /// Whether what the old master key had wrapped is gone from where the vault lies.
    pub traces: Traces,
}

/// The master keys of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKeys {
    /// In the order of their ids: of those that are not retired, the last is the newest.
    pub keys: Vec<KeyState>,
    /// Whether the first key this program was given is one that the vault does not know yet.
    pub waiting: bool,
}

/// A master key as the vault knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// Its id.
    pub id: i64,
    /// When it was registered, in microseconds since 1970 (UTC).
    pub created_at: i64,
    /// When it was retired, likewise.
    pub retired_at: Option<i64>,
    /// How many persons' keys it wraps.
    pub keys: u64,
    /// Whether this program was given it.
    pub held: bool,
}

impl Vault {
    /// The master keys, and how many keys each wraps: counts all persons.
    ///
    /// # Errors
    /// `Store`, `File`, `Unavailable`, `Postgres`, `Closed`.
    pub async fn master_keys(&self) -> Result<MasterKeys, VaultError> {
        let counted = self.store.master_keys().await?;
        let registered: Vec<Registered> = counted.iter().map(|(row, _)| row.clone()).collect();
        let known = self.store.known_keys();
        let ring = known.ring(&registered);
        let held = |id| {
            ring.iter()
                .any(|(_, row)| row.is_some_and(|row| row.id == id))
        };
        let keys = counted.into_iter().map(|(row, keys)| KeyState {
            id: row.id,
            created_at: row.created_at,
            retired_at: row.retired_at,
            keys,
            held: held(row.id),
        });
        Ok(MasterKeys {
            keys: keys.collect(),
            waiting: known.waiting(&registered).is_some(),
        })
    }

    /// Begins a rotation, or goes on with one that was stopped. Where the master keys come from a
    /// file, one program at a time rotates.
    ///
    /// # Errors
    /// `MasterKey` with `Rotating` while another program rotates, or if the file's folder cannot
    /// be written.
    pub fn rotation(&self) -> Result<Rotation<'_>, RotationError> {
        let alone = self.store.known_keys().with_file(Alone::with);
        Ok(Rotation {
            vault: self,
            alone: alone.transpose()?,
        })
    }
}

impl Rotation<'_> {
    /// Puts a new random key first into the file of the master keys, unless one waits there or a
    /// rotation is under way; tells whether it did. Servers that have a copy of the file must
    /// have the new one before [`Rotation::register`].
    ///
    /// # Errors
    /// `NoNewKey` where the keys do not come from a file and there is nothing to do; `MasterKey`,
    /// `Vault`.
    pub async fn prepare(&self) -> Result<bool, RotationError> {
        let registered = self.registered().await?;
        let known = self.vault.store.known_keys();
        let serving = registered.iter().filter(|row| row.serves()).count();
        if known.waiting(&registered).is_some() || serving > 1 {
            return Ok(false);
        }
        let alone = self.alone.as_ref().ok_or(RotationError::NoNewKey)?;
        let mut keys = vec![Arc::new(MasterKey::random()?)];
        let present = known.ring(&registered);
        keys.extend(present.into_iter().map(|(key, _)| key));
        alone.replace(&keys)?;
        known.learn(&registered);
        Ok(true)
    }

    /// Makes the key that waits first in the file, or among those given, the vault's newest. Gives
    /// the newest's id.
    ///
    /// # Errors
    /// `Vault`, with `MissingMasterKey` if another program registered a key that is not at hand.
    pub async fn register(&self) -> Result<i64, RotationError> {
        let registered = self.registered().await?;
        let known = self.vault.store.known_keys();
        known.require_all(&registered)?;
        match known.waiting(&registered) {
            Some(key) => Ok(self.vault.store.register(key).await?),
            None => Ok(newest_of(&registered).unwrap_or_default()),
        }
    }

    /// Wraps by the newest master key what another one wraps, in small transactions; tells after
    /// each how many there were so far, and gives their number in the end.
    ///
    /// # Errors
    /// `Damaged` after all others were re-wrapped; `Vault`.
    pub async fn rewrap(&self, mut tell: impl FnMut(u64)) -> Result<u64, RotationError> {
        let (mut rewrapped, mut damaged, mut after) = (0, Vec::new(), None);
        loop {
            let page = self.vault.store.rewrap(after).await?;
            damaged.extend(page.damaged);
            if page.rewrapped > 0 {
                rewrapped += page.rewrapped;
                tell(rewrapped);
            }
            match page.next {
                Some(last) => after = Some(last),
                None if damaged.is_empty() => return Ok(rewrapped),
                None => return Err(RotationError::Damaged { persons: damaged }),
            }
        }
    }

    /// Retires every master key but the newest, once it is proven that it wraps nothing: keys
    /// made under it since [`Rotation::rewrap`] are re-wrapped first.
    ///
    /// # Errors
    /// `Damaged`, `Vault`.
    pub async fn retire(&self) -> Result<Rotated, RotationError> {
        let mut done = Rotated {
            newest: newest_of(&self.registered().await?).unwrap_or_default(),
            rewrapped: 0,
            retired: Vec::new(),
            traces: Traces::Gone,
        };
        loop {
            let some = self.vault.store.retire().await?;
            done.rewrapped += some.rewrapped;
            done.retired.extend(some.retired);
            done.traces = some.traces;
            if some.left == 0 {
                return Ok(done);
            }
            if !some.damaged.is_empty() {
                let persons = some.damaged;
                return Err(RotationError::Damaged { persons });
            }
            // Rows that somebody was erasing were left out, or there were many.
            done.rewrapped += self.rewrap(|_| ()).await?;
        }
    }

    /// Takes the retired keys out of the file; gives how many there were. From then on nobody who
    /// reads the file has them.
    ///
    /// # Errors
    /// `NoFile` where the keys do not come from a file and hold retired ones; `RetiredInUse`,
    /// `MasterKey`, `Vault`.
    pub async fn forget(&self) -> Result<usize, RotationError> {
        let counted = self.vault.store.master_keys().await?;
        for (row, keys) in &counted {
            if !row.serves() && *keys > 0 {
                return Err(RotationError::RetiredInUse {
                    id: row.id,
                    keys: *keys,
                });
            }
        }
        let registered: Vec<Registered> = counted.into_iter().map(|(row, _)| row).collect();
        let known = self.vault.store.known_keys();
        let (retired, staying): (Vec<_>, Vec<_>) = known
            .ring(&registered)
            .into_iter()
            .partition(|(_, row)| row.is_some_and(|row| !row.serves()));
        if retired.is_empty() {
            return Ok(0);
        }
        let alone = self.alone.as_ref().ok_or(RotationError::NoFile)?;
        let staying: Vec<Arc<MasterKey>> = staying.into_iter().map(|(key, _)| key).collect();
        alone.replace(&staying)?;
        known.learn(&registered);
        Ok(retired.len())
    }

    /// All steps from [`Rotation::prepare`] to [`Rotation::retire`], as far as they are not done.
    ///
    /// # Errors
    /// As the steps.
    pub async fn run(&self, mut tell: impl FnMut(RotationStep)) -> Result<Rotated, RotationError> {
        if self.prepare().await? {
            tell(RotationStep::Prepared);
        }
        tell(RotationStep::Registered(self.register().await?));
        let rewrapped = self
            .rewrap(|so_far| tell(RotationStep::Rewrapped(so_far)))
            .await?;
        let mut done = self.retire().await?;
        done.rewrapped += rewrapped;
        for id in &done.retired {
            tell(RotationStep::Retired(*id));
        }
        Ok(done)
    }

    /// The master keys the vault knows; the file is read again.
    async fn registered(&self) -> Result<Vec<Registered>, VaultError> {
        let counted = self.vault.store.master_keys().await?;
        Ok(counted.into_iter().map(|(row, _)| row).collect())
    }
}

fn newest_of(registered: &[Registered]) -> Option<i64> {
    let serving = registered.iter().filter(|row| row.serves());
    serving.map(|row| row.id).max()
}
