//! Where a command finds the log and what belongs to it; each takes the parts that it needs.
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use notary::LogName;
use projections::sql::Target;

use super::ProgramError;
use super::as_of::AsOfArgs;
use super::rules::RulesArgs;
use crate::app::{Settings, StoreLocations};
use crate::belonging::vault_is_there;
use crate::stores::{BadLocation, LogLocation};
use accounts::oidc::AcceptedIssuer;

fn bad(flag: &str) -> impl Fn(BadLocation) -> ProgramError + '_ {
    move |why| ProgramError::Usage(format!("{flag}: {why}"))
}

/// Where the log lies.
#[derive(Args, Clone)]
pub struct LogArgs {
    /// The log: sqlite:PATH, or, for several servers, postgres://USER:PASSWORD@HOST/DATABASE or
    /// esdb://USER:PASSWORD@HOST:2113.
    #[arg(
        long,
        env = "PLACEMENT_LOG",
        hide_env_values = true,
        default_value = "sqlite:./data/placement.db"
    )]
    log: String,
}

impl LogArgs {
    /// The places of a platform on this log, where nothing more is said.
    ///
    /// # Errors
    /// The text names no log.
    pub fn places(&self) -> Result<StoreLocations, ProgramError> {
        Ok(StoreLocations::of(self.log.parse().map_err(bad("--log"))?))
    }
}

/// Where the keys of the persons lie, and the master key that opens them.
#[derive(Args, Clone)]
pub struct VaultArgs {
    /// The vault, a PATH or postgres://… [default: vault.db beside the log, or its PostgreSQL].
    #[arg(long, env = "PLACEMENT_VAULT", hide_env_values = true)]
    vault: Option<String>,
    /// The file of the master key, made with mode 600 on the first start
    /// [default: master.key beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_MASTER_KEY_FILE")]
    master_key_file: Option<PathBuf>,
    /// The master key itself, 32 bytes in base64; only from the environment. While it is rotated
    /// the new one, a comma and the old one.
    #[arg(
        long = "master-key",
        env = "PLACEMENT_MASTER_KEY",
        hide = true,
        hide_env_values = true
    )]
    master_key: Option<String>,
}

impl VaultArgs {
    /// The master key, where it does not come from its file.
    pub fn master_key(&self) -> Option<&str> {
        self.master_key.as_deref()
    }

    /// Puts what is said into its place.
    ///
    /// # Errors
    /// A text names no vault.
    pub fn put(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        if let Some(vault) = &self.vault {
            places.vault = vault.parse().map_err(bad("--vault"))?;
        }
        put(&self.master_key_file, &mut places.master_key);
        Ok(())
    }

    /// As [`VaultArgs::put`], for a vault that must be there: a wrong path makes no empty one, and
    /// no key that belongs to none.
    ///
    /// # Errors
    /// There is no vault, or no file of the master key where one is needed.
    pub async fn put_there(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        self.put(places)?;
        let missing = |what: String| Err(ProgramError::Usage(what));
        if !vault_is_there(places).await? {
            return missing(format!("--vault {}: there is no vault", places.vault));
        }
        if self.master_key.is_none() && !places.master_key.exists() {
            let path = places.master_key.display();
            return missing(format!("--master-key-file {path}: there is no master key"));
        }
        Ok(())
    }
}

/// Where the keys of the persons lie, for a command that only finds others beside them.
#[derive(Args, Clone)]
pub struct VaultPlaceArgs {
    /// The vault, a PATH or postgres://…; only looked beside [default: vault.db beside the log, or
    /// its PostgreSQL].
    #[arg(long, env = "PLACEMENT_VAULT", hide_env_values = true)]
    vault: Option<String>,
}

impl VaultPlaceArgs {
    /// Puts what is said into its place.
    ///
    /// # Errors
    /// A text names no vault.
    pub fn put(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        if let Some(vault) = &self.vault {
            places.vault = vault.parse().map_err(bad("--vault"))?;
        }
        Ok(())
    }
}

/// Where it is kept who read which pupil's data.
#[derive(Args, Clone)]
pub struct AccessLogArgs {
    /// Where it is kept who read which pupil's data, a PATH or postgres://… [default: access.db
    /// beside the vault, or its PostgreSQL].
    #[arg(long, env = "PLACEMENT_ACCESS_LOG", hide_env_values = true)]
    access_log: Option<String>,
}

impl AccessLogArgs {
    /// Puts what is said into its place.
    ///
    /// # Errors
    /// A text names no store.
    pub fn put(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        if let Some(place) = &self.access_log {
            places.access_log = Some(place.parse().map_err(bad("--access-log"))?);
        }
        Ok(())
    }
}

/// Where the key lies that signs tokens.
#[derive(Args, Clone)]
pub struct TokenKeyArgs {
    /// The file of the key that signs tokens, made with mode 600 on a server's first start
    /// [default: token.key beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_TOKEN_KEY_FILE")]
    token_key_file: Option<PathBuf>,
}

impl TokenKeyArgs {
    /// Puts what is said into its place.
    pub fn put(&self, places: &mut StoreLocations) {
        put(&self.token_key_file, &mut places.token_key);
    }
}

/// Where the checkpoints of the log are kept that were signed.
#[derive(Args, Clone)]
pub struct NotaryPlaceArgs {
    /// Where the checkpoints are kept that were signed, a PATH or postgres://… [default: notary.db
    /// beside the vault, or its PostgreSQL].
    #[arg(long, env = "PLACEMENT_NOTARY", hide_env_values = true)]
    notary: Option<String>,
}

impl NotaryPlaceArgs {
    /// Puts what is said into its place.
    ///
    /// # Errors
    /// A text names no store.
    pub fn put(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        if let Some(place) = &self.notary {
            places.notary = Some(place.parse().map_err(bad("--notary"))?);
        }
        Ok(())
    }
}

/// Where the checkpoints of the log are kept that were signed, and what signs them.
#[derive(Args, Clone)]
pub struct NotaryArgs {
    #[command(flatten)]
    place: NotaryPlaceArgs,
    /// The file of the key that signs checkpoints, made with mode 600 on a server's first start
    /// [default: notary.key beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_NOTARY_KEY_FILE")]
    notary_key_file: Option<PathBuf>,
    /// What the log is called in its checkpoints, as stages.example.fr/journal. Stays as it is from
    /// the first checkpoint on.
    #[arg(
        long,
        env = "PLACEMENT_LOG_NAME",
        value_name = "NAME",
        default_value = "placement.invalid/log"
    )]
    log_name: LogName,
}

impl NotaryArgs {
    /// Puts what is said into its place.
    ///
    /// # Errors
    /// A text names no store.
    pub fn put(&self, places: &mut StoreLocations) -> Result<(), ProgramError> {
        self.place.put(places)?;
        put(&self.notary_key_file, &mut places.notary_key);
        Ok(())
    }

    /// What the log is called.
    pub fn log_name(&self) -> &LogName {
        &self.log_name
    }
}

/// How a server signs checkpoints.
#[derive(Clone, Args)]
pub struct NotaryWorkArgs {
    /// The folder of the tree's files, of this server alone [default: notary beside the snapshots].
    #[arg(long, env = "PLACEMENT_NOTARY_FILES")]
    notary_files: Option<PathBuf>,
    /// How old the last checkpoint is when the next is signed, where events came.
    #[arg(
        long,
        env = "PLACEMENT_CHECKPOINT_MINUTES",
        value_name = "MINUTES",
        default_value_t = 60,
        value_parser = clap::value_parser!(u32).range(1..=10_080)
    )]
    checkpoint_minutes: u32,
    /// The key that signs checkpoints is kept elsewhere: they are signed there, and attached.
    #[arg(long, env = "PLACEMENT_NOTARY_KEY_ELSEWHERE")]
    notary_key_elsewhere: bool,
}

impl NotaryWorkArgs {
    /// Puts what is said into the settings of a platform.
    pub fn put(&self, settings: &mut Settings) {
        put(&self.notary_files, &mut settings.places.notary_files);
        let minutes = u64::from(self.checkpoint_minutes);
        settings.notary.every = Duration::from_secs(minutes * 60);
        settings.notary.has_key = !self.notary_key_elsewhere;
    }
}

/// Where snapshots lie.
#[derive(Args, Clone)]
pub struct SnapshotArgs {
    /// The folder of the projections' snapshots [default: snapshots beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_SNAPSHOTS")]
    snapshots: Option<PathBuf>,
}

impl SnapshotArgs {
    /// Puts what is said into its place.
    pub fn put(&self, places: &mut StoreLocations) {
        if let Some(snapshots) = &self.snapshots {
            places.notary_files = snapshots.with_file_name("notary");
        }
        put(&self.snapshots, &mut places.snapshots);
    }
}

fn put(given: &Option<PathBuf>, place: &mut PathBuf) {
    if let Some(given) = given {
        place.clone_from(given);
    }
}

/// Where everything lies that a platform works on.
#[derive(Args, Clone)]
pub struct PlaceArgs {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    access_log: AccessLogArgs,
    /// For how many days it is kept who read which pupil's data.
    #[arg(
        long,
        env = "PLACEMENT_ACCESS_RETENTION_DAYS",
        value_name = "DAYS",
        default_value_t = 1_096,
        value_parser = clap::value_parser!(u32).range(1..=36_500)
    )]
    access_retention_days: u32,
    #[command(flatten)]
    token_key: TokenKeyArgs,
    #[command(flatten)]
    snapshots: SnapshotArgs,
    #[command(flatten)]
    notary: NotaryArgs,
    #[command(flatten)]
    rules: RulesArgs,
}

impl PlaceArgs {
    /// The places that these arguments name.
    ///
    /// # Errors
    /// A text names no store.
    pub fn places(&self) -> Result<StoreLocations, ProgramError> {
        let mut places = self.log.places()?;
        self.vault.put(&mut places)?;
        self.access_log.put(&mut places)?;
        self.token_key.put(&mut places);
        self.snapshots.put(&mut places);
        self.notary.put(&mut places)?;
        Ok(places)
    }

    /// The settings of a platform in these places.
    ///
    /// # Errors
    /// A text names no store; the numbers of the scheme cannot be read.
    pub fn settings(&self) -> Result<Settings, ProgramError> {
        let mut settings = Settings::new(self.places()?);
        settings.master_key = self.vault.master_key().map(ToOwned::to_owned);
        settings.rules = self.rules.rules()?;
        settings.accesses = settings.accesses.kept_for_days(self.access_retention_days);
        settings.notary.name = self.notary.log_name().clone();
        Ok(settings)
    }
}

/// What a server does besides, in the places of its platform.
#[derive(Args, Clone)]
pub struct BesidesArgs {
    #[command(flatten)]
    dashboards: DashboardsArgs,
    #[command(flatten)]
    notary: NotaryWorkArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    /// An external OpenID Connect issuer whose word is taken in place of a password, as
    /// CLIENT_ID@https://ISSUER; may be given several times.
    #[arg(
        long,
        env = "PLACEMENT_OIDC",
        value_delimiter = ',',
        value_name = "CLIENT@ISSUER"
    )]
    oidc: Vec<AcceptedIssuer>,
    /// For how many hours the last keys of an issuer are believed where it does not answer.
    #[arg(
        long,
        env = "PLACEMENT_OIDC_OUTAGE_HOURS",
        value_name = "HOURS",
        default_value_t = 24,
        value_parser = clap::value_parser!(u32).range(1..=168)
    )]
    oidc_outage_hours: u32,
}

impl BesidesArgs {
    /// Puts what is said into the settings of a platform.
    ///
    /// # Errors
    /// A text names no database.
    pub fn put(&self, settings: &mut Settings) -> Result<(), ProgramError> {
        settings.issuers.clone_from(&self.oidc);
        settings.issuer_outage = Duration::from_secs(u64::from(self.oidc_outage_hours) * 3_600);
        self.notary.put(settings);
        self.as_of.put(settings);
        self.dashboards.put(settings)
    }
}

/// Where the tables for BI tools are written.
#[derive(Args, Clone)]
pub struct DashboardsArgs {
    /// Where the tables for BI tools are written, postgres://… or sqlite:PATH [default: with a log
    /// in PostgreSQL the same database, else nowhere].
    #[arg(long, env = "PLACEMENT_DASHBOARDS", hide_env_values = true)]
    dashboards: Option<String>,
}

impl DashboardsArgs {
    /// Puts what is said into the settings of a platform.
    ///
    /// # Errors
    /// A text names no database.
    pub fn put(&self, settings: &mut Settings) -> Result<(), ProgramError> {
        let dashboards = match (&self.dashboards, &settings.places.log) {
            (Some(given), _) => Some(given.as_str()),
            (None, LogLocation::Postgres(url)) => Some(url.secret()),
            (None, LogLocation::Sqlite(_) | LogLocation::EventStore(_)) => None,
        };
        settings.dashboards = dashboards
            .map(Target::parse)
            .transpose()
            .map_err(|why| ProgramError::Usage(format!("--dashboards: {why}")))?;
        Ok(())
    }
}

/// The flag of the master key where a command has no use for it: one line of flags serves all
/// commands of an installation.
#[derive(Args, Clone)]
pub struct NoMasterKey {
    #[arg(long, hide = true)]
    master_key_file: Option<PathBuf>,
}

/// As [`NoMasterKey`], of the key that signs tokens.
#[derive(Args, Clone)]
pub struct NoTokenKey {
    #[arg(long, hide = true)]
    token_key_file: Option<PathBuf>,
}

/// As [`NoMasterKey`], of the snapshots.
#[derive(Args, Clone)]
pub struct NoSnapshots {
    #[arg(long, hide = true)]
    snapshots: Option<PathBuf>,
}

/// As [`NoMasterKey`], of the vault.
#[derive(Args, Clone)]
pub struct NoVault {
    #[arg(long, hide = true)]
    vault: Option<String>,
}

/// As [`NoMasterKey`], of the access log.
#[derive(Args, Clone)]
pub struct NoAccessLog {
    #[arg(long, hide = true)]
    access_log: Option<String>,
}
