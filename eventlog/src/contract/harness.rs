//! What the suite needs of an adapter.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;

use crate::{Clock, EventLog, Position, RecordedAt};

/// A clock that shows what it was told to show.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows the instant.
    #[must_use]
    pub fn at(instant: RecordedAt) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(instant.0)))
    }

    /// From now on it shows the instant, be it earlier or later.
    pub fn set(&self, instant: RecordedAt) {
        self.0.store(instant.0, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.0.load(Ordering::SeqCst))
    }
}

/// A column of a stored event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The position, of 64 bits.
    Position,
    /// The category of the stream.
    Category,
    /// The stream within its category.
    Stream,
    /// The number of the event in its stream, of 64 bits.
    Sequence,
    /// The id, of 128 bits.
    Id,
    /// The name of the type.
    Type,
    /// The version of the type.
    Version,
    /// The instant, of 64 bits.
    RecordedAt,
    /// The payload.
    Payload,
    /// The metadata.
    Metadata,
    /// The checksum, of 64 bits.
    Checksum,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Position,
        Self::Category,
        Self::Stream,
        Self::Sequence,
        Self::Id,
        Self::Type,
        Self::Version,
        Self::RecordedAt,
        Self::Payload,
        Self::Metadata,
        Self::Checksum,
    ];
}

/// Turns a bit back.
pub type Undo = futures::future::BoxFuture<'static, ()>;

/// A log of its own, empty at first, that the suite opens and reopens.
#[async_trait]
pub trait Harness: Send + Sync {
    /// Opens the log for the first time.
    async fn open(&self) -> Arc<dyn EventLog>;

    /// Closes the log (the caller holds the only reference) and opens it again. An adapter that
    /// keeps nothing gives the same log back.
    async fn reopen(&self, log: Arc<dyn EventLog>) -> Arc<dyn EventLog>;

    /// Turns over one bit of a column of a stored event, behind the back of the log, and gives what
    /// turns it back; `None` where the column has no such bit, or the store takes no such value.
    /// An adapter whose store nobody can change so has none of them.
    async fn flip(&self, position: Position, column: Column, bit: usize) -> Option<Undo> {
        let _ = (position, column, bit);
        None
    }

    /// The clock that the log reads, which begins later than 1970.
    fn clock(&self) -> &HandClock;
}
