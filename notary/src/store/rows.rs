//! What the store of the checkpoints holds.
use ed25519_dalek::VerifyingKey;
use eventlog::RecordedAt;
use uuid::Uuid;

use crate::TreeHash;

/// A line of checkpoints, each of which goes on from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// Its origin.
    pub origin: String,
    /// When it was opened.
    pub opened_at: RecordedAt,
    /// The signed statement of what was lost; empty of the first line.
    pub statement: String,
}

/// A checkpoint that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// From 1, over all lines.
    pub number: u64,
    /// The number of its line.
    pub line: u64,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// The id of the last event among them.
    pub last_event: Uuid,
    /// When it was signed.
    pub signed_at: RecordedAt,
    /// The signed note.
    pub note: String,
}

/// What is kept beside a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// The answer of a time-stamping authority (RFC 3161).
    TimeStamp,
    /// The note with the cosignature of a witness.
    Cosignature,
}

impl AttachmentKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TimeStamp => "time stamp",
            Self::Cosignature => "cosignature",
        }
    }

    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        [Self::TimeStamp, Self::Cosignature]
            .into_iter()
            .find(|kind| kind.name().as_bytes() == name)
    }
}

/// Where signing stands: the line that goes on, its last checkpoint, the key that signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The newest line, if any was opened.
    pub line: Option<Line>,
    /// The last checkpoint of all.
    pub last: Option<SignedCheckpoint>,
    /// The newest key, if any was used.
    pub key: Option<VerifyingKey>,
}

impl Standing {
    /// The number of the next checkpoint.
    #[must_use]
    pub fn next_number(&self) -> u64 {
        self.last.as_ref().map_or(1, |last| last.number + 1)
    }
}
