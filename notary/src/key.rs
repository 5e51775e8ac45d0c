//! The key that signs checkpoints: Ed25519, in PKCS#8, in a file of its own. OpenSSL reads it.
use std::fs;
use std::path::{Path, PathBuf};

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, KeypairBytes};
use ed25519_dalek::{SigningKey, VerifyingKey};
use storage::{FileFault, Others, check_file, private_file};

use crate::note::{BadKey, Scheme, VerifierKey};

/// Why a key is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Others than its owner may read it.
    #[error(transparent)]
    File(#[from] Box<FileFault>),
    /// It cannot be read or made, or holds something else.
    #[error("the key {}: {why}", .path.display())]
    Path {
        /// Its file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

/// The key of the file; made with mode 600 where there is none and `make` says so.
///
/// # Errors
/// [`KeyError`].
pub fn of_file(path: &Path, make: bool) -> Result<SigningKey, KeyError> {
    let failed = |why: String| KeyError::Path {
        path: path.to_owned(),
        why,
    };
    check_file(path, Others::Refused).map_err(Box::new)?;
    if make && !is_there(path) {
        // Without the public key beside the secret one, which OpenSSL 3.0 does not take.
        let bytes = KeypairBytes {
            secret_key: rand::random(),
            public_key: None,
        };
        let pem = bytes.to_pkcs8_pem(LineEnding::LF);
        let pem = pem.map_err(|error| failed(error.to_string()))?;
        // Of several servers that make it at once all get the same.
        private_file::create_whole(path, pem.as_bytes())
            .map_err(|error| failed(error.to_string()))?;
    }
    let pem = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    SigningKey::from_pkcs8_pem(&pem).map_err(|_| failed("holds no Ed25519 key in PKCS#8".into()))
}

/// Whether a key has its place there, be it one that is not to be read.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The public key of a file in PEM, as `openssl pkey -pubout` writes it.
///
/// # Errors
/// [`KeyError::Path`].
pub fn public_of_file(path: &Path) -> Result<VerifyingKey, KeyError> {
    let failed = |why: String| KeyError::Path {
        path: path.to_owned(),
        why,
    };
    let pem = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    VerifyingKey::from_public_key_pem(&pem)
        .map_err(|_| failed("holds no public Ed25519 key in PEM".into()))
}

/// The public key under the name of a log: its origin.
///
/// # Errors
/// [`BadKey::Name`].
pub fn named(origin: &str, key: VerifyingKey) -> Result<VerifierKey, BadKey> {
    VerifierKey::new(origin, Scheme::Ed25519, key)
}
