//! A proof that a checkpoint goes on from an older one, in the form in which c2sp.org/tlog-witness
//! has it sent to witnesses: the older size, the hashes, an empty line, the newer checkpoint.
use std::fmt;

use crate::note::{Note, NoteError, VerifierKey};
use crate::tree_head::{CheckpointError, TreeHead, number};
use crate::{TreeHash, tree};

/// The most hashes that a proof in a tree of 2^64 leaves has.
const MAX_HASHES: usize = 65;

/// A proof of consistency, with the checkpoint that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The size of the older tree; 0 where there is none.
    pub old_size: u64,
    /// The hashes.
    pub hashes: Vec<TreeHash>,
    /// The newer checkpoint.
    pub checkpoint: Note,
}

/// Why a proof of consistency proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyError {
    /// It is not in the form of one.
    #[error("not a proof of consistency: {0}")]
    Form(&'static str),
    /// Its checkpoint is no note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// One of the checkpoints is not by the key.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// It begins at another size than the older checkpoint has.
    #[error("the proof begins at {begins} events, the older checkpoint has {old}")]
    OtherBeginning {
        /// Where it begins.
        begins: u64,
        /// How many events the older checkpoint has.
        old: u64,
    },
    /// The newer tree is not the older one with something added.
    #[error("a fork: the checkpoint of {new} events does not go on from the one of {old}")]
    Fork {
        /// How many events the newer checkpoint has.
        new: u64,
        /// How many events the older one has.
        old: u64,
    },
}

impl ConsistencyProof {
    /// From its text.
    ///
    /// # Errors
    /// `Form`, `Note`.
    pub fn parse(bytes: &[u8]) -> Result<Self, ConsistencyError> {
        let form = ConsistencyError::Form;
        let text = std::str::from_utf8(bytes).map_err(|_| form("it is not UTF-8"))?;
        let cut = form("no checkpoint follows an empty line");
        let (lines, checkpoint) = text.split_once("\n\n").ok_or(cut)?;
        let mut lines = lines.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let hashes: Result<Vec<TreeHash>, _> = lines.map(str::parse).collect();
        let hashes = hashes.map_err(|_| form("a line is no hash"))?;
        if hashes.len() > MAX_HASHES {
            return Err(form("it has more hashes than any tree asks for"));
        }
        Ok(Self {
            old_size: old
                .and_then(number)
                .ok_or(form("its first line is no size"))?,
            hashes,
            checkpoint: Note::parse(checkpoint.as_bytes())?,
        })
    }

    /// That the checkpoint goes on from an older one, both of the log whose key this is.
    ///
    /// # Errors
    /// [`ConsistencyError`].
    pub fn verify(&self, old: &Note, key: &VerifierKey) -> Result<TreeHead, ConsistencyError> {
        let old = TreeHead::of_signed(old, key)?;
        let new = TreeHead::of_signed(&self.checkpoint, key)?;
        if old.size != self.old_size {
            return Err(ConsistencyError::OtherBeginning {
                begins: self.old_size,
                old: old.size,
            });
        }
        if !tree::is_consistent((old.size, old.root), (new.size, new.root), &self.hashes) {
            return Err(ConsistencyError::Fork {
                new: new.size,
                old: old.size,
            });
        }
        Ok(new)
    }
}

impl fmt::Display for ConsistencyProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use ed25519_dalek::SigningKey;

    use super::*;
    use crate::key::named;
    use crate::tree::MemoryTree;

    const ORIGIN: &str = "stages.example/journal";

    fn key() -> (SigningKey, VerifierKey) {
        let key = SigningKey::from_bytes(&[1; 32]);
        let named = named(ORIGIN, key.verifying_key()).unwrap();
        (key, named)
    }

    fn tree() -> MemoryTree {
        let mut tree = MemoryTree::default();
        (0..30_u64).for_each(|leaf| tree.push(TreeHash::of_leaf(&leaf.to_be_bytes())));
        tree
    }

    fn checkpoint(size: u64) -> Note {
        let head = TreeHead {
            origin: ORIGIN.into(),
            size,
            root: tree::root(&tree(), size).unwrap(),
        };
        let (key, named) = key();
        Note::signed(head.to_string(), &key, &named)
    }

    fn proof(old: u64, new: u64) -> ConsistencyProof {
        ConsistencyProof {
            old_size: old,
            hashes: tree::consistency(&tree(), old, new).unwrap(),
            checkpoint: checkpoint(new),
        }
    }

    #[test]
    fn a_proof_is_read_back_and_proves() {
        for (old, new) in [(1, 2), (4, 30), (13, 30), (30, 30)] {
            let proof = proof(old, new);
            let read = ConsistencyProof::parse(proof.to_string().as_bytes()).unwrap();
            assert_eq!(read, proof);
            assert_eq!(read.verify(&checkpoint(old), &key().1).unwrap().size, new);
        }
    }

    #[test]
    fn every_byte_of_a_proof_of_consistency_counts() {
        let text = proof(13, 30).to_string().into_bytes();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut other = text.clone();
                other[at] ^= 1 << bit;
                let held = ConsistencyProof::parse(&other)
                    .and_then(|other| other.verify(&checkpoint(13), &key().1));
                assert!(held.is_err(), "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn another_older_checkpoint_is_refused() {
        let refused = proof(13, 30).verify(&checkpoint(12), &key().1);
        let begins = ConsistencyError::OtherBeginning {
            begins: 13,
            old: 12,
        };
        assert_eq!(refused, Err(begins));
        let moved = ConsistencyProof {
            old_size: 12,
            ..proof(13, 30)
        };
        let refused = moved.verify(&checkpoint(12), &key().1);
        assert_eq!(refused, Err(ConsistencyError::Fork { new: 30, old: 12 }));
    }
}
