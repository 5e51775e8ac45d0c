use std::fmt;

use chacha20poly1305::{AeadInPlace, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};
use crate::{MasterKey, PersonId, ServiceSecret};

/// Bytes of a key.
pub(crate) const KEY: usize = 32;
/// Bytes of a nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes of an authentication tag.
pub(crate) const TAG: usize = 16;

/// A key as it lies in the vault's file: nonce (24), encrypted key (32), tag (16).
pub(crate) type WrappedKey = [u8; NONCE + KEY + TAG];

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
        wrap_bytes(&self.0, master, person.0.as_bytes())
    }

    /// The key of this person; `None` if the bytes are not what [`PersonKey::wrap`] made for them
    /// under this master key.
    pub(crate) fn unwrap(wrapped: &[u8], master: &MasterKey, person: PersonId) -> Option<Self> {
        unwrap_bytes(wrapped, master, person.0.as_bytes()).map(Self)
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

/// Encrypts 32 bytes under the master key, bound to `purpose`.
pub(crate) fn wrap_bytes(
    clear: &[u8; KEY],
    master: &MasterKey,
    purpose: &[u8],
) -> Result<WrappedKey, NoRandomness> {
    let mut wrapped: WrappedKey = [0; NONCE + KEY + TAG];
    let (nonce, rest) = wrapped.split_at_mut(NONCE);
    let (key, tag) = rest.split_at_mut(KEY);
    random::fill(nonce)?;
    key.copy_from_slice(clear);
    #[expect(
        clippy::expect_used,
        reason = "the cipher refuses only texts of 256 GiB and more"
    )]
    let made = master
        .cipher()
        .encrypt_in_place_detached(XNonce::from_slice(nonce), purpose, key)
        .expect("32 bytes are not too long");
    tag.copy_from_slice(&made);
    Ok(wrapped)
}

/// What [`wrap_bytes`] wrapped for the same purpose under the same master key.
pub(crate) fn unwrap_bytes(
    wrapped: &[u8],
    master: &MasterKey,
    purpose: &[u8],
) -> Option<Zeroizing<[u8; KEY]>> {
    let wrapped: &WrappedKey = wrapped.try_into().ok()?;
    let (nonce, rest) = wrapped.split_at(NONCE);
    let (encrypted, tag) = rest.split_at(KEY);
    let mut key = Zeroizing::new([0; KEY]);
    key.copy_from_slice(encrypted);
    master
        .cipher()
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            purpose,
            key.as_mut_slice(),
            Tag::from_slice(tag),
        )
        .ok()?;
    Some(key)
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
