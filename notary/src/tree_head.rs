//! What a checkpoint says, as c2sp.org/tlog-checkpoint v1.0.0 has it: which log, how many leaves,
//! which root.
use std::fmt;

use crate::TreeHash;
use crate::note::{Note, NoteError, VerifierKey};

/// The text of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// Which log, and which line of it, by the name and the first event of that log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
}

/// A text is no checkpoint's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint: {0}")]
pub struct NotATreeHead(pub &'static str);

/// Why a checkpoint is not taken for what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Its signature.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Its text.
    #[error(transparent)]
    Text(#[from] NotATreeHead),
    /// It is of another log or line.
    #[error("the checkpoint is of {found}, not of {expected}")]
    OtherOrigin {
        /// Of which it is.
        found: String,
        /// Of which it should be.
        expected: String,
    },
}

impl TreeHead {
    /// From its text: three lines. This program writes no extension line, and takes none: nobody
    /// could check what it says.
    ///
    /// # Errors
    /// [`NotATreeHead`].
    pub fn parse(text: &str) -> Result<Self, NotATreeHead> {
        let unended = NotATreeHead("no newline ends its last line");
        let text = text.strip_suffix('\n').ok_or(unended)?;
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty());
        let size = lines.next().and_then(number);
        let root = lines.next().and_then(|root| root.parse().ok());
        if lines.next().is_some() {
            return Err(NotATreeHead("it has more than three lines"));
        }
        Ok(Self {
            origin: origin.ok_or(NotATreeHead("it names no origin"))?.to_owned(),
            size: size.ok_or(NotATreeHead("its second line is no size"))?,
            root: root.ok_or(NotATreeHead("its third line is no root"))?,
        })
    }

    /// Of a note that the key signed, whose name is the origin.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn of_signed(note: &Note, key: &VerifierKey) -> Result<Self, CheckpointError> {
        note.verify(key)?;
        let head = Self::parse(&note.text)?;
        if head.origin != key.name() {
            return Err(CheckpointError::OtherOrigin {
                found: head.origin,
                expected: key.name().to_owned(),
            });
        }
        Ok(head)
    }
}

impl fmt::Display for TreeHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

/// A decimal number without leading zeroes.
pub(crate) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
