//! What an event says of a pupil's access (STU-2).
use super::event::StudentEvent;
use super::state::Access;
use crate::concerns::AuthorisationFact as A;

impl StudentEvent {
    /// Whether the pupil may act from then on, where it says so; whether the authorisation is valid
    /// is another thing (STU-2).
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        if let Self::StudentLeft { .. } | Self::StudentEnrolledByMistake { .. } = self {
            return Some(Access::Closed);
        }
        match self.concerns().authorisation? {
            A::AccessOpened => Some(Access::Open),
            A::AccessClosed | A::Lapsed | A::Withdrawn | A::PupilErased => Some(Access::Closed),
            A::FormHanded
            | A::Recorded
            | A::ReplacementRecorded
            | A::ReplacementConfirmed
            | A::SecondGuardianRecorded
            | A::SecondGuardianConfirmed
            | A::GuardianCorrected
            | A::GuardianRemoved
            | A::GuardianErased => None,
        }
    }
}
