//! PostgreSQL: where an address leads, and what its errors mean.
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use crate::{DatabaseError, StoreLocation};

/// Where `postgres://user:password@host:port/database` leads, as it may be told to anyone.
///
/// # Errors
/// [`DatabaseError::BadAddress`]. The parser's own error may quote the address, so it goes no
/// further.
pub fn location_of(url: &str) -> Result<StoreLocation, DatabaseError> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(DatabaseError::BadAddress);
    }
    let options = PgConnectOptions::from_str(url).map_err(|_| DatabaseError::BadAddress)?;
    Ok(location(&options))
}

/// Where these options lead, as it may be told to anyone.
#[must_use]
pub fn location(options: &PgConnectOptions) -> StoreLocation {
    let host = options.get_socket().map_or_else(
        || options.get_host().to_owned(),
        |socket| socket.display().to_string(),
    );
    let database = options.get_database();
    StoreLocation::Postgres {
        host,
        port: options.get_port(),
        database: database.unwrap_or(options.get_username()).to_owned(),
    }
}

/// Whether the connection is of no use any more.
pub fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // Class 08: connection; 57P..: shut down, crashed, starting; 25P03: was idle too
            // long; 25006: a standby, as after a change of the primary.
            code.starts_with("08") || code.starts_with("57P") || code == "25P03" || code == "25006"
        }),
        _ => false,
    }
}

/// Whether PostgreSQL would rather do it another time.
pub fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // Class 53: no room (connections, disk, memory); 57014: took too long; 55P03,
            // 40001, 40P01: others were in the way.
            code.starts_with("53") || matches!(&*code, "57014" | "55P03" | "40001" | "40P01")
        }),
        _ => false,
    }
}
