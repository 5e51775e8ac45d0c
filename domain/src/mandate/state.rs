//! What a mandate's events add up to.
use compact_str::CompactString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::MandateEvent;
use super::terms::Office;

/// A mandate as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MandateState {
    given: Option<(Office, MandateStatus)>,
    #[serde(default)]
    agreement: Option<PoolingAgreement>,
}

/// What a local platform signed (OFF-8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolingAgreement {
    /// The name of the platform, 1-200 characters; shown with each of its offers.
    pub platform: CompactString,
    /// When.
    pub signed_on: Date,
}

/// Whether somebody acts in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MandateStatus {
    /// They do.
    Active,
    /// They did.
    Relieved,
    /// They did, and nobody reads again who that was (SPEC 7).
    Erased,
}

impl MandateState {
    /// The office that was given and whether it is still held; `None` where none ever was.
    #[must_use]
    pub fn given(&self) -> Option<(Office, MandateStatus)> {
        self.given
    }

    /// The pooling agreement of the platform, once it was signed (OFF-8).
    #[must_use]
    pub fn pooling_agreement(&self) -> Option<&PoolingAgreement> {
        self.agreement.as_ref()
    }

    /// The office held now.
    #[must_use]
    pub fn held(&self) -> Option<Office> {
        match self.given {
            Some((office, MandateStatus::Active)) => Some(office),
            Some((_, MandateStatus::Relieved | MandateStatus::Erased)) | None => None,
        }
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: MandateState, event: &MandateEvent) -> MandateState {
    match event {
        MandateEvent::RepresentativeAppointed {
            representative: _,
            office,
            identity: _,
        } => state.given = Some((*office, MandateStatus::Active)),
        MandateEvent::PoolingAgreementSigned {
            platform,
            signed_on,
        } => {
            state.agreement = Some(PoolingAgreement {
                platform: platform.clone(),
                signed_on: *signed_on,
            });
        }
        MandateEvent::RepresentativeRelieved { representative: _ } => {
            if let Some((_, status)) = &mut state.given {
                *status = MandateStatus::Relieved;
            }
        }
        MandateEvent::RepresentativeErased { representative: _ } => {
            if let Some((_, status)) = &mut state.given {
                *status = MandateStatus::Erased;
            }
        }
    }
    state
}
