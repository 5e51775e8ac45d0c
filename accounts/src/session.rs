//! A session, as it is told to others.
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use vault::PersonId;

/// A sign-in and what was refreshed from it. Tells nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who signed in, or refreshed. `Debug` shows no token.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The person who acts.
    pub person: PersonId,
    /// What they act as.
    pub capacity: String,
    /// Their session.
    pub session: SessionId,
    /// Gives the next access token, once ([`super::Accounts::refresh`]).
    pub refresh_token: String,
    /// Until when that is possible, in microseconds since 1970 (UTC).
    pub refresh_until: i64,
    /// The other persons of the same credential and their capacities: a guardian's other child.
    pub others: Vec<(PersonId, String)>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("person", &self.person)
            .field("session", &self.session)
            .field("refresh_until", &self.refresh_until)
            .finish_non_exhaustive()
    }
}
