//! The whole platform in one process: log, vault, write side, read side, placement process.
mod locations;
mod notary;
mod opening;
mod running;

pub use locations::StoreLocations;
pub use notary::{NotarySettings, open_notary};
use opening::{OpenStores, open_stores};
pub use opening::{open_access_log, open_vault};
use running::{end_watches, follow_log, keep_running};

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ::notary::Notary;
use accounts::{AccountError, AccountSettings, Accounts};
use commands::process::ProcessOptions;
use commands::snapshots::{self, SnapshotOptions};
use commands::{CommandOptions, CommandService, Failure, erasures};
use domain::rules::Rules;
use eventlog::{
    AnotherHistory, Checkpoint, Clock, ClockAhead, ClockGuard, ClockGuardedLog, EventLog,
    GuardedLog, Irregularity, LogError, MeasuredLog, Position, SystemClock,
};
use futures::future::BoxFuture;
use mail::{Caps, Delivery, Mail};
use parking_lot::Mutex;
use projections::as_of_states::{AsOfStates, Spacing};
use projections::sql::{self, SqlDashboards, StoreError, Target};
use projections::{Engine, Options as EngineOptions, PastFolds, SnapshotFolder};
use queries::access_log::{AccessLog, AccessLogError, AccessSettings};
use storage::DatabaseError;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;
use vault::{MasterKeyError, MasterKeyRing, MasterKeySource, Vault, VaultError};

use crate::account_service::{self, AccountFailure, AccountService, Upkeep};
use crate::belonging::{self, Accepted, StoresMismatch};
use crate::deletions;
use crate::replays::{self, Replays};
use crate::retention::Sweeper;
use crate::stores::OpenLog;
use accounts::oidc::{AcceptedIssuer, Issuers};
use accounts::tokens::{TokenError, TokenKey, Tokens};
use queries::{PersonalStores, Proofs, QueryService};

/// How the platform is set up.
#[derive(Clone)]
pub struct Settings {
    /// Where everything lies.
    pub places: StoreLocations,
    /// The master key in base64, where it does not come from its file; while it is rotated the new
    /// one, a comma and the old one.
    pub master_key: Option<String>,
    /// The numbers of the scheme.
    pub rules: Rules,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// How far the clock may be ahead of the last event and is still believed; any distance where
    /// nothing is said.
    pub clock_ahead: Option<Duration>,
    /// The clock of accounts, sessions and tokens.
    pub account_clock: Arc<dyn Clock>,
    /// How accounts are kept.
    pub accounts: AccountSettings,
    /// The external issuers whose word is taken in place of a password.
    pub issuers: Vec<AcceptedIssuer>,
    /// How long the last keys of an issuer are believed where it does not answer.
    pub issuer_outage: Duration,
    /// How long a command is given to take its own steps.
    pub grace: Duration,
    /// How often it is looked which applications are due to expire (STU-13).
    pub expiry: Duration,
    /// How long a server that was killed is waited for before another takes its turn.
    pub lease: Duration,
    /// Where the tables for BI tools are written, if anywhere.
    pub dashboards: Option<Target>,
    /// How long it is kept who read which pupil's data, and the like.
    pub accesses: AccessSettings,
    /// Events between two snapshots of the projections, and of the write side.
    pub snapshot_every: u64,
    /// How many states of the folds are kept for the questions of the past.
    pub as_of: Spacing,
    /// How letters are sent; without it they stay in the outbox.
    pub delivery: Option<Delivery>,
    /// Which stores may be new although others are not.
    pub accepted: Accepted,
    /// The most letters to one address in a day.
    pub caps: Caps,
    /// How long news waits before it is sent, for what may come of the same matter.
    pub news_waits: Duration,
    /// How checkpoints of the log are signed.
    pub notary: NotarySettings,
}

impl Settings {
    /// The defaults, in these places.
    #[must_use]
    pub fn new(places: StoreLocations) -> Self {
        Self {
            places,
            master_key: None,
            rules: Rules::default(),
            clock: Arc::new(SystemClock),
            clock_ahead: None,
            account_clock: Arc::new(SystemClock),
            accounts: AccountSettings::default(),
            issuers: vec![],
            issuer_outage: Duration::from_secs(24 * 3_600),
            grace: ProcessOptions::default().grace,
            expiry: ProcessOptions::default().expiry,
            lease: ProcessOptions::default().lease,
            dashboards: None,
            accesses: AccessSettings::default(),
            snapshot_every: 100_000,
            as_of: Spacing::default(),
            delivery: None,
            accepted: Accepted::default(),
            caps: Caps::default(),
            news_waits: mail::Options::default().settle,
            notary: NotarySettings::default(),
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
    /// The stores do not belong together.
    #[error(transparent)]
    StoresMismatch(#[from] StoresMismatch),
    /// The database of the vault says no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The log says no.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The clock is not believed.
    #[error("{0}; if the clock is right, start once with --accept-clock")]
    Clock(#[from] ClockAhead),
    /// The master key says no.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The vault says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The access log says no.
    #[error(transparent)]
    Accesses(#[from] AccessLogError),
    /// The token key says no.
    #[error(transparent)]
    Tokens(#[from] TokenError),
    /// The accounts say no.
    #[error("the accounts: {0}")]
    Accounts(#[from] AccountError),
    /// The accounts cannot be used.
    #[error("the accounts: {0}")]
    AccountService(#[from] AccountFailure),
    /// External issuers cannot be asked.
    #[error("the external issuers: {0}")]
    Issuers(#[from] reqwest::Error),
    /// The database of the SQL dashboards says no.
    #[error("the SQL dashboards: {0}")]
    Dashboards(#[from] StoreError),
    /// Letters cannot be planned or sent.
    #[error("mail: {0}")]
    Mail(#[from] mail::StartError),
    /// The write side cannot read the log.
    #[error(transparent)]
    CommandService(#[from] Failure),
    /// What was signed cannot be read.
    #[error(transparent)]
    Notary(#[from] ::notary::StoreError),
    /// The key that signs checkpoints says no.
    #[error(transparent)]
    NotaryKey(#[from] ::notary::key::KeyError),
}

/// The running platform.
pub struct App {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// What judges the clock of the log.
    pub clock: Arc<ClockGuard>,
    /// How it turned out that the log is another one than it was, once it has: nothing is
    /// answered any more.
    pub another: watch::Receiver<Option<AnotherHistory>>,
    /// The furthest event of which a snapshot tells and that the log does not hold any more; an
    /// operator removes the sign.
    pub lost: Option<Checkpoint>,
    /// Streams of which somebody deleted events in the store, as it said when it was last asked.
    pub deletions: watch::Receiver<Vec<Irregularity>>,
    /// Access tokens.
    pub tokens: Arc<Tokens>,
    /// Accounts and sessions.
    pub accounts: Arc<AccountService>,
    /// What writes the tables for BI tools, if anything does.
    pub dashboards: Option<SqlDashboards>,
    /// What plans letters along the log, and sends them.
    pub mail: Mail,
    /// What makes the tree of the log, and signs checkpoints of it.
    pub notary: Arc<Notary>,
    /// Replays of the whole log for the national committee.
    pub replays: Arc<Replays>,
    stop: watch::Sender<bool>,
    /// What goes on beside the calls, by name.
    work: Mutex<Vec<(&'static str, JoinHandle<()>)>>,
}

impl App {
    /// Opens everything; ready for commands and queries when this is over.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(settings: Settings) -> BoxFuture<'static, Result<Self, StartError>> {
        // Boxed here, it is compiled here: once, and not again by each program that starts one.
        Box::pin(Self::open(settings))
    }

    async fn open(settings: Settings) -> Result<Self, StartError> {
        let places = &settings.places;
        let OpenStores {
            log,
            vault,
            accesses,
            engine,
            past,
            lost,
            clock,
        } = open_stores(&settings).await?;
        let OpenLog {
            log,
            leases,
            sole_writer,
        } = log;
        let another = log.another();
        let log: Arc<dyn EventLog> = log;
        make_folder_of(&places.token_key)?;
        let operator = TokenKey::of_file(&places.token_key)?;
        let tokens = Arc::new(Tokens::with_key(operator, settings.account_clock.clone()));
        let keep = AccountSettings {
            clock: micros_of(settings.account_clock.clone()),
            ..settings.accounts.clone()
        };
        let accounts = Arc::new(Accounts::open(vault.clone(), keep).await?);
        account_service::take_signing_keys(&accounts, &tokens).await?;
        let options = CommandOptions {
            rules: settings.rules.clone(),
            sole_writer,
            forget: vec![accounts.clone()],
            ..CommandOptions::default()
        };
        let commands =
            CommandService::new(log.clone(), vault.clone(), settings.clock.clone(), options);
        let account_service = Arc::new(AccountService {
            accounts: accounts.clone(),
            commands: commands.clone(),
            tokens: tokens.clone(),
            issuers: Issuers::new(settings.issuers.clone(), settings.issuer_outage)?,
            clock: settings.account_clock.clone(),
        });
        let snapshots = SnapshotOptions {
            folder: places.command_snapshots(),
            every: settings.snapshot_every,
        };
        let kept_at = follow_log(&commands, &snapshots).await?;
        let (erased, erased_until) = engine.read(|folds| {
            let erased: Vec<Uuid> = folds.entities().erased().collect();
            (erased, folds.checkpoint())
        });
        erasures::again(&commands, &erased).await?;
        let holder = Uuid::new_v4();
        let around = notary::Around {
            log: log.clone(),
            leases: leases.clone(),
            holder,
            clock: settings.clock.clone(),
            lease: settings.lease,
        };
        let notary = notary::start(places, &settings.notary, settings.accepted, around).await?;
        let rules = settings.rules.clone();
        let proofs = Proofs {
            tree: notary.files.clone(),
            signed: notary.store.clone(),
        };
        let queries = Arc::new(QueryService::new(
            engine,
            PersonalStores {
                vault,
                accesses: accesses.clone(),
                accounts: accounts.clone(),
            },
            (log.clone(), proofs),
            commands.clone(),
            settings.rules,
            settings.clock.clone(),
            past,
        ));
        let replays = Arc::new(Replays::new(settings.account_clock.clone()));
        let replayed = replays::Parts {
            log: log.clone(),
            engine: queries.engine.clone(),
            signed: notary.store.clone(),
            rules,
        };
        let (stop, stopping) = watch::channel(false);
        let (found, deletions) = watch::channel(vec![]);
        let deleted = deletions::run(log.clone(), found, stopping.clone());
        let options = ProcessOptions {
            grace: settings.grace,
            expiry: settings.expiry,
            lease: settings.lease,
            leases: leases.clone(),
            holder,
            ..ProcessOptions::default()
        };
        let parts = mail::Parts {
            log: log.clone(),
            engine: queries.engine.clone(),
            leases: leases.clone(),
            holder: options.holder,
            vault: queries.vault.clone(),
            accounts,
            clock: settings.account_clock.clone(),
        };
        let letters = mail::Options {
            delivery: settings.delivery,
            caps: settings.caps,
            settle: settings.news_waits,
            lease: settings.lease,
            ..mail::Options::default()
        };
        let mail = Mail::start(parts, letters).await?;
        let dashboards = match &settings.dashboards {
            Some(target) => {
                if let Target::Postgres(options) = target {
                    storage::postgres::pooler::refuse_at(options)
                        .await
                        .map_err(|error| LogError::Unavailable(error.to_string()))?;
                }
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
        let sweeper = Sweeper {
            accesses,
            leases: options.leases.clone(),
            holder: options.holder,
            clock: settings.clock,
        };
        let upkeep = Upkeep(account_service.clone());
        let erasures = erasures::run(commands.clone(), erased_until, stopping.clone());
        let kept = snapshots::run(commands.clone(), snapshots, kept_at, stopping.clone());
        let process = keep_running(commands.clone(), options, stopping.clone(), another.clone());
        let history = end_watches(queries.clone(), another.clone(), stopping.clone());
        let work = vec![
            ("the placement process", tokio::spawn(process)),
            ("the erasures", tokio::spawn(erasures)),
            ("the snapshots of the write side", tokio::spawn(kept)),
            ("the watch of the history", tokio::spawn(history)),
            ("the look for deleted events", tokio::spawn(deleted)),
            (
                "the replays",
                tokio::spawn(replays.clone().run(replayed, stopping.clone())),
            ),
            (
                "the upkeep of the accounts",
                tokio::spawn(upkeep.run(stopping.clone())),
            ),
            (
                "the sweep of the access log",
                tokio::spawn(sweeper.run(stopping)),
            ),
        ];
        Ok(Self {
            commands,
            queries,
            log,
            clock,
            another,
            lost,
            deletions,
            tokens,
            accounts: account_service,
            dashboards,
            mail,
            notary: Arc::new(notary),
            replays,
            stop,
            work: Mutex::new(work),
        })
    }

    /// Whether commands and reads of pupils' data can be served: the log answers and takes appends,
    /// the vault and the access log can be written. Gives the end of the log.
    ///
    /// # Errors
    /// What cannot, in words for an operator.
    pub async fn ready(&self) -> Result<Position, String> {
        if let Some(which) = *self.another.borrow() {
            return Err(format!("the log has another history: {which}"));
        }
        let head = self.log.head().await.map_err(|why| why.to_string())?;
        let appends = self.log.can_append().await;
        appends.map_err(|why| format!("appends fail: {why}"))?;
        self.queries.vault.usable().map_err(|why| why.to_string())?;
        self.queries
            .accesses
            .usable()
            .map_err(|why| why.to_string())?;
        Ok(head)
    }

    /// Stops the placement process and the projections, which write their snapshot, and ends the
    /// connections of the access log and the accounts. Nothing is asked of them after this.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let work = std::mem::take(&mut *self.work.lock());
        for (name, work) in work {
            if let Err(error) = work.await {
                tracing::error!(%error, "{name} ended badly");
            }
        }
        self.mail.stop().await;
        self.notary.stop().await;
        if let Some(dashboards) = &self.dashboards {
            dashboards.stop().await;
        }
        self.queries.engine.stop().await;
        self.queries.accesses.close().await;
        self.accounts.accounts.close().await;
    }
}

/// The instants of a clock, in microseconds since 1970, as the vault takes them.
fn micros_of(clock: Arc<dyn Clock>) -> Arc<dyn Fn() -> i64 + Send + Sync> {
    Arc::new(move || clock.now().0)
}

/// Makes the folder of a file, for its owner alone, unless it is there.
pub(crate) fn make_folder_of(file: &Path) -> Result<(), StartError> {
    let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let made = std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|error| StartError::Folder {
        folder: folder.display().to_string(),
        why: error.to_string(),
    })
}
