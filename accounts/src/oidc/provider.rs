//! The keys of the accepted issuers: discovered, fetched, kept, and fetched again when an issuer
//! has rotated them. Whatever callers bring, an issuer is asked once at a time and seldom; an
//! issuer that does not answer keeps nobody waiting but those who need its answer, together.
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::decode_header;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use parking_lot::Mutex;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use url::Url;

use super::accepted::is_safe;
use super::id_token::{claimed_issuer, verify};
use super::kept::{Kept, Need};
use super::{AcceptedIssuer, IdTokenError, VerifiedIdentity};

/// How long to wait for an issuer: discovery and keys together.
const PATIENCE: Duration = Duration::from_secs(5);
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
    accepted: Vec<Arc<Provider>>,
}

struct Provider {
    client: reqwest::Client,
    accepted: AcceptedIssuer,
    state: Mutex<State>,
}

struct State {
    kept: Kept,
    /// The fetch under way: what it brings, once it has.
    flight: Option<watch::Receiver<Option<Fetched>>>,
}

/// What came of a fetch: keys, or why not.
type Fetched = Result<(), Arc<str>>;

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
}

/// A key set whose keys are not looked at yet.
#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl Published {
    /// The keys of the kinds that are known; an issuer may publish others beside them.
    fn known(self) -> JwkSet {
        let keys = self.keys.into_iter();
        JwkSet {
            keys: keys
                .filter_map(|key| serde_json::from_value::<Jwk>(key).ok())
                .collect(),
        }
    }
}

impl Issuers {
    /// Those of a list; nothing is fetched before the first token. In an outage of an issuer its
    /// last keys are believed for `outage` since they came.
    ///
    /// # Errors
    /// Where this machine's trusted certificates cannot be read.
    pub fn new(accepted: Vec<AcceptedIssuer>, outage: Duration) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("placement/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let accepted = accepted.into_iter().map(|accepted| {
            Arc::new(Provider {
                client: client.clone(),
                accepted,
                state: Mutex::new(State {
                    kept: Kept::nothing(outage),
                    flight: None,
                }),
            })
        });
        Ok(Self {
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
    ) -> Result<VerifiedIdentity, ProviderError> {
        let claimed = claimed_issuer(token)?;
        let provider = self
            .accepted
            .iter()
            .find(|provider| provider.accepted.issuer == claimed)
            .ok_or(IdTokenError::NotForUs)?;
        let kid = decode_header(token)
            .map_err(|_| IdTokenError::Malformed)?
            .kid;
        let keys = provider.keys(kid.as_deref()).await?;
        Ok(verify(token, &provider.accepted, &keys, nonce, now)?)
    }
}

impl Provider {
    /// The keys to check a token with that names `kid`.
    async fn keys(self: &Arc<Self>, kid: Option<&str>) -> Result<Arc<JwkSet>, ProviderError> {
        let mut fetched = {
            let mut state = self.state.lock();
            match state.kept.need(kid, Instant::now()) {
                Need::Nothing(keys) => return Ok(keys),
                Need::Patience => return Err(self.unavailable("it did not answer lately")),
                Need::Fetch => match &state.flight {
                    Some(flight) => flight.clone(),
                    None => self.take_off(&mut state),
                },
            }
        };
        let landed = fetched.wait_for(Option::is_some).await;
        let why = match landed.as_deref() {
            Ok(Some(Err(why))) => why.to_string(),
            Ok(_) => String::new(),
            Err(_) => "the fetch was given up".to_owned(),
        };
        drop(landed);
        let state = self.state.lock();
        let kept = state.kept.at_hand(Instant::now());
        kept.ok_or_else(|| self.unavailable(&why))
    }

    /// A fetch in a task of its own: it goes on if its caller goes away, and others wait for the
    /// same one.
    fn take_off(self: &Arc<Self>, state: &mut State) -> watch::Receiver<Option<Fetched>> {
        let (sender, receiver) = watch::channel(None);
        state.flight = Some(receiver.clone());
        let provider = Arc::clone(self);
        tokio::spawn(async move {
            let fetched = timeout(PATIENCE, provider.fetch()).await;
            let fetched = fetched.unwrap_or_else(|_| Err("it does not answer".to_owned()));
            let mut state = provider.state.lock();
            state.flight = None;
            let outcome = match fetched {
                Ok(keys) => {
                    state.kept.came(keys, Instant::now());
                    Ok(())
                }
                Err(why) => {
                    let issuer = &provider.accepted.issuer;
                    tracing::warn!(issuer, why, "an issuer's keys cannot be fetched");
                    state.kept.failed(Instant::now());
                    Err(why.into())
                }
            };
            drop(state);
            sender.send_replace(Some(outcome));
        });
        receiver
    }

    fn unavailable(&self, why: &str) -> ProviderError {
        ProviderError::Unavailable {
            issuer: self.accepted.issuer.clone(),
            why: why.to_owned(),
        }
    }

    async fn fetch(&self) -> Result<JwkSet, String> {
        let issuer = &self.accepted.issuer;
        let place = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let place = Url::parse(&place).map_err(|error| error.to_string())?;
        let found: Discovered = self.read(place).await?;
        if found.issuer != *issuer {
            return Err("it writes itself otherwise".to_owned());
        }
        let place = Url::parse(&found.jwks_uri).ok().filter(is_safe);
        let place = place.ok_or_else(|| "its keys lie on an open line".to_owned())?;
        Ok(self.read::<Published>(place).await?.known())
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
