//! What each fact of a pupil concerns: an application, an authorisation, what is sealed and for whom,
//! who is erased by it.
use uuid::Uuid;

use super::event::StudentEvent;
use super::terms::RefusedBecause;
use crate::concerns::{
    ApplicationChange, ApplicationState, AuthorisationFact, Concerns, ReleaseCause,
};

impl StudentEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        use ApplicationState as S;
        use AuthorisationFact as A;
        let pupil: Option<Uuid> = None;
        match self {
            Self::StudentMoved { .. }
            | Self::StudentGenderCorrected { .. }
            | Self::StudentEnrolledByMistake { .. }
            | Self::StudentLeft { .. }
            | Self::StudentTakenIn { .. }
            // Between the college and the family: no step of the application, which the host sees.
            | Self::TravelAidGranted { .. } => Concerns::default(),
            Self::TravelAidCorrected { reason, .. } => Concerns::sealed(pupil, reason),
            Self::StudentIdentityCorrected { identity } => Concerns::sealed(pupil, identity),
            Self::GuardianIdentityCorrected { guardian, identity } => {
                Concerns::authorisation(A::GuardianCorrected)
                    .sealing(Some(guardian.0), Some(identity))
            }
            Self::StudentEnrolled { identity, .. } => Concerns::sealed(pupil, identity),
            Self::StudentInvited { address, .. } => Concerns::sealed(pupil, address),
            Self::CvSaved { cv, .. } => Concerns::sealed(pupil, cv),
            Self::AuthorisationFormHanded { .. } => Concerns::authorisation(A::FormHanded),
            Self::AuthorisationRecorded {
                guardian, identity, ..
            } => Concerns::authorisation(A::Recorded).sealing(Some(guardian.0), Some(identity)),
            Self::GuardianReplacementRecorded {
                guardian, identity, ..
            } => Concerns::authorisation(A::ReplacementRecorded)
                .sealing(Some(guardian.0), Some(identity)),
            Self::GuardianReplacementConfirmed { .. } => {
                Concerns::authorisation(A::ReplacementConfirmed)
            }
            Self::SecondGuardianRecorded {
                guardian, identity, ..
            } => Concerns::authorisation(A::SecondGuardianRecorded)
                .sealing(Some(guardian.0), Some(identity)),
            Self::SecondGuardianConfirmed { .. } => {
                Concerns::authorisation(A::SecondGuardianConfirmed)
            }
            Self::AuthorisationLapsed { .. } => Concerns::authorisation(A::Lapsed),
            Self::AccessOpened { .. } => Concerns::authorisation(A::AccessOpened),
            Self::AccessClosed { .. } => Concerns::authorisation(A::AccessClosed),
            Self::AuthorisationWithdrawn { .. } => Concerns::authorisation(A::Withdrawn),
            Self::GuardianRemoved { .. } => Concerns::authorisation(A::GuardianRemoved),
            Self::GuardianErased { guardian } => {
                Concerns::authorisation(A::GuardianErased).erasing(guardian.0)
            }
            Self::StudentErased { student } => {
                Concerns::authorisation(A::PupilErased).erasing(student.0)
            }
            Self::ApplicationSubmitted {
                application,
                letter,
                ..
            } => Concerns::application(*application, ApplicationChange::Submitted)
                .sealing(pupil, Some(letter)),
            Self::LetterDrafted { letter, .. } => Concerns::sealed(pupil, letter),
            Self::CommentLeft { text, .. } => Concerns::sealed(pupil, text),
            // The application's letter is told with the application.
            Self::LetterDraftDiscarded { .. } | Self::LetterDraftUsed { .. } => {
                Concerns::default()
            }
            Self::CvSent { application, .. }
            | Self::HostReminded { application, .. }
            | Self::ApplicationJoinedGroup { application, .. }
            | Self::WeekKeptForGroup { application, .. } => {
                Concerns::application(*application, ApplicationChange::Stays)
            }
            Self::ApplicationExamined { application, .. } => {
                Concerns::becomes(*application, S::UnderExamination)
            }
            Self::ApplicationDeclined { application, cause } => {
                Concerns::becomes(*application, S::Declined).sealing(pupil, cause.message())
            }
            Self::ApplicationExpired {
                application,
                due: _,
            } => Concerns::becomes(*application, S::Expired),
            Self::ApplicationWithdrawn { application, cause } => {
                Concerns::becomes(*application, S::Withdrawn).sealing(pupil, cause.reason())
            }
            Self::ApplicationReinstated { application, .. }
            | Self::DeclineUndone { application, .. } => {
                Concerns::becomes(*application, S::Pending)
            }
            Self::ApplicationAccepted {
                application,
                message,
                ..
            } => Concerns::becomes(*application, S::Accepted).sealing(pupil, message.as_ref()),
            Self::AcceptanceRefused {
                application,
                offer,
                because,
                ..
            } => {
                let concerns = match because {
                    RefusedBecause::UnknownApplication => Concerns::default(),
                    RefusedBecause::PlacedElsewhereThatWeek
                    | RefusedBecause::YearlyLimitReached
                    | RefusedBecause::NoLongerPending
                    | RefusedBecause::NotAuthorised => {
                        Concerns::application(*application, ApplicationChange::Stays)
                    }
                };
                concerns.seat_back(*offer, *application, ReleaseCause::AcceptanceRefused)
            }
            Self::PlacementCancelledByPupil {
                application,
                offer,
                reason,
                ..
            } => Concerns::becomes(*application, S::Cancelled)
                .sealing(pupil, Some(reason))
                .seat_back(*offer, *application, ReleaseCause::CancelledByPupil),
            Self::PlacementCancelledByHost {
                application,
                offer,
                reason,
                ..
            } => Concerns::becomes(*application, S::Cancelled)
                .sealing(pupil, Some(reason))
                .seat_back(*offer, *application, ReleaseCause::CancelledByHost),
            Self::PlacementCancelledByCollege {
                application,
                offer,
                reason,
                ..
            } => Concerns::becomes(*application, S::Cancelled)
                .sealing(pupil, Some(reason))
                .seat_back(*offer, *application, ReleaseCause::CancelledByCollege),
            Self::PlacementCancelledByErasure {
                application, offer, ..
            } => Concerns::becomes(*application, S::Cancelled).seat_back(
                *offer,
                *application,
                ReleaseCause::PupilErased,
            ),
            Self::PlacementCompleted { application, .. } => {
                Concerns::becomes(*application, S::Completed)
            }
            Self::PlacementMissed { application, .. } => Concerns::becomes(*application, S::Missed),
            Self::PlacementOutcomeCorrected {
                application,
                outcome,
                ..
            } => Concerns::becomes(*application, outcome.state()),
            Self::PlacementFlagged { application, .. }
            | Self::PlacementOutcomeToldToo { application, .. }
            | Self::PlacementKept { application }
            | Self::PlacementFlagSettled { application } => {
                Concerns::application(*application, ApplicationChange::Stays)
            }
            Self::DebriefRecorded {
                application,
                debrief,
                ..
            } => Concerns::application(*application, ApplicationChange::Stays)
                .sealing(pupil, Some(debrief)),
        }
    }
}
