//! `placement audit consistency`, `verify-proof`.
use std::path::{Path, PathBuf};

use clap::Args;
use notary::note::Note;
use notary::{ConsistencyProof, InclusionProof, tree};

use super::prove::{METADATA, PAYLOAD, PROOF};
use super::{AuditPlaces, Audited, bad, files, note_of, root, tree_head, verifier_key};
use crate::program::{ProgramError, say};

/// What `placement audit consistency` takes.
#[derive(Args)]
pub struct ConsistencyArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The older checkpoint: its number, or a file.
    old: String,
    /// The newer one.
    new: String,
    /// Write it into this file, which must not be there yet [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What `placement audit verify-proof` takes.
#[derive(Args)]
pub struct VerifyProofArgs {
    /// A folder of `placement audit prove`, or a file of `placement audit consistency`.
    proof: PathBuf,
    /// The public key of the log, NAME+ID+KEY or a file that holds it.
    #[arg(long)]
    key: String,
    /// The older checkpoint, of a proof of consistency.
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
}

/// Proves from the log as it is that the newer checkpoint goes on from the older one.
pub async fn consistency(args: ConsistencyArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let (old, new) = (
        named(&audited, &args.old).await?,
        named(&audited, &args.new).await?,
    );
    let (old_head, new_head) = (tree_head(&old)?, tree_head(&new)?);
    if old_head.origin != new_head.origin || old_head.size > new_head.size {
        let why = "the second checkpoint must be of the same line, and no older";
        return Err(ProgramError::Usage(why.into()));
    }
    let read = audited.read().await?;
    for head in [&old_head, &new_head] {
        if head.size > read.size() || root(&read, head.size)? != head.root {
            let why = format!(
                "the log is not the one that the checkpoint of {} events signs",
                head.size
            );
            return Err(ProgramError::Failed(why));
        }
    }
    let proof = ConsistencyProof {
        old_size: old_head.size,
        hashes: tree::consistency(&read.tree, old_head.size, new_head.size).map_err(bad)?,
        checkpoint: new,
    };
    proof
        .verify(&old, &audited.key_of(&old).await?)
        .or_else(|error| {
            // The key was rotated in between: each is by its own.
            match error {
                notary::ConsistencyError::Checkpoint(_) => Ok(new_head.clone()),
                other => Err(bad(other)),
            }
        })?;
    match &args.out {
        Some(path) => files::make(path, proof.to_string().as_bytes()),
        None => Ok(say::line(proof.to_string().trim_end_matches('\n'))?),
    }
}

async fn named(audited: &Audited, given: &str) -> Result<Note, ProgramError> {
    match given.parse() {
        Ok(number) => {
            let kept = audited.numbered(number).await?;
            Note::parse(kept.note.as_bytes()).map_err(bad)
        }
        Err(_) => note_of(Path::new(given)),
    }
}

/// Verifies what was handed out. Needs no log and no store.
pub fn verify(args: &VerifyProofArgs) -> Result<(), ProgramError> {
    let key = verifier_key(&args.key)?;
    if let Some(old) = &args.old {
        let proof = ConsistencyProof::parse(&files::read(&args.proof)?).map_err(bad)?;
        let head = proof.verify(&note_of(old)?, &key).map_err(bad)?;
        let (old, new) = (proof.old_size, head.size - proof.old_size);
        return Ok(say::line(format!(
            "proven: the first {old} events stayed, {new} were added"
        ))?);
    }
    let proof = InclusionProof::parse(&files::read(&args.proof.join(PROOF))?).map_err(bad)?;
    let (leaf, head) = proof.verify(&key).map_err(bad)?;
    let payload = files::read(&args.proof.join(PAYLOAD))?;
    let metadata = files::read(&args.proof.join(METADATA))?;
    leaf.check(&payload, &metadata).map_err(bad)?;
    say::line(format!(
        "proven: event {} ({}), number {} of {}, among the {} that are signed",
        leaf.id, leaf.event_type, leaf.sequence, leaf.stream, head.size
    ))?;
    Ok(())
}
