//! A proof that an event is in the log that a checkpoint signs, in one text: the draft
//! c2sp.org/tlog-proof@v1 as of 2026-07 (commit 5ba5ee8 of its repository; it has no release yet).
//! Its `extra` line carries the leaf, so that the text is all a verifier needs beside the payload,
//! the metadata and the public key.
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::leaf::{Leaf, NotALeaf, OtherContent};
use crate::note::{Note, NoteError, VerifierKey};
use crate::tree_head::{CheckpointError, TreeHead, number};
use crate::{TreeHash, tree};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// The most hashes that a proof in a tree of 2^64 leaves has.
const MAX_HASHES: usize = 64;

/// A proof of inclusion, with the checkpoint that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The text of the leaf.
    pub leaf: String,
    /// Its number in the log, from 0.
    pub index: u64,
    /// From its sibling up.
    pub hashes: Vec<TreeHash>,
    /// The checkpoint.
    pub checkpoint: Note,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It is not in the form of one.
    #[error("not a proof: {0}")]
    Form(&'static str),
    /// Its checkpoint is no note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Its checkpoint is not by the key.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Its leaf is none.
    #[error(transparent)]
    Leaf(#[from] NotALeaf),
    /// Payload or metadata are other ones.
    #[error(transparent)]
    Content(#[from] OtherContent),
    /// Its hashes do not lead from the leaf to the root.
    #[error("the leaf is not number {index} of the {size} that the checkpoint signs")]
    NotIncluded {
        /// The number of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
}

impl InclusionProof {
    /// From its text.
    ///
    /// # Errors
    /// `Form`, `Note`.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProofError::Form("it is not UTF-8"))?;
        let cut = ProofError::Form("no checkpoint follows an empty line");
        let (lines, checkpoint) = text.split_once("\n\n").ok_or(cut)?;
        let mut lines = lines.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(ProofError::Form("its first line names another form"));
        }
        let leaf = lines
            .next()
            .and_then(|line| STANDARD.decode(line.strip_prefix("extra ")?).ok())
            .and_then(|leaf| String::from_utf8(leaf).ok());
        let index = lines
            .next()
            .and_then(|line| number(line.strip_prefix("index ")?));
        let hashes: Result<Vec<TreeHash>, _> = lines.map(str::parse).collect();
        let hashes = hashes.map_err(|_| ProofError::Form("a line is no hash"))?;
        if hashes.len() > MAX_HASHES {
            return Err(ProofError::Form(
                "it has more hashes than any tree asks for",
            ));
        }
        Ok(Self {
            leaf: leaf.ok_or(ProofError::Form("its second line holds no leaf"))?,
            index: index.ok_or(ProofError::Form("its third line is no index"))?,
            hashes,
            checkpoint: Note::parse(checkpoint.as_bytes())?,
        })
    }

    /// What it proves, of the log whose key this is: that this leaf is in the log, as the tree head
    /// says that was signed.
    ///
    /// # Errors
    /// [`ProofError`].
    pub fn verify(&self, key: &VerifierKey) -> Result<(Leaf, TreeHead), ProofError> {
        let head = TreeHead::of_signed(&self.checkpoint, key)?;
        let leaf = Leaf::parse(&self.leaf)?;
        let (index, size) = (self.index, head.size);
        if !tree::is_included(leaf.hash(), index, size, head.root, &self.hashes) {
            return Err(ProofError::NotIncluded { index, size });
        }
        Ok((leaf, head))
    }
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        writeln!(f, "extra {}", STANDARD.encode(&self.leaf))?;
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests;
