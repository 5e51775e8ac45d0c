//! Who signed a form of authorisation (STU-1).
use serde::{Deserialize, Serialize};

use crate::ids::GuardianId;

/// The one or two legal guardians who signed a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatories {
    /// One of them.
    pub guardian: GuardianId,
    /// The other one, where two signed.
    pub second: Option<GuardianId>,
}

impl Signatories {
    /// One guardian alone.
    #[must_use]
    pub fn one(guardian: GuardianId) -> Self {
        Self {
            guardian,
            second: None,
        }
    }

    /// Both, or the one.
    pub fn iter(self) -> impl Iterator<Item = GuardianId> {
        std::iter::once(self.guardian).chain(self.second)
    }

    /// The other one where two signed; the same where one did.
    #[must_use]
    pub fn without(self, guardian: GuardianId) -> Self {
        let mut others = self.iter().filter(|signed| *signed != guardian);
        others.next().map_or(self, Self::one)
    }

    /// Whether somebody is one of them.
    #[must_use]
    pub fn names(self, guardian: GuardianId) -> bool {
        self.iter().any(|signed| signed == guardian)
    }
}
