//! What an identity token says, and whether it may be believed. Pure: keys and instant are given.
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::AcceptedIssuer;

/// How far the issuer's clock may stand from ours, in seconds.
pub const MOST_SKEW: i64 = 60;
/// How long after it was issued a token still opens a session, in seconds.
pub const OLDEST: i64 = 600;

/// Longest subject that OpenID Connect allows.
const LONGEST_SUBJECT: usize = 255;

/// Signatures that are believed. Never one made with a shared secret, never `none`.
const ALGORITHMS: [Algorithm; 5] = [
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Whom the issuer vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedIdentity {
    /// The issuer.
    pub issuer: String,
    /// The person, as the issuer alone names them.
    pub subject: String,
}

/// Why a token is not believed. Never repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// Not a JSON Web Token.
    #[error("not an identity token")]
    Malformed,
    /// Signed in a way that is not believed.
    #[error("signed in a way that is not believed")]
    Algorithm,
    /// Signed with a key that the issuer does not publish.
    #[error("signed with a key that the issuer does not publish")]
    UnknownKey,
    /// The signature, the issuer, the audience, the nonce or the subject does not fit.
    #[error("not from this issuer, or not for this service")]
    NotForUs,
    /// Too old, or of a time to come.
    #[error("too old, or of a time to come")]
    Time,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    exp: i64,
    iat: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    aud: Audience,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    Several(Vec<String>),
    /// Checked by the library.
    One(IgnoredAny),
}

/// The issuer that a token claims to be from, before anything is believed: to choose the keys.
///
/// # Errors
/// [`IdTokenError::Malformed`].
pub fn claimed_issuer(token: &str) -> Result<String, IdTokenError> {
    #[derive(Deserialize)]
    struct Claimed {
        iss: String,
    }
    decode_header(token).map_err(|_| IdTokenError::Malformed)?;
    let claimed = jsonwebtoken::dangerous::insecure_decode::<Claimed>(token);
    Ok(claimed.map_err(|_| IdTokenError::Malformed)?.claims.iss)
}

/// Whom the token vouches for at the instant `now` (Unix seconds).
pub(super) fn verify(
    token: &str,
    accepted: &AcceptedIssuer,
    keys: &JwkSet,
    nonce: &str,
    now: i64,
) -> Result<VerifiedIdentity, IdTokenError> {
    let header = decode_header(token).map_err(|_| IdTokenError::Malformed)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IdTokenError::Algorithm);
    }
    let key = key_of(keys, header.kid.as_deref(), header.alg)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| IdTokenError::UnknownKey)?;
    let mut validation = Validation::new(header.alg);
    validation.set_issuer(&[&accepted.issuer]);
    validation.set_audience(&[&accepted.client_id]);
    validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    // Below, against the one clock.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let claims = decode::<Claims>(token, &key, &validation)
        .map_err(|_| IdTokenError::NotForUs)?
        .claims;
    check_time(&claims, now)?;
    let party = claims.azp.as_deref();
    let for_us = match &claims.aud {
        Audience::One(_) => party.is_none_or(|party| party == accepted.client_id),
        Audience::Several(all) if all.len() == 1 => {
            party.is_none_or(|party| party == accepted.client_id)
        }
        Audience::Several(_) => party == Some(accepted.client_id.as_str()),
    };
    let asked = !nonce.is_empty() && claims.nonce.as_deref() == Some(nonce);
    let named = (1..=LONGEST_SUBJECT).contains(&claims.sub.len());
    if !(for_us && asked && named) {
        return Err(IdTokenError::NotForUs);
    }
    Ok(VerifiedIdentity {
        issuer: claims.iss,
        subject: claims.sub,
    })
}

fn check_time(claims: &Claims, now: i64) -> Result<(), IdTokenError> {
    let begun = claims.iat.max(claims.nbf.unwrap_or(i64::MIN)) <= now.saturating_add(MOST_SKEW);
    let lasts = claims.exp > now.saturating_sub(MOST_SKEW);
    let fresh = claims.iat >= now.saturating_sub(OLDEST + MOST_SKEW);
    if begun && lasts && fresh {
        Ok(())
    } else {
        Err(IdTokenError::Time)
    }
}

/// The published key of that name, or the only one there is; meant for signatures of that kind.
fn key_of<'a>(
    keys: &'a JwkSet,
    kid: Option<&str>,
    algorithm: Algorithm,
) -> Result<&'a Jwk, IdTokenError> {
    let fits = |key: &&Jwk| {
        let signs = key
            .common
            .public_key_use
            .as_ref()
            .is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
        let same = key
            .common
            .key_algorithm
            .is_none_or(|named| named.to_string() == format!("{algorithm:?}"));
        signs && same
    };
    let mut fitting = keys.keys.iter().filter(fits);
    match kid {
        Some(kid) => fitting.find(|key| key.common.key_id.as_deref() == Some(kid)),
        None => match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        },
    }
    .ok_or(IdTokenError::UnknownKey)
}

#[cfg(test)]
mod tests;
