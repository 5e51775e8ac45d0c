//! How far the log was seen by this server's write side: whatever it decides, it decides on
//! nothing that lies beyond.
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::Position;

/// A position that only grows.
#[derive(Debug, Default)]
pub(crate) struct SeenPosition(AtomicU64);

impl SeenPosition {
    /// An event was seen there.
    pub fn advance_to(&self, position: Position) {
        self.0.fetch_max(position.0, Ordering::Relaxed);
    }

    /// The last event seen.
    pub fn position(&self) -> Position {
        Position(self.0.load(Ordering::Relaxed))
    }
}
