//! The key of one person: seals, opens, and is wrapped by a master key.
use std::fmt;

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};
use crate::wrapping::{KEY, WrappedKey, unwrap_bytes, wrap_bytes};
use crate::{MasterKey, PersonId, ServiceSecret};

/// What a person's data is sealed with. Overwritten in memory when dropped.
pub(crate) struct PersonKey(Zeroizing<[u8; KEY]>);

impl PersonKey {
    /// A new random key.
    pub(crate) fn random() -> Result<Self, NoRandomness> {
        let mut key = Self(Zeroizing::new([0; KEY]));
        random::fill(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// Encrypts the key under the master key, bound to its person.
    pub(crate) fn wrap(
        &self,
        master: &MasterKey,
        person: PersonId,
    ) -> Result<WrappedKey, NoRandomness> {
        wrap_bytes(&self.0, &master.cipher(), person.0.as_bytes())
    }

    /// The key of this person; `None` if the bytes are not what [`PersonKey::wrap`] made for them
    /// under this master key.
    pub(crate) fn unwrap(wrapped: &[u8], master: &MasterKey, person: PersonId) -> Option<Self> {
        unwrap_bytes(wrapped, &master.cipher(), person.0.as_bytes()).map(Self)
    }

    #[cfg(test)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// A secret of the service itself, made from this key for one purpose.
    pub(crate) fn secret(&self, purpose: &str) -> ServiceSecret {
        ServiceSecret::of(&self.0, purpose)
    }

    /// The cipher of this key; it overwrites its copy of the key when dropped.
    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_wrapped_key_comes_back_for_its_person_and_master_only() {
        let (master, other) = (MasterKey::random().unwrap(), MasterKey::random().unwrap());
        let (zoe, tom) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let key = PersonKey::random().unwrap();
        let wrapped = key.wrap(&master, zoe).unwrap();
        assert_eq!(
            *PersonKey::unwrap(&wrapped, &master, zoe).unwrap().0,
            *key.0
        );
        assert!(PersonKey::unwrap(&wrapped, &master, tom).is_none());
        assert!(PersonKey::unwrap(&wrapped, &other, zoe).is_none());
        assert!(PersonKey::unwrap(&wrapped[1..], &master, zoe).is_none());
        for at in 0..wrapped.len() {
            let mut altered = wrapped;
            altered[at] ^= 1;
            assert!(
                PersonKey::unwrap(&altered, &master, zoe).is_none(),
                "byte {at}"
            );
        }
    }

    #[test]
    fn the_wrapped_key_does_not_hold_the_key() {
        let key = PersonKey::random().unwrap();
        let wrapped = key
            .wrap(&MasterKey::random().unwrap(), PersonId(Uuid::from_u128(1)))
            .unwrap();
        assert!(
            !wrapped
                .windows(8)
                .any(|window| key.0.windows(8).any(|part| part == window))
        );
        assert_eq!(format!("{key:?}"), "PersonKey");
    }
}
