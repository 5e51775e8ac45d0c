//! From a fact of one stream to the next step in another: the placement process as pure policy.
//!
//! A seat of an offer and a week of a pupil are two streams and one invariant: seat first (it is
//! scarce), then the pupil, compensation last. Every step is decided by its own stream, may be
//! asked twice, and takes its request id from the fact that caused it.
use std::collections::BTreeSet;

use crate::agreement::{EndAgreement, EndCause};
use crate::calendar::{SchoolYear, Week};
use crate::concerns::SeatBack;
use crate::ids::{ApplicationId, ClassId, GroupId, OfferId, StudentId, Uai};
use crate::offer::{OfferEvent, OfferTerms, ReleaseSeat};
use crate::student::{
    Access, CloseAccess, DeclineApplication, DeclineCause, PlacePupil, StudentEvent,
};

/// What is to be asked of another stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The pupil answers the host's yes.
    PlacePupil(StudentId, PlacePupil),
    /// The seat goes back.
    ReleaseSeat(OfferId, ReleaseSeat),
    /// The offer or its week went away under a pending application.
    DeclineApplication(StudentId, DeclineApplication),
    /// The placement begins its agreement (AGR-1).
    OpenAgreement(NewPlacement),
    /// The agreement holds no more (AGR-2).
    EndAgreement(ApplicationId, EndAgreement),
    /// The college is not eligible any more (EST-2).
    CloseAccess(StudentId, CloseAccess),
    /// The pupil's class moves to another (EST-13).
    MoveWithClass(StudentId, ClassMove),
    /// A group goes on, or ends (OFF-7): see [`crate::group_policy`].
    CarryOnGroup(OfferId, GroupId),
}

/// The move of a class, as the college tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassMove {
    /// Whose class.
    pub college: Uai,
    /// From where.
    pub from: ClassId,
    /// To where.
    pub into: ClassId,
}

/// Where a pupil is, as the process knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentPupil {
    /// Who.
    pub student: StudentId,
    /// Their college.
    pub college: Uai,
    /// Their class; none once they left.
    pub class: Option<ClassId>,
    /// The school year of their class.
    pub school_year: SchoolYear,
    /// Whether their access is open.
    pub access: Access,
    /// The school year for which it was closed since their last application or placement (EST-2).
    pub closed_in: Option<SchoolYear>,
    /// How many applications of theirs are pending or placements.
    pub applications: u32,
}

impl PresentPupil {
    /// Whether something is left that falls away, or is flagged, once the college is not eligible:
    /// whoever goes with a group may have been asked for while the access was closed (OFF-7).
    fn has_something_to_lose(&self) -> bool {
        let told = self.closed_in == Some(self.school_year);
        self.access == Access::Open || (self.applications > 0 && self.class.is_some() && !told)
    }
}

/// A placement that has no agreement yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPlacement {
    /// Whose.
    pub student: StudentId,
    /// The application that became it.
    pub application: ApplicationId,
    /// The offer.
    pub offer: OfferId,
    /// The week.
    pub week: Week,
}

/// A pending application, as the process knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingApplication {
    /// Whose.
    pub student: StudentId,
    /// Which.
    pub application: ApplicationId,
    /// For which week.
    pub week: Week,
    /// The college of the pupil, where that is known.
    pub college: Option<Uai>,
}

/// What of an offer's terms decides whether an application may go on waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTerms {
    /// The weeks offered.
    pub weeks: BTreeSet<Week>,
    /// The only college whose pupils may apply (EST-9).
    pub reserved_for: Option<Uai>,
}

impl From<&OfferTerms> for OpenTerms {
    fn from(terms: &OfferTerms) -> Self {
        Self {
            weeks: terms.weeks.clone(),
            reserved_for: terms.reserved_for,
        }
    }
}

/// What an offer's fact asks of the pupils' streams. `pending` are the applications to this
/// offer that wait for an answer.
#[must_use]
pub fn after_offer_event(
    offer: OfferId,
    event: &OfferEvent,
    pending: impl Iterator<Item = PendingApplication>,
) -> Vec<Step> {
    match event {
        OfferEvent::SeatTaken {
            application,
            student,
            week,
            message,
        } => {
            let (application, week, message) = (*application, *week, message.clone());
            vec![Step::PlacePupil(
                *student,
                PlacePupil {
                    application,
                    offer,
                    week,
                    message,
                },
            )]
        }
        OfferEvent::OfferWithdrawn { reason: _ } => pending
            .map(|pending| decline(&pending, DeclineCause::OfferWithdrawn))
            .collect(),
        OfferEvent::OfferRevised { revision: _, terms } => {
            let terms = OpenTerms::from(terms);
            pending
                .filter_map(|pending| after_late_application(&pending, Some(&terms)))
                .collect()
        }
        OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatReleased { .. }
        // A group goes on by what all of its streams say.
        | OfferEvent::GroupApplied { .. }
        | OfferEvent::GroupSeated { .. }
        | OfferEvent::GroupAccepted { .. }
        | OfferEvent::GroupEnded { .. }
        | OfferEvent::OfferFedIn { .. }
        | OfferEvent::ReservationRequested { .. }
        | OfferEvent::ReservationRequestWithdrawn { .. }
        | OfferEvent::ReservationDeclined { .. }
        | OfferEvent::ReservationAccepted { .. } => vec![],
    }
}

/// What a pupil's fact asks of the streams of the offer and of the agreement.
#[must_use]
pub fn after_student_event(student: StudentId, event: &StudentEvent) -> Vec<Step> {
    if let StudentEvent::ApplicationAccepted {
        application,
        offer,
        week,
        message: _,
    } = event
    {
        return vec![Step::OpenAgreement(NewPlacement {
            student,
            application: *application,
            offer: *offer,
            week: *week,
        })];
    }
    let Some(SeatBack {
        offer,
        application,
        cause,
    }) = event.concerns().seat_back
    else {
        return vec![];
    };
    let released = Step::ReleaseSeat(offer, ReleaseSeat { application, cause });
    let ended =
        EndCause::of(cause).map(|cause| Step::EndAgreement(application, EndAgreement { cause }));
    std::iter::once(released).chain(ended).collect()
}

/// An application that the terms of its offer do not allow any more: the pupil's stream had not
/// seen it yet. `terms` is `None` once the offer is withdrawn.
#[must_use]
pub fn after_late_application(
    pending: &PendingApplication,
    terms: Option<&OpenTerms>,
) -> Option<Step> {
    let cause = match terms {
        None => DeclineCause::OfferWithdrawn,
        Some(terms) if !terms.weeks.contains(&pending.week) => DeclineCause::WeekDropped,
        Some(terms) if terms.reserved_for.is_some() && terms.reserved_for != pending.college => {
            DeclineCause::ReservedElsewhere
        }
        Some(_) => return None,
    };
    Some(decline(pending, cause))
}

/// What the eligibility of the college asks of a pupil: nobody has access, a pending application or a
/// placement that nobody asks about in a school year in which the college is not eligible (EST-2).
/// `eligible` is of that year.
#[must_use]
pub fn after_eligibility(pupil: &PresentPupil, eligible: bool) -> Option<Step> {
    let closes = !eligible && pupil.has_something_to_lose();
    closes.then_some(Step::CloseAccess(
        pupil.student,
        CloseAccess {
            establishment: pupil.college,
            school_year: pupil.school_year,
        },
    ))
}

/// What the move of a class asks of a pupil whom it names: to go along, while they are in that class
/// (EST-13).
#[must_use]
pub fn after_class_moved(pupil: &PresentPupil, class: ClassMove) -> Option<Step> {
    let there = pupil.college == class.college && pupil.class == Some(class.from);
    there.then_some(Step::MoveWithClass(pupil.student, class))
}

fn decline(pending: &PendingApplication, cause: DeclineCause) -> Step {
    let application = pending.application;
    Step::DeclineApplication(pending.student, DeclineApplication { application, cause })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::testing::week;

    fn uai(text: &str) -> Uai {
        text.parse().unwrap()
    }

    fn cause(college: Option<Uai>, terms: Option<&OpenTerms>) -> Option<DeclineCause> {
        let pending = PendingApplication {
            student: StudentId(Uuid::from_u128(1)),
            application: ApplicationId(Uuid::from_u128(2)),
            week: week(7),
            college,
        };
        match after_late_application(&pending, terms)? {
            Step::DeclineApplication(_, command) => Some(command.cause),
            Step::PlacePupil(..)
            | Step::ReleaseSeat(..)
            | Step::OpenAgreement(..)
            | Step::EndAgreement(..)
            | Step::CloseAccess(..)
            | Step::MoveWithClass(..)
            | Step::CarryOnGroup(..) => None,
        }
    }

    #[test]
    fn a_placement_opens_its_agreement_and_ends_it_when_it_is_given_up() {
        let student = StudentId(Uuid::from_u128(1));
        let application = ApplicationId(Uuid::from_u128(2));
        let (offer, week) = (OfferId(Uuid::from_u128(3)), week(7));
        let accepted = StudentEvent::ApplicationAccepted {
            application,
            offer,
            week,
            message: None,
        };
        let steps = after_student_event(student, &accepted);
        let opened = NewPlacement {
            student,
            application,
            offer,
            week,
        };
        assert!(matches!(steps[..], [Step::OpenAgreement(new)] if new == opened));
        let given_up = StudentEvent::PlacementCancelledByHost {
            application,
            offer,
            week,
            reason: crate::testing::sealed(),
        };
        let steps = after_student_event(student, &given_up);
        assert!(matches!(
            steps[..],
            [Step::ReleaseSeat(..), Step::EndAgreement(of, end)]
                if of == application && end.cause == EndCause::CancelledByHost
        ));
        let refused = StudentEvent::AcceptanceRefused {
            application,
            offer,
            week,
            because: crate::student::RefusedBecause::NotAuthorised,
        };
        let steps = after_student_event(student, &refused);
        assert!(
            matches!(steps[..], [Step::ReleaseSeat(..)]),
            "there was no placement"
        );
    }

    #[test]
    fn an_application_waits_only_for_what_its_offer_still_says() {
        let (own, other) = (uai("0010035H"), uai("0010802S"));
        let terms = |reserved_for| OpenTerms {
            weeks: [week(7)].into(),
            reserved_for,
        };
        let dropped = OpenTerms {
            weeks: [week(8)].into(),
            reserved_for: None,
        };
        assert_eq!(cause(Some(own), Some(&terms(None))), None);
        assert_eq!(cause(Some(own), Some(&terms(Some(own)))), None);
        let elsewhere = Some(DeclineCause::ReservedElsewhere);
        assert_eq!(cause(Some(own), Some(&terms(Some(other)))), elsewhere);
        assert_eq!(cause(None, Some(&terms(Some(other)))), elsewhere);
        assert_eq!(
            cause(Some(own), Some(&dropped)),
            Some(DeclineCause::WeekDropped)
        );
        assert_eq!(cause(Some(own), None), Some(DeclineCause::OfferWithdrawn));
    }

    #[test]
    fn who_is_in_the_class_goes_along_with_it() {
        let class = |n| ClassId(Uuid::from_u128(n));
        let college = uai("0010035H");
        let moved = ClassMove {
            college,
            from: class(1),
            into: class(2),
        };
        let pupil = |class| PresentPupil {
            student: StudentId(Uuid::from_u128(9)),
            college,
            class,
            school_year: SchoolYear::beginning_in(2025),
            access: Access::Closed,
            closed_in: None,
            applications: 0,
        };
        let step = after_class_moved(&pupil(Some(class(1))), moved);
        assert!(matches!(step, Some(Step::MoveWithClass(_, step)) if step == moved));
        let elsewhere = PresentPupil {
            college: uai("0010802S"),
            ..pupil(Some(class(1)))
        };
        for stays in [pupil(Some(class(2))), pupil(None), elsewhere] {
            assert!(after_class_moved(&stays, moved).is_none());
        }
    }

    #[test]
    fn whoever_has_something_to_lose_loses_it_once_where_the_college_is_not_eligible() {
        let year = SchoolYear::beginning_in(2025);
        let pupil = |access, applications, closed_in| PresentPupil {
            student: StudentId(Uuid::from_u128(9)),
            college: uai("0010035H"),
            class: Some(ClassId(Uuid::from_u128(1))),
            school_year: year,
            access,
            closed_in,
            applications,
        };
        let (open, closed) = (Access::Open, Access::Closed);
        for loses in [
            pupil(open, 0, None),
            pupil(open, 0, Some(year)),
            pupil(closed, 1, None),
            pupil(closed, 1, Some(SchoolYear::beginning_in(2024))),
        ] {
            assert!(after_eligibility(&loses, false).is_some(), "{loses:?}");
            assert!(after_eligibility(&loses, true).is_none());
        }
        let left = PresentPupil {
            class: None,
            ..pupil(closed, 1, None)
        };
        for has_nothing in [pupil(closed, 0, None), pupil(closed, 2, Some(year)), left] {
            assert!(after_eligibility(&has_nothing, false).is_none());
        }
    }
}
