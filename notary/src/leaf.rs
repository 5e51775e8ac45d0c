//! The leaf of an event: a canonical text of digests.
//!
//! ```text
//! placement leaf v1
//! id 0192d2f0-0000-7000-8000-000000000001
//! stream student-0192d2f0-0000-7000-8000-0000000000aa
//! sequence 3
//! version 1
//! recorded 1767225600000000
//! payload 128 <SHA-256 in hexadecimal>
//! metadata 64 <SHA-256 in hexadecimal>
//! type ApplicationSubmitted
//! ```
//!
//! It holds no payload, so a leaf discloses no ciphertext, and stays what it was when a key is
//! destroyed. It holds no position, for stores number events in their own ways. The type comes
//! last: it may hold any character, and goes on to the newline that ends the text. No two events
//! have the same text.
use std::fmt;
use std::fmt::Write;

use eventlog::{Recorded, RecordedAt, StreamId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::TreeHash;

const FIRST_LINE: &str = "placement leaf v1";

/// The most bytes a leaf has, with the longest names that the log allows; entries of
/// `tlog-tiles` have room for 65,535.
pub const MAX_LEAF: usize = 1_024;

/// The length and the SHA-256 of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentDigest {
    /// How many bytes.
    pub length: u64,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

impl ContentDigest {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            length: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            sha256: Sha256::digest(bytes).into(),
        }
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.length)?;
        self.sha256
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What a leaf says of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The id of the event.
    pub id: Uuid,
    /// Its stream.
    pub stream: StreamId,
    /// Its number in the stream, from 1.
    pub sequence: u64,
    /// The version of its schema.
    pub event_version: u16,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// Its payload.
    pub payload: ContentDigest,
    /// Its metadata.
    pub metadata: ContentDigest,
    /// The name of its type.
    pub event_type: String,
}

/// A text is no leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a leaf: line {line} is not as `placement leaf v1` has it")]
pub struct NotALeaf {
    /// Which of its lines, from 1.
    pub line: usize,
}

/// How an event differs from its leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {0} is not the one that the leaf names")]
pub struct OtherContent(pub &'static str);

impl From<&Recorded> for Leaf {
    fn from(event: &Recorded) -> Self {
        Self {
            id: event.id,
            stream: event.stream.clone(),
            sequence: event.sequence,
            event_version: event.event_version,
            recorded_at: event.recorded_at,
            payload: ContentDigest::of(&event.payload),
            metadata: ContentDigest::of(&event.metadata),
            event_type: event.event_type.to_string(),
        }
    }
}

impl Leaf {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(480);
        // Writing to a text does not fail.
        let _ = write!(
            text,
            "{FIRST_LINE}\nid {}\nstream {}\nsequence {}\nversion {}\nrecorded {}\npayload {}\n\
             metadata {}\ntype {}\n",
            self.id,
            self.stream,
            self.sequence,
            self.event_version,
            self.recorded_at.0,
            self.payload,
            self.metadata,
            self.event_type
        );
        text
    }

    /// Its hash in the tree.
    #[must_use]
    pub fn hash(&self) -> TreeHash {
        TreeHash::of_leaf(self.text().as_bytes())
    }

    /// From its text, which must be just the one that [`Leaf::text`] gives.
    ///
    /// # Errors
    /// [`NotALeaf`].
    pub fn parse(text: &str) -> Result<Self, NotALeaf> {
        let mut rest = text;
        let mut line = 0;
        let mut next = |named: &str| -> Result<&str, NotALeaf> {
            line += 1;
            let (one, after) = rest.split_once('\n').ok_or(NotALeaf { line })?;
            rest = after;
            one.strip_prefix(named).ok_or(NotALeaf { line })
        };
        let first = next(FIRST_LINE)?;
        let id = next("id ")?;
        let stream = next("stream ")?;
        let sequence = next("sequence ")?;
        let version = next("version ")?;
        let recorded = next("recorded ")?;
        let payload = next("payload ")?;
        let metadata = next("metadata ")?;
        let event_type = rest
            .strip_prefix("type ")
            .and_then(|event_type| event_type.strip_suffix('\n'));
        let at = |line| move || NotALeaf { line };
        if !first.is_empty() {
            return Err(NotALeaf { line: 1 });
        }
        let leaf = Self {
            id: id.parse().ok().ok_or_else(at(2))?,
            stream: stream.parse().ok().ok_or_else(at(3))?,
            sequence: sequence.parse().ok().ok_or_else(at(4))?,
            event_version: version.parse().ok().ok_or_else(at(5))?,
            recorded_at: RecordedAt(recorded.parse().ok().ok_or_else(at(6))?),
            payload: digest(payload).ok_or_else(at(7))?,
            metadata: digest(metadata).ok_or_else(at(8))?,
            event_type: event_type.ok_or_else(at(9))?.to_owned(),
        };
        // Numbers and ids have other ways to be written than the one that was hashed.
        let written = leaf.text();
        if written == text {
            return Ok(leaf);
        }
        let lines = written.lines().zip(text.lines());
        let same = lines.take_while(|(one, other)| one == other).count();
        Err(NotALeaf { line: same + 1 })
    }

    /// What of the event another leaf says otherwise, in words; nothing where both are one text.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<&'static str> {
        [
            (self.id != other.id, "its id"),
            (self.stream != other.stream, "its stream"),
            (self.sequence != other.sequence, "its number in the stream"),
            (
                self.event_version != other.event_version,
                "the version of its type",
            ),
            (
                self.recorded_at != other.recorded_at,
                "the time it was recorded",
            ),
            (self.payload != other.payload, "its payload"),
            (self.metadata != other.metadata, "its metadata"),
            (self.event_type != other.event_type, "its type"),
        ]
        .into_iter()
        .filter_map(|(is_other, what)| is_other.then_some(what))
        .collect()
    }

    /// That these are the payload and the metadata of the event.
    ///
    /// # Errors
    /// [`OtherContent`], naming which is not.
    pub fn check(&self, payload: &[u8], metadata: &[u8]) -> Result<(), OtherContent> {
        if ContentDigest::of(payload) != self.payload {
            return Err(OtherContent("payload"));
        }
        if ContentDigest::of(metadata) != self.metadata {
            return Err(OtherContent("metadata"));
        }
        Ok(())
    }
}

fn digest(text: &str) -> Option<ContentDigest> {
    let (length, hex) = text.split_once(' ')?;
    let mut sha256 = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (byte, at) in sha256.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
    }
    Some(ContentDigest {
        length: length.parse().ok()?,
        sha256,
    })
}

#[cfg(test)]
mod tests;
