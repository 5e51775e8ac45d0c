//! Snapshots of all folds: what of them is written, as [`eventlog::snapshot`] keeps it.
use eventlog::Checkpoint;
use eventlog::snapshot::{self, SnapshotState};
pub use eventlog::snapshot::{NotWritten, Unusable};

use crate::folds::Folds;

/// The state of all folds in bytes.
pub type Image = snapshot::Image<Folds>;

/// The folder of the snapshots of one log.
pub type SnapshotFolder = snapshot::SnapshotFolder<Folds>;

impl SnapshotState for Folds {
    fn fingerprint() -> [u8; 32] {
        Self::fingerprint()
    }

    fn checkpoint(&self) -> Checkpoint {
        Self::checkpoint(self)
    }

    fn is_parked(&self) -> bool {
        Self::is_parked(self)
    }

    fn encode(&self) -> Result<Vec<u8>, NotWritten> {
        postcard::to_stdvec(self).map_err(|error| NotWritten::Encoding(error.to_string()))
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

#[cfg(test)]
mod tests;
