//! Keys as they are stored: encrypted with a master key, and bound to what they are for.
use chacha20poly1305::{AeadInPlace, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};

/// Bytes of a key.
pub(crate) const KEY: usize = 32;
/// Bytes of a nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes of an authentication tag.
pub(crate) const TAG: usize = 16;

/// A key as it lies in the vault's file: nonce (24), encrypted key (32), tag (16).
pub(crate) type WrappedKey = [u8; NONCE + KEY + TAG];

/// Encrypts 32 bytes with the cipher of a master key, bound to `purpose`.
pub(crate) fn wrap_bytes(
    clear: &[u8; KEY],
    cipher: &XChaCha20Poly1305,
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
    let made = cipher
        .encrypt_in_place_detached(XNonce::from_slice(nonce), purpose, key)
        .expect("32 bytes are not too long");
    tag.copy_from_slice(&made);
    Ok(wrapped)
}

/// What [`wrap_bytes`] wrapped for the same purpose with the same cipher.
pub(crate) fn unwrap_bytes(
    wrapped: &[u8],
    cipher: &XChaCha20Poly1305,
    purpose: &[u8],
) -> Option<Zeroizing<[u8; KEY]>> {
    let wrapped: &WrappedKey = wrapped.try_into().ok()?;
    let (nonce, rest) = wrapped.split_at(NONCE);
    let (encrypted, tag) = rest.split_at(KEY);
    let mut key = Zeroizing::new([0; KEY]);
    key.copy_from_slice(encrypted);
    cipher
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            purpose,
            key.as_mut_slice(),
            Tag::from_slice(tag),
        )
        .ok()?;
    Some(key)
}
