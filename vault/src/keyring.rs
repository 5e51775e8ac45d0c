//! The keys of several persons, looked up at once.
use std::collections::HashMap;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::key_lookup::KeyLookup;
use crate::{OpenError, PersonId};

/// How it stands with the key of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStatus {
    /// It is there.
    There,
    /// It was destroyed.
    Erased,
    /// It does not unwrap: altered or damaged.
    Damaged,
    /// Its master key is not at hand.
    Locked,
    /// There never was one.
    Nothing,
}

/// The keys for one answer: opens many values of many persons without asking the vault again.
///
/// It knows erasures up to the moment it was made; make one for each answer and drop it after.
pub struct Keyring {
    held: HashMap<PersonId, KeyLookup>,
}

impl Keyring {
    pub(crate) fn with_room_for(persons: usize) -> Self {
        Self {
            held: HashMap::with_capacity(persons),
        }
    }

    pub(crate) fn put(&mut self, person: PersonId, lookup: KeyLookup) {
        self.held.insert(person, lookup);
    }

    /// Opens a value that was sealed for this person and field.
    ///
    /// # Errors
    /// As [`crate::Vault::open_sealed`]; `NoKey` also for a person the keyring was not made for.
    pub fn open_sealed<T: DeserializeOwned>(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<T, OpenError> {
        self.held_of(person).open_sealed(person, field, sealed)
    }

    /// Opens bytes that were sealed for this person and field.
    ///
    /// # Errors
    /// As [`Keyring::open_sealed`].
    pub fn open_bytes(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<Vec<u8>, OpenError> {
        self.held_of(person).open_bytes(person, field, sealed)
    }

    /// Whether the person was erased when the keyring was made.
    #[must_use]
    pub fn is_erased(&self, person: PersonId) -> bool {
        matches!(self.held_of(person), KeyLookup::Erased)
    }

    /// How it stood with a person's key when the keyring was made.
    #[must_use]
    pub fn standing_of(&self, person: PersonId) -> KeyStatus {
        match self.held_of(person) {
            KeyLookup::Key(_) => KeyStatus::There,
            KeyLookup::Erased => KeyStatus::Erased,
            KeyLookup::Damaged => KeyStatus::Damaged,
            KeyLookup::Locked(_) => KeyStatus::Locked,
            KeyLookup::Nothing => KeyStatus::Nothing,
        }
    }

    fn held_of(&self, person: PersonId) -> &KeyLookup {
        self.held.get(&person).unwrap_or(&KeyLookup::Nothing)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("persons", &self.held.len())
            .finish()
    }
}
