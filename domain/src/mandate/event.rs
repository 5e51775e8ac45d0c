//! What happens to a mandate.
use compact_str::CompactString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::Office;
use crate::concerns::Concerns;
use crate::decider::stored_events;
use crate::ids::RepresentativeId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The facts of a mandate's stream, `mandate-{uuid}`. The identity is sealed with the person's
/// key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MandateEvent {
    /// Somebody acts in an office from now on (SPEC 6).
    RepresentativeAppointed {
        representative: RepresentativeId,
        office: Office,
        identity: Sealed<PersonIdentity>,
    },
    /// The local platform that somebody acts for signed its pooling agreement (OFF-8); said again
    /// where it was renamed or signed anew.
    PoolingAgreementSigned {
        platform: CompactString,
        signed_on: Date,
    },
    /// They no longer do; whoever follows gets a mandate of their own.
    RepresentativeRelieved { representative: RepresentativeId },
    /// Nobody reads again who that is, nor their words (SPEC 7); whoever still acts in the office is
    /// relieved in the same append.
    RepresentativeErased { representative: RepresentativeId },
}

impl MandateEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::RepresentativeAppointed { identity, .. } => Concerns::sealed(None, identity),
            Self::RepresentativeErased { representative } => {
                Concerns::default().erasing(representative.0)
            }
            Self::PoolingAgreementSigned { .. } | Self::RepresentativeRelieved { .. } => {
                Concerns::default()
            }
        }
    }
}

stored_events!(MandateEvent {
    RepresentativeAppointed @ 1,
    PoolingAgreementSigned @ 1,
    RepresentativeRelieved @ 1,
    RepresentativeErased @ 1,
});
