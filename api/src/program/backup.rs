//! `placement backup`: a copy of everything that lies in files, as of one instant.
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use storage::{Copied, CopyFault, Snapshot, check_room, companion, real_name};

use super::places::PlaceArgs;
use super::{ProgramError, say};
use crate::app::StoreLocations;
use crate::stores::{LogLocation, VaultLocation};

/// What `placement backup` takes.
#[derive(Args)]
pub struct BackupArgs {
    /// The folder to make, which must not be there yet.
    folder: PathBuf,
    #[command(flatten)]
    places: PlaceArgs,
    /// Copy the checkpoints that were signed, and nothing else: they are kept apart from the log.
    #[arg(long)]
    checkpoints: bool,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

/// What of a store a copy is judged by, beside the database's own checks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Log,
    Vault,
    AccessLog,
    Checkpoints,
}

impl Part {
    /// The name of its copy.
    fn file(self) -> &'static str {
        match self {
            Self::Log => "placement.db",
            Self::Vault => "vault.db",
            Self::AccessLog => "access.db",
            Self::Checkpoints => "notary.db",
        }
    }

    fn told(self, copied: &Copied) -> String {
        match self {
            Self::Log => format!("{} events", copied.rows("events")),
            Self::Vault => format!(
                "{} keys and {} accounts",
                copied.rows("person_keys"),
                copied.rows("account_accounts")
            ),
            Self::AccessLog => format!("{} reads", copied.rows("access_reads")),
            Self::Checkpoints => format!("{} checkpoints", copied.rows("notary_checkpoints")),
        }
    }
}

/// Copies the log, the vault with the accounts, and the access log, as they stand when it begins;
/// then reads the copies. Servers and other commands may run meanwhile. The keys are not copied.
pub async fn run(args: BackupArgs) -> Result<(), ProgramError> {
    let places = args.places.places()?;
    let files = match args.checkpoints {
        true => checkpoints_of(&places),
        false => files_of(&places),
    };
    if files.is_empty() {
        let elsewhere = elsewhere(&places, args.checkpoints).join("; ");
        return Err(ProgramError::Usage(format!(
            "nothing lies in files: {elsewhere}"
        )));
    }
    let folder = Unfinished::make(&args.folder)?;
    let copied = tokio::task::spawn_blocking(move || copy(&files, folder)).await;
    let (folder, copied) = copied.map_err(|error| ProgramError::Failed(error.to_string()))??;
    let head = head_of(&folder.folder, &copied)?;
    folder.finish()?;
    tell(&args, &places, &copied, head)
}

/// What lies in files, in the order in which each is looked at first: an event is stored once the
/// keys that it needs are, so the vault, looked at after the log, has each of them.
fn files_of(places: &StoreLocations) -> Vec<(Part, PathBuf)> {
    let log = match &places.log {
        LogLocation::Sqlite(path) => Some(path.clone()),
        LogLocation::Postgres(_) | LogLocation::EventStore(_) => None,
    };
    let in_file = |place| match place {
        VaultLocation::Sqlite(path) => Some(path),
        VaultLocation::Postgres(_) => None,
    };
    let vault = in_file(places.vault.clone());
    let accesses = in_file(places.access_log());
    [
        (Part::Log, log),
        (Part::Vault, vault),
        (Part::AccessLog, accesses),
    ]
    .into_iter()
    .filter_map(|(part, path)| Some((part, path?)))
    .collect()
}

/// What was signed, if it lies in a file.
fn checkpoints_of(places: &StoreLocations) -> Vec<(Part, PathBuf)> {
    match places.notary() {
        VaultLocation::Sqlite(path) => vec![(Part::Checkpoints, path)],
        VaultLocation::Postgres(_) => vec![],
    }
}

/// What to do about the stores that lie elsewhere, a line each.
fn elsewhere(places: &StoreLocations, checkpoints: bool) -> Vec<String> {
    let mut told = vec![];
    if checkpoints {
        if let VaultLocation::Postgres(url) = places.notary() {
            told.push(format!(
                "the checkpoints lie in PostgreSQL: pg_dump --format=custom --schema=notary \
                 --file=notary.dump {url}"
            ));
        }
        return told;
    }
    match &places.log {
        LogLocation::Postgres(url) => told.push(format!(
            "the log lies in PostgreSQL: pg_dump --format=custom --file=log.dump {url}"
        )),
        LogLocation::EventStore(_) => {
            told.push("the log lies in EventStoreDB: use its own backup".into());
        }
        LogLocation::Sqlite(_) => {}
    }
    for (what, file, place) in [
        ("the vault", "vault.dump", places.vault.clone()),
        ("the access log", "access.dump", places.access_log()),
    ] {
        if let VaultLocation::Postgres(url) = place {
            told.push(format!(
                "{what} lies in PostgreSQL: after the log, pg_dump --format=custom \
                 --file={file} {url}"
            ));
        }
    }
    told
}

/// The folder of a backup that is being made, under another name: what has the name given is
/// whole. Goes away unless it is finished.
struct Unfinished {
    folder: PathBuf,
    name: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn make(name: &Path) -> Result<Self, ProgramError> {
        let failed = |path: &Path, why: String| ProgramError::File {
            path: path.display().to_string(),
            why,
        };
        if fs::symlink_metadata(name).is_ok() {
            return Err(failed(
                name,
                "is there already; nothing is overwritten".into(),
            ));
        }
        if let Some(above) = name.parent().filter(|above| !above.as_os_str().is_empty()) {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(above);
            made.map_err(|error| failed(above, error.to_string()))?;
        }
        let folder = companion(name, ".unfinished");
        let made = DirBuilder::new().mode(0o700).create(&folder);
        made.map_err(|error| {
            let why = format!("{error}; if a backup was cut short, remove it");
            failed(&folder, why)
        })?;
        Ok(Self {
            folder,
            name: name.to_owned(),
            finished: false,
        })
    }

    fn finish(mut self) -> std::io::Result<()> {
        let above = self
            .name
            .parent()
            .filter(|above| !above.as_os_str().is_empty());
        File::open(&self.folder)?.sync_all()?;
        fs::rename(&self.folder, &self.name)?;
        self.finished = true;
        File::open(above.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, folder = %self.folder.display(), "what was copied stays");
        }
    }
}

fn copy(
    files: &[(Part, PathBuf)],
    folder: Unfinished,
) -> Result<(Unfinished, Vec<(Part, Copied)>), ProgramError> {
    // All are of one moment: each is looked at before the first is copied.
    let snapshots = files.iter().map(|(part, path)| {
        let path = real_name(path).map_err(CopyFault::from)?;
        Ok((*part, Snapshot::of(&path)?))
    });
    let snapshots: Vec<(Part, Snapshot)> = snapshots.collect::<Result<_, CopyFault>>()?;
    let mut pages = 0;
    for (_, snapshot) in &snapshots {
        pages += snapshot.pages()?;
    }
    let bytes = pages.saturating_mul(PAGE);
    check_room(&folder.folder.join("copy"), bytes).map_err(CopyFault::from)?;
    let bar = say::bar(bytes, "{msg:12} {wide_bar} {bytes}/{total_bytes} {eta}");
    let mut copied = vec![];
    for (part, snapshot) in &snapshots {
        bar.set_message(part.file());
        let target = folder.folder.join(part.file());
        copied.push((
            *part,
            snapshot.copy_to(&target, |pages| bar.inc(pages.saturating_mul(PAGE)))?,
        ));
    }
    bar.finish_and_clear();
    Ok((folder, copied))
}

/// Bytes of a page, as both stores have it.
const PAGE: u64 = 4_096;

/// Where the log of the backup ends, read from the copy. Also of a log that an earlier program
/// made, and that this one has yet to lift.
fn head_of(folder: &Path, copied: &[(Part, Copied)]) -> Result<Option<u64>, CopyFault> {
    if !copied.iter().any(|(part, _)| *part == Part::Log) {
        return Ok(None);
    }
    let log = Snapshot::of(&folder.join(Part::Log.file()))?;
    let head = log.number("SELECT max(position) FROM events")?;
    Ok(Some(head.unwrap_or_default()))
}

fn tell(
    args: &BackupArgs,
    places: &StoreLocations,
    copied: &[(Part, Copied)],
    head: Option<u64>,
) -> Result<(), ProgramError> {
    let elsewhere = elsewhere(places, args.checkpoints);
    if args.json {
        let tables = |copied: &Copied| -> serde_json::Map<String, serde_json::Value> {
            let rows = copied.tables.iter();
            rows.map(|(name, rows)| (name.clone(), json!(rows)))
                .collect()
        };
        let files: serde_json::Map<_, _> = copied
            .iter()
            .map(|(part, copied)| (part.file().to_owned(), json!(tables(copied))))
            .collect();
        say::json(&json!({
            "folder": args.folder.display().to_string(),
            "position": head,
            "rows": files,
            "elsewhere": elsewhere,
        }))?;
        return Ok(());
    }
    for (part, copied) in copied {
        let at = match head.filter(|_| *part == Part::Log) {
            Some(head) => format!(", up to position {head}"),
            None => String::new(),
        };
        let file = args.folder.join(part.file());
        say::line(format!("{}: {}{at}", file.display(), part.told(copied)))?;
    }
    say::line("each copy was read back: whole, and as many rows as the store")?;
    for line in elsewhere {
        say::line(line)?;
    }
    if args.checkpoints {
        return Ok(say::line(format!(
            "not in it, and to be kept apart from it: the key that signs ({})",
            places.notary_key.display()
        ))?);
    }
    say::line(format!(
        "not in it, and to be kept apart from it: the master key ({}, or PLACEMENT_MASTER_KEY), \
         the token key ({}), the key that signs checkpoints ({}), and what it signed \
         (`placement backup --checkpoints`)",
        places.master_key.display(),
        places.token_key.display(),
        places.notary_key.display()
    ))?;
    Ok(())
}
