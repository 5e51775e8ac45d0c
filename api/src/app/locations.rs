//! Where the stores, keys and files of a platform lie.
use std::path::{Path, PathBuf};

use crate::stores::{LogLocation, VaultLocation};

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct StoreLocations {
    /// The log.
    pub log: LogLocation,
    /// The keys of the persons.
    pub vault: VaultLocation,
    /// Who read which pupil's data; where nothing is said, beside the keys.
    pub access_log: Option<VaultLocation>,
    /// The master key's file; not used where the key itself is given.
    pub master_key: PathBuf,
    /// The key that signs tokens.
    pub token_key: PathBuf,
    /// Snapshots of the projections; deleting them loses nothing.
    pub snapshots: PathBuf,
    /// The checkpoints that were signed; where nothing is said, beside the keys.
    pub notary: Option<VaultLocation>,
    /// The key that signs checkpoints.
    pub notary_key: PathBuf,
    /// The tree as files of this server; deleting them loses nothing.
    pub notary_files: PathBuf,
}

impl StoreLocations {
    /// Everything beside a log in a file.
    #[must_use]
    pub fn beside(log: &Path) -> Self {
        Self::of(LogLocation::Sqlite(log.to_path_buf()))
    }

    /// Beside a log in a file; for a log that is served, the keys in the same PostgreSQL and the
    /// rest in `data`.
    #[must_use]
    pub fn of(log: LogLocation) -> Self {
        let folder = match &log {
            LogLocation::Sqlite(path) => path.parent().unwrap_or(Path::new("")).to_path_buf(),
            LogLocation::Postgres(_) | LogLocation::EventStore(_) => PathBuf::from("data"),
        };
        let vault = match &log {
            LogLocation::Postgres(url) => VaultLocation::Postgres(url.clone()),
            LogLocation::Sqlite(_) | LogLocation::EventStore(_) => {
                VaultLocation::Sqlite(folder.join("vault.db"))
            }
        };
        Self {
            log,
            vault,
            access_log: None,
            master_key: folder.join("master.key"),
            token_key: folder.join("token.key"),
            snapshots: folder.join("snapshots"),
            notary: None,
            notary_key: folder.join("notary.key"),
            notary_files: folder.join("notary"),
        }
    }

    /// Where the checkpoints are kept that were signed: `notary.db` beside a vault in a file, or the
    /// PostgreSQL of the vault.
    #[must_use]
    pub fn notary(&self) -> VaultLocation {
        let beside = || match &self.vault {
            VaultLocation::Sqlite(vault) => {
                VaultLocation::Sqlite(vault.with_file_name("notary.db"))
            }
            VaultLocation::Postgres(url) => VaultLocation::Postgres(url.clone()),
        };
        self.notary.clone().unwrap_or_else(beside)
    }

    /// Snapshots of the write side: a folder of their own among those of the projections.
    #[must_use]
    pub fn command_snapshots(&self) -> PathBuf {
        self.snapshots.join("commands")
    }

    /// Where it is kept who read which pupil's data: `access.db` beside a vault in a file, or the
    /// PostgreSQL of the vault.
    #[must_use]
    pub fn access_log(&self) -> VaultLocation {
        let beside = || match &self.vault {
            VaultLocation::Sqlite(vault) => {
                VaultLocation::Sqlite(vault.with_file_name("access.db"))
            }
            VaultLocation::Postgres(url) => VaultLocation::Postgres(url.clone()),
        };
        self.access_log.clone().unwrap_or_else(beside)
    }
}
