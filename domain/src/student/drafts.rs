//! A pupil's drafts of letters, and what teachers write about their work (STU-14).
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, DraftId, OfferId};
use crate::personal::Letter;
use crate::sealed::Sealed;

/// A draft of a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The offer that it is for.
    pub offer: OfferId,
    /// Its newest version, from 1.
    pub version: u32,
    /// How many comments were left about it.
    pub comments: usize,
    /// Where it stands.
    pub status: DraftStatus,
}

/// Where a draft stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DraftStatus {
    /// The pupil works on it.
    Open {
        /// The newest version, sealed with the pupil's key: what an application from it says.
        letter: Sealed<Letter>,
    },
    /// The pupil threw it away.
    Discarded,
    /// It became the letter of an application.
    Used {
        /// Of which.
        application: ApplicationId,
    },
}

impl Draft {
    /// Whether the pupil still works on it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.status {
            DraftStatus::Open { .. } => true,
            DraftStatus::Discarded | DraftStatus::Used { .. } => false,
        }
    }
}

/// What a teacher writes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commented {
    /// A version of a draft.
    Draft {
        /// Which.
        draft: DraftId,
        /// Its version, from 1.
        version: u32,
    },
    /// A version of the CV.
    Cv {
        /// Which, from 1.
        version: u32,
    },
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// Stored events hold both; the golden file holds one.
    #[test]
    fn what_a_comment_is_about_is_stored_so() {
        let version = 3;
        let draft = DraftId(Uuid::from_u128(10));
        for (about, stored) in [
            (Commented::Cv { version }, r#"{"cv":{"version":3}}"#),
            (
                Commented::Draft { draft, version },
                r#"{"draft":{"draft":"00000000-0000-0000-0000-00000000000a","version":3}}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&about).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Commented>(stored).unwrap(), about);
        }
    }
}
