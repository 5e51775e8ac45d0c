//! External OpenID Connect issuers whose word is taken in place of a password, as ProConnect and
//! EduConnect are. The web tier takes the person through the authorisation code flow; the identity
//! token that comes out of it is verified here.
mod accepted;
mod id_token;
mod kept;
mod provider;

pub use accepted::{AcceptedIssuer, BadIssuer};
pub use id_token::{IdTokenError, MOST_SKEW, OLDEST, VerifiedIdentity, claimed_issuer};
pub use provider::{Issuers, ProviderError};
