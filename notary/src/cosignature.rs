//! Cosignatures of witnesses, as c2sp.org/tlog-cosignature says of Ed25519 (`cosignature/v1`):
//! whoever keeps checkpoints of a log signs that a newer one only added to what they had seen.
use ed25519_dalek::{Signature, Signer, SigningKey};

use crate::note::{BadKey, Note, NoteError, NoteSignature, Scheme, VerifierKey};
use crate::tree_head::{CheckpointError, TreeHead};
use crate::{TreeHash, tree};

/// Seconds since 1970.
pub type Seconds = u64;

/// The key of a witness.
pub struct Witness {
    key: SigningKey,
    named: VerifierKey,
}

/// Why a witness does not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessError {
    /// The checkpoint is not one of the log.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// It has fewer events than one that was seen before.
    #[error("the checkpoint has {size} events, one of {seen} events was seen before")]
    Older {
        /// Its size.
        size: u64,
        /// The size of the one seen before.
        seen: u64,
    },
    /// It does not go on from the one that was seen before: the log has two histories.
    #[error(
        "a fork: the checkpoint of {size} events does not go on from the one of {seen} events that was seen before"
    )]
    Fork {
        /// Its size.
        size: u64,
        /// The size of the one seen before.
        seen: u64,
    },
}

fn message(text: &str, at: Seconds) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

impl Witness {
    /// A witness by that name.
    ///
    /// # Errors
    /// [`BadKey::Name`].
    pub fn new(name: &str, key: SigningKey) -> Result<Self, BadKey> {
        let named = VerifierKey::new(name, Scheme::CosignatureV1, key.verifying_key())?;
        Ok(Self { key, named })
    }

    /// The public key, with its name.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.named
    }

    /// Signs a checkpoint of the log that goes on from the one seen before, if any, as the proof
    /// shows; gives the line to add to the note, and what to remember.
    ///
    /// # Errors
    /// [`WitnessError`]; nothing is to be remembered then.
    pub fn cosign(
        &self,
        note: &Note,
        log_key: &VerifierKey,
        seen: Option<(u64, TreeHash)>,
        proof: &[TreeHash],
        at: Seconds,
    ) -> Result<(NoteSignature, TreeHead), WitnessError> {
        let head = TreeHead::of_signed(note, log_key)?;
        if let Some(seen) = seen {
            goes_on(seen, &head, proof)?;
        }
        let signature = self.key.sign(message(&note.text, at).as_bytes());
        let mut bytes = at.to_be_bytes().to_vec();
        bytes.extend_from_slice(&signature.to_bytes());
        let line = NoteSignature {
            name: self.named.name().to_owned(),
            key_id: self.named.id(),
            bytes,
        };
        Ok((line, head))
    }
}

fn goes_on(seen: (u64, TreeHash), head: &TreeHead, proof: &[TreeHash]) -> Result<(), WitnessError> {
    let (size, seen_size) = (head.size, seen.0);
    if size < seen_size {
        return Err(WitnessError::Older {
            size,
            seen: seen_size,
        });
    }
    if !tree::is_consistent(seen, (size, head.root), proof) {
        return Err(WitnessError::Fork {
            size,
            seen: seen_size,
        });
    }
    Ok(())
}

/// When the witness signed the note.
///
/// # Errors
/// `NotSigned`, `BadSignature`.
pub fn verify(note: &Note, witness: &VerifierKey) -> Result<Seconds, NoteError> {
    let not_signed = || NoteError::NotSigned(witness.name().to_owned());
    if witness.scheme() != Scheme::CosignatureV1 {
        return Err(not_signed());
    }
    let mut newest = None;
    for one in note.by(witness) {
        let bad = || NoteError::BadSignature(witness.name().to_owned());
        let (at, signature) = one.bytes.split_first_chunk().ok_or_else(bad)?;
        let at = u64::from_be_bytes(*at);
        let signature = Signature::from_slice(signature).map_err(|_| bad())?;
        let text = message(&note.text, at);
        let key = witness.key();
        key.verify_strict(text.as_bytes(), &signature)
            .map_err(|_| bad())?;
        newest = newest.max(Some(at));
    }
    newest.ok_or_else(not_signed)
}
