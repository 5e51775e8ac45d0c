//! Where a command finds the log and what belongs to it.
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use projections::sql::Target;

use super::ProgramError;
use crate::app::{Places, Settings};
use crate::oidc::AcceptedIssuer;
use crate::stores::{BadPlace, LogPlace};

/// Where the log and what belongs to it lie.
#[derive(Args, Clone)]
pub struct PlaceArgs {
    /// The log: sqlite:PATH, or, for several servers, postgres://USER:PASSWORD@HOST/DATABASE or
    /// esdb://USER:PASSWORD@HOST:2113.
    #[arg(
        long,
        env = "PLACEMENT_LOG",
        hide_env_values = true,
        default_value = "sqlite:./data/placement.db"
    )]
    log: String,
    /// The vault, a PATH or postgres://… [default: vault.db beside the log, or its PostgreSQL].
    #[arg(long, env = "PLACEMENT_VAULT", hide_env_values = true)]
    vault: Option<String>,
    /// Where it is kept who read which pupil's data, a PATH or postgres://… [default: access.db
    /// beside the vault, or its PostgreSQL].
    #[arg(long, env = "PLACEMENT_ACCESS_LOG", hide_env_values = true)]
    access_log: Option<String>,
    /// For how many days it is kept.
    #[arg(
        long,
        env = "PLACEMENT_ACCESS_RETENTION_DAYS",
        value_name = "DAYS",
        default_value_t = 1_096,
        value_parser = clap::value_parser!(u32).range(1..=36_500)
    )]
    access_retention_days: u32,
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
    /// The file of the key that signs tokens, made with mode 600 on the first start
    /// [default: token.key beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_TOKEN_KEY_FILE")]
    token_key_file: Option<PathBuf>,
    /// Where the tables for BI tools are written, postgres://… or sqlite:PATH [default: with a log
    /// in PostgreSQL the same database, else nowhere].
    #[arg(long, env = "PLACEMENT_DASHBOARDS", hide_env_values = true)]
    dashboards: Option<String>,
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
    /// The folder of the projections' snapshots [default: snapshots beside the log, or in ./data].
    #[arg(long, env = "PLACEMENT_SNAPSHOTS")]
    snapshots: Option<PathBuf>,
}

impl PlaceArgs {
    /// The places that these arguments name.
    pub fn places(&self) -> Result<Places, ProgramError> {
        let bad = |flag: &str, why: BadPlace| ProgramError::Usage(format!("{flag}: {why}"));
        let log = self.log.parse().map_err(|why| bad("--log", why))?;
        let mut places = Places::of(log);
        if let Some(vault) = &self.vault {
            places.vault = vault.parse().map_err(|why| bad("--vault", why))?;
        }
        if let Some(place) = &self.access_log {
            let place = place.parse().map_err(|why| bad("--access-log", why))?;
            places.access_log = Some(place);
        }
        let overrides = [
            (&mut places.master_key, &self.master_key_file),
            (&mut places.token_key, &self.token_key_file),
            (&mut places.snapshots, &self.snapshots),
        ];
        for (place, given) in overrides {
            if let Some(given) = given {
                place.clone_from(given);
            }
        }
        Ok(places)
    }

    /// The settings of a platform in these places.
    pub fn settings(&self) -> Result<Settings, ProgramError> {
        let mut settings = Settings::new(self.places()?);
        settings.master_key.clone_from(&self.master_key);
        settings.issuers.clone_from(&self.oidc);
        settings.issuer_outage = Duration::from_secs(u64::from(self.oidc_outage_hours) * 3_600);
        settings.accesses = settings.accesses.kept_for_days(self.access_retention_days);
        let dashboards = match (&self.dashboards, &settings.places.log) {
            (Some(given), _) => Some(given.as_str()),
            (None, LogPlace::Postgres(url)) => Some(url.secret()),
            (None, LogPlace::Sqlite(_) | LogPlace::EventStore(_)) => None,
        };
        settings.dashboards = dashboards
            .map(Target::parse)
            .transpose()
            .map_err(|why| ProgramError::Usage(format!("--dashboards: {why}")))?;
        Ok(settings)
    }
}
