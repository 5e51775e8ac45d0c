//! The whole platform in one process: log, vault, write side, read side, placement process.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use commands::process::{self, ProcessOptions};
use commands::{Desk, DeskOptions, Failure};
use domain::rules::Rules;
use eventlog::{Clock, EventLog, LogError, SystemClock};
use parking_lot::Mutex;
use projections::sql::{self, SqlDashboards, StoreError, Target};
use projections::{Engine, Options as EngineOptions};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;
use vault::{MasterKey, MasterKeyError, MasterKeySource, Vault, VaultError};

use crate::queries::Reads;
use crate::stores::{LogPlace, OpenLog, VaultPlace};
use crate::tokens::{TokenError, Tokens};

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Places {
    /// The log.
    pub log: LogPlace,
    /// The keys of the persons.
    pub vault: VaultPlace,
    /// The master key's file; not used where the key itself is given.
    pub master_key: PathBuf,
    /// The key that signs tokens.
    pub token_key: PathBuf,
    /// Snapshots of the projections; deleting them loses nothing.
    pub snapshots: PathBuf,
}

impl Places {
    /// Everything beside a log in a file.
    #[must_use]
    pub fn beside(log: &Path) -> Self {
        Self::of(LogPlace::Sqlite(log.to_path_buf()))
    }

    /// Beside a log in a file; for a log that is served, the keys in the same PostgreSQL and the
    /// rest in `data`.
    #[must_use]
    pub fn of(log: LogPlace) -> Self {
        let folder = match &log {
            LogPlace::Sqlite(path) => path.parent().unwrap_or(Path::new("")).to_path_buf(),
            LogPlace::Postgres(_) | LogPlace::EventStore(_) => PathBuf::from("data"),
        };
        let vault = match &log {
            LogPlace::Postgres(url) => VaultPlace::Postgres(url.clone()),
            LogPlace::Sqlite(_) | LogPlace::EventStore(_) => {
                VaultPlace::Sqlite(folder.join("vault.db"))
            }
        };
        Self {
            log,
            vault,
            master_key: folder.join("master.key"),
            token_key: folder.join("token.key"),
            snapshots: folder.join("snapshots"),
        }
    }
}

/// How the platform is set up.
#[derive(Clone)]
pub struct Settings {
    /// Where everything lies.
    pub places: Places,
    /// The master key in base64, where it does not come from its file.
    pub master_key: Option<String>,
    /// The numbers of the scheme.
    pub rules: Rules,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// How long a command is given to take its own steps.
    pub grace: Duration,
    /// How long a server that was killed is waited for before another takes its turn.
    pub lease: Duration,
    /// Where the tables for BI tools are written, if anywhere.
    pub dashboards: Option<Target>,
    /// Events between two snapshots of the projections.
    pub snapshot_every: u64,
}

impl Settings {
    /// The defaults, in these places.
    #[must_use]
    pub fn new(places: Places) -> Self {
        Self {
            places,
            master_key: None,
            rules: Rules::default(),
            clock: Arc::new(SystemClock),
            grace: ProcessOptions::default().grace,
            lease: ProcessOptions::default().lease,
            dashboards: None,
            snapshot_every: 100_000,
        }
    }
}

/// Why the platform does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A folder cannot be made.
    #[error("the folder {folder} cannot be made: {why}")]
    Folder {
        /// Which.
        folder: String,
        /// Why not.
        why: String,
    },
    /// The log says no.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The master key says no.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The vault says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The token key says no.
    #[error(transparent)]
    Tokens(#[from] TokenError),
    /// The database of the SQL dashboards says no.
    #[error("the SQL dashboards: {0}")]
    Dashboards(#[from] StoreError),
    /// The write side cannot read the log.
    #[error(transparent)]
    Desk(#[from] Failure),
}

/// The running platform.
pub struct App {
    /// The write side.
    pub desk: Arc<Desk>,
    /// The read side.
    pub reads: Arc<Reads>,
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// Access tokens.
    pub tokens: Arc<Tokens>,
    /// What writes the tables for BI tools, if anything does.
    pub dashboards: Option<SqlDashboards>,
    stop: watch::Sender<bool>,
    process: Mutex<Option<JoinHandle<()>>>,
}

impl App {
    /// Opens everything; ready for commands and queries when this returns.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let places = &settings.places;
        if let LogPlace::Sqlite(path) = &places.log {
            make_folder_of(path)?;
        }
        let OpenLog {
            log,
            leases,
            sole_writer,
        } = places.log.open(settings.clock.clone()).await?;
        make_folder_of(&places.token_key)?;
        let vault = Arc::new(open_vault(places, settings.master_key.as_deref()).await?);
        let tokens = Arc::new(Tokens::load(&places.token_key)?);
        let engine = EngineOptions {
            snapshots: Some(places.snapshots.clone()),
            snapshot_every: settings.snapshot_every,
            ..EngineOptions::default()
        };
        let engine = Engine::start(log.clone(), engine).await?;
        let options = DeskOptions {
            rules: settings.rules.clone(),
            sole_writer,
            ..DeskOptions::default()
        };
        let desk = Desk::new(log.clone(), vault.clone(), settings.clock.clone(), options);
        process::catch_up(&desk).await?;
        let reads = Arc::new(Reads::new(
            engine,
            vault,
            log.clone(),
            settings.rules,
            settings.clock,
            places.snapshots.clone(),
        ));
        let (stop, stopping) = watch::channel(false);
        let options = ProcessOptions {
            grace: settings.grace,
            lease: settings.lease,
            leases: leases.clone(),
            holder: Uuid::new_v4(),
        };
        let dashboards = match &settings.dashboards {
            Some(target) => {
                let tables = sql::Options {
                    snapshots: Some(places.snapshots.clone()),
                    lease: settings.lease,
                    ..sql::Options::default()
                };
                let holder = options.holder;
                let log = log.clone();
                Some(SqlDashboards::start_with(log, leases, target, holder, tables).await?)
            }
            None => None,
        };
        let process = tokio::spawn(keep_running(desk.clone(), options, stopping));
        Ok(Self {
            desk,
            reads,
            log,
            tokens,
            dashboards,
            stop,
            process: Mutex::new(Some(process)),
        })
    }

    /// Stops the placement process and the projections, which write their snapshot.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let process = self.process.lock().take();
        if let Some(process) = process
            && let Err(error) = process.await
        {
            tracing::error!(%error, "the placement process ended badly");
        }
        if let Some(dashboards) = &self.dashboards {
            dashboards.stop().await;
        }
        self.reads.engine.stop().await;
    }
}

/// Opens the vault with the master key from the settings, or from its file.
pub async fn open_vault(places: &Places, master_key: Option<&str>) -> Result<Vault, StartError> {
    let source = master_key.map_or(
        MasterKeySource::File(&places.master_key),
        MasterKeySource::Base64,
    );
    let master_key = MasterKey::load(source)?;
    Ok(match &places.vault {
        VaultPlace::Sqlite(path) => {
            make_folder_of(path)?;
            Vault::open(path, master_key)?
        }
        VaultPlace::Postgres(url) => {
            Vault::open_postgres(url.secret(), master_key, vault::Settings::default()).await?
        }
    })
}

pub(crate) fn make_folder_of(file: &Path) -> Result<(), StartError> {
    let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| StartError::Folder {
        folder: folder.display().to_string(),
        why: error.to_string(),
    })
}

/// The placement process, started again after a fault; each step is safe to take twice.
async fn keep_running(desk: Arc<Desk>, options: ProcessOptions, stop: watch::Receiver<bool>) {
    let mut stopping = stop.clone();
    while let Err(error) = process::run(desk.clone(), options.clone(), stop.clone()).await {
        tracing::error!(%error, "the placement process stopped; it starts again in a second");
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}
