//! Where a store lies, without user and password.
use std::fmt;
use std::path::PathBuf;

/// Where a store lies, as it may be told to anyone: without user and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreLocation {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database.
    Postgres {
        /// The server's name or address, or the folder of its socket.
        host: String,
        /// Its port.
        port: u16,
        /// The database.
        database: String,
    },
}

impl fmt::Display for StoreLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Postgres {
                host,
                port,
                database,
            } => write!(f, "postgres://{host}:{port}/{database}"),
        }
    }
}
