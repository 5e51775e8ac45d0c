//! PostgreSQL: where an address leads, what a connection is checked for, and what errors mean.
pub mod pooler;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::str::FromStr;
use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgSeverity};

use crate::StoreLocation;

/// The oldest major version of PostgreSQL that serves.
pub const OLDEST: i32 = 15;

/// Why a text is no address of a PostgreSQL database. Shown, it may quote the address.
#[derive(Debug, thiserror::Error)]
pub enum BadAddress {
    /// It is of something else.
    #[error("it begins with neither postgres:// nor postgresql://")]
    Scheme,
    /// It is not of that form.
    #[error(transparent)]
    Malformed(#[from] sqlx::Error),
}

/// What connects to `postgres://user:password@host:port/database`.
///
/// # Errors
/// [`BadAddress`].
pub fn options_of(url: &str) -> Result<PgConnectOptions, BadAddress> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(BadAddress::Scheme);
    }
    Ok(PgConnectOptions::from_str(url)?)
}

/// Where `postgres://user:password@host:port/database` leads, as it may be told to anyone.
///
/// # Errors
/// [`BadAddress`].
pub fn location_of(url: &str) -> Result<StoreLocation, BadAddress> {
    options_of(url).map(|options| location(&options))
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

/// A database in a sentence, without user and password.
pub struct Described<'o>(pub &'o PgConnectOptions);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, port) = (self.0.get_host(), self.0.get_port());
        let database = self.0.get_database().unwrap_or_default();
        write!(f, "the PostgreSQL database {database} at {host}:{port}")
    }
}

/// The limits of a session of which every statement ends within `limit`; a transaction whose
/// program went silent does not keep its locks for longer. A commit is on disk when it returns,
/// whatever the database's own setting.
#[must_use]
pub fn session_settings(limit: Duration) -> [(&'static str, String); 3] {
    let limit = limit.as_millis().max(1).to_string();
    [
        ("synchronous_commit", "on".to_owned()),
        ("statement_timeout", limit.clone()),
        ("idle_in_transaction_session_timeout", limit),
    ]
}

/// Waits for PostgreSQL, also when the network swallows its answer.
///
/// # Errors
/// As the work; `Io` of kind `TimedOut` after `limit`.
pub async fn within<T>(
    limit: Duration,
    work: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
    }
}

/// Asks whether a session reads only, as text.
pub(crate) const READS_ONLY: &str = "SELECT current_setting('transaction_read_only')";

/// Refuses a standby, or a primary that is none any more: it may not know of what was ended or
/// erased last. `told` is the answer to [`READS_ONLY`].
pub(crate) fn is_writable(told: &str) -> sqlx::Result<()> {
    if told == "off" {
        Ok(())
    } else {
        Err(sqlx::Error::Protocol("the server takes no writes".into()))
    }
}

/// Connects to a server that takes writes.
///
/// # Errors
/// As the connection; `Protocol` where the server only reads.
pub async fn connect_to_write(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    let mut connection = PgConnection::connect_with(options).await?;
    let told: String = sqlx::query_scalar(READS_ONLY)
        .fetch_one(&mut connection)
        .await?;
    is_writable(&told).map(|()| connection)
}

/// The major version of the server.
///
/// # Errors
/// As the connection.
pub async fn server_version(connection: &mut PgConnection) -> sqlx::Result<i32> {
    let number: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int")
        .fetch_one(connection)
        .await?;
    Ok(number / 10_000)
}

/// What an error says about the statement that it ended, and about the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Before anything was sent: the statement cannot be sent as it is.
    NotSent,
    /// The connection is gone (class 08; class 57 but a cancelled statement: the server shuts down,
    /// crashed or starts; no answer), and with it what became of the statement.
    ConnectionLost,
    /// The connection is of no use any more: it was idle too long (25P03), or the server is a
    /// standby, as after a change of the primary (25006).
    ConnectionUseless,
    /// PostgreSQL does not know itself what became of the statement (40003).
    OutcomeUnknown,
    /// Another time it may do: no room for connections, on the disk or in memory (class 53), it
    /// took too long (57014), others were in the way (55P03, 40001, 40P01).
    Busy,
    /// The rows are turned down: data exceptions, constraints, limits, errors that triggers raise
    /// (classes 22, 23, 44, 54, P0).
    TurnedDown,
    /// The files of the database are damaged (class XX but XX000).
    Damaged,
    /// Anything else that the server says: rights, a missing table.
    Refused,
    /// The server said nothing: the answer is not what was expected.
    Unexpected,
}

/// Reads an error.
#[must_use]
pub fn classify(error: &sqlx::Error) -> ErrorClass {
    let code = match error {
        sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_) => return ErrorClass::NotSent,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
            return ErrorClass::ConnectionLost;
        }
        sqlx::Error::PoolTimedOut => return ErrorClass::Busy,
        error => match sqlstate(error) {
            Some(code) => code,
            None => return ErrorClass::Unexpected,
        },
    };
    match (code.get(..2).unwrap_or_default(), &*code) {
        (_, "25P03" | "25006") => ErrorClass::ConnectionUseless,
        (_, "40003") => ErrorClass::OutcomeUnknown,
        ("53", _) | (_, "57014" | "55P03" | "40001" | "40P01") => ErrorClass::Busy,
        ("08" | "57", _) => ErrorClass::ConnectionLost,
        ("22" | "23" | "44" | "54" | "P0", _) => ErrorClass::TurnedDown,
        (_, "XX000") => ErrorClass::Refused,
        ("XX", _) => ErrorClass::Damaged,
        _ => ErrorClass::Refused,
    }
}

/// The code of an error that the server sent.
#[must_use]
pub fn sqlstate(error: &sqlx::Error) -> Option<Cow<'_, str>> {
    error.as_database_error().and_then(|error| error.code())
}

/// Whether the server ended the session with this error, whatever its code.
#[must_use]
pub fn ends_the_session(error: &sqlx::Error) -> bool {
    let told = error.as_database_error();
    let told = told.and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    told.is_some_and(|told| matches!(told.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

/// Whether the connection is of no use any more.
#[must_use]
pub fn is_lost(error: &sqlx::Error) -> bool {
    matches!(
        classify(error),
        ErrorClass::ConnectionLost | ErrorClass::ConnectionUseless
    )
}

/// Whether PostgreSQL would rather do it another time.
#[must_use]
pub fn is_busy(error: &sqlx::Error) -> bool {
    classify(error) == ErrorClass::Busy
}
