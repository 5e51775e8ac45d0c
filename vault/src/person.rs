//! The id of a person.
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whose data it is: a pupil, a guardian, a member of staff, a host's contact. The id itself
/// tells nothing of the person and may stand in logs and errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Uuid> for PersonId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// The service itself: its key seals what belongs to nobody, and is never erased.
pub const THE_SERVICE: PersonId = PersonId(Uuid::nil());
