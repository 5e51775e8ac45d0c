//! Signing checkpoints: only what goes on from what was signed before.
use std::path::PathBuf;

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use eventlog::RecordedAt;
use uuid::Uuid;

use crate::TreeHash;
use crate::key::named;
use crate::note::{BadKey, Note, NoteSignature, VerifierKey};
use crate::origin::LogName;
use crate::store::{CheckpointStore, Line, SignedCheckpoint, Standing, StoreError};
use crate::tree::{self, Subtrees};
use crate::tree_head::TreeHead;

/// Why nothing is signed, and nothing will be until an operator has looked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Events that were signed are missing at the end of the log.
    #[error(
        "the log holds {held} events, and a checkpoint of {signed} was signed (the last of them is \
         {last_event}): put the log back, or say with `placement audit new-line` what was lost"
    )]
    FewerEvents {
        /// How many the log holds.
        held: u64,
        /// How many were signed.
        signed: u64,
        /// The last of those that were signed.
        last_event: Uuid,
    },
    /// Among the events that were signed one is not as it was.
    #[error(
        "the first {size} events are not those that were signed: the root is {held}, signed was \
         {signed}; put the log back, or say with `placement audit new-line` what was lost"
    )]
    OtherRoot {
        /// How many events were signed.
        size: u64,
        /// The root over them now.
        held: TreeHash,
        /// The root that was signed.
        signed: TreeHash,
    },
    /// The log begins with another event, or goes by another name.
    #[error("checkpoints were signed as {signed}, this log is {held}")]
    OtherOrigin {
        /// What the log is.
        held: String,
        /// What was signed.
        signed: String,
    },
    /// The last checkpoint is damaged where it is kept.
    #[error(
        "checkpoint {number} is not kept as it was signed: put the newest copy of the store of the \
         checkpoints back"
    )]
    NotAsSigned {
        /// Its number.
        number: u64,
    },
    /// The store of the checkpoints knows less than this server once put where it is fetched from.
    #[error(
        "a checkpoint of {size} events of {origin} was signed, as {} says, and the store of the \
         checkpoints does not know of it: put the right store back; remove that file where what \
         was signed is lost for good, or where it is of another log",
        .path.display()
    )]
    OlderStore {
        /// Which log.
        origin: String,
        /// How many events were signed.
        size: u64,
        /// Where it says so.
        path: PathBuf,
    },
    /// The log is not new, and what signed it is not there.
    #[error(
        "the log holds events, and there is no {missing}: put back what signed it and start again; \
         only where none of its events was ever signed, or what was signed is lost for good, start \
         once with --accept-new-notary"
    )]
    NothingThere {
        /// What is missing, with its place.
        missing: String,
    },
    /// Checkpoints were signed by a key whose file is not there.
    #[error(
        "the key that signs this log is not at {}: put it back and start again, or start with \
         --notary-key-elsewhere where it is kept elsewhere; none is made",
        .path.display()
    )]
    NoKey {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key is not the one that signed the last checkpoint.
    #[error(
        "the key is not the one that signs this log: rotate it with `placement audit rotate-key`, \
         or put the former one back"
    )]
    OtherKey,
    /// Nothing was lost, so that no new line is to be opened.
    #[error("the log goes on from the last checkpoint: there is nothing to open a new line for")]
    NothingLost,
    /// The log holds nothing.
    #[error("the log holds no event yet")]
    Empty,
    /// A signature that was made elsewhere is not by the key over the text.
    #[error("the signature is not by this key over this text")]
    BadSignature,
    /// A checkpoint that was made elsewhere is not of this log as it is.
    #[error("the checkpoint is not of this log: {0}")]
    NotOfThisLog(&'static str),
    /// The origin names no key.
    #[error(transparent)]
    Name(#[from] BadKey),
}

/// Why a checkpoint was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// It is not to be.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tree is not to be had.
    #[error("the tree: {0}")]
    Tree(String),
    /// Another one signed meanwhile.
    #[error("another checkpoint was signed meanwhile")]
    Overtaken,
}

/// A log as it is about to be signed.
pub struct Held<'a, S> {
    /// The tree over its events.
    pub tree: &'a S,
    /// How many events are to be signed.
    pub size: u64,
    /// The first of them.
    pub first_event: Uuid,
    /// The last of them.
    pub last_event: Uuid,
    /// What the log is called.
    pub name: &'a LogName,
}

impl<S: Subtrees<Error: std::fmt::Display>> Held<'_, S> {
    fn root(&self, size: u64) -> Result<TreeHash, SigningError> {
        tree::root(self.tree, size).map_err(|error| SigningError::Tree(error.to_string()))
    }

    /// Whether the log goes on from what was signed: the root at the last size that was signed is
    /// computed again.
    ///
    /// # Errors
    /// `Refused` with `Empty`, `OtherOrigin`, `FewerEvents` or `OtherRoot`.
    pub fn judge(&self, standing: &Standing) -> Result<(), SigningError> {
        if self.size == 0 && standing.last.is_none() {
            return Err(Refusal::Empty.into());
        }
        let Some((line, last)) = standing.line.as_ref().zip(standing.last.as_ref()) else {
            return Ok(());
        };
        if self.size < last.size {
            let refusal = Refusal::FewerEvents {
                held: self.size,
                signed: last.size,
                last_event: last.last_event,
            };
            return Err(refusal.into());
        }
        let held = self.name.origin(self.first_event, line.number);
        if held != line.origin {
            let signed = line.origin.clone();
            return Err(Refusal::OtherOrigin { held, signed }.into());
        }
        let held = self.root(last.size)?;
        if held != last.root {
            let (size, signed) = (last.size, last.root);
            return Err(Refusal::OtherRoot { size, held, signed }.into());
        }
        Ok(())
    }

    /// The tree head to be signed next, in the line that goes on or in the first one.
    ///
    /// # Errors
    /// As [`Held::judge`].
    pub fn next_head(&self, standing: &Standing) -> Result<TreeHead, SigningError> {
        self.judge(standing)?;
        let line = standing.line.as_ref();
        let origin = match line {
            Some(line) => line.origin.clone(),
            None => self.name.origin(self.first_event, 1),
        };
        Ok(TreeHead {
            origin,
            size: self.size,
            root: self.root(self.size)?,
        })
    }

    fn checkpoint(
        &self,
        standing: &Standing,
        line: u64,
        head: &TreeHead,
        note: &Note,
        at: RecordedAt,
    ) -> SignedCheckpoint {
        SignedCheckpoint {
            number: standing.next_number(),
            line,
            size: head.size,
            root: head.root,
            last_event: self.last_event,
            signed_at: at,
            note: note.to_string(),
        }
    }
}

/// Whether a key is the one that signs.
///
/// # Errors
/// `OtherKey`.
pub(crate) fn is_key(standing: &Standing, key: &VerifyingKey) -> Result<(), Refusal> {
    match &standing.key {
        Some(known) if known != key => Err(Refusal::OtherKey),
        _ => Ok(()),
    }
}

/// Signs a checkpoint that goes on from where signing stands, and keeps it unless another one was
/// signed since; gives the kept one.
///
/// # Errors
/// [`SigningError`].
pub async fn sign<S: Subtrees<Error: std::fmt::Display>>(
    (store, standing): (&CheckpointStore, &Standing),
    held: &Held<'_, S>,
    key: &SigningKey,
    at: RecordedAt,
) -> Result<SignedCheckpoint, SigningError> {
    is_key(standing, &key.verifying_key())?;
    let head = held.next_head(standing)?;
    let signs = named(&head.origin, key.verifying_key()).map_err(Refusal::from)?;
    let note = Note::signed(head.to_string(), key, &signs);
    keep(store, held, standing, &head, note, &key.verifying_key(), at).await
}

/// Keeps a checkpoint of the line that goes on, and the first line and key with the first one.
async fn keep<S: Subtrees<Error: std::fmt::Display>>(
    store: &CheckpointStore,
    held: &Held<'_, S>,
    standing: &Standing,
    head: &TreeHead,
    note: Note,
    key: &VerifyingKey,
    at: RecordedAt,
) -> Result<SignedCheckpoint, SigningError> {
    let first_line = standing.line.is_none().then(|| Line {
        number: 1,
        origin: head.origin.clone(),
        opened_at: at,
        statement: String::new(),
    });
    let line = standing.line.as_ref().map_or(1, |line| line.number);
    let new_key = (standing.key.as_ref() != Some(key)).then_some(key);
    let checkpoint = held.checkpoint(standing, line, head, &note, at);
    if store
        .keep(&checkpoint, first_line.as_ref(), new_key)
        .await?
    {
        Ok(checkpoint)
    } else {
        Err(SigningError::Overtaken)
    }
}

/// Signs a checkpoint with the key that signs and the one that will from now on.
///
/// # Errors
/// [`SigningError`].
pub async fn rotate<S: Subtrees<Error: std::fmt::Display>>(
    store: &CheckpointStore,
    held: &Held<'_, S>,
    (old, new): (&SigningKey, &SigningKey),
    at: RecordedAt,
) -> Result<SignedCheckpoint, SigningError> {
    let standing = store.standing().await?;
    is_key(&standing, &old.verifying_key())?;
    let head = held.next_head(&standing)?;
    let by = |key: &SigningKey| named(&head.origin, key.verifying_key()).map_err(Refusal::from);
    let mut note = Note::signed(head.to_string(), old, &by(old)?);
    note.sign(new, &by(new)?);
    keep(
        store,
        held,
        &standing,
        &head,
        note,
        &new.verifying_key(),
        at,
    )
    .await
}

/// Keeps a checkpoint whose text was signed elsewhere, by a key that this program never sees.
/// `held` is the log at the size that the text names.
///
/// # Errors
/// [`SigningError`].
pub async fn attach_signature<S: Subtrees<Error: std::fmt::Display>>(
    store: &CheckpointStore,
    held: &Held<'_, S>,
    text: &str,
    signature: &[u8],
    key: &VerifyingKey,
    at: RecordedAt,
) -> Result<SignedCheckpoint, SigningError> {
    let standing = store.standing().await?;
    is_key(&standing, key)?;
    let head = held.next_head(&standing)?;
    if head.to_string() != text {
        return Err(Refusal::NotOfThisLog("origin, size or root is another one").into());
    }
    let by = named(&head.origin, *key).map_err(Refusal::from)?;
    let note = signed_elsewhere(text, signature, key, &by)?;
    keep(store, held, &standing, &head, note, key, at).await
}

fn signed_elsewhere(
    text: &str,
    signature: &[u8],
    key: &VerifyingKey,
    by: &VerifierKey,
) -> Result<Note, Refusal> {
    let signature = Signature::from_slice(signature).map_err(|_| Refusal::BadSignature)?;
    let holds = key.verify_strict(text.as_bytes(), &signature);
    holds.map_err(|_| Refusal::BadSignature)?;
    Ok(Note {
        text: text.to_owned(),
        signatures: vec![NoteSignature {
            name: by.name().to_owned(),
            key_id: by.id(),
            bytes: signature.to_bytes().to_vec(),
        }],
    })
}

/// Opens a new line after the log turned out not to go on from what was signed: signs what was
/// lost and a first checkpoint of it.
///
/// # Errors
/// [`SigningError`]; `NothingLost` where the log does go on.
pub async fn new_line<S: Subtrees<Error: std::fmt::Display>>(
    store: &CheckpointStore,
    held: &Held<'_, S>,
    key: &SigningKey,
    reason: &str,
    at: RecordedAt,
) -> Result<(Line, SignedCheckpoint), SigningError> {
    let standing = store.standing().await?;
    is_key(&standing, &key.verifying_key())?;
    if held.size == 0 {
        return Err(Refusal::Empty.into());
    }
    let Some((old, last)) = standing.line.as_ref().zip(standing.last.as_ref()) else {
        return Err(Refusal::NothingLost.into());
    };
    match held.judge(&standing) {
        Ok(()) => return Err(Refusal::NothingLost.into()),
        Err(SigningError::Refused(_)) => {}
        Err(error) => return Err(error),
    }
    let number = old.number + 1;
    let head = TreeHead {
        origin: held.name.origin(held.first_event, number),
        size: held.size,
        root: held.root(held.size)?,
    };
    let agrees = agrees_until(store, held, old).await?;
    let reason: String = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = format!(
        "placement new line v1\norigin {}\nfollows {}\nsigned {} {} {}\nagrees {agrees}\n\
         holds {} {}\nreason {reason}\n",
        head.origin, old.origin, last.size, last.root, last.last_event, head.size, head.root
    );
    let signs = named(&head.origin, key.verifying_key()).map_err(Refusal::from)?;
    let line = Line {
        number,
        origin: head.origin.clone(),
        opened_at: at,
        statement: Note::signed(text, key, &signs).to_string(),
    };
    let note = Note::signed(head.to_string(), key, &signs);
    let checkpoint = held.checkpoint(&standing, number, &head, &note, at);
    let key = key.verifying_key();
    let new_key = (standing.key != Some(key)).then_some(&key);
    if store.keep(&checkpoint, Some(&line), new_key).await? {
        Ok((line, checkpoint))
    } else {
        Err(SigningError::Overtaken)
    }
}

/// The size of the newest checkpoint of a line that the log still goes on from; 0: of none.
async fn agrees_until<S: Subtrees<Error: std::fmt::Display>>(
    store: &CheckpointStore,
    held: &Held<'_, S>,
    line: &Line,
) -> Result<u64, SigningError> {
    let (mut after, mut agrees) = (0, 0);
    loop {
        let page = store.checkpoints(after, 1_000).await?;
        let Some(last) = page.last() else {
            return Ok(agrees);
        };
        after = last.number;
        for one in page.iter().filter(|one| one.line == line.number) {
            if one.size > held.size || held.root(one.size)? != one.root {
                return Ok(agrees);
            }
            agrees = one.size;
        }
    }
}
