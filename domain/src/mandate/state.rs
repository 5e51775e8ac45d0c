//! What a mandate's events add up to.
use serde::{Deserialize, Serialize};

use super::event::MandateEvent;
use super::terms::Office;

/// A mandate as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MandateState {
    given: Option<(Office, MandateStatus)>,
}

/// Whether somebody acts in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MandateStatus {
    /// They do.
    Active,
    /// They did.
    Relieved,
}

impl MandateState {
    /// The office that was given and whether it is still held; `None` where none ever was.
    #[must_use]
    pub fn given(&self) -> Option<(Office, MandateStatus)> {
        self.given
    }

    /// The office held now.
    #[must_use]
    pub fn held(&self) -> Option<Office> {
        match self.given {
            Some((office, MandateStatus::Active)) => Some(office),
            Some((_, MandateStatus::Relieved)) | None => None,
        }
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(state: MandateState, event: &MandateEvent) -> MandateState {
    let given = match event {
        MandateEvent::RepresentativeAppointed {
            representative: _,
            office,
            identity: _,
        } => Some((*office, MandateStatus::Active)),
        MandateEvent::RepresentativeRelieved { representative: _ } => state
            .given
            .map(|(office, _)| (office, MandateStatus::Relieved)),
    };
    MandateState { given }
}
