//! `placement audit verify`: is the log the one that a checkpoint signs, and if not, where?
use std::path::{Path, PathBuf};

use clap::Args;
use eventlog::Position;
use notary::tiles::{self, WIDTH};
use notary::tree::Subtrees;
use notary::{Leaf, ReadLog, TreeHead};
use serde_json::json;

use super::{AuditPlaces, Audited, bad, files, note_of, root, verifier_key};
use crate::program::{ProgramError, say};

/// What `placement audit verify` takes.
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The checkpoint, as it was handed out.
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// The public key of the log, NAME+ID+KEY or a file that holds it [default: one of those in
    /// the store beside the log].
    #[arg(long)]
    key: Option<String>,
    /// A folder of `placement audit entries` of the same log, made earlier: which event is not as
    /// it was is named then.
    #[arg(long, value_name = "FOLDER")]
    entries: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Reads the whole log and compares it; each finding is a sentence.
pub async fn run(args: VerifyArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let note = note_of(&args.checkpoint)?;
    let key = match &args.key {
        Some(given) => verifier_key(given)?,
        None => audited.key_of(&note).await?,
    };
    let head = TreeHead::of_signed(&note, &key).map_err(bad)?;
    let read = audited.read().await?;
    let mut found: Vec<String> = read.disorder.iter().map(ToString::to_string).collect();
    if read.size() < head.size {
        found.push(format!(
            "events are missing at the end: the log holds {}, the checkpoint signs {}",
            read.size(),
            head.size
        ));
    } else if root(&read, head.size)? != head.root {
        found.push(format!(
            "the first {} events are not those that were signed",
            head.size
        ));
    }
    if !found.is_empty() {
        found.extend(between(&audited, &read, &head).await?);
        if let Some(folder) = &args.entries {
            found.extend(compare(&audited, &read, folder).await?);
        }
    }
    let passed = found.is_empty();
    if args.json {
        let size = head.size;
        say::json(&json!({"passed": passed, "signed": size, "held": read.size(), "found": found}))?;
    } else {
        for one in &found {
            say::line(one)?;
        }
        if passed {
            let (signed, since) = (head.size, read.size() - head.size);
            say::line(format!(
                "verified: the {signed} events that are signed, and {since} since"
            ))?;
        }
    }
    match passed {
        true => Ok(()),
        false => Err(ProgramError::Failed(
            "the log is not the one that was signed".into(),
        )),
    }
}

/// Between which checkpoints of the store it begins to differ.
async fn between(
    audited: &Audited,
    read: &ReadLog,
    head: &TreeHead,
) -> Result<Option<String>, ProgramError> {
    let lines = audited.store.lines().await?;
    let Some(line) = lines.iter().find(|line| line.origin == head.origin) else {
        return Ok(None);
    };
    let (mut after, mut agrees) = (0, 0);
    loop {
        let page = audited.store.checkpoints(after, 1_000).await?;
        let Some(last) = page.last() else {
            return Ok(Some(format!(
                "all checkpoints here agree, up to {agrees} events"
            )));
        };
        after = last.number;
        for one in page.iter().filter(|one| one.line == line.number) {
            if one.size > read.size() || root(read, one.size)? != one.root {
                let (number, size) = (one.number, one.size);
                return Ok(Some(format!(
                    "the first {agrees} events are as they were signed; it differs among the next \
                     {}, which checkpoint {number} signs",
                    size - agrees
                )));
            }
            agrees = one.size;
        }
    }
}

/// The first entry that the log does not hold as it was, and what of it is another one.
async fn compare(
    audited: &Audited,
    read: &ReadLog,
    folder: &Path,
) -> Result<Option<String>, ProgramError> {
    let before = entries_of(folder)?;
    for (index, text) in (0_u64..).zip(&before) {
        let leaf = Leaf::parse(text).map_err(bad)?;
        let held = read.tree.subtree(0, index).ok();
        if held == Some(leaf.hash()) {
            continue;
        }
        let was = format!(
            "event {} ({}, number {} of {})",
            leaf.id, leaf.event_type, leaf.sequence, leaf.stream
        );
        let Some(place) = read.last_of(index + 1).filter(|_| held.is_some()) else {
            return Ok(Some(format!(
                "entry {index}, {was}, and all after it are missing"
            )));
        };
        if place.event_id != leaf.id {
            let moved = read
                .events
                .iter()
                .position(|event| event.event_id == leaf.id);
            let where_now = match moved {
                Some(now) => format!("stands at entry {now} now"),
                None => "is not in the log any more".to_owned(),
            };
            let instead = place.event_id;
            return Ok(Some(format!(
                "entry {index}, {was}, {where_now}; event {instead} stands in its place"
            )));
        }
        let now = leaf_at(audited, place.position).await?;
        return Ok(Some(format!(
            "entry {index}, {was}, is not as it was: {}",
            leaf.differing(&now).join(", ")
        )));
    }
    Ok(None)
}

async fn leaf_at(audited: &Audited, position: Position) -> Result<Leaf, ProgramError> {
    let events = audited.log.read_at(&[position]).await?;
    let event = events.first().map(Leaf::from);
    event.ok_or_else(|| eventlog::LogError::missing(position).into())
}

/// The entries of a folder, from the first.
fn entries_of(folder: &Path) -> Result<Vec<String>, ProgramError> {
    let head = super::tree_head(&note_of(&folder.join("checkpoint"))?)?;
    let mut entries = vec![];
    for tile in tiles::of_size(head.size)
        .into_iter()
        .filter(|tile| tile.level == 0)
    {
        let path = folder.join(tile.entries_path());
        let bundle = files::read(&path)?;
        let some = tiles::entries(&bundle);
        let some = some.filter(|some| u64::try_from(some.len()) == Ok(tile.width.min(WIDTH)));
        let why = format!("{}: not a bundle of {} entries", path.display(), tile.width);
        entries.extend(some.ok_or(ProgramError::Failed(why))?);
    }
    Ok(entries)
}
