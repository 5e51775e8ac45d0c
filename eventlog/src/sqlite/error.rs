//! What the errors of SQLite mean to the port.
use rusqlite::{Error, ErrorCode};

use crate::LogError;

/// The error of a read, or of a write that stored nothing.
pub(super) fn read_failed(error: &Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => LogError::damaged(error),
        Some(_) => LogError::Unavailable(error.to_string()),
        None => match error {
            Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::FromSqlConversionFailure(..)
            | Error::Utf8Error(..) => LogError::damaged(error),
            _ => LogError::Unavailable(error.to_string()),
        },
    }
}

/// The error of a first look at a file, which may be of another kind.
pub(super) fn not_opened(error: &Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => LogError::Unavailable("it is not a SQLite file".into()),
        _ => read_failed(error),
    }
}

/// Whether the database itself turned the rows down, having undone them.
pub(super) fn is_constraint(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// Whether a commit that failed this way is known to have stored nothing: the database turned it
/// down, never got the lock, or had no room to write it.
pub(super) fn commit_left_nothing(error: &Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::DatabaseBusy | ErrorCode::DiskFull)
    )
}
