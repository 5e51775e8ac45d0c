//! `placement audit checkpoint`, `attach`, `checkpoints`.
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use notary::note::Note;
use notary::signing::{attach_signature, sign};
use notary::{AttachmentKind, SignedCheckpoint, cosignature, key};
use serde_json::json;

use super::{AuditPlaces, Audited, bad, files, note_of, now, tree_head, verifier_key};
use crate::belonging;
use crate::program::{ProgramError, say};

/// What `placement audit checkpoint` takes.
#[derive(Args)]
pub struct CheckpointArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// Write it into this file, which must not be there yet [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the text alone, to be signed elsewhere: nothing is signed and nothing kept.
    #[arg(long)]
    unsigned: bool,
    /// Write a request for a time stamp (RFC 3161) on the file of --out, made by OpenSSL.
    #[arg(
        long,
        value_name = "FILE",
        requires = "out",
        conflicts_with = "unsigned"
    )]
    tsq: Option<PathBuf>,
}

/// What `placement audit attach` takes.
#[derive(Args)]
pub struct AttachArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The text of a checkpoint that was signed elsewhere.
    #[arg(long, value_name = "FILE", requires_all = ["signature", "public_key"])]
    text: Option<PathBuf>,
    /// The signature over it, 64 bytes, as `openssl pkeyutl -sign -rawin` writes it.
    #[arg(long, value_name = "FILE", requires = "text")]
    signature: Option<PathBuf>,
    /// The public key in PEM, as `openssl pkey -pubout` writes it.
    #[arg(long, value_name = "FILE", requires = "text")]
    public_key: Option<PathBuf>,
    /// A checkpoint that a witness has signed beside.
    #[arg(
        long,
        value_name = "FILE",
        requires = "witness_key",
        conflicts_with = "text"
    )]
    cosigned: Option<PathBuf>,
    /// The public key of the witness, NAME+ID+KEY or a file that holds it.
    #[arg(long, value_name = "KEY")]
    witness_key: Option<String>,
    /// The answer to a request for a time stamp.
    #[arg(long, value_name = "FILE", requires = "checkpoint", conflicts_with_all = ["text", "cosigned"])]
    timestamp: Option<PathBuf>,
    /// The number of the checkpoint that the time stamp is of.
    #[arg(long, value_name = "NUMBER")]
    checkpoint: Option<u64>,
}

/// What `placement audit checkpoints` takes.
#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Reads the whole log, and signs a checkpoint of it unless the last one is of just these events.
pub async fn run(args: CheckpointArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let read = audited.read().await?;
    let held = audited.held(&read, read.size());
    if args.unsigned {
        let head = held.next_head(&audited.store.standing().await?)?;
        return hand_out(args.out.as_deref(), &head.to_string());
    }
    audited.refuse_new()?;
    let standing = audited.store.standing().await?;
    let is_new = standing
        .last
        .as_ref()
        .is_none_or(|last| last.size != read.size());
    let checkpoint = match standing.last.clone().filter(|_| !is_new) {
        Some(last) => {
            held.judge(&standing)?;
            last
        }
        None => {
            let makes = standing.key.is_none();
            let key = key::of_file(&audited.places.notary_key, makes).map_err(bad)?;
            sign((&audited.store, &standing), &held, &key, now()).await?
        }
    };
    hand_out(args.out.as_deref(), &checkpoint.note)?;
    if let (Some(tsq), Some(out)) = (&args.tsq, &args.out) {
        ask_for_time(out, tsq)?;
    }
    if args.out.is_some() {
        let SignedCheckpoint { number, size, .. } = checkpoint;
        say::line(format!("checkpoint {number} signs {size} events"))?;
    }
    Ok(())
}

fn hand_out(path: Option<&Path>, text: &str) -> Result<(), ProgramError> {
    match path {
        Some(path) => files::make(path, text.as_bytes()),
        None => Ok(say::line(text.trim_end_matches('\n'))?),
    }
}

/// OpenSSL makes the request, with a nonce, and asks for the certificate.
fn ask_for_time(of: &Path, request: &Path) -> Result<(), ProgramError> {
    let made = Command::new("openssl")
        .args(["ts", "-query", "-sha256", "-cert", "-data"])
        .arg(of)
        .arg("-out")
        .arg(request)
        .output()
        .map_err(|error| ProgramError::Failed(format!("openssl: {error}")))?;
    if made.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&made.stderr)
        .trim()
        .replace('\n', "; ");
    Err(ProgramError::Failed(format!("openssl: {said}")))
}

/// Keeps what was made elsewhere, once it turned out to be right.
pub async fn attach(args: AttachArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    if let (Some(text), Some(signature), Some(public)) =
        (&args.text, &args.signature, &args.public_key)
    {
        return attach_signed(&audited, text, signature, public).await;
    }
    if let (Some(cosigned), Some(witness)) = (&args.cosigned, &args.witness_key) {
        return attach_cosigned(&audited, cosigned, witness).await;
    }
    if let (Some(answer), Some(number)) = (&args.timestamp, args.checkpoint) {
        return attach_time(&audited, answer, number).await;
    }
    Err(ProgramError::Usage(
        "give --text with --signature and --public-key, --cosigned with --witness-key, or \
         --timestamp with --checkpoint"
            .into(),
    ))
}

async fn attach_signed(
    audited: &Audited,
    text: &Path,
    signature: &Path,
    public: &Path,
) -> Result<(), ProgramError> {
    let text = String::from_utf8(files::read(text)?).map_err(bad)?;
    let head = notary::TreeHead::parse(&text).map_err(bad)?;
    let public = key::public_of_file(public).map_err(bad)?;
    let read = audited.read().await?;
    if head.size > read.size() {
        let why = format!(
            "the text is of {} events, the log holds {}",
            head.size,
            read.size()
        );
        return Err(ProgramError::Failed(why));
    }
    let held = audited.held(&read, head.size);
    let signature = files::read(signature)?;
    let kept = attach_signature(&audited.store, &held, &text, &signature, &public, now()).await?;
    belonging::join_notary(&audited.places, &*audited.log, &audited.store).await?;
    Ok(say::line(format!(
        "checkpoint {} signs {} events",
        kept.number, kept.size
    ))?)
}

async fn attach_cosigned(
    audited: &Audited,
    cosigned: &Path,
    witness: &str,
) -> Result<(), ProgramError> {
    let note = note_of(cosigned)?;
    let at = cosignature::verify(&note, &verifier_key(witness)?).map_err(bad)?;
    let number = number_of(audited, &note).await?;
    let bytes = note.to_string().into_bytes();
    let kind = AttachmentKind::Cosignature;
    audited.store.attach(number, kind, &bytes, now()).await?;
    Ok(say::line(format!(
        "checkpoint {number} was seen by the witness at {at} (seconds since 1970)"
    ))?)
}

/// The number of the checkpoint with this text.
async fn number_of(audited: &Audited, note: &Note) -> Result<u64, ProgramError> {
    let mut after = 0;
    loop {
        let page = audited.store.checkpoints(after, 1_000).await?;
        let Some(last) = page.last() else {
            let size = tree_head(note)?.size;
            let why = format!("no checkpoint of {size} events with this text was signed here");
            return Err(ProgramError::Failed(why));
        };
        after = last.number;
        let text = format!("{}\n", note.text);
        if let Some(found) = page.iter().find(|one| one.note.starts_with(&text)) {
            return Ok(found.number);
        }
    }
}

async fn attach_time(audited: &Audited, answer: &Path, number: u64) -> Result<(), ProgramError> {
    let checkpoint = audited.numbered(number).await?;
    let answer = files::read(answer)?;
    let digest = notary::ContentDigest::of(checkpoint.note.as_bytes()).sha256;
    // What the authority signs holds the digest as it is.
    if !answer.windows(digest.len()).any(|some| some == digest) {
        let why = format!("the time stamp is not of checkpoint {number}");
        return Err(ProgramError::Failed(why));
    }
    let kind = AttachmentKind::TimeStamp;
    audited.store.attach(number, kind, &answer, now()).await?;
    Ok(say::line(format!("checkpoint {number} has a time stamp"))?)
}

/// Lists the keys, the lines and the checkpoints.
pub async fn list(args: ListArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let lines = audited.store.lines().await?;
    let mut keys = vec![];
    for line in &lines {
        for public in audited.store.keys().await? {
            keys.push(key::named(&line.origin, public).map_err(bad)?.to_string());
        }
    }
    let (mut after, mut checkpoints) = (0, vec![]);
    loop {
        let page = audited.store.checkpoints(after, 1_000).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        checkpoints.extend(page);
    }
    if args.json {
        let told: Vec<_> = checkpoints.iter().map(as_json).collect();
        let lines: Vec<_> = lines
            .iter()
            .map(|line| json!({"number": line.number, "origin": line.origin, "statement": line.statement}))
            .collect();
        return Ok(say::json(
            &json!({"keys": keys, "lines": lines, "checkpoints": told}),
        )?);
    }
    for key in keys {
        say::line(format!("key {key}"))?;
    }
    for line in lines {
        say::line(format!("line {} {}", line.number, line.origin))?;
        if !line.statement.is_empty() {
            say::line(line.statement.trim_end())?;
        }
    }
    for one in checkpoints {
        let SignedCheckpoint {
            number,
            line,
            size,
            root,
            ..
        } = one;
        say::line(format!(
            "checkpoint {number} of line {line}: {size} events, root {root}"
        ))?;
    }
    Ok(())
}

fn as_json(one: &SignedCheckpoint) -> serde_json::Value {
    json!({
        "number": one.number,
        "line": one.line,
        "size": one.size,
        "root": one.root.to_string(),
        "last_event": one.last_event,
        "signed_at_micros": one.signed_at.0,
        "note": one.note,
    })
}
