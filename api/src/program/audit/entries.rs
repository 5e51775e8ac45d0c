//! `placement audit entries`: the log as a folder of `tlog-tiles`, for whoever recomputes the root.
use std::path::{Path, PathBuf};

use clap::Args;
use eventlog::LogError;
use notary::tiles::{self, Tile, WIDTH};
use notary::{ReadLog, SignedCheckpoint};

use super::{AuditPlaces, Audited, bad, files};
use crate::program::{ProgramError, say};

/// What `placement audit entries` takes.
#[derive(Args)]
pub struct EntriesArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The folder to make, which must not be there yet.
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
}

/// Why entries are not written.
#[derive(Debug, thiserror::Error)]
enum WritingError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Program(#[from] ProgramError),
}

impl From<WritingError> for ProgramError {
    fn from(error: WritingError) -> Self {
        match error {
            WritingError::Log(error) => error.into(),
            WritingError::Program(error) => error,
        }
    }
}

/// Writes checkpoint, tiles and entries. An entry holds digests: no payload, no ciphertext.
pub async fn run(args: EntriesArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let last = audited.store.standing().await?.last;
    let none = "no checkpoint was signed yet: sign one with `placement audit checkpoint`";
    let checkpoint = last.ok_or_else(|| ProgramError::Usage(none.into()))?;
    files::make_folder(&args.into)?;
    write(&audited, &checkpoint, &args.into).await?;
    let size = checkpoint.size;
    say::line(format!(
        "{}: {size} entries of checkpoint {}",
        args.into.display(),
        checkpoint.number
    ))?;
    Ok(())
}

/// Writes what a checkpoint signs into a folder; gives the log that was read.
pub async fn write(
    audited: &Audited,
    checkpoint: &SignedCheckpoint,
    folder: &Path,
) -> Result<ReadLog, ProgramError> {
    let size = checkpoint.size;
    let (mut bundle, mut index) = (vec![], 0_u64);
    let read = ReadLog::of::<WritingError>(&*audited.log, |_, leaf| {
        if index < size {
            if !tiles::add_entry(&mut bundle, &leaf.text()) {
                let why = format!("the entry of event {} is too long", leaf.id);
                return Err(ProgramError::Failed(why).into());
            }
            index += 1;
            if index % WIDTH == 0 || index == size {
                let width = (index - 1) % WIDTH + 1;
                let index = (index - 1) / WIDTH;
                let tile = Tile {
                    level: 0,
                    index,
                    width,
                };
                files::write_in(folder, &tile.entries_path(), &bundle)?;
                bundle.clear();
            }
        }
        Ok(())
    });
    let read = read.await?;
    audited
        .held(&read, read.size())
        .judge(&audited.store.standing().await?)?;
    for tile in tiles::of_size(size) {
        let bytes = tile.bytes(&read.tree).map_err(bad)?;
        files::write_in(folder, &tile.path(), &bytes)?;
    }
    files::write_in(folder, "checkpoint", checkpoint.note.as_bytes())?;
    Ok(read)
}
