//! Where a command finds the log and what belongs to it.
use std::path::PathBuf;

use clap::Args;

use super::ProgramError;
use crate::app::{Places, Settings};

/// Where the log and what belongs to it lie.
#[derive(Args, Clone)]
pub struct PlaceArgs {
    /// The log, as sqlite:PATH.
    #[arg(
        long,
        env = "PLACEMENT_LOG",
        default_value = "sqlite:./data/placement.db"
    )]
    log: String,
    /// The vault's file [default: vault.db beside the log].
    #[arg(long, env = "PLACEMENT_VAULT")]
    vault: Option<PathBuf>,
    /// The file of the master key, made with mode 600 on the first start
    /// [default: master.key beside the log].
    #[arg(long, env = "PLACEMENT_MASTER_KEY_FILE")]
    master_key_file: Option<PathBuf>,
    /// The master key itself, 32 bytes in base64; only from the environment.
    #[arg(
        long = "master-key",
        env = "PLACEMENT_MASTER_KEY",
        hide = true,
        hide_env_values = true
    )]
    master_key: Option<String>,
    /// The file of the key that signs tokens, made with mode 600 on the first start
    /// [default: token.key beside the log].
    #[arg(long, env = "PLACEMENT_TOKEN_KEY_FILE")]
    token_key_file: Option<PathBuf>,
    /// The folder of the projections' snapshots [default: snapshots beside the log].
    #[arg(long, env = "PLACEMENT_SNAPSHOTS")]
    snapshots: Option<PathBuf>,
}

impl PlaceArgs {
    /// The places that these arguments name.
    pub fn places(&self) -> Result<Places, ProgramError> {
        let path = self
            .log
            .strip_prefix("sqlite:")
            .filter(|path| !path.is_empty());
        let path = path.ok_or_else(|| {
            ProgramError::Usage(format!("--log {}: not a log; give sqlite:PATH", self.log))
        })?;
        let mut places = Places::beside(&PathBuf::from(path));
        let overrides = [
            (&mut places.vault, &self.vault),
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
        Ok(settings)
    }
}
