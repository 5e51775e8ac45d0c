//! A sealed value as text: base64url without padding of
//! `version (1) | nonce (24) | ciphertext (a multiple of 32) | tag (16)`.
//!
//! XChaCha20-Poly1305 under the person's key with a random nonce; the associated data is
//! `version (1) | person's uuid (16) | field name`, so that a value moved to another person or
//! another field does not open. The clear text is padded inside ([`crate::padding`]).
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::{AeadInPlace, Tag, XNonce};
use zeroize::Zeroizing;

use crate::padding::{self, BLOCK, PREFIX};
use crate::person_key::PersonKey;
use crate::wrapping::{NONCE, TAG};
use crate::{OpenError, PersonId, VaultError, random};

/// The form described above.
const VERSION: u8 = 1;
/// Bytes before the ciphertext.
const HEADER: usize = 1 + NONCE;
/// Room for most values at once, so that growing leaves no copies of the clear text behind.
const USUAL: usize = 2048;

/// Seals what `write` puts into the buffer it is given (only to be appended to).
pub(crate) fn seal(
    key: &PersonKey,
    person: PersonId,
    field: &str,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), VaultError>,
) -> Result<String, VaultError> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(USUAL));
    buffer.push(VERSION);
    buffer.resize(HEADER + PREFIX, 0);
    write(&mut buffer)?;
    padding::pad(&mut buffer, HEADER).ok_or(VaultError::TooLong)?;
    let (header, text) = buffer.split_at_mut(HEADER);
    let nonce = header.get_mut(1..).unwrap_or_default();
    random::fill(nonce)?;
    let tag = key
        .cipher()
        .encrypt_in_place_detached(XNonce::from_slice(nonce), &bound_to(person, field), text)
        .map_err(|_| VaultError::TooLong)?;
    buffer.extend_from_slice(&tag);
    Ok(URL_SAFE_NO_PAD.encode(buffer.as_slice()))
}

/// The padded clear text of a sealed value; [`padding::unpad`] tells where it ends.
pub(crate) fn open(
    key: &PersonKey,
    person: PersonId,
    field: &str,
    sealed: &str,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut bytes = URL_SAFE_NO_PAD
        .decode(sealed)
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Malformed)?;
    let (header, rest) = bytes
        .split_at_mut_checked(HEADER)
        .ok_or(OpenError::Malformed)?;
    let (version, nonce) = header.split_first().ok_or(OpenError::Malformed)?;
    let length = rest.len().checked_sub(TAG).ok_or(OpenError::Malformed)?;
    if *version != VERSION || length == 0 || !length.is_multiple_of(BLOCK) {
        return Err(OpenError::Malformed);
    }
    let (text, tag) = rest.split_at_mut(length);
    key.cipher()
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            &bound_to(person, field),
            text,
            Tag::from_slice(tag),
        )
        .map_err(|_| OpenError::Tampered)?;
    bytes.drain(..HEADER);
    bytes.truncate(length);
    Ok(bytes)
}

/// The associated data.
fn bound_to(person: PersonId, field: &str) -> Vec<u8> {
    let mut bound = Vec::with_capacity(1 + 16 + field.len());
    bound.push(VERSION);
    bound.extend_from_slice(person.0.as_bytes());
    bound.extend_from_slice(field.as_bytes());
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn even_under_one_key_a_value_opens_for_its_person_and_field_only() {
        let key = PersonKey::random().unwrap();
        let (zoe, tom) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let sealed = seal(&key, zoe, "name", |buffer| {
            buffer.extend_from_slice(b"clear");
            Ok(())
        })
        .unwrap();
        let opened = open(&key, zoe, "name", &sealed).unwrap();
        assert_eq!(padding::unpad(&opened), Some(&b"clear"[..]));
        for (person, field) in [(tom, "name"), (zoe, "mail"), (zoe, "names")] {
            assert!(matches!(
                open(&key, person, field, &sealed),
                Err(OpenError::Tampered)
            ));
        }
        let other = PersonKey::random().unwrap();
        assert!(matches!(
            open(&other, zoe, "name", &sealed),
            Err(OpenError::Tampered)
        ));
    }
}
