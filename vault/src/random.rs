//! Random bytes of the operating system.
use chacha20poly1305::aead::OsRng;
use chacha20poly1305::aead::rand_core::RngCore;

/// The operating system gave no random bytes.
#[derive(Debug)]
pub struct NoRandomness;

/// Fills `bytes` from the operating system.
///
/// # Errors
/// [`NoRandomness`].
pub fn fill(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    OsRng.try_fill_bytes(bytes).map_err(|_| NoRandomness)
}
