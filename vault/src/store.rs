//! The store of the wrapped keys: a SQLite file or PostgreSQL.
use std::sync::Arc;

use crate::key_lookup::KeyLookup;
use crate::master_key::{KnownKeys, MasterKey, Registered};
use crate::postgres::PostgresStore;
use crate::rewrap::{Page, Retirement};
use crate::sqlite::FileStore;
use crate::{Erasure, PersonId, VaultError};
use storage::DatabaseTarget;
use storage::StoreLocation;

/// Where the wrapped keys lie. What a vault does with them is the same for each.
pub(crate) enum Store {
    File(FileStore),
    Postgres(PostgresStore),
}

impl Store {
    /// Where it lies, as it may be told to anyone.
    pub(crate) fn place(&self) -> StoreLocation {
        match self {
            Self::File(store) => StoreLocation::File(store.path().to_owned()),
            Self::Postgres(store) => store.place().clone(),
        }
    }

    /// What the tables beside the keys need to connect.
    pub(crate) fn database_target(&self) -> DatabaseTarget<'_> {
        match self {
            Self::File(store) => DatabaseTarget::File(store.path()),
            Self::Postgres(store) => DatabaseTarget::Postgres {
                url: store.url(),
                patience: store.patience(),
            },
        }
    }

    /// Whether keys can be made and destroyed, as far as that can be told without a write.
    pub(crate) fn usable(&self) -> Result<(), VaultError> {
        match self {
            Self::File(store) => store.usable(),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// What is held of a person now. Blocks for a read if it is not in memory.
    pub(crate) fn look_up(&self, person: PersonId) -> Result<KeyLookup, VaultError> {
        match self {
            Self::File(store) => store.look_up(person),
            Self::Postgres(store) => store.look_up(person),
        }
    }

    /// What is held of each of these now, in any order.
    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        tell: impl FnMut(PersonId, KeyLookup),
    ) -> Result<(), VaultError> {
        match self {
            Self::File(store) => store.look_up_each(persons, tell).await,
            Self::Postgres(store) => store.look_up_each(persons, tell).await,
        }
    }

    /// Whoever has a key, after somebody.
    pub(crate) async fn persons(
        &self,
        after: PersonId,
        limit: i64,
    ) -> Result<Vec<PersonId>, VaultError> {
        match self {
            Self::File(store) => store.persons(after, limit),
            Self::Postgres(store) => store.persons(after, limit).await,
        }
    }

    /// Makes the keys that are missing; on disk when this returns. `Erased` names one of the
    /// list that was erased.
    pub(crate) async fn create_keys(&self, persons: Vec<PersonId>) -> Result<(), VaultError> {
        match self {
            Self::File(store) => store.create_keys(persons).await,
            Self::Postgres(store) => store.create_keys(persons).await,
        }
    }

    /// Destroys the person's key; on disk when this returns, and applied by this handle.
    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        match self {
            Self::File(store) => store.erase(person).await,
            Self::Postgres(store) => store.erase(person).await,
        }
    }

    /// The master keys of this handle.
    pub(crate) fn known_keys(&self) -> &KnownKeys {
        match self {
            Self::File(store) => store.known_keys(),
            Self::Postgres(store) => store.known_keys(),
        }
    }

    /// The master keys the store knows, and how many keys each wraps.
    pub(crate) async fn master_keys(&self) -> Result<Vec<(Registered, u64)>, VaultError> {
        match self {
            Self::File(store) => store.master_keys().await,
            Self::Postgres(store) => store.master_keys().await,
        }
    }

    /// Gives the master key the next id, unless it has one; on disk when this returns.
    pub(crate) async fn register(&self, key: Arc<MasterKey>) -> Result<i64, VaultError> {
        match self {
            Self::File(store) => store.register(key).await,
            Self::Postgres(store) => store.register(key).await,
        }
    }

    /// Re-wraps what is not under the newest master key, of the rows after this person's.
    pub(crate) async fn rewrap(&self, after: Option<PersonId>) -> Result<Page, VaultError> {
        match self {
            Self::File(store) => store.rewrap(after).await,
            Self::Postgres(store) => store.rewrap(after).await,
        }
    }

    /// Re-wraps what is left and retires each master key but the newest that wraps no key.
    pub(crate) async fn retire(&self) -> Result<Retirement, VaultError> {
        match self {
            Self::File(store) => store.retire().await,
            Self::Postgres(store) => store.retire().await,
        }
    }
}
