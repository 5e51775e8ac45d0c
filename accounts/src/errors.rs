//! Why accounts did not do what was asked.
use std::time::Duration;

use storage::{DatabaseError, StoreLocation};
use vault::{OpenError, PersonId, VaultError};

/// Why nothing came of something about an account. Never quotes an address, a password or a token.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AccountError {
    /// Unknown address, wrong password, address not confirmed yet, unknown external identity, or
    /// not that person's: all the same to who asks.
    #[error("the address and the password do not open an account")]
    SignInRefused,
    /// Too many tries failed, for this address or from this source.
    #[error("too many tries; the next one is heard in {} s", retry_after.as_secs().saturating_add(1))]
    Throttled {
        /// When the next try will be heard.
        retry_after: Duration,
    },
    /// More passwords wait to be hashed than can be heard in good time.
    #[error("too many wait; the next one is heard in {} s", retry_after.as_secs().saturating_add(1))]
    Busy {
        /// When it will be better.
        retry_after: Duration,
    },
    /// The one-time link is unknown, expired or used.
    #[error("the link is unknown, expired or used")]
    LinkRefused,
    /// The refresh token is unknown, or its session is over.
    #[error("the session is over")]
    SessionEnded,
    /// The refresh token was used before: two have it, so the session is over for both.
    #[error("the session is over, for its token was used twice")]
    SessionReplayed,
    /// The password may not be chosen.
    #[error("the password may not be chosen: {0}")]
    BadPassword(#[from] PasswordFault),
    /// The text is no mail address.
    #[error("this is no mail address")]
    BadAddress,
    /// The person has no account.
    #[error("person {0} has no account")]
    NoAccount(PersonId),
    /// The person has an account with another address already.
    #[error("person {0} has an account with another address")]
    OtherAddress(PersonId),
    /// The external identity opens another credential already.
    #[error("the external identity belongs to another account")]
    IdentityTaken,
    /// The nil id is the service's own: it has no account and is never erased.
    #[error("the service itself is no person")]
    TheService,
    /// The settings ask for what argon2 cannot do.
    #[error("argon2 does not take these costs")]
    BadCosts,
    /// The thread that hashes went away.
    #[error("the password could not be hashed")]
    NotHashed,
    /// A key could not be made or used.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What an account holds could not be opened.
    #[error("what the account holds does not open")]
    Sealed(#[from] OpenError),
    /// What the service keeps for itself is not as it was written, and nothing can be put in its
    /// place.
    #[error("{place} is damaged, {why}: put the newest backup of it back")]
    Damaged {
        /// Where the tables lie.
        place: StoreLocation,
        /// Which row, and what of it.
        why: String,
    },
    /// The tables could not be read or written.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer characters than [`super::SHORTEST_PASSWORD`].
    #[error("it has fewer than 12 characters")]
    TooShort,
    /// More characters than [`super::LONGEST_PASSWORD`].
    #[error("it has more than 128 characters")]
    TooLong,
    /// It is the address, or what stands before its `@`.
    #[error("it is the address")]
    IsTheAddress,
    /// It is one of those that everybody tries first.
    #[error("it is one of the commonest")]
    TooCommon,
}
