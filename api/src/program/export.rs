//! `placement export`: all that is held of one person, from the log and the vault alone.
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use vault::PersonId;
use vault::accounts::Accounts;

use super::places::PlaceArgs;
use super::{ProgramError, say};
use crate::app::{StartError, open_vault};
use crate::personal_data::{PersonalData, Subject};
use crate::stores::VaultPlace;

/// What `placement export` takes.
#[derive(Args)]
pub struct ExportArgs {
    /// students/{uuid}, guardians/{uuid}, establishments/{uai}/staff/{uuid} or
    /// hosts/{siret}/people/{uuid}.
    name: String,
    /// The child of a guardian, students/{uuid}.
    #[arg(long, default_value = "")]
    student: String,
    /// Into this file, which must not be there yet and is readable by its owner only
    /// [default: standard output].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Reads the whole log: every fact that names the person, and everything that they did.
pub async fn run(args: ExportArgs) -> Result<(), ProgramError> {
    let named = Subject::named(&args.name, &args.student);
    let subject = named.map_err(|why| ProgramError::Usage(why.to_string()))?;
    let log = args.places.places()?.log.open_to_read().await?;
    let settings = args.places.settings()?;
    // Opening makes what is not there: a vault that opens nothing would only mislead.
    if let VaultPlace::Sqlite(path) = &settings.places.vault
        && !path.exists()
    {
        let why = format!("--vault {}: there is no vault", path.display());
        return Err(ProgramError::Usage(why));
    }
    let vault = open_vault(&settings.places, settings.master_key.as_deref()).await?;
    let vault = Arc::new(vault);
    let failed = |why: commands::Failure| ProgramError::Failed(why.to_string());
    let mut data = PersonalData::of(subject, &vault).await.map_err(failed)?;
    let head = log.head().await?;
    data.read_log(&*log, head).await.map_err(failed)?;
    if data.is_empty() {
        return Err(ProgramError::Failed(format!(
            "nothing is held of {}",
            args.name
        )));
    }
    let accounts = Accounts::open(vault, settings.accounts).await;
    let accounts = accounts.map_err(StartError::from)?;
    let account = accounts.export(PersonId(subject.person())).await;
    accounts.close().await;
    let json = data
        .with_account(account.map_err(StartError::from)?)
        .into_json();
    match &args.json {
        None => say::json(&json)?,
        Some(path) => write(path, &json).map_err(|why| ProgramError::File {
            path: path.display().to_string(),
            why: why.to_string(),
        })?,
    }
    Ok(())
}

/// The file is somebody's data in clear: for its owner's eyes only, and never over another file.
fn write(path: &Path, json: &serde_json::Value) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    serde_json::to_writer_pretty(&mut file, json)?;
    file.write_all(b"\n")?;
    file.sync_all()
}
