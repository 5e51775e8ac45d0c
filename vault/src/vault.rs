//! The vault: seal, open and erase, over either store.
use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::key_lookup::KeyLookup;
use crate::person::THE_SERVICE;
use crate::postgres::PostgresStore;
use crate::sqlite::FileStore;
use crate::store::Store;
use crate::{
    Erasure, Keyring, MasterKeyRing, OpenError, PersonId, ServiceSecret, Settings, VaultError,
};
use storage::DatabaseTarget;
use storage::StoreLocation;

/// The keys of all persons, and what is done with them. One handle (`Arc<Vault>`) serves all
/// tasks of a program; several handles and processes may share the file or the database.
///
/// Dropping the handle waits until the writer has finished what was asked of it.
pub struct Vault {
    pub(crate) store: Store,
    known: OnceLock<Known>,
}

/// Whether something was sealed for a person before.
type Known = Box<dyn Fn(PersonId) -> bool + Send + Sync>;

impl Vault {
    /// Opens the vault at `path` with the settings left as they are. See [`Vault::open_with`].
    ///
    /// # Errors
    /// As [`Vault::open_with`].
    pub fn open(
        path: impl AsRef<Path>,
        masters: impl Into<MasterKeyRing>,
    ) -> Result<Self, VaultError> {
        Self::open_with(path, masters, Settings::default())
    }

    /// Opens the vault at `path`; on the first start makes it, readable by its owner only. Its
    /// folder must be there, on a local disk. `masters` is a [`crate::MasterKey`], or the ring of
    /// them. Blocks: call it when the program starts.
    ///
    /// # Errors
    /// `WrongMasterKey`, `MissingMasterKey`, `NewerSchema`, `NotAVault`, `DataFile` before anything
    /// is written; `Store`, `File`, `NoRandomness`.
    pub fn open_with(
        path: impl AsRef<Path>,
        masters: impl Into<MasterKeyRing>,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        FileStore::open(path.as_ref(), masters.into(), settings).map(|store| Self {
            store: Store::File(store),
            known: OnceLock::new(),
        })
    }

    /// Opens the vault in the schema `vault` of a PostgreSQL database (15 or later), which several
    /// servers may share; on the first start makes the schema. `url` is
    /// `postgres://user:password@host:port/database`. A handle uses three connections and a thread
    /// of its own.
    ///
    /// # Errors
    /// `BadAddress`, `OldServer`, `WrongMasterKey`, `MissingMasterKey`, `NewerSchema`, `NotAVault`,
    /// `Unavailable` before anything is written; `Postgres`, `NoRandomness`, `NoThread`.
    pub async fn open_postgres(
        url: &str,
        masters: impl Into<MasterKeyRing>,
        settings: Settings,
    ) -> Result<Self, VaultError> {
        PostgresStore::open(url, masters.into(), settings)
            .await
            .map(|store| Self {
                store: Store::Postgres(store),
                known: OnceLock::new(),
            })
    }

    /// From now on no key is made for a person of whom `known` says that something was sealed
    /// before: their key is missing, because this is an older vault or another one, and a second
    /// one would be worse than none. Said once; a second saying changes nothing.
    pub fn make_no_second_key(&self, known: impl Fn(PersonId) -> bool + Send + Sync + 'static) {
        // The first one stands.
        let _ = self.known.set(Box::new(known));
    }

    /// Makes the keys that are missing. They are on disk when this returns: what is sealed from
    /// now on can be opened after any crash. Callers at the same time share one write.
    ///
    /// # Errors
    /// `Erased`, naming one erased person of the list (others may have got their keys);
    /// `KeyLost`, and no key was made;
    /// `DamagedKey`, `MissingMasterKey`, `Store`, `File`, `Unavailable`, `Postgres`,
    /// `NoRandomness`, `Closed`.
    pub async fn ensure_keys(&self, persons: &[PersonId]) -> Result<(), VaultError> {
        let mut missing = Vec::new();
        let mut refused = None;
        self.store
            .look_up_each(persons, |person, lookup| match lookup {
                KeyLookup::Key(_) => {}
                KeyLookup::Nothing => missing.push(person),
                KeyLookup::Erased => refused = Some(VaultError::Erased(person)),
                KeyLookup::Damaged => refused = Some(VaultError::DamagedKey(person)),
                KeyLookup::Locked(why) => refused = Some(why),
            })
            .await?;
        match (refused, self.lost_among(&missing)) {
            (Some(refusal), _) => Err(refusal),
            (None, Some(lost)) => Err(VaultError::KeyLost(lost)),
            (None, None) if missing.is_empty() => Ok(()),
            (None, None) => self.store.create_keys(missing).await,
        }
    }

    /// Seals a value for a person whose key exists ([`Vault::ensure_keys`]). The field's name is
    /// bound into the seal: give it again to open.
    ///
    /// On PostgreSQL a person whose key is not in memory blocks the thread for a round trip:
    /// where that matters, use [`Vault::seal_for`].
    ///
    /// # Errors
    /// `NoKey`, `Erased`, `Unserialisable`, `TooLong`, `DamagedKey`, `MissingMasterKey`, `Store`,
    /// `Unavailable`, `Postgres`, `NoRandomness`, `Closed`.
    pub fn seal<T: Serialize + ?Sized>(
        &self,
        person: PersonId,
        field: &'static str,
        value: &T,
    ) -> Result<String, VaultError> {
        self.store.look_up(person)?.seal(person, field, value)
    }

    /// Makes the person's key if it is missing, then seals.
    ///
    /// # Errors
    /// As [`Vault::ensure_keys`] and [`Vault::seal`].
    pub async fn seal_for<T: Serialize + Sync + ?Sized>(
        &self,
        person: PersonId,
        field: &'static str,
        value: &T,
    ) -> Result<String, VaultError> {
        let mut held = self.held_now(person).await?;
        if matches!(held, KeyLookup::Nothing) {
            self.ensure_keys(&[person]).await?;
            held = self.held_now(person).await?;
        }
        held.seal(person, field, value)
    }

    /// Seals bytes as they are (a CV): shorter than a JSON list of numbers.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub fn seal_bytes(
        &self,
        person: PersonId,
        field: &'static str,
        clear: &[u8],
    ) -> Result<String, VaultError> {
        self.store.look_up(person)?.seal_bytes(person, field, clear)
    }

    /// Opens a value that was sealed for this person and field. Costs some microseconds; a
    /// person whose key is not in memory costs a point read more, which on PostgreSQL blocks the
    /// thread for a round trip: where that matters, use [`Vault::load_keys`].
    ///
    /// # Errors
    /// `Erased` from the moment an erasure was acknowledged by any handle (on PostgreSQL by this
    /// handle; by others after [`Settings::trusted_for`] at the latest); `NoKey`, `Tampered`,
    /// `Malformed`; `Unavailable` if the key could not be read.
    pub fn open_sealed<T: DeserializeOwned>(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<T, OpenError> {
        self.held_of(person)?.open_sealed(person, field, sealed)
    }

    /// Opens bytes that [`Vault::seal_bytes`] sealed.
    ///
    /// # Errors
    /// As [`Vault::open_sealed`].
    pub fn open_bytes(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<Vec<u8>, OpenError> {
        self.held_of(person)?.open_bytes(person, field, sealed)
    }

    /// The keys of a list's persons, to open many values for one answer. They also stay in
    /// memory for later.
    ///
    /// # Errors
    /// `Store`, `Unavailable`, `Postgres`, `Closed`. A person who was erased, has no key or a damaged one is no error here; opening
    /// their values is.
    pub async fn load_keys(&self, persons: &[PersonId]) -> Result<Keyring, VaultError> {
        let mut keyring = Keyring::with_room_for(persons.len());
        self.store
            .look_up_each(persons, |person, lookup| keyring.put(person, lookup))
            .await?;
        Ok(keyring)
    }

    /// Whoever has a key, in the order of their ids, after somebody, at most `limit` of them. The
    /// nil id, the service's own, is not among them.
    ///
    /// # Errors
    /// `Store`, `Unavailable`, `Postgres`, `Closed`.
    pub async fn persons(
        &self,
        after: Option<PersonId>,
        limit: usize,
    ) -> Result<Vec<PersonId>, VaultError> {
        let after = after.unwrap_or(PersonId(uuid::Uuid::nil()));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.store.persons(after, limit).await
    }

    /// Destroys the person's key: nothing sealed for them opens again, through any handle, and
    /// they never get another key. Erasing again changes nothing and tells when it happened.
    ///
    /// # Errors
    /// `TheService` for the nil id, and nothing happened; `Store`, `File`, `Unavailable`,
    /// `Postgres`, `Closed`: it is not known whether the person was erased, erase again.
    pub async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        if person.0.is_nil() {
            return Err(VaultError::TheService);
        }
        self.store.erase(person).await
    }

    /// Whether keys can be made and destroyed, as far as that can be told without a write: of a
    /// vault in a file, that the file is still what has its name, and has room to grow.
    ///
    /// # Errors
    /// `DataFile`, `File`.
    pub fn usable(&self) -> Result<(), VaultError> {
        self.store.usable()
    }

    /// A secret of the service itself: made on the first start, shared by all servers of this
    /// vault, the same after a rotation of the master key, and another for each purpose.
    ///
    /// # Errors
    /// As [`Vault::ensure_keys`].
    pub async fn service_secret(&self, purpose: &str) -> Result<ServiceSecret, VaultError> {
        self.ensure_keys(&[THE_SERVICE]).await?;
        let mut held = KeyLookup::Nothing;
        self.store
            .look_up_each(&[THE_SERVICE], |_, lookup| held = lookup)
            .await?;
        held.secret(THE_SERVICE, purpose)
    }

    /// Where tables beside the keys are opened.
    #[must_use]
    pub fn database_target(&self) -> DatabaseTarget<'_> {
        self.store.database_target()
    }

    /// Where it lies, as it may be told to anyone.
    #[must_use]
    pub fn place(&self) -> StoreLocation {
        self.store.place()
    }

    /// One of these who had a key once.
    fn lost_among(&self, missing: &[PersonId]) -> Option<PersonId> {
        let known = self.known.get()?;
        missing.iter().copied().find(|person| known(*person))
    }

    /// What the vault holds of a person now, without blocking the thread.
    async fn held_now(&self, person: PersonId) -> Result<KeyLookup, VaultError> {
        let mut held = KeyLookup::Nothing;
        self.store
            .look_up_each(&[person], |_, lookup| held = lookup)
            .await?;
        Ok(held)
    }

    fn held_of(&self, person: PersonId) -> Result<KeyLookup, OpenError> {
        self.store.look_up(person).map_err(OpenError::Unavailable)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("place", &self.store.place())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
