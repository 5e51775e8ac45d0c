//! The positions of what happened to a pupil's applications, twelve bytes each.
use eventlog::Position;
use serde::{Deserialize, Serialize};

use crate::entities::ApplicationNo;

/// An event of an application. The position is kept in two halves, so that a row needs no
/// padding: there are tens of millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HistoryEntry {
    /// Which application.
    pub(super) application: ApplicationNo,
    high: u32,
    low: u32,
}

impl HistoryEntry {
    pub(super) fn new(application: ApplicationNo, at: Position) -> Self {
        let [a, b, c, d, e, f, g, h] = at.0.to_be_bytes();
        let (high, low) = (
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes([e, f, g, h]),
        );
        Self {
            application,
            high,
            low,
        }
    }

    pub(super) fn at(self) -> Position {
        Position(u64::from(self.high) << 32 | u64::from(self.low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Number;

    #[test]
    fn a_position_comes_back_whole() {
        for at in [0, 1, u64::from(u32::MAX), 1 << 32, u64::MAX - 7] {
            let step = HistoryEntry::new(ApplicationNo::from_index(3), Position(at));
            assert_eq!(step.at(), Position(at));
        }
        assert_eq!(size_of::<HistoryEntry>(), 12);
    }
}
