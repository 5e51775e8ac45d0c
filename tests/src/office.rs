//! A write side on a log and a vault of its own, with no process beside it: what a crash leaves
//! stays as it is until a test takes it up.
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use commands::{CommandOptions, CommandService, Forget};
use eventlog::{EventLog, MemoryLog, SqliteLog, SqliteOptions};
use tempfile::TempDir;
use vault::{MasterKeyRing, Vault};

use crate::names::first_morning;
use accounts::SetClock;

/// A log, a vault and a clock, and a command service that works with them.
pub struct Office {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// Its log.
    pub log: Arc<dyn EventLog>,
    /// Its clock, at the first morning.
    pub clock: Arc<SetClock>,
    /// Its vault.
    pub vault: Arc<Vault>,
    folder: TempDir,
}

impl Office {
    /// On a log in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::on(|_, clock| Arc::new(MemoryLog::new(clock)))
    }

    /// On a SQLite file.
    #[must_use]
    pub fn on_disk() -> Self {
        Self::on(|folder, clock| {
            let options = SqliteOptions {
                clock,
                ..SqliteOptions::default()
            };
            Arc::new(SqliteLog::open(folder.join("placement.db"), options).unwrap())
        })
    }

    fn on(log: impl FnOnce(&Path, Arc<SetClock>) -> Arc<dyn EventLog>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(first_morning()));
        let log = log(folder.path(), clock.clone());
        let master = MasterKeyRing::from_file(&folder.path().join("master.key")).unwrap();
        let vault = Arc::new(Vault::open(folder.path().join("vault.db"), master).unwrap());
        let options = CommandOptions {
            keep: KEEP,
            ..CommandOptions::default()
        };
        let commands = CommandService::new(log.clone(), vault.clone(), clock.clone(), options);
        Self {
            commands,
            log,
            clock,
            vault,
            folder,
        }
    }

    /// Another command service beside the first, as another server would have it: on a log of its choice,
    /// with a memory of its own, and not alone.
    #[must_use]
    pub fn desk_on(&self, log: Arc<dyn EventLog>) -> Arc<CommandService> {
        let options = CommandOptions {
            keep: KEEP,
            ..CommandOptions::default()
        };
        CommandService::new(log, self.vault.clone(), self.clock.clone(), options)
    }

    /// Another command service on the same log, beside which others hold something of persons.
    #[must_use]
    pub fn desk_beside(&self, forget: Vec<Arc<dyn Forget>>) -> Arc<CommandService> {
        let options = CommandOptions {
            keep: KEEP,
            forget,
            ..CommandOptions::default()
        };
        let (log, vault) = (self.log.clone(), self.vault.clone());
        CommandService::new(log, vault, self.clock.clone(), options)
    }

    /// Another command service on the same log, with a vault that has never heard of anybody: what it erases
    /// stays in the vault of the others, as if it had been killed before it came to that.
    #[must_use]
    pub fn desk_that_dies_before_the_key(&self) -> Arc<CommandService> {
        let master = MasterKeyRing::from_file(&self.folder.path().join("master.key")).unwrap();
        let vault = Arc::new(Vault::open(self.folder.path().join("other.db"), master).unwrap());
        let options = CommandOptions {
            keep: KEEP,
            ..CommandOptions::default()
        };
        CommandService::new(self.log.clone(), vault, self.clock.clone(), options)
    }

    /// Another command service on the same log.
    #[must_use]
    pub fn another_desk(&self) -> Arc<CommandService> {
        self.desk_on(self.log.clone())
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

const KEEP: NonZeroUsize = NonZeroUsize::new(1_024).unwrap();
