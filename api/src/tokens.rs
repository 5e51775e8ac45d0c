//! Access tokens: JWT signed with Ed25519, minted by `placement token`, read on every call.
use std::fs;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use commands::Caller;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use lru::LruCache;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

const ISSUER: &str = "placement";
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    #[serde(flatten)]
    caller: Caller,
}

/// Why a key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The key file cannot be read or made.
    #[error("the token key {path}: {why}")]
    KeyFile {
        /// Where.
        path: String,
        /// Why not.
        why: String,
    },
    /// The token cannot be signed.
    #[error("the token cannot be signed: {0}")]
    Signing(String),
}

/// Mints and reads access tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    /// Tokens whose signature was checked already, with their expiry in Unix seconds.
    believed: Mutex<LruCache<Box<str>, (Caller, i64)>>,
}

impl Tokens {
    /// With the key of a file, made with mode 600 where there is none.
    pub fn load(path: &Path) -> Result<Self, TokenError> {
        let failed = |why: String| TokenError::KeyFile {
            path: path.display().to_string(),
            why,
        };
        let key = match fs::read_to_string(path) {
            Ok(pem) => SigningKey::from_pkcs8_pem(&pem)
                .map_err(|_| failed("holds no Ed25519 key in PKCS#8".into()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = SigningKey::from_bytes(&rand::random());
                let pem = key
                    .to_pkcs8_pem(LineEnding::LF)
                    .map_err(|error| failed(error.to_string()))?;
                write_private(path, pem.as_bytes()).map_err(|error| failed(error.to_string()))?;
                key
            }
            Err(error) => return Err(failed(error.to_string())),
        };
        Self::with_key(&key)
    }

    /// With a key of its own, for as long as the process lives.
    pub fn ephemeral() -> Result<Self, TokenError> {
        Self::with_key(&SigningKey::from_bytes(&rand::random()))
    }

    fn with_key(key: &SigningKey) -> Result<Self, TokenError> {
        let der = key
            .to_pkcs8_der()
            .map_err(|error| TokenError::Signing(error.to_string()))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.leeway = 5;
        Ok(Self {
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            validation,
            believed: Mutex::new(LruCache::new(REMEMBERED)),
        })
    }

    /// A token for a caller, valid for `ttl` from now.
    pub fn mint(&self, caller: Caller, ttl: Duration) -> Result<String, TokenError> {
        let iat = jiff::Timestamp::now().as_second();
        let exp = iat.saturating_add(i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX));
        let claims = Claims {
            iss: ISSUER.into(),
            aud: ISSUER.into(),
            iat,
            exp,
            caller,
        };
        encode(&Header::new(Algorithm::EdDSA), &claims, &self.encoding)
            .map_err(|error| TokenError::Signing(error.to_string()))
    }

    /// Who the bearer of a token is; `None` where it is not to be believed.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Caller> {
        let now = jiff::Timestamp::now().as_second();
        if let Some((caller, exp)) = self.believed.lock().get(token) {
            return (*exp > now).then_some(*caller);
        }
        let claims = decode::<Claims>(token, &self.decoding, &self.validation)
            .ok()?
            .claims;
        self.believed
            .lock()
            .put(token.into(), (claims.caller, claims.exp));
        Some(claims.caller)
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operator() -> Caller {
        Caller::Operator {
            id: uuid::Uuid::from_u128(1),
        }
    }

    #[test]
    fn a_token_tells_who_its_bearer_is_until_it_expires() {
        let tokens = Tokens::ephemeral().unwrap();
        let token = tokens.mint(operator(), Duration::from_secs(60)).unwrap();
        assert_eq!(tokens.read(&token), Some(operator()));
        assert_eq!(tokens.read(&token), Some(operator()), "from memory");
        let claims = Claims {
            iss: ISSUER.into(),
            aud: ISSUER.into(),
            iat: 0,
            exp: 1,
            caller: operator(),
        };
        let old = encode(&Header::new(Algorithm::EdDSA), &claims, &tokens.encoding).unwrap();
        assert_eq!(tokens.read(&old), None);
    }

    #[test]
    fn another_key_another_algorithm_or_another_word_is_not_believed() {
        let tokens = Tokens::ephemeral().unwrap();
        let token = tokens.mint(operator(), Duration::from_secs(60)).unwrap();
        assert_eq!(Tokens::ephemeral().unwrap().read(&token), None);
        for bad in ["", "a.b.c", &token[1..], &format!("{token}x")] {
            assert_eq!(tokens.read(bad), None);
        }
        let none = "eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3BlcmF0b3IifQ.";
        assert_eq!(tokens.read(none), None);
    }

    #[test]
    fn the_key_file_is_private_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/token.key");
        let token = Tokens::load(&path)
            .unwrap()
            .mint(operator(), Duration::from_secs(60))
            .unwrap();
        assert_eq!(Tokens::load(&path).unwrap().read(&token), Some(operator()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        fs::write(&path, "nonsense").unwrap();
        assert!(Tokens::load(&path).is_err());
    }
}
