//! What an event says of a pupil's access (STU-2).
use super::event::StudentEvent;
use super::state::Access;

impl StudentEvent {
    /// Whether the pupil may act from then on, where it says so; whether the authorisation is valid
    /// is another thing (STU-2).
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        match self {
            Self::AccessOpened { .. } => Some(Access::Open),
            Self::AccessClosed { .. }
            | Self::AuthorisationLapsed { .. }
            | Self::AuthorisationWithdrawn { .. }
            | Self::StudentEnrolledByMistake { .. }
            | Self::StudentLeft { .. }
            | Self::StudentErased { .. } => Some(Access::Closed),
            Self::StudentEnrolled { .. }
            | Self::StudentMoved { .. }
            | Self::StudentIdentityCorrected { .. }
            | Self::StudentGenderCorrected { .. }
            | Self::StudentTakenIn { .. }
            | Self::AuthorisationFormHanded { .. }
            | Self::AuthorisationRecorded { .. }
            | Self::GuardianReplacementRecorded { .. }
            | Self::SecondGuardianRecorded { .. }
            | Self::SecondGuardianConfirmed { .. }
            | Self::GuardianReplacementConfirmed { .. }
            | Self::GuardianIdentityCorrected { .. }
            | Self::StudentInvited { .. }
            | Self::HostReminded { .. }
            | Self::CvSaved { .. }
            | Self::ApplicationSubmitted { .. }
            | Self::LetterDrafted { .. }
            | Self::LetterDraftDiscarded { .. }
            | Self::LetterDraftUsed { .. }
            | Self::CommentLeft { .. }
            | Self::CvSent { .. }
            | Self::ApplicationJoinedGroup { .. }
            | Self::WeekKeptForGroup { .. }
            | Self::ApplicationExamined { .. }
            | Self::ApplicationDeclined { .. }
            | Self::DeclineUndone { .. }
            | Self::ApplicationExpired { .. }
            | Self::ApplicationWithdrawn { .. }
            | Self::ApplicationReinstated { .. }
            | Self::ApplicationAccepted { .. }
            | Self::AcceptanceRefused { .. }
            | Self::PlacementCancelledByPupil { .. }
            | Self::PlacementCancelledByHost { .. }
            | Self::PlacementCancelledByErasure { .. }
            | Self::PlacementFlagged { .. }
            | Self::PlacementKept { .. }
            | Self::PlacementFlagSettled { .. }
            | Self::PlacementCancelledByCollege { .. }
            | Self::PlacementCompleted { .. }
            | Self::PlacementMissed { .. }
            | Self::PlacementOutcomeCorrected { .. }
            | Self::PlacementOutcomeToldToo { .. }
            | Self::DebriefRecorded { .. }
            | Self::TravelAidGranted { .. }
            | Self::TravelAidCorrected { .. }
            | Self::GuardianRemoved { .. }
            | Self::GuardianErased { .. } => None,
        }
    }
}
