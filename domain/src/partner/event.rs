//! What happens to a partner association.
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::terms::{Activity, Assignment, Evaluated, Mark, Reach};
use crate::calendar::SchoolYear;
use crate::concerns::Concerns;
use crate::decider::stored_events;
use crate::ids::{ActivityId, DepartmentCode, PartnerId};
use crate::personal::{PersonIdentity, Word};
use crate::sealed::Sealed;

/// The facts of a partner's stream, `partner-{uuid}`. The name is an organisation's, in clear;
/// the identity of who answers for it is sealed with that person's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PartnerEvent {
    /// The association takes part (DSH-7).
    PartnerNamed {
        partner: PartnerId,
        association: CompactString,
        reach: Reach,
        identity: Sealed<PersonIdentity>,
    },
    /// It looks after a college or a host.
    PartnerAssigned { to: Assignment },
    /// It no longer does.
    PartnerUnassigned { from: Assignment },
    /// It no longer takes part, whatever it was assigned to.
    PartnerDismissed { partner: PartnerId },
    /// Nobody reads again who answered for it, nor their words (SPEC 7); a partner that still takes
    /// part is dismissed in the same append.
    PartnerContactErased { partner: PartnerId },
    /// It tells what an offer or a placement is worth, in the place of what it told before (OFF-9).
    /// The comment is sealed with the key of who answers for it.
    EvaluationGiven {
        evaluated: Evaluated,
        mark: Mark,
        comment: Option<Sealed<Word>>,
    },
    /// It did something for what it looks after (DSH-7). It counts in that department and school
    /// year.
    ActivityRecorded {
        activity: ActivityId,
        about: Assignment,
        department: DepartmentCode,
        school_year: SchoolYear,
        told: Activity,
    },
    /// It was otherwise than was told, and counts in that school year; `None` where there was
    /// nothing.
    ActivityCorrected {
        activity: ActivityId,
        school_year: SchoolYear,
        told: Option<Activity>,
    },
}

impl PartnerEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::PartnerNamed { identity, .. } => Concerns::sealed(None, identity),
            Self::EvaluationGiven { comment, .. } => {
                Concerns::default().sealing(None, comment.as_ref())
            }
            Self::PartnerContactErased { partner } => Concerns::default().erasing(partner.0),
            Self::PartnerAssigned { .. }
            | Self::PartnerUnassigned { .. }
            | Self::PartnerDismissed { .. }
            | Self::ActivityRecorded { .. }
            | Self::ActivityCorrected { .. } => Concerns::default(),
        }
    }
}

stored_events!(PartnerEvent {
    PartnerNamed @ 1,
    PartnerAssigned @ 1,
    PartnerUnassigned @ 1,
    PartnerDismissed @ 1,
    PartnerContactErased @ 1,
    EvaluationGiven @ 1,
    ActivityRecorded @ 1,
    ActivityCorrected @ 1,
});
