//! All that the write side builds as it follows the log, as it stands in a snapshot. What only this
//! server knows, and the log does not tell, is not in it.
use eventlog::snapshot::{NotWritten, SnapshotState};
use eventlog::{Checkpoint, Position};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::followed::Followed;
use crate::open_applications::kept::KeptOpenApplications;
use crate::open_step::OpenStep;
use crate::quotas::kept::KeptQuotas;
use crate::requests::kept::KeptRequests;

/// Raised whenever the state would come out otherwise than before from the same log, or is kept in
/// another form; older snapshots are then left aside.
const VERSION: u32 = 3;

/// The kept form.
#[derive(Serialize, Deserialize)]
pub struct WriteSide {
    open: KeptOpenApplications,
    known: Vec<u8>,
    requests: KeptRequests,
    quotas: KeptQuotas,
    /// Whether it stands still, or has passed what it cannot read: never in a snapshot.
    #[serde(skip)]
    is_parked: bool,
}

impl WriteSide {
    /// What a write side holds at this moment, while it applies nothing.
    ///
    /// # Errors
    /// [`NotWritten::Encoding`] where something of it must not be kept.
    pub(crate) fn of(followed: Followed<'_>) -> Result<Self, NotWritten> {
        let open = followed.open.kept();
        Ok(Self {
            open: open.map_err(|error| NotWritten::Encoding(error.to_string()))?,
            known: followed.known.kept(),
            requests: followed.requests.kept(),
            quotas: followed.quotas.kept(),
            is_parked: followed.open.parked().is_some() || followed.known.passed_unreadable(),
        })
    }

    /// The steps of which the log tells more than is kept: where the event stands that asks for each,
    /// and its id.
    pub(crate) fn told_by_the_log(&self) -> Vec<(Position, Uuid)> {
        self.open.told_by_the_log().collect()
    }

    /// A write side that has followed nothing yet goes on from here; gives whether it does, for a
    /// state that was not kept so is not taken up at all.
    pub(crate) fn take_up(self, followed: Followed<'_>, told: &[OpenStep]) -> bool {
        let position = self.checkpoint().position;
        if !followed.open.take_up(self.open, told) {
            return false;
        }
        followed.known.take_up(&self.known);
        followed.requests.take_up(self.requests);
        followed.quotas.take_up(self.quotas);
        followed.seen.advance_to(position);
        true
    }
}

impl SnapshotState for WriteSide {
    fn fingerprint() -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update("the write side");
        hash.update(VERSION.to_be_bytes());
        hash.finalize().into()
    }

    fn checkpoint(&self) -> Checkpoint {
        self.open.checkpoint()
    }

    fn is_parked(&self) -> bool {
        self.is_parked
    }

    fn encode(&self) -> Result<Vec<u8>, NotWritten> {
        postcard::to_stdvec(self).map_err(|error| NotWritten::Encoding(error.to_string()))
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
