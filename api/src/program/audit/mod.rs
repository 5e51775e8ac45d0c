//! `placement audit`: checkpoints of the log, what they prove, and verifying it.
mod checkpoint;
mod cosign;
mod entries;
mod files;
mod lines;
mod proofs;
mod prove;
mod prove_trail;
mod verify;

use std::path::Path;
use std::sync::Arc;

use clap::{Args, Subcommand};
use eventlog::{Clock, EventLog, LogError, Position, RecordedAt, SystemClock};
use notary::note::{Note, VerifierKey};
use notary::signing::Held;
use notary::tree::{self, MemoryTree};
use notary::{CheckpointStore, LogName, ReadLog, SignedCheckpoint, TreeHead, key};
use uuid::Uuid;

use super::ProgramError;
use super::places::{
    LogArgs, NoAccessLog, NoMasterKey, NoSnapshots, NoTokenKey, NotaryArgs, VaultPlaceArgs,
};
use crate::app::{StoreLocations, open_notary};
use crate::belonging;

/// What `placement audit` takes.
#[derive(Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Sign a checkpoint of the log as it is, or write the text of one to be signed elsewhere.
    Checkpoint(checkpoint::CheckpointArgs),
    /// Keep what was made elsewhere: a signature, a time stamp, the cosignature of a witness.
    Attach(checkpoint::AttachArgs),
    /// List the checkpoints that were signed, and the public keys.
    Checkpoints(checkpoint::ListArgs),
    /// Sign from now on with another key, by a checkpoint that both keys sign.
    RotateKey(lines::RotateKeyArgs),
    /// Open a new line of checkpoints after events were lost, and name what was lost.
    NewLine(lines::NewLineArgs),
    /// Prove that an event is in the log that a checkpoint signs: a folder to hand out.
    Prove(prove::ProveArgs),
    /// Prove all facts of a pupil, and that none is missing: a folder to hand out.
    ProveTrail(prove_trail::ProveTrailArgs),
    /// Verify a folder of `prove`.
    VerifyProof(proofs::VerifyProofArgs),
    /// Prove that a later checkpoint only added to an older one.
    Consistency(proofs::ConsistencyArgs),
    /// Be a witness: sign a checkpoint that goes on from the last one seen, and remember it.
    Cosign(cosign::CosignArgs),
    /// Write all entries of the log as `tlog-tiles` has them, to recompute the root from.
    Entries(entries::EntriesArgs),
    /// Compare the log with a checkpoint, and name what differs.
    Verify(verify::VerifyArgs),
}

/// Does what is asked.
pub async fn run(args: AuditArgs) -> Result<(), ProgramError> {
    match args.command {
        AuditCommand::Checkpoint(args) => checkpoint::run(args).await,
        AuditCommand::Attach(args) => checkpoint::attach(args).await,
        AuditCommand::Checkpoints(args) => checkpoint::list(args).await,
        AuditCommand::RotateKey(args) => lines::rotate_key(args).await,
        AuditCommand::NewLine(args) => lines::new_line(args).await,
        AuditCommand::Prove(args) => prove::run(args).await,
        AuditCommand::ProveTrail(args) => prove_trail::run(args).await,
        AuditCommand::VerifyProof(args) => proofs::verify(&args),
        AuditCommand::Consistency(args) => proofs::consistency(args).await,
        AuditCommand::Cosign(args) => cosign::run(args),
        AuditCommand::Entries(args) => entries::run(args).await,
        AuditCommand::Verify(args) => verify::run(args).await,
    }
}

/// Where the log and its checkpoints lie.
#[derive(Args, Clone)]
struct AuditPlaces {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultPlaceArgs,
    #[command(flatten)]
    notary: NotaryArgs,
    #[command(flatten)]
    _no_access_log: NoAccessLog,
    #[command(flatten)]
    _no_master_key: NoMasterKey,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
}

/// A log and what was signed of it, open beside servers.
struct Audited {
    places: StoreLocations,
    name: LogName,
    log: Arc<dyn EventLog>,
    store: CheckpointStore,
    /// Whether the log holds events, and the store was never used.
    is_new: bool,
}

impl AuditPlaces {
    async fn open(&self) -> Result<Audited, ProgramError> {
        let mut places = self.log.places()?;
        self.vault.put(&mut places)?;
        self.notary.put(&mut places)?;
        let log = places.log.open_to_read().await?;
        let store = open_notary(&places).await?;
        let is_new = store.is_new().await? && log.head().await? != Position::START;
        // Whoever only looks beside a log makes no store that would count as the one that signed it.
        if !is_new {
            belonging::join_notary(&places, &*log, &store).await?;
        }
        Ok(Audited {
            places,
            name: self.notary.log_name().clone(),
            log,
            store,
            is_new,
        })
    }
}

impl Audited {
    /// Refuses to sign where nothing is there that ever signed this log.
    fn refuse_new(&self) -> Result<(), ProgramError> {
        if !self.is_new {
            return Ok(());
        }
        let store = self.places.notary();
        let missing = format!("checkpoint in the store {store}");
        Err(bad(notary::signing::Refusal::NothingThere { missing }))
    }

    /// The whole log, read.
    async fn read(&self) -> Result<ReadLog, ProgramError> {
        let read = ReadLog::of::<LogError>(&*self.log, |_, _| Ok(())).await;
        Ok(read?)
    }

    /// The log at one of its sizes.
    fn held<'a>(&'a self, read: &'a ReadLog, size: u64) -> Held<'a, MemoryTree> {
        let id = |event: Option<eventlog::Checkpoint>| event.map_or(Uuid::nil(), |it| it.event_id);
        Held {
            tree: &read.tree,
            size,
            first_event: id(read.last_of(1)),
            last_event: id(read.last_of(size)),
            name: &self.name,
        }
    }

    /// The newest checkpoint of the line that goes on, of which the log holds all; it is what was
    /// signed.
    async fn newest(&self, read: &ReadLog) -> Result<SignedCheckpoint, ProgramError> {
        let standing = self.store.standing().await?;
        let none = "no checkpoint was signed yet: sign one with `placement audit checkpoint`";
        let last = standing.last.clone();
        let last = last.ok_or_else(|| ProgramError::Usage(none.into()))?;
        self.held(read, read.size()).judge(&standing)?;
        Ok(last)
    }

    /// A checkpoint by its number.
    async fn numbered(&self, number: u64) -> Result<SignedCheckpoint, ProgramError> {
        let found = self.store.checkpoints(number.saturating_sub(1), 1).await?;
        let found = found.into_iter().find(|one| one.number == number);
        found.ok_or_else(|| ProgramError::Usage(format!("there is no checkpoint {number}")))
    }

    /// The public key that signed a checkpoint, the newest where two did.
    async fn key_of(&self, note: &Note) -> Result<VerifierKey, ProgramError> {
        let origin = tree_head(note)?.origin;
        for known in self.store.keys().await?.into_iter().rev() {
            let known = key::named(&origin, known).map_err(bad)?;
            if note.verify(&known).is_ok() {
                return Ok(known);
            }
        }
        let why = "the checkpoint is not by a key that signs this log";
        Err(ProgramError::Failed(why.into()))
    }
}

fn tree_head(note: &Note) -> Result<TreeHead, ProgramError> {
    TreeHead::parse(&note.text).map_err(bad)
}

/// Something does not hold.
fn bad(error: impl std::fmt::Display) -> ProgramError {
    ProgramError::Failed(error.to_string())
}

fn now() -> RecordedAt {
    SystemClock.now()
}

/// The note of a file.
fn note_of(path: &Path) -> Result<Note, ProgramError> {
    Note::parse(&files::read(path)?).map_err(|error| ProgramError::File {
        path: path.display().to_string(),
        why: error.to_string(),
    })
}

/// A public key: its text, or a file that holds it.
fn verifier_key(given: &str) -> Result<VerifierKey, ProgramError> {
    let path = Path::new(given);
    let text = if path.is_file() {
        String::from_utf8_lossy(&files::read(path)?).into_owned()
    } else {
        given.to_owned()
    };
    let key = text.trim().parse();
    key.map_err(|error| ProgramError::Usage(format!("--key: {error}")))
}

fn root(read: &ReadLog, size: u64) -> Result<notary::TreeHash, ProgramError> {
    tree::root(&read.tree, size).map_err(bad)
}
