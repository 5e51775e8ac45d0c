//! A master key: it wraps the keys of persons.
mod key_file;
mod known;
mod ring;

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::MasterKeyError;
use crate::random::{self, NoRandomness};
use crate::wrapping::{KEY, WrappedKey, unwrap_bytes, wrap_bytes};

pub(crate) use key_file::Alone;
pub(crate) use known::{KnownKeys, Registered};
pub use ring::MasterKeyRing;

/// Standard alphabet; an operator's tool may pad or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The key that wraps every person's key: 32 bytes that live outside the vault's file.
/// Overwritten in memory when dropped, never shown. While it is rotated there are two, in a
/// [`MasterKeyRing`].
pub struct MasterKey(Zeroizing<[u8; KEY]>);

/// What a verifier wraps, and what it is bound to: a master key that opens it is the one.
const VERIFIED: [u8; KEY] = *b"the master key of this vault: ok";
const VERIFIED_PURPOSE: &[u8] = b"placement vault, master key check";

/// Where the master keys come from.
#[derive(Clone, Copy)]
pub enum MasterKeySource<'a> {
    /// Base64 of 32 bytes, as an environment variable holds it; of several keys, the newest
    /// first and separated by commas.
    Base64(&'a str),
    /// A file of 32 bytes for each key, the newest first, that only its owner may read; made on
    /// the first start.
    File(&'a Path),
}

impl MasterKey {
    /// The key from base64 of 32 bytes (standard alphabet, padded or not, white space around it
    /// allowed).
    ///
    /// # Errors
    /// `NotBase64`, `WrongLength`.
    pub fn from_base64(text: &str) -> Result<Self, MasterKeyError> {
        let bytes = BASE64
            .decode(text.trim())
            .map(Zeroizing::new)
            .map_err(|_| MasterKeyError::NotBase64)?;
        Self::from_bytes(&bytes)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, MasterKeyError> {
        if bytes.len() != KEY {
            return Err(MasterKeyError::WrongLength { found: bytes.len() });
        }
        let mut key = Zeroizing::new([0; KEY]);
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    pub(crate) fn random() -> Result<Self, NoRandomness> {
        let mut key = Zeroizing::new([0; KEY]);
        random::fill(key.as_mut_slice())?;
        Ok(Self(key))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// What a vault keeps to know this key again; it tells nothing of the key.
    pub(crate) fn verifier(&self) -> Result<WrappedKey, NoRandomness> {
        wrap_bytes(&VERIFIED, &self.cipher(), VERIFIED_PURPOSE)
    }

    /// Whether this key made the verifier.
    pub(crate) fn is_verified_by(&self, verifier: &[u8]) -> bool {
        unwrap_bytes(verifier, &self.cipher(), VERIFIED_PURPOSE)
            .is_some_and(|opened| *opened == VERIFIED)
    }

    /// The cipher of this key; it overwrites its copy of the key when dropped.
    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

impl fmt::Debug for MasterKeySource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base64(_) => f.write_str("Base64"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_32_bytes_is_a_key_padded_or_not() {
        for text in [
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            " AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        ] {
            let expected: Vec<u8> = (0..32).collect();
            let key = MasterKey::from_base64(text).unwrap();
            assert_eq!(key.as_bytes(), expected);
        }
    }

    #[test]
    fn other_texts_are_refused_without_being_quoted() {
        let refused = MasterKey::from_base64("a secret!").unwrap_err();
        assert!(matches!(refused, MasterKeyError::NotBase64));
        assert!(!format!("{refused} {refused:?}").contains("secret"));
        let short = MasterKey::from_base64("c2VjcmV0").unwrap_err();
        assert!(matches!(short, MasterKeyError::WrongLength { found: 6 }));
    }

    #[test]
    fn debug_shows_no_key() {
        let key = MasterKey::from_bytes(&[65; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey");
        assert_eq!(format!("{:?}", MasterKeySource::Base64("QUFB")), "Base64");
    }
}
