//! `placement audit cosign`: the committee's own witness. It needs no log.
use std::path::PathBuf;

use clap::Args;
use notary::cosignature::Witness;
use notary::{ConsistencyProof, key};

use super::{bad, files, note_of, now, tree_head, verifier_key};
use crate::program::{ProgramError, say};

/// What `placement audit cosign` takes.
#[derive(Args)]
pub struct CosignArgs {
    /// A proof of `placement audit consistency`, from the last checkpoint seen to the newest; the
    /// first time a checkpoint.
    proof: PathBuf,
    /// The public key of the log, NAME+ID+KEY or a file that holds it.
    #[arg(long)]
    key: String,
    /// The file of the witness's own key, made with mode 600 where there is none.
    #[arg(long, value_name = "FILE")]
    witness_key_file: PathBuf,
    /// The name of the witness, as comite.example.fr.
    #[arg(long)]
    name: String,
    /// The file in which the last checkpoint seen is remembered; keep it as safe as the key.
    #[arg(long, value_name = "FILE")]
    seen: PathBuf,
    /// Write the cosigned checkpoint into this file, which must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Signs a checkpoint that goes on from the last one seen; it is remembered before it is signed
/// for anybody else to see. A fork is refused, and the last one seen stays.
pub fn run(args: CosignArgs) -> Result<(), ProgramError> {
    let log_key = verifier_key(&args.key)?;
    let key = key::of_file(&args.witness_key_file, true).map_err(bad)?;
    let witness = Witness::new(&args.name, key)
        .map_err(|error| ProgramError::Usage(format!("--name: {error}")))?;
    let (mut note, seen, hashes) = if args.seen.exists() {
        let proof = ConsistencyProof::parse(&files::read(&args.proof)?).map_err(bad)?;
        let seen = tree_head(&note_of(&args.seen)?)?;
        if proof.old_size != seen.size {
            let why = format!(
                "the proof begins at {} events; the last checkpoint seen has {}",
                proof.old_size, seen.size
            );
            return Err(ProgramError::Failed(why));
        }
        let known = Some((seen.size, seen.root));
        (proof.checkpoint, known, proof.hashes)
    } else {
        (note_of(&args.proof)?, None, vec![])
    };
    let at = u64::try_from(now().0 / 1_000_000).unwrap_or_default();
    let signed = witness.cosign(&note, &log_key, seen, &hashes, at);
    let (line, head) = signed.map_err(bad)?;
    files::put(&args.seen, note.to_string().as_bytes())?;
    note.signatures.push(line);
    files::make(&args.out, note.to_string().as_bytes())?;
    say::line(format!(
        "{} events seen and signed by {}",
        head.size,
        witness.verifier_key()
    ))?;
    Ok(())
}
