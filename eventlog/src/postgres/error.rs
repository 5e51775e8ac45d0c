//! What the errors of PostgreSQL mean to the port.
use std::fmt;

use sqlx::Error;
use storage::postgres::{ErrorClass, classify, ends_the_session};

use crate::LogError;

/// The store cannot be reached.
pub(super) fn unavailable(why: impl fmt::Display) -> LogError {
    LogError::Unavailable(why.to_string())
}

/// What the store holds is not what this program writes.
pub(super) fn damaged(why: impl fmt::Display) -> LogError {
    LogError::damaged(why)
}

/// What an error says about the statement it ended.
pub(super) enum Meaning {
    /// The rows were turned down; nothing is stored.
    TurnedDown,
    /// Nothing is stored; the connection goes on.
    Nothing,
    /// The files of the database are damaged; nothing is stored.
    Damaged,
    /// The connection is gone, and with it what became of the statement.
    Lost,
}

/// Reads an error.
pub(super) fn meaning(error: &Error) -> Meaning {
    if ends_the_session(error) {
        return Meaning::Lost;
    }
    match classify(error) {
        ErrorClass::NotSent | ErrorClass::TurnedDown => Meaning::TurnedDown,
        ErrorClass::Damaged => Meaning::Damaged,
        ErrorClass::ConnectionUseless | ErrorClass::Busy | ErrorClass::Refused => Meaning::Nothing,
        ErrorClass::ConnectionLost | ErrorClass::OutcomeUnknown | ErrorClass::Unexpected => {
            Meaning::Lost
        }
    }
}
