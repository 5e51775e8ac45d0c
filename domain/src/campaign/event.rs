//! What happens in a campaign.
use serde::{Deserialize, Serialize};

use super::terms::{DifficultyKind, Meeting, SteeringOffice, Targets};
use crate::concerns::Concerns;
use crate::decider::stored_events;
use crate::ids::{DifficultyId, MeetingId, RepresentativeId};
use crate::personal::Word;
use crate::sealed::Sealed;

/// The facts of a campaign's stream, `campaign-{department or national}-{school year}`. What
/// somebody wrote is sealed with the key of who wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CampaignEvent {
    /// This is aimed at from now on (DSH-4, DSH-5).
    TargetsFixed { targets: Targets },
    /// The academic director reports a difficulty to rector and prefect (DSH-4).
    DifficultyReported {
        difficulty: DifficultyId,
        kind: DifficultyKind,
        by: RepresentativeId,
        words: Sealed<Word>,
    },
    /// Rector or prefect answers (DSH-4).
    DifficultyAnswered {
        difficulty: DifficultyId,
        office: SteeringOffice,
        by: RepresentativeId,
        words: Sealed<Word>,
    },
    /// It is dealt with (DSH-4).
    DifficultyClosed {
        difficulty: DifficultyId,
        office: SteeringOffice,
        by: RepresentativeId,
    },
    /// A meeting took place (DSH-4).
    MeetingRecorded {
        meeting: MeetingId,
        office: SteeringOffice,
        by: RepresentativeId,
        told: Meeting,
    },
    /// It took place otherwise than was told; `None` where there was no such meeting.
    MeetingCorrected {
        meeting: MeetingId,
        office: SteeringOffice,
        by: RepresentativeId,
        told: Option<Meeting>,
    },
}

impl CampaignEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::DifficultyReported { by, words, .. }
            | Self::DifficultyAnswered { by, words, .. } => Concerns::sealed(Some(by.0), words),
            Self::TargetsFixed { .. }
            | Self::DifficultyClosed { .. }
            | Self::MeetingRecorded { .. }
            | Self::MeetingCorrected { .. } => Concerns::default(),
        }
    }

    /// The difficulty that it tells of.
    #[must_use]
    pub fn difficulty(&self) -> Option<DifficultyId> {
        match self {
            Self::DifficultyReported { difficulty, .. }
            | Self::DifficultyAnswered { difficulty, .. }
            | Self::DifficultyClosed { difficulty, .. } => Some(*difficulty),
            Self::TargetsFixed { .. }
            | Self::MeetingRecorded { .. }
            | Self::MeetingCorrected { .. } => None,
        }
    }

    /// The meeting that it tells of.
    #[must_use]
    pub fn meeting(&self) -> Option<MeetingId> {
        match self {
            Self::MeetingRecorded { meeting, .. } | Self::MeetingCorrected { meeting, .. } => {
                Some(*meeting)
            }
            Self::TargetsFixed { .. }
            | Self::DifficultyReported { .. }
            | Self::DifficultyAnswered { .. }
            | Self::DifficultyClosed { .. } => None,
        }
    }
}

stored_events!(CampaignEvent {
    TargetsFixed @ 1,
    DifficultyReported @ 1,
    DifficultyAnswered @ 1,
    DifficultyClosed @ 1,
    MeetingRecorded @ 1,
    MeetingCorrected @ 1,
});
