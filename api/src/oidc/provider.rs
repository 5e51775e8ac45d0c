//! The keys of the accepted issuers: discovered, fetched, kept, and fetched again when an issuer
//! has rotated them.
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::decode_header;
use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

use super::accepted::is_safe;
use super::id_token::{claimed_issuer, verify};
use super::{AcceptedIssuer, IdTokenError, Vouched};

/// How long to wait for an issuer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long its keys are believed without asking again.
const KEPT_FOR: Duration = Duration::from_secs(3_600);
/// How long after a fetch an unknown key does not cause another: tokens cost the issuer nothing.
const PAUSE: Duration = Duration::from_secs(30);
/// Longest document that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// Why an issuer's word cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// No such issuer is accepted, or the token is not to be believed.
    #[error(transparent)]
    Token(#[from] IdTokenError),
    /// The issuer does not answer, or not as OpenID Connect says.
    #[error("the issuer {issuer} cannot be asked: {why}")]
    Unavailable {
        /// Which.
        issuer: String,
        /// Why not.
        why: String,
    },
}

/// The issuers that are accepted.
pub struct Issuers {
    client: reqwest::Client,
    accepted: Vec<Provider>,
}

struct Provider {
    accepted: AcceptedIssuer,
    keys: Mutex<Option<Kept>>,
}

struct Kept {
    keys: Arc<JwkSet>,
    fetched: Instant,
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
}

impl Issuers {
    /// Those of a list; nothing is fetched before the first token.
    ///
    /// # Errors
    /// Where this machine's trusted certificates cannot be read.
    pub fn new(accepted: Vec<AcceptedIssuer>) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("placement/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let accepted = accepted.into_iter().map(|accepted| Provider {
            accepted,
            keys: Mutex::new(None),
        });
        Ok(Self {
            client,
            accepted: accepted.collect(),
        })
    }

    /// Whom a token vouches for at the instant `now` (Unix seconds); it must repeat the nonce.
    ///
    /// # Errors
    /// [`ProviderError::Token`] where it is not to be believed, [`ProviderError::Unavailable`]
    /// where the issuer cannot be asked for its keys.
    pub async fn vouched(
        &self,
        token: &str,
        nonce: &str,
        now: i64,
    ) -> Result<Vouched, ProviderError> {
        let claimed = claimed_issuer(token)?;
        let provider = self
            .accepted
            .iter()
            .find(|provider| provider.accepted.issuer == claimed)
            .ok_or(IdTokenError::NotForUs)?;
        let kid = decode_header(token)
            .map_err(|_| IdTokenError::Malformed)?
            .kid;
        let keys = self.keys(provider, kid.as_deref()).await?;
        Ok(verify(token, &provider.accepted, &keys, nonce, now)?)
    }

    /// The keys of an issuer; fetched where there are none, where they are old, and where a token
    /// names one that is not among them. One fetch at a time.
    async fn keys(
        &self,
        provider: &Provider,
        kid: Option<&str>,
    ) -> Result<Arc<JwkSet>, ProviderError> {
        let mut kept = provider.keys.lock().await;
        if let Some(Kept { keys, fetched }) = &*kept {
            let known = kid.is_none_or(|kid| keys.find(kid).is_some());
            let age = fetched.elapsed();
            if age < PAUSE || (known && age < KEPT_FOR) {
                return Ok(Arc::clone(keys));
            }
        }
        let keys = Arc::new(self.fetch(&provider.accepted).await?);
        *kept = Some(Kept {
            keys: Arc::clone(&keys),
            fetched: Instant::now(),
        });
        Ok(keys)
    }

    async fn fetch(&self, accepted: &AcceptedIssuer) -> Result<JwkSet, ProviderError> {
        let unavailable = |why: String| ProviderError::Unavailable {
            issuer: accepted.issuer.clone(),
            why,
        };
        let place = format!(
            "{}/.well-known/openid-configuration",
            accepted.issuer.trim_end_matches('/')
        );
        let place = Url::parse(&place).map_err(|error| unavailable(error.to_string()))?;
        let found: Discovered = self.read(place).await.map_err(unavailable)?;
        if found.issuer != accepted.issuer {
            return Err(unavailable("it writes itself otherwise".to_owned()));
        }
        let place = Url::parse(&found.jwks_uri).ok().filter(is_safe);
        let open = || unavailable("its keys lie on an open line".to_owned());
        self.read(place.ok_or_else(open)?)
            .await
            .map_err(unavailable)
    }

    async fn read<T: DeserializeOwned>(&self, place: Url) -> Result<T, String> {
        let told = |error: reqwest::Error| error.without_url().to_string();
        let answer = self.client.get(place).send().await.map_err(told)?;
        let mut answer = answer.error_for_status().map_err(told)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(told)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST {
                return Err("it says too much".to_owned());
            }
        }
        serde_json::from_slice(&bytes).map_err(|_| "it does not say what it should".to_owned())
    }
}
