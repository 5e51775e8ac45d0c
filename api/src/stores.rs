//! Where logs and vaults lie, as `--log` and `--vault` name them, and opening them.
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use eventlog::{
    Clock, EventLog, EventStoreDbLog, EventStoreDbOptions, Leases, LogError, PostgresLog,
    PostgresOptions, SoleLeases, SqliteLog, SqliteOptions,
};
use url::Url;

/// Where a store is served. Shown without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreUrl {
    secret: String,
    shown: String,
}

impl StoreUrl {
    /// The whole address, password and all: for the store's client alone.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    fn of_postgres(text: &str) -> Option<Self> {
        let mut url = Url::parse(text).ok()?;
        if !POSTGRES.contains(&url.scheme()) || !url.has_host() {
            return None;
        }
        let secret = url.to_string();
        // Both fail only for addresses without a host, which cannot carry a secret there.
        let _ = url.set_password(None);
        url.set_query(None);
        let shown = url.to_string();
        Some(Self { secret, shown })
    }

    /// A connection string of EventStoreDB, which may name several hosts with their ports, and is
    /// no URL then. What is wrong with it its client says.
    fn of_eventstore(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        if !EVENTSTORE.contains(&scheme) {
            return None;
        }
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let hosts = place.rsplit_once('@').map_or(place, |(_, hosts)| hosts);
        if hosts.trim_end_matches('/').is_empty() {
            return None;
        }
        let mut shown = format!("{scheme}://{hosts}");
        let is_prefix = |option: &&str| {
            let name = option.split('=').next().unwrap_or_default();
            name.eq_ignore_ascii_case("streamPrefix")
        };
        if let Some(prefix) = options.split('&').find(is_prefix) {
            shown = format!("{shown}?{prefix}");
        }
        let secret = text.to_owned();
        Some(Self { secret, shown })
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// Where a log lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogLocation {
    /// In a file of this machine, held by one process.
    Sqlite(PathBuf),
    /// In a PostgreSQL database, shared by servers.
    Postgres(StoreUrl),
    /// In an EventStoreDB, shared by servers.
    EventStore(StoreUrl),
}

/// Where the keys of the persons lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VaultLocation {
    /// In a file of this machine, used by one process.
    Sqlite(PathBuf),
    /// In a PostgreSQL database, shared by servers.
    Postgres(StoreUrl),
}

/// Why a text names no store. It never repeats the text, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLocation {
    /// It names no log.
    #[error(
        "not a log: give sqlite:PATH, postgres://USER:PASSWORD@HOST:PORT/DATABASE or \
         esdb://USER:PASSWORD@HOST:PORT"
    )]
    Log,
    /// It names no vault.
    #[error("not a vault: give a PATH, sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
    Vault,
}

fn sqlite(text: &str) -> Option<PathBuf> {
    let path = text.strip_prefix("sqlite:").filter(|path| !path.is_empty());
    path.map(PathBuf::from)
}

const POSTGRES: [&str; 2] = ["postgres", "postgresql"];
const EVENTSTORE: [&str; 4] = ["esdb", "esdb+discover", "kurrentdb", "kurrentdb+discover"];

impl FromStr for LogLocation {
    type Err = BadLocation;

    fn from_str(text: &str) -> Result<Self, BadLocation> {
        sqlite(text)
            .map(Self::Sqlite)
            .or_else(|| StoreUrl::of_postgres(text).map(Self::Postgres))
            .or_else(|| StoreUrl::of_eventstore(text).map(Self::EventStore))
            .ok_or(BadLocation::Log)
    }
}

impl FromStr for VaultLocation {
    type Err = BadLocation;

    fn from_str(text: &str) -> Result<Self, BadLocation> {
        sqlite(text)
            .map(Self::Sqlite)
            .or_else(|| StoreUrl::of_postgres(text).map(Self::Postgres))
            .or_else(|| {
                (!text.is_empty() && !text.contains("://")).then(|| Self::Sqlite(text.into()))
            })
            .ok_or(BadLocation::Vault)
    }
}

impl fmt::Display for LogLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) | Self::EventStore(url) => url.fmt(f),
        }
    }
}

impl fmt::Display for VaultLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

/// Refuses an address at which a pooler shares connections between transactions.
///
/// # Errors
/// `Unavailable`, naming the database, never the password.
pub(crate) async fn no_pooler(url: &str) -> Result<(), LogError> {
    let refused = storage::postgres::pooler::refuse(url).await;
    refused.map_err(|error| LogError::Unavailable(error.to_string()))
}

/// A log that is open for commands.
pub struct OpenLog<L: ?Sized = dyn EventLog> {
    /// The log.
    pub log: Arc<L>,
    /// Where its servers agree who does what.
    pub leases: Arc<dyn Leases>,
    /// Whether this process is its only writer.
    pub sole_writer: bool,
}

impl LogLocation {
    /// Opens it for reading and writing; a file or tables that are not there are made.
    ///
    /// # Errors
    /// As the adapters say; nothing is made where the store cannot be reached.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Result<OpenLog, LogError> {
        match self {
            Self::Sqlite(path) => {
                let options = SqliteOptions {
                    clock,
                    ..SqliteOptions::default()
                };
                Ok(OpenLog {
                    log: Arc::new(SqliteLog::open(path, options)?),
                    leases: Arc::new(SoleLeases),
                    sole_writer: true, // the file is locked by this process
                })
            }
            Self::Postgres(url) => {
                no_pooler(url.secret()).await?;
                let options = PostgresOptions {
                    clock,
                    ..PostgresOptions::default()
                };
                let log = PostgresLog::open(url.secret(), options).await?;
                Ok(OpenLog {
                    leases: log.leases(),
                    log: Arc::new(log),
                    sole_writer: false,
                })
            }
            Self::EventStore(url) => {
                let options = EventStoreDbOptions {
                    clock,
                    ..EventStoreDbOptions::default()
                };
                let log = Arc::new(EventStoreDbLog::open(url.secret(), options).await?);
                Ok(OpenLog {
                    leases: log.clone(),
                    log,
                    sole_writer: false,
                })
            }
        }
    }

    /// Whether there is a log, of whatever version; nothing is made. An EventStoreDB holds one as
    /// soon as it is there.
    ///
    /// # Errors
    /// Where the store cannot be asked.
    pub async fn is_there(&self) -> Result<bool, LogError> {
        match self {
            Self::Sqlite(path) => Ok(path.exists()),
            Self::Postgres(url) => {
                PostgresLog::is_there(url.secret(), PostgresOptions::default()).await
            }
            Self::EventStore(_) => Ok(true),
        }
    }

    /// Opens it for reading, beside servers that write; nothing is made.
    ///
    /// # Errors
    /// As the adapters say; also where there is no log.
    pub async fn open_to_read(&self) -> Result<Arc<dyn EventLog>, LogError> {
        Ok(match self {
            Self::Sqlite(path) => Arc::new(SqliteLog::open_read_only(path)?),
            Self::Postgres(url) => {
                no_pooler(url.secret()).await?;
                let options = PostgresOptions::default();
                Arc::new(PostgresLog::open_read_only(url.secret(), options).await?)
            }
            Self::EventStore(url) => {
                let options = EventStoreDbOptions::default();
                Arc::new(EventStoreDbLog::open(url.secret(), options).await?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_by_its_scheme() {
        let file: LogLocation = "sqlite:./data/placement.db".parse().unwrap();
        assert_eq!(file, LogLocation::Sqlite("./data/placement.db".into()));
        for good in [
            "postgres://placement:secret@localhost:5432/placement",
            "postgresql://localhost/placement",
            "esdb://admin:changeit@localhost:2113?tls=false",
            "esdb+discover://a,b",
            "esdb://placement:p%40ss@a:2113,b:2113,c:2113?tls=true&streamPrefix=trial:",
            "kurrentdb://localhost",
            "kurrentdb+discover://[::1]:2113",
        ] {
            assert!(good.parse::<LogLocation>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "sqlite:",
            "data/placement.db",
            "mysql://localhost/x",
            "postgres:x",
            "esdb://",
            "esdb://placement:secret@?tls=false",
        ] {
            assert_eq!(bad.parse::<LogLocation>(), Err(BadLocation::Log), "{bad}");
        }
    }

    #[test]
    fn a_vault_may_be_a_bare_path() {
        let file: VaultLocation = "keys/vault.db".parse().unwrap();
        assert_eq!(file, VaultLocation::Sqlite("keys/vault.db".into()));
        assert_eq!("esdb://x".parse::<VaultLocation>(), Err(BadLocation::Vault));
    }

    #[test]
    fn no_password_is_shown() {
        let urls = [
            "postgres://placement:hush@localhost/placement?password=hush",
            "esdb://admin:hush@localhost:2113?tls=false",
            "esdb://admin:hush@a:2113,b:2113?tls=false&streamPrefix=trial:",
        ];
        for url in urls {
            let place: LogLocation = url.parse().unwrap();
            assert!(!place.to_string().contains("hush"), "{place}");
        }
        let two: LogLocation = urls[2].parse().unwrap();
        assert_eq!(two.to_string(), "esdb://a:2113,b:2113?streamPrefix=trial:");
    }
}
