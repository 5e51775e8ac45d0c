//! `placement audit rotate-key`, `new-line`.
use std::path::PathBuf;

use clap::Args;
use notary::{key, signing};

use super::{AuditPlaces, bad, now};
use crate::program::{ProgramError, say};

/// What `placement audit rotate-key` takes.
#[derive(Args)]
pub struct RotateKeyArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The file of the new key, made with mode 600 where there is none.
    #[arg(long, value_name = "FILE")]
    new_key_file: PathBuf,
}

/// What `placement audit new-line` takes.
#[derive(Args)]
pub struct NewLineArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// What happened, in a sentence: it is signed, and handed to the committee.
    #[arg(long, value_parser = reason)]
    reason: String,
}

fn reason(text: &str) -> Result<String, String> {
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    if text.trim().is_empty() || text.len() > 1_000 || text.chars().any(is_control) {
        return Err("say it in 1 to 1000 bytes of text".into());
    }
    Ok(text.to_owned())
}

/// Signs a checkpoint with both keys; servers sign on with the new one once they are started with
/// it.
pub async fn rotate_key(args: RotateKeyArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    audited.refuse_new()?;
    let old = key::of_file(&audited.places.notary_key, false).map_err(bad)?;
    let new = key::of_file(&args.new_key_file, true).map_err(bad)?;
    let read = audited.read().await?;
    let held = audited.held(&read, read.size());
    let kept = signing::rotate(&audited.store, &held, (&old, &new), now()).await?;
    say::line(format!(
        "checkpoint {} of {} events is signed by both keys; start the servers with \
         --notary-key-file {}",
        kept.number,
        kept.size,
        args.new_key_file.display()
    ))?;
    Ok(())
}

/// Signs what was lost, and a first checkpoint of what is there.
pub async fn new_line(args: NewLineArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let key = key::of_file(&audited.places.notary_key, false).map_err(bad)?;
    let read = audited.read().await?;
    let held = audited.held(&read, read.size());
    let opened = signing::new_line(&audited.store, &held, &key, &args.reason, now()).await?;
    let (line, checkpoint) = opened;
    say::line(line.statement.trim_end())?;
    say::line(format!(
        "checkpoint {} signs {} events",
        checkpoint.number, checkpoint.size
    ))?;
    Ok(())
}
