//! Access tokens: JWT signed with Ed25519, read on every call. Those of sessions are short-lived
//! and signed with keys that rotate; those that the operator mints with `placement token` are
//! signed with the key of a file.
pub(crate) mod key;
mod lasting;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::SessionId;
use domain::principal::Principal;
use eventlog::{Clock, SystemClock};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use lru::LruCache;
use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Serialize};

pub use key::TokenKey;
pub use lasting::Over;

use self::lasting::Lasting;

const ISSUER: &str = "placement";
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();
/// How far the clocks of two servers may stand apart, in seconds.
const SKEW: i64 = 5;
/// How long the clock is not looked at while a call lasts: a timer does not notice that the clock
/// was set, or that the machine slept.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    /// The session that the token is of; absent in the operator's tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<SessionId>,
    #[serde(flatten)]
    caller: Principal,
}

/// Why a key or a token cannot be had.
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
    /// The key file is open to others than its owner.
    #[error("the token key: {0}")]
    OpenKeyFile(#[source] Box<storage::FileFault>),
    /// The token cannot be signed.
    #[error("the token cannot be signed: {0}")]
    Signing(String),
    /// There is no key for the tokens of sessions.
    #[error("there is no key for the tokens of sessions")]
    NoSessionKey,
}

/// Who makes a call, and in which session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Who.
    pub caller: Principal,
    /// The session; none for a token that the operator minted.
    pub session: Option<SessionId>,
    /// When the token ends, in Unix seconds.
    pub expires_at: i64,
}

/// A token and when it ends, in Unix seconds.
#[derive(Clone)]
pub struct Minted {
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires_at: i64,
}

/// A token whose signature was checked already.
#[derive(Clone, Copy)]
struct CachedToken {
    bearer: Bearer,
    /// Of the keys when it was checked: once they were replaced it is checked again.
    generation: u64,
}

/// The keys of the sessions' tokens.
#[derive(Default)]
struct SessionKeys {
    generation: u64,
    /// The first signs; all verify.
    keys: Vec<TokenKey>,
}

/// Mints and reads access tokens.
pub struct Tokens {
    operator: TokenKey,
    sessions: RwLock<SessionKeys>,
    believed: Mutex<LruCache<Box<str>, CachedToken>>,
    /// Sessions that ended before their tokens did, with when the last of these ends.
    ended: RwLock<HashMap<SessionId, i64>>,
    lasting: Lasting,
    validation: Validation,
    clock: Arc<dyn Clock>,
}

impl Tokens {
    /// With the operator's key of a file, made with mode 600 where there is none.
    ///
    /// # Errors
    /// As [`TokenKey::of_file`].
    pub fn load(path: &Path) -> Result<Self, TokenError> {
        Ok(Self::with_key(
            TokenKey::of_file(path)?,
            Arc::new(SystemClock),
        ))
    }

    /// With an operator's key of its own, for as long as the process lives.
    ///
    /// # Errors
    /// As [`TokenKey::from_secret`].
    pub fn ephemeral() -> Result<Self, TokenError> {
        let key = TokenKey::from_secret(&rand::random())?;
        Ok(Self::with_key(key, Arc::new(SystemClock)))
    }

    /// The name of the operator's key.
    #[must_use]
    pub fn operator_kid(&self) -> &str {
        &self.operator.kid
    }

    /// With this operator's key and this clock.
    #[must_use]
    pub fn with_key(operator: TokenKey, clock: Arc<dyn Clock>) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        // Checked against the one clock.
        validation.validate_exp = false;
        Self {
            operator,
            sessions: RwLock::default(),
            believed: Mutex::new(LruCache::new(REMEMBERED)),
            ended: RwLock::default(),
            lasting: Lasting::default(),
            validation,
            clock,
        }
    }

    /// Replaces the keys of the sessions' tokens: the first signs, all verify.
    pub fn take_session_keys(&self, keys: Vec<TokenKey>) {
        let mut sessions = self.sessions.write();
        let names = |keys: &[TokenKey]| keys.iter().map(|key| key.kid.clone()).collect::<Vec<_>>();
        if names(&sessions.keys) != names(&keys) {
            sessions.keys = keys;
            sessions.generation += 1;
        }
    }

    /// A token for a caller, valid for `ttl` from now, signed by the operator.
    ///
    /// # Errors
    /// [`TokenError::Signing`].
    pub fn mint(&self, caller: Principal, ttl: Duration) -> Result<String, TokenError> {
        Ok(self.signed(&self.operator, caller, None, ttl)?.token)
    }

    /// A token of a session, valid for `ttl` from now.
    ///
    /// # Errors
    /// [`TokenError::NoSessionKey`], [`TokenError::Signing`].
    pub fn mint_for_session(
        &self,
        caller: Principal,
        session: SessionId,
        ttl: Duration,
    ) -> Result<Minted, TokenError> {
        let sessions = self.sessions.read();
        let key = sessions.keys.first().ok_or(TokenError::NoSessionKey)?;
        self.signed(key, caller, Some(session), ttl)
    }

    fn signed(
        &self,
        key: &TokenKey,
        caller: Principal,
        sid: Option<SessionId>,
        ttl: Duration,
    ) -> Result<Minted, TokenError> {
        let iat = self.now();
        let exp = iat.saturating_add(i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX));
        let claims = Claims {
            iss: ISSUER.into(),
            aud: ISSUER.into(),
            iat,
            exp,
            sid,
            caller,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.kid.clone());
        encode(&header, &claims, &key.encoding)
            .map(|token| Minted {
                token,
                expires_at: exp,
            })
            .map_err(|error| TokenError::Signing(error.to_string()))
    }

    /// Who the bearer of a token is; `None` where it is not to be believed.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Bearer> {
        let bearer = self.believe(token)?.bearer;
        let lasts = bearer.expires_at > self.now();
        let open = !bearer
            .session
            .is_some_and(|session| self.has_ended(session));
        (lasts && open).then_some(bearer)
    }

    /// Ready once a bearer that [`Tokens::read`] gave is not to be believed any more: for calls
    /// that last.
    pub fn until_over(
        self: &Arc<Self>,
        bearer: Bearer,
    ) -> impl Future<Output = Over> + Send + 'static {
        let tokens = Arc::clone(self);
        let session = bearer
            .session
            .map(|session| (session, self.lasting.of(session)));
        async move {
            let session = async {
                match session {
                    // It may have ended before it was listened to.
                    Some((session, _)) if tokens.has_ended(session) => {}
                    Some((_, ended)) => ended.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = session => Over::Session,
                () = tokens.until_expired(bearer.expires_at) => Over::Token,
            }
        }
    }

    /// The clock is asked again after each wait: it may have been set meanwhile.
    async fn until_expired(&self, expires_at: i64) {
        let end = expires_at.saturating_mul(1_000_000);
        loop {
            let left = end.saturating_sub(self.clock.now().0);
            let Ok(left @ 1..) = u64::try_from(left) else {
                return;
            };
            tokio::time::sleep(Duration::from_micros(left).min(LONGEST_SLEEP)).await;
        }
    }

    fn has_ended(&self, session: SessionId) -> bool {
        self.ended.read().contains_key(&session)
    }

    fn believe(&self, token: &str) -> Option<CachedToken> {
        let generation = self.sessions.read().generation;
        if let Some(believed) = self.believed.lock().get(token)
            && believed.generation == generation
        {
            return Some(*believed);
        }
        let claims = self.verified(token)?;
        let believed = CachedToken {
            bearer: Bearer {
                caller: claims.caller,
                session: claims.sid,
                expires_at: claims.exp,
            },
            generation,
        };
        self.believed.lock().put(token.into(), believed);
        Some(believed)
    }

    /// The claims, where the key that the token names has signed them. The operator's key signs
    /// for no session, and the sessions' keys for nothing else.
    fn verified(&self, token: &str) -> Option<Claims> {
        let kid = decode_header(token).ok()?.kid?;
        let sessions = self.sessions.read();
        let of_operator = kid == self.operator.kid;
        let key = if of_operator {
            &self.operator
        } else {
            sessions.keys.iter().find(|key| key.kid == kid)?
        };
        let claims = decode::<Claims>(token, &key.decoding, &self.validation)
            .ok()?
            .claims;
        let begun = claims.iat <= self.now().saturating_add(SKEW);
        (begun && of_operator == claims.sid.is_none()).then_some(claims)
    }

    /// Refuses the tokens of these sessions from now on, and ends the calls that last
    /// ([`Tokens::until_over`]); `longest` is how long a token lasts.
    pub fn end_sessions(&self, sessions: impl IntoIterator<Item = SessionId>, longest: Duration) {
        let now = self.now();
        let until = now
            .saturating_add(i64::try_from(longest.as_secs()).unwrap_or(i64::MAX))
            .saturating_add(SKEW);
        let sessions: Vec<SessionId> = sessions.into_iter().collect();
        {
            let mut ended = self.ended.write();
            ended.retain(|_, until| *until > now);
            for session in &sessions {
                ended.entry(*session).or_insert(until);
            }
        }
        self.lasting.end(&sessions);
    }

    /// The keys that verify, as a JSON Web Key Set.
    #[must_use]
    pub fn key_set(&self) -> JwkSet {
        let sessions = self.sessions.read();
        let all = sessions.keys.iter().chain([&self.operator]);
        JwkSet {
            keys: all.map(|key| key.published.clone()).collect(),
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().0.div_euclid(1_000_000)
    }
}

#[cfg(test)]
mod tests;
