//! What the errors of PostgreSQL mean to the port.
use std::fmt;

use sqlx::Error;
use sqlx::postgres::{PgDatabaseError, PgSeverity};

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
    let Error::Database(told) = error else {
        return match error {
            // Before anything was sent.
            Error::Encode(_) | Error::InvalidArgument(_) => Meaning::TurnedDown,
            _ => Meaning::Lost,
        };
    };
    let Some(told) = told.try_downcast_ref::<PgDatabaseError>() else {
        return Meaning::Lost;
    };
    if matches!(told.severity(), PgSeverity::Fatal | PgSeverity::Panic) {
        return Meaning::Lost;
    }
    match told.code().get(..2) {
        // Connection exceptions; the ends of a server.
        Some("08") => Meaning::Lost,
        Some("57") if told.code() != "57014" => Meaning::Lost,
        // Data exceptions, constraints, limits of the program, errors that triggers raise.
        Some("22" | "23" | "44" | "54" | "P0") => Meaning::TurnedDown,
        Some("XX") if told.code() != "XX000" => Meaning::Damaged,
        // Resources, locks, rights, a missing table.
        _ if told.code() == "40003" => Meaning::Lost,
        _ => Meaning::Nothing,
    }
}
