//! The checksum that is stored with each event and compared whenever the event is read.
//!
//! It finds what a disk, a cable or a stray write changed. It is no proof against whoever can
//! write to the store: there is no key in it.
use twox_hash::XxHash3_64;
use uuid::Uuid;

use crate::{Damage, LogError, Position, Recorded, RecordedAt, StreamId};

/// What an event says, wherever and whenever it is recorded.
pub(crate) struct Content<'a> {
    pub stream: &'a StreamId,
    /// From 1.
    pub sequence: u64,
    pub id: &'a Uuid,
    pub event_type: &'a str,
    pub event_version: u16,
    pub payload: &'a [u8],
    pub metadata: &'a [u8],
}

impl<'a> From<&'a Recorded> for Content<'a> {
    fn from(event: &'a Recorded) -> Self {
        Self {
            stream: &event.stream,
            sequence: event.sequence,
            id: &event.id,
            event_type: &event.event_type,
            event_version: event.event_version,
            payload: &event.payload,
            metadata: &event.metadata,
        }
    }
}

/// Makes checksums, one after another.
#[derive(Default)]
pub(crate) struct Checksums {
    bytes: Vec<u8>,
}

impl Checksums {
    /// XXH3-64 of the content: numbers in little-endian order, every text after its length, so
    /// that no two contents have the same bytes.
    pub(crate) fn content(&mut self, content: &Content<'_>) -> u64 {
        let bytes = &mut self.bytes;
        bytes.clear();
        bytes.extend_from_slice(&content.sequence.to_le_bytes());
        bytes.extend_from_slice(content.id.as_bytes());
        bytes.extend_from_slice(&content.event_version.to_le_bytes());
        let texts = [
            content.stream.category().as_bytes(),
            content.stream.id().as_bytes(),
            content.event_type.as_bytes(),
            content.payload,
            content.metadata,
        ];
        for text in texts {
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text);
        }
        XxHash3_64::oneshot(bytes)
    }

    /// The checksum of a stored event.
    pub(crate) fn of(&mut self, event: &Recorded) -> u64 {
        placed(
            self.content(&Content::from(event)),
            event.position,
            event.recorded_at,
        )
    }

    /// Compares an event with the checksum stored with it.
    ///
    /// # Errors
    /// `Damaged`, naming position and stream.
    pub(crate) fn check(&mut self, event: &Recorded, stored: u64) -> Result<(), LogError> {
        if self.of(event) == stored {
            return Ok(());
        }
        let why = format!(
            "event {} of stream {} is not as it was written: its checksum does not fit",
            event.sequence, event.stream
        );
        Err(LogError::Damaged(Damage::of_event(event.position, why)))
    }
}

/// The checksum of a content that was recorded at a position, at an instant. A store that gives
/// the position itself does this with operators on numbers of 64 bits.
pub(crate) fn placed(content: u64, position: Position, recorded_at: RecordedAt) -> u64 {
    content ^ position.0 ^ recorded_at.0.cast_unsigned().rotate_left(32)
}

/// A checksum as a signed number, as databases hold it.
pub(crate) fn as_signed(checksum: u64) -> i64 {
    checksum.cast_signed()
}

#[cfg(test)]
mod tests;
