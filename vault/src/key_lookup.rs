//! What the vault holds of one person.
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::person_key::PersonKey;
use crate::{OpenError, PersonId, ServiceSecret, VaultError, envelope, padding};

/// What the vault holds of a person.
#[derive(Clone, Debug)]
pub(crate) enum KeyLookup {
    /// Their key.
    Key(Arc<PersonKey>),
    /// The mark that they were erased.
    Erased,
    /// A stored key that does not unwrap: altered or damaged. Only this person's data suffers.
    Damaged,
    /// A key whose master key is not at hand; the error tells which.
    Locked(VaultError),
    /// Nothing.
    Nothing,
}

impl KeyLookup {
    /// Seals a value as JSON with the key held.
    pub(crate) fn seal<T: Serialize + ?Sized>(
        &self,
        person: PersonId,
        field: &'static str,
        value: &T,
    ) -> Result<String, VaultError> {
        envelope::seal(self.key_to_seal(person)?, person, field, |buffer| {
            // The serialiser's own error may quote the value, so it goes no further.
            serde_json::to_writer(buffer, value).map_err(|_| VaultError::Unserialisable)
        })
    }

    /// Seals bytes as they are with the key held.
    pub(crate) fn seal_bytes(
        &self,
        person: PersonId,
        field: &'static str,
        clear: &[u8],
    ) -> Result<String, VaultError> {
        envelope::seal(self.key_to_seal(person)?, person, field, |buffer| {
            buffer.extend_from_slice(clear);
            Ok(())
        })
    }

    /// A secret made from the key held.
    pub(crate) fn secret(
        &self,
        person: PersonId,
        purpose: &str,
    ) -> Result<ServiceSecret, VaultError> {
        Ok(self.key_to_seal(person)?.secret(purpose))
    }

    /// Opens what [`KeyLookup::seal`] sealed.
    pub(crate) fn open_sealed<T: DeserializeOwned>(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<T, OpenError> {
        self.open_with(person, field, sealed, |clear| {
            // The parser's own error may quote the value, so it goes no further.
            serde_json::from_slice(clear).map_err(|_| OpenError::Malformed)
        })
    }

    /// Opens what [`KeyLookup::seal_bytes`] sealed.
    pub(crate) fn open_bytes(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
    ) -> Result<Vec<u8>, OpenError> {
        self.open_with(person, field, sealed, |clear| Ok(clear.to_vec()))
    }

    fn open_with<T>(
        &self,
        person: PersonId,
        field: &str,
        sealed: &str,
        read: impl FnOnce(&[u8]) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let key = match self {
            Self::Key(key) => key,
            Self::Erased => return Err(OpenError::Erased),
            Self::Damaged => return Err(OpenError::Unavailable(VaultError::DamagedKey(person))),
            Self::Locked(why) => return Err(OpenError::Unavailable(why.clone())),
            Self::Nothing => return Err(OpenError::NoKey),
        };
        let padded = envelope::open(key, person, field, sealed)?;
        read(padding::unpad(&padded).ok_or(OpenError::Malformed)?)
    }

    fn key_to_seal(&self, person: PersonId) -> Result<&PersonKey, VaultError> {
        match self {
            Self::Key(key) => Ok(key),
            Self::Erased => Err(VaultError::Erased(person)),
            Self::Damaged => Err(VaultError::DamagedKey(person)),
            Self::Locked(why) => Err(why.clone()),
            Self::Nothing => Err(VaultError::NoKey(person)),
        }
    }
}
