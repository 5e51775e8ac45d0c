//! A key that signs tokens, with the name under which it is published.
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding};
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, Jwk, KeyAlgorithm,
    OctetKeyPairParameters, OctetKeyPairType, PublicKeyUse, ThumbprintHash,
};
use jsonwebtoken::{DecodingKey, EncodingKey};
use storage::{Others, check_file, private_file};

use super::TokenError;

/// Ed25519. Its name is the thumbprint of the public key (RFC 7638): whoever holds the key set
/// can check that a name stands for its key.
pub struct TokenKey {
    pub(super) kid: String,
    pub(super) encoding: EncodingKey,
    pub(super) decoding: DecodingKey,
    pub(super) published: Jwk,
}

impl TokenKey {
    /// From the 32 secret bytes.
    ///
    /// # Errors
    /// [`TokenError::Signing`] where the library refuses them.
    pub fn from_secret(secret: &[u8; 32]) -> Result<Self, TokenError> {
        Self::from_key(&SigningKey::from_bytes(secret))
    }

    /// Of the file, made with mode 600 where there is none.
    ///
    /// # Errors
    /// [`TokenError::KeyFile`] where it cannot be read, made, holds something else, or is open to
    /// others than its owner.
    pub fn of_file(path: &Path) -> Result<Self, TokenError> {
        let failed = |why: String| TokenError::KeyFile {
            path: path.display().to_string(),
            why,
        };
        check_file(path, Others::Refused).map_err(|fault| TokenError::OpenKeyFile(fault.into()))?;
        Self::make_unless_there(path)?;
        let pem = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let key = SigningKey::from_pkcs8_pem(&pem)
            .map_err(|_| failed("holds no Ed25519 key in PKCS#8".into()))?;
        Self::from_key(&key)
    }

    /// Makes the file with a random key where there is none; whether it did. The name never
    /// stands for half a key, and of several who make it at once all get the same.
    ///
    /// # Errors
    /// [`TokenError::KeyFile`] where it cannot be made.
    pub fn make_unless_there(path: &Path) -> Result<bool, TokenError> {
        let failed = |why: String| TokenError::KeyFile {
            path: path.display().to_string(),
            why,
        };
        // Whatever is wrong with one that is there is told by who reads it.
        if fs::symlink_metadata(path).is_ok() {
            return Ok(false);
        }
        let key = SigningKey::from_bytes(&rand::random());
        let pem = key
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| failed(error.to_string()))?;
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        private_file::create_whole(path, pem.as_bytes()).map_err(|error| failed(error.to_string()))
    }

    fn from_key(key: &SigningKey) -> Result<Self, TokenError> {
        let failed = |why: String| TokenError::Signing(why);
        let der = key
            .to_pkcs8_der()
            .map_err(|error| failed(error.to_string()))?;
        let public = key.verifying_key();
        let published = published(public.as_bytes());
        Ok(Self {
            kid: published.common.key_id.clone().unwrap_or_default(),
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(public.as_bytes()),
            published,
        })
    }
}

/// A public key as RFC 8037 writes it, under its thumbprint.
pub(crate) fn published(public: &[u8; 32]) -> Jwk {
    let mut jwk = Jwk {
        common: CommonParameters {
            public_key_use: Some(PublicKeyUse::Signature),
            key_algorithm: Some(KeyAlgorithm::EdDSA),
            ..CommonParameters::default()
        },
        algorithm: AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
            key_type: OctetKeyPairType::OctetKeyPair,
            curve: EllipticCurve::Ed25519,
            x: URL_SAFE_NO_PAD.encode(public),
        }),
    };
    jwk.common.key_id = Some(jwk.thumbprint(ThumbprintHash::SHA256));
    jwk
}
