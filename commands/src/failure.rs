//! Why a command came to nothing.
use std::time::Duration;

use cqrs_es::AggregateError;
use domain::explain::{Expected, Explain, Explanation, because};
use eventlog::{AnotherHistory, LogError};

/// Why a command came to nothing. Nothing of it is stored.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule says no.
    #[error("{}", .0.english)]
    Refused(Box<Explanation>),
    /// What was given cannot be taken.
    #[error("{field}: {}", .expected.1)]
    BadInput {
        /// Which field of the request.
        field: &'static str,
        /// What would be right; never repeats what was given.
        expected: Expected,
    },
    /// What was given cannot be taken, for a reason that has a name of its own.
    #[error("{}: {}", .0.field.unwrap_or_default(), .0.english)]
    Malformed(Box<Explanation>),
    /// This caller never may.
    #[error("this role may not do that")]
    NotPermitted,
    /// This caller may not see it, or it is not there: which of the two is not told.
    #[error("not found")]
    NotFound,
    /// What the request rests on is not there any more: somebody was faster.
    #[error("the etag is not the present one")]
    EtagMismatch,
    /// Others were faster, time after time; try again.
    #[error("the stream moved at every try")]
    Contended,
    /// That person has added as much as a day allows.
    #[error("at most {most} {command} a day")]
    QuotaExceeded {
        /// The command.
        command: &'static str,
        /// How many of them within 24 hours.
        most: usize,
        /// When the next one is admitted.
        retry_after: Duration,
    },
    /// The request id was used for something else.
    #[error("the request id was used for something else")]
    RequestReused,
    /// The log or the vault cannot be reached; try again.
    #[error("{0}")]
    Unavailable(String),
    /// Something stored is not as it was written; an operator must look.
    #[error("{0}")]
    Damaged(String),
    /// The log is another one than it was when this server started; an operator must look.
    #[error("the log has another history: {0}")]
    AnotherHistory(AnotherHistory),
    /// A guarantee does not hold; an operator must look.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// A refusal of a rule.
    pub fn refused(refusal: &impl Explain) -> Self {
        Self::Refused(Box::new(refusal.told()))
    }

    /// What cqrs-es reports of a loading: an error of the log is told as such.
    pub(crate) fn from_cqrs<E: std::error::Error>(error: AggregateError<E>) -> Self {
        match error {
            AggregateError::AggregateConflict => Self::Contended,
            AggregateError::UserError(error) => Self::Internal(error.to_string()),
            AggregateError::DatabaseConnectionError(error)
            | AggregateError::DeserializationError(error)
            | AggregateError::UnexpectedError(error) => match error.downcast::<LogError>() {
                Ok(error) => (*error).into(),
                Err(error) => Self::Internal(error.to_string()),
            },
        }
    }

    /// A refusal that belongs to no aggregate.
    pub fn because(reason: &'static str, rule: &'static str, french: &str, english: &str) -> Self {
        Self::Refused(Box::new(because(reason, rule, french, english)))
    }
}

impl From<LogError> for Failure {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Conflict { .. } => Self::Contended,
            LogError::Unavailable(why) | LogError::UnknownOutcome(why) => Self::Unavailable(why),
            LogError::AnotherHistory(which) => Self::AnotherHistory(which),
            LogError::Refused(why) => Self::Internal(why),
            damage @ LogError::Damaged(_) => Self::Damaged(damage.to_string()),
        }
    }
}

impl From<vault::VaultError> for Failure {
    fn from(error: vault::VaultError) -> Self {
        match error {
            // An erased person gets no key: whatever was asked about them is no longer there.
            vault::VaultError::Erased(_) => Self::NotFound,
            vault::VaultError::KeyLost(person) => {
                tracing::error!(
                    %person,
                    "the key of a person whom the log knows is not in the vault: nothing is \
                     sealed for them until the right vault is back"
                );
                Self::because(
                    "KEY_LOST",
                    "SPEC-7",
                    "La clé de cette personne manque au coffre ; rien ne peut être enregistré \
                     pour elle avant que l'exploitant ne l'ait restaurée.",
                    "The key of this person is not in the vault; nothing can be recorded for \
                     them until the operator has restored it.",
                )
            }
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<domain::personal::BadText> for Failure {
    fn from(error: domain::personal::BadText) -> Self {
        Self::Malformed(Box::new(error.explain()))
    }
}
