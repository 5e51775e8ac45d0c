use crate::holding::Holding;
use crate::postgres::PostgresStore;
use crate::sqlite::FileStore;
use crate::{Erasure, PersonId, Place, VaultError};

/// Where the wrapped keys lie. What a vault does with them is the same for each.
pub(crate) enum Store {
    File(FileStore),
    Postgres(PostgresStore),
}

impl Store {
    /// Where it lies, as it may be told to anyone.
    pub(crate) fn place(&self) -> Place {
        match self {
            Self::File(store) => Place::File(store.path().to_owned()),
            Self::Postgres(store) => store.place().clone(),
        }
    }

    /// What is held of a person now. Blocks for a read if it is not in memory.
    pub(crate) fn look_up(&self, person: PersonId) -> Result<Holding, VaultError> {
        match self {
            Self::File(store) => store.look_up(person),
            Self::Postgres(store) => store.look_up(person),
        }
    }

    /// What is held of each of these now, in any order.
    pub(crate) async fn look_up_each(
        &self,
        persons: &[PersonId],
        tell: impl FnMut(PersonId, Holding),
    ) -> Result<(), VaultError> {
        match self {
            Self::File(store) => store.look_up_each(persons, tell).await,
            Self::Postgres(store) => store.look_up_each(persons, tell).await,
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

    /// Destroys the person's key; on disk when this returns, and heeded by this handle.
    pub(crate) async fn erase(&self, person: PersonId) -> Result<Erasure, VaultError> {
        match self {
            Self::File(store) => store.erase(person).await,
            Self::Postgres(store) => store.erase(person).await,
        }
    }
}
