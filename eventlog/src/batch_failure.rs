//! Why a whole batch of appends failed.
use crate::LogError;

/// Why no append of a batch has an outcome of its own.
#[derive(Debug)]
pub(crate) enum BatchFailure {
    /// The database turned a row down; nothing of the batch is stored.
    TurnedDown(String),
    /// Nothing of the batch is stored.
    Nothing(LogError),
    /// The commit began, or the batch was sent, and nothing was heard since.
    Unknown(String),
}

impl BatchFailure {
    /// What each caller is told.
    pub(crate) fn for_one(&self) -> LogError {
        match self {
            Self::TurnedDown(why) => LogError::Refused(why.clone()),
            Self::Nothing(LogError::Damaged(damage)) => LogError::Damaged(damage.clone()),
            Self::Nothing(LogError::Unavailable(why)) => LogError::Unavailable(why.clone()),
            Self::Nothing(other) => LogError::Unavailable(other.to_string()),
            Self::Unknown(why) => LogError::UnknownOutcome(why.clone()),
        }
    }
}
