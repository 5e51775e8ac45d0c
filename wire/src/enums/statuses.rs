//! Statuses and facts, for responses.
use commands::Failure;
use domain::campaign::{DifficultyStatus, SteeringOffice};
use domain::concerns::AuthorisationFact;
use domain::establishment::{
    AuthorityDecision, ClassStatus, DecidingOffice, HelpStatus, HostInvitationStatus, Registration,
    StaffStatus, WaiverStatus,
};
use domain::explain::Expected;
use domain::offer::{OfferStatus, ReservationStatus};
use domain::principal::Role;
use domain::student::{
    ApplicationAct, CancelledBy, DeclineCause, Outcome, RefusedBecause, Standing, StudentEvent,
    WithdrawalCause, WithdrawnBy,
};
use projections::ApplicationState;
use projections::agreements::Coverage;
use projections::follow_up::{Attention, AuthorisationStatus};
use projections::groups::GroupState;
use projections::trail::GuardianStanding;
use proto::v1;

use crate::names::bad;

/// What the domain knows and the wire only tells: written, never read.
macro_rules! told {
    ($(
        $(#[doc = $doc:literal])*
        $write:ident: $domain:ident => $wire:ident { $($known:ident => $variant:ident),* $(,)? }
    )*) => {$(
        $(#[doc = $doc])*
        #[must_use]
        pub fn $write(known: $domain) -> v1::$wire {
            match known {
                $($domain::$known => v1::$wire::$variant,)*
            }
        }
    )*};
}

told! {
    /// In what role somebody acted.
    of_role: Role => ActorKind {
        Pupil => Pupil, Guardian => Guardian, Teacher => Teacher, Head => Head,
        OtherStaff => OtherStaff, HostPerson => HostPerson, Prefect => Prefect,
        Referent => Referent, AcademicDirector => AcademicDirector,
        RegionPrefect => RegionPrefect, Rector => Rector, Partner => Partner,
        NationalCommittee => NationalCommittee, PoolingPartner => PoolingPartner,
        Operator => Operator,
    }
    /// The status of a member of staff.
    of_staff: StaffStatus => StaffState {
        Invited => Invited, Requested => Requested, Active => Joined, Revoked => Revoked,
        Erased => Erased,
    }
    /// Where a request to reserve an offer stands (EST-9).
    of_reservation: ReservationStatus => ReservationState {
        Requested => Requested, Withdrawn => Withdrawn, Declined => Declined,
        Accepted => Accepted,
    }
    /// Where a waiver stands (EST-2).
    of_waiver: WaiverStatus => WaiverState {
        NotAsked => NotAsked, Awaited => Awaited, Granted => Granted, Refused => Refused,
        Withdrawn => Withdrawn,
    }
    /// Where an authority stands about a waiver (EST-2).
    of_waiver_decision: AuthorityDecision => WaiverDecision {
        Awaited => Awaited, Agreed => Agreed, Refused => Refused, Withdrawn => Withdrawn,
    }
    /// In which office somebody steers a department's campaign.
    of_steering_office: SteeringOffice => Office {
        Prefect => Prefect, Referent => Referent, AcademicDirector => AcademicDirector,
        Rector => Rector,
    }
    /// In which office somebody decides about a college of their department.
    of_deciding_office: DecidingOffice => Office {
        Prefect => Prefect, Referent => Referent, AcademicDirector => AcademicDirector,
    }
    /// How far a difficulty is dealt with (DSH-4).
    of_difficulty: DifficultyStatus => DifficultyState {
        Open => Open, Answered => Answered, Closed => Closed,
    }
    /// How far a request for help is dealt with (EST-14).
    of_help_request: HelpStatus => HelpRequestState {
        Open => Open, Answered => Answered, Closed => Closed,
    }
    /// Whether an invitation of a host still stands (EST-11).
    of_host_invitation: HostInvitationStatus => HostInvitationState {
        Open => Open, TakenBack => TakenBack, Expired => Expired,
    }
    /// Whether a class has access.
    of_class: ClassStatus => ClassState { Open => Open, Closed => Closed }
    /// Whether an offer takes applications.
    of_offer: OfferStatus => OfferState { Open => Published, Withdrawn => Withdrawn }
    /// The status of a pupil's parental authorisation.
    of_authorisation: AuthorisationStatus => AuthorisationState {
        NotAsked => Missing, FormHanded => FormHanded, Valid => Valid, Withdrawn => Withdrawn,
        AwaitsConfirmation => AwaitsConfirmation,
    }
    /// The status of an application; it stays accepted whatever becomes of its placement.
    of_application_state: ApplicationState => ApplicationState {
        Pending => Pending, UnderExamination => UnderExamination, Withdrawn => Withdrawn,
        Declined => Declined, Expired => Expired, Accepted => Accepted, Cancelled => Accepted, Completed => Accepted,
        Missed => Accepted,
    }
    /// What can be done about an application.
    of_application_act: ApplicationAct => ApplicationAct {
        SendCv => SendCv, WithdrawApplication => WithdrawApplication,
        ReinstateApplication => ReinstateApplication, CancelPlacement => CancelPlacement,
        ExamineApplication => ExamineApplication, AcceptApplication => AcceptApplication,
        DeclineApplication => DeclineApplication, UndoDecline => UndoDecline,
        CancelPlacementByHost => CancelPlacementByHost, KeepPlacement => KeepPlacement,
        CancelPlacementByCollege => CancelPlacementByCollege,
        ConfirmCompletion => ConfirmCompletion, ReportAbsence => ReportAbsence,
        RecordDebrief => RecordDebrief, GrantTravelAid => GrantTravelAid,
        CorrectTravelAid => CorrectTravelAid,
    }
    /// What somebody who signed a form is to the pupil now.
    of_guardian_standing: GuardianStanding => GuardianStanding {
        Acts => Acts, AwaitsConfirmation => AwaitsConfirmation, DoesNotAct => DoesNotAct,
        Removed => Removed,
    }
    /// Whether an agreement covers its placement.
    of_agreement: Coverage => AgreementState {
        NotCovered => NotCovered, CannotStart => CannotStart, Covered => Covered, Ended => Ended,
    }
    /// Why an acceptance could not place the pupil.
    of_acceptance_refusal: RefusedBecause => AcceptanceRefusal {
        UnknownApplication => UnknownApplication,
        PlacedElsewhereThatWeek => PlacedElsewhereThatWeek,
        YearlyLimitReached => YearlyLimitReached,
        NoLongerPending => NoLongerPending,
        NotAuthorised => NotAuthorised,
    }
}

/// In what role somebody acted; `None` is the platform itself.
#[must_use]
pub fn of_actor(role: Option<Role>) -> v1::ActorKind {
    role.map_or(v1::ActorKind::Platform, of_role)
}

/// Whether a college of the directory takes part.
#[must_use]
pub fn of_establishment(registration: Registration) -> v1::EstablishmentState {
    match registration {
        Registration::None => v1::EstablishmentState::Listed,
        Registration::AwaitsConfirmation => v1::EstablishmentState::AwaitsConfirmation,
        Registration::Confirmed => v1::EstablishmentState::Registered,
    }
}

/// What happened to an authorisation; `by` is who took it back, of a fact that tells so.
#[must_use]
pub fn of_authorisation_fact(fact: AuthorisationFact, by: WithdrawnBy) -> v1::AuthorisationFact {
    match (fact, by) {
        (AuthorisationFact::FormHanded, _) => v1::AuthorisationFact::FormHanded,
        (AuthorisationFact::Recorded, _) => v1::AuthorisationFact::Recorded,
        (AuthorisationFact::AccessOpened, _) => v1::AuthorisationFact::AccessOpened,
        (AuthorisationFact::AccessClosed, _) => v1::AuthorisationFact::AccessClosed,
        (AuthorisationFact::Withdrawn, WithdrawnBy::Guardian) => {
            v1::AuthorisationFact::WithdrawnByGuardian
        }
        (AuthorisationFact::Withdrawn, WithdrawnBy::College) => {
            v1::AuthorisationFact::WithdrawnReportedByCollege
        }
        (AuthorisationFact::GuardianRemoved, _) => v1::AuthorisationFact::GuardianRemoved,
        (AuthorisationFact::GuardianErased, _) => v1::AuthorisationFact::GuardianErased,
        (AuthorisationFact::PupilErased, _) => v1::AuthorisationFact::PupilErased,
        (AuthorisationFact::ReplacementRecorded, _) => v1::AuthorisationFact::ReplacementRecorded,
        (AuthorisationFact::ReplacementConfirmed, _) => v1::AuthorisationFact::ReplacementConfirmed,
        (AuthorisationFact::SecondGuardianRecorded, _) => {
            v1::AuthorisationFact::SecondGuardianRecorded
        }
        (AuthorisationFact::SecondGuardianConfirmed, _) => {
            v1::AuthorisationFact::SecondGuardianConfirmed
        }
        (AuthorisationFact::Lapsed, _) => v1::AuthorisationFact::Lapsed,
        (AuthorisationFact::GuardianCorrected, _) => v1::AuthorisationFact::GuardianCorrected,
    }
}

/// The states in which an application of that state of the wire may stand, of a filter.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn application_states(
    given: v1::ApplicationState,
) -> Result<&'static [ApplicationState], Failure> {
    match given {
        v1::ApplicationState::Unspecified => Err(bad(
            "states",
            Expected("des états de candidatures", "states of applications"),
        )),
        v1::ApplicationState::Pending => Ok(&[ApplicationState::Pending]),
        v1::ApplicationState::UnderExamination => Ok(&[ApplicationState::UnderExamination]),
        v1::ApplicationState::Accepted => Ok(&[
            ApplicationState::Accepted,
            ApplicationState::Cancelled,
            ApplicationState::Completed,
            ApplicationState::Missed,
        ]),
        v1::ApplicationState::Declined => Ok(&[ApplicationState::Declined]),
        v1::ApplicationState::Expired => Ok(&[ApplicationState::Expired]),
        v1::ApplicationState::Withdrawn => Ok(&[ApplicationState::Withdrawn]),
    }
}

/// Where the placement stands that came of an application, unspecified where none did; `by` is who
/// gave it up, of one that was.
#[must_use]
pub fn of_placement_state(state: ApplicationState, by: Option<CancelledBy>) -> v1::PlacementState {
    match (state, by) {
        (
            ApplicationState::Pending
            | ApplicationState::UnderExamination
            | ApplicationState::Withdrawn
            | ApplicationState::Declined
            | ApplicationState::Expired,
            _,
        ) => v1::PlacementState::Unspecified,
        (ApplicationState::Accepted, _) => v1::PlacementState::Placed,
        (ApplicationState::Cancelled, None | Some(CancelledBy::Pupil)) => {
            v1::PlacementState::CancelledByPupil
        }
        (ApplicationState::Cancelled, Some(CancelledBy::Host)) => {
            v1::PlacementState::CancelledByHost
        }
        (ApplicationState::Cancelled, Some(CancelledBy::College)) => {
            v1::PlacementState::CancelledByCollege
        }
        (ApplicationState::Completed, _) => v1::PlacementState::Completed,
        (ApplicationState::Missed, _) => v1::PlacementState::Missed,
    }
}

/// Why a placement asks for the head's attention, where it does.
#[must_use]
pub fn of_flag(attention: Attention) -> Option<v1::PlacementFlag> {
    match attention {
        Attention::None => None,
        Attention::Flagged => Some(v1::PlacementFlag::AuthorisationWithdrawn),
        Attention::PupilLeft => Some(v1::PlacementFlag::PupilLeft),
        Attention::NotEligible => Some(v1::PlacementFlag::NotEligible),
        Attention::Kept => Some(v1::PlacementFlag::KeptByHead),
    }
}

/// Where the application of a group stands.
#[must_use]
pub fn of_group(state: GroupState) -> v1::GroupApplicationState {
    match state {
        GroupState::Pending => v1::GroupApplicationState::Pending,
        GroupState::Seated => v1::GroupApplicationState::Seated,
        GroupState::Accepted => v1::GroupApplicationState::Accepted,
        GroupState::Declined => v1::GroupApplicationState::Declined,
        GroupState::Withdrawn => v1::GroupApplicationState::Withdrawn,
        GroupState::Incomplete => v1::GroupApplicationState::Incomplete,
    }
}

/// Which groups are asked for; all for `None`.
#[must_use]
pub fn group_state(wanted: v1::GroupApplicationState) -> Option<GroupState> {
    match wanted {
        v1::GroupApplicationState::Unspecified => None,
        v1::GroupApplicationState::Pending => Some(GroupState::Pending),
        v1::GroupApplicationState::Seated => Some(GroupState::Seated),
        v1::GroupApplicationState::Accepted => Some(GroupState::Accepted),
        v1::GroupApplicationState::Declined => Some(GroupState::Declined),
        v1::GroupApplicationState::Withdrawn => Some(GroupState::Withdrawn),
        v1::GroupApplicationState::Incomplete => Some(GroupState::Incomplete),
    }
}

/// What somebody said of a week; unspecified where they said nothing.
#[must_use]
pub fn of_outcome(said: Option<Outcome>) -> v1::PlacementState {
    match said {
        None => v1::PlacementState::Unspecified,
        Some(Outcome::Completed) => v1::PlacementState::Completed,
        Some(Outcome::Missed) => v1::PlacementState::Missed,
    }
}

/// Whether a pupil is at the college.
#[must_use]
pub fn of_standing(standing: Standing) -> v1::StudentStanding {
    match standing {
        Standing::Present => v1::StudentStanding::Present,
        Standing::EnrolledByMistake => v1::StudentStanding::EnrolledByMistake,
        Standing::Left { .. } => v1::StudentStanding::Left,
    }
}

/// What an event of a pupil tells of an application or its placement; `None` where it tells of
/// neither.
#[must_use]
pub fn of_application_fact(event: &StudentEvent) -> Option<v1::ApplicationFact> {
    use StudentEvent as E;
    use v1::ApplicationFact as F;
    match event {
        E::ApplicationSubmitted { .. } => Some(F::Submitted),
        E::ApplicationJoinedGroup { .. } => Some(F::JoinedGroup),
        E::WeekKeptForGroup { .. } => Some(F::WeekKeptForGroup),
        E::CvSent { .. } => Some(F::CvSent),
        E::ApplicationExamined { .. } => Some(F::Examined),
        E::ApplicationDeclined { cause, .. } => Some(match cause {
            DeclineCause::ByHost { .. } => F::DeclinedByHost,
            DeclineCause::OfferWithdrawn => F::DeclinedOfferWithdrawn,
            DeclineCause::WeekDropped => F::DeclinedWeekDropped,
            DeclineCause::ReservedElsewhere => F::DeclinedReservedElsewhere,
            DeclineCause::WithGroup => F::DeclinedWithGroup,
        }),
        E::ApplicationExpired { .. } => Some(F::Expired),
        E::HostReminded { .. } => Some(F::HostReminded),
        E::ApplicationWithdrawn { cause, .. } => Some(match cause {
            WithdrawalCause::ByPupil { .. } => F::WithdrawnByPupil,
            WithdrawalCause::PlacedThatWeek { .. } => F::WithdrawnPlacedThatWeek,
            WithdrawalCause::YearlyLimitReached { .. } => F::WithdrawnYearlyLimitReached,
            WithdrawalCause::AuthorisationWithdrawn => F::WithdrawnAuthorisationWithdrawn,
            WithdrawalCause::PupilErased => F::WithdrawnPupilErased,
            WithdrawalCause::LeftCollege => F::WithdrawnLeftCollege,
            WithdrawalCause::NotEligible => F::WithdrawnNotEligible,
            WithdrawalCause::GroupWithdrawn => F::WithdrawnGroupWithdrawn,
            WithdrawalCause::GroupIncomplete => F::WithdrawnGroupIncomplete,
        }),
        E::ApplicationReinstated { .. } => Some(F::Reinstated),
        E::DeclineUndone { .. } => Some(F::DeclineUndone),
        E::ApplicationAccepted { .. } => Some(F::Accepted),
        E::AcceptanceRefused { .. } => Some(F::AcceptanceRefused),
        E::PlacementCancelledByPupil { .. } => Some(F::PlacementCancelledByPupil),
        E::PlacementCancelledByHost { .. } => Some(F::PlacementCancelledByHost),
        E::PlacementCancelledByErasure { .. } => Some(F::PlacementCancelledByErasure),
        E::PlacementCancelledByCollege { .. } => Some(F::PlacementCancelledByCollege),
        E::PlacementFlagged { .. } => Some(F::PlacementFlagged),
        E::PlacementKept { .. } => Some(F::PlacementKept),
        E::PlacementFlagSettled { .. } => Some(F::PlacementFlagSettled),
        E::PlacementCompleted { .. } => Some(F::PlacementCompleted),
        E::PlacementMissed { .. } => Some(F::PlacementMissed),
        E::PlacementOutcomeCorrected { outcome, .. } => Some(match outcome {
            Outcome::Completed => F::OutcomeCorrectedToCompleted,
            Outcome::Missed => F::OutcomeCorrectedToMissed,
        }),
        E::PlacementOutcomeToldToo { outcome, .. } => Some(match outcome {
            Outcome::Completed => F::CompletedToldToo,
            Outcome::Missed => F::MissedToldToo,
        }),
        E::DebriefRecorded { .. } => Some(F::DebriefRecorded),
        E::StudentEnrolled { .. }
        | E::StudentMoved { .. }
        | E::StudentIdentityCorrected { .. }
        | E::StudentGenderCorrected { .. }
        | E::StudentEnrolledByMistake { .. }
        | E::StudentLeft { .. }
        | E::StudentTakenIn { .. }
        | E::GuardianIdentityCorrected { .. }
        | E::AuthorisationFormHanded { .. }
        | E::AuthorisationRecorded { .. }
        | E::GuardianReplacementRecorded { .. }
        | E::GuardianReplacementConfirmed { .. }
        | E::SecondGuardianRecorded { .. }
        | E::SecondGuardianConfirmed { .. }
        | E::AuthorisationLapsed { .. }
        | E::AccessOpened { .. }
        | E::AccessClosed { .. }
        | E::StudentInvited { .. }
        | E::AuthorisationWithdrawn { .. }
        | E::CvSaved { .. }
        | E::LetterDrafted { .. }
        | E::LetterDraftDiscarded { .. }
        | E::LetterDraftUsed { .. }
        | E::CommentLeft { .. }
        | E::TravelAidGranted { .. }
        | E::TravelAidCorrected { .. }
        | E::GuardianRemoved { .. }
        | E::GuardianErased { .. }
        | E::StudentErased { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_a_group_comes_back_as_it_was() {
        assert_eq!(group_state(v1::GroupApplicationState::Unspecified), None);
        for number in 1..=6 {
            let wire = v1::GroupApplicationState::try_from(number).unwrap();
            assert_eq!(group_state(wire).map(of_group), Some(wire));
        }
    }

    #[test]
    fn every_quality_has_its_own_kind() {
        let mut kinds: Vec<v1::ActorKind> = Role::ALL
            .into_iter()
            .map(|role| of_actor(Some(role)))
            .collect();
        kinds.push(of_actor(None));
        let all: Vec<v1::ActorKind> = (1..=16)
            .filter_map(|number| v1::ActorKind::try_from(number).ok())
            .collect();
        assert_eq!(kinds, all);
    }

    #[test]
    fn a_filter_takes_in_every_state_once() {
        let mut taken = vec![];
        for number in 1..=6 {
            let wire = v1::ApplicationState::try_from(number).unwrap();
            let states = application_states(wire).unwrap();
            assert!(
                states
                    .iter()
                    .all(|state| of_application_state(*state) == wire)
            );
            taken.extend_from_slice(states);
        }
        taken.sort_unstable();
        let mut all = ApplicationState::ALL;
        all.sort_unstable();
        assert_eq!(taken, all);
        assert!(application_states(v1::ApplicationState::Unspecified).is_err());
    }

    #[test]
    fn only_what_was_accepted_has_a_placement() {
        for state in ApplicationState::ALL {
            let accepted = of_application_state(state) == v1::ApplicationState::Accepted;
            for by in [
                None,
                Some(CancelledBy::Pupil),
                Some(CancelledBy::Host),
                Some(CancelledBy::College),
            ] {
                let placement = of_placement_state(state, by);
                assert_eq!(
                    placement != v1::PlacementState::Unspecified,
                    accepted,
                    "{state:?}"
                );
            }
        }
    }
}
