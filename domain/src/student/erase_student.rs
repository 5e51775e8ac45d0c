//! A pupil is erased (SPEC 7).
use jiff::civil::Date;

use super::{ApplicationStatus, Refusal, StudentEvent, StudentState, WithdrawalCause};
use crate::erasure::Presence;

/// Nobody is to read again who the pupil is, nor what they wrote.
#[derive(Clone, Copy, Debug)]
pub struct EraseStudent {
    /// The pupil.
    pub student: crate::ids::StudentId,
    /// The present day.
    pub today: Date,
}

/// The pupil never acts again: in the same append what is pending falls away, placements to come
/// are given up so that their seats are free, and the guardians are erased too, who are known for
/// this pupil alone. Placements that have begun or are over stay, and so does every figure.
/// Erasing twice changes nothing.
pub fn erase_student(
    state: &StudentState,
    EraseStudent { student, today }: EraseStudent,
) -> Result<Vec<StudentEvent>, Refusal> {
    if state.enrolment.is_none() {
        return Err(Refusal::NotEnrolled);
    }
    if state.is_erased() {
        return Ok(vec![]);
    }
    let fallen = state
        .pending()
        .map(|(application, _)| StudentEvent::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::PupilErased,
        });
    let to_come = state
        .applications
        .iter()
        .filter(|(_, a)| a.status == ApplicationStatus::Accepted && a.week.monday() > today);
    let cancelled =
        to_come.map(
            |(application, placement)| StudentEvent::PlacementCancelledByErasure {
                application: *application,
                offer: placement.offer,
                week: placement.week,
            },
        );
    let guardians = state
        .guardians
        .iter()
        .filter(|(_, presence)| **presence == Presence::Present)
        .map(|(guardian, _)| StudentEvent::GuardianErased {
            guardian: *guardian,
        });
    Ok(fallen
        .chain(cancelled)
        .chain(guardians)
        .chain([StudentEvent::StudentErased { student }])
        .collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::personal::Cv;
    use crate::sealed::Sealed;
    use crate::student::{
        HandAuthorisationForm, Outcome, PlacePupil, RefusedBecause, SaveCv, StudentCommand,
        TellOutcome,
    };
    use crate::testing::*;

    fn erase(today: Date) -> StudentCommand {
        let student = PUPIL;
        StudentCommand::EraseStudent(EraseStudent { student, today })
    }

    fn erased() -> StudentEvent {
        StudentEvent::StudentErased { student: PUPIL }
    }

    fn guardian_erased() -> StudentEvent {
        StudentEvent::GuardianErased { guardian: GUARDIAN }
    }

    fn cancelled_by_erasure() -> StudentEvent {
        StudentEvent::PlacementCancelledByErasure {
            application: A1,
            offer: OFFER,
            week: week(7),
        }
    }

    #[test]
    fn all_that_waits_or_is_to_come_goes_with_the_pupil() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(erase(TODAY))
            .then([
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: WithdrawalCause::PupilErased,
                },
                cancelled_by_erasure(),
                guardian_erased(),
                erased(),
            ]);
    }

    #[test]
    fn what_has_begun_or_is_over_stays() {
        let placed = || student(active()).and([submitted(A1, 7), accepted(A1, 7)]);
        let monday = date(2026, 2, 9);
        placed()
            .when(erase(monday))
            .then([guardian_erased(), erased()]);
        placed()
            .and([completed(A1)])
            .when(erase(TODAY))
            .then([guardian_erased(), erased()]);
    }

    #[test]
    fn one_of_whom_little_is_known_is_erased_once() {
        student([in_class(Troisieme)])
            .when(erase(TODAY))
            .then([erased()]);
        student([in_class(Troisieme), erased()])
            .when(erase(TODAY))
            .then_nothing();
        student([])
            .when(erase(TODAY))
            .then_refused(Refusal::NotEnrolled);
    }

    #[test]
    fn nobody_acts_for_one_who_was_erased() {
        let gone = || student(active()).and([submitted(A1, 7), accepted(A1, 7), erased()]);
        let cv: Sealed<Cv> = sealed();
        gone()
            .when(StudentCommand::SaveCv(SaveCv { cv }))
            .then_refused(Refusal::PupilErased);
        let hand = HandAuthorisationForm {
            by: TEACHER,
            on: Some(TODAY),
            today: TODAY,
        };
        gone()
            .when(StudentCommand::HandAuthorisationForm(hand))
            .then_refused(Refusal::PupilErased);
        assert!(!gone().state().may_act());
    }

    #[test]
    fn a_seat_held_for_one_who_was_erased_goes_back() {
        let place = PlacePupil {
            application: A1,
            offer: OFFER,
            week: week(7),
            message: None,
        };
        student(active())
            .and([submitted(A1, 7), erased()])
            .when(StudentCommand::PlacePupil(place))
            .then([StudentEvent::AcceptanceRefused {
                application: A1,
                offer: OFFER,
                week: week(7),
                because: RefusedBecause::NotAuthorised,
            }]);
    }

    #[test]
    fn whether_a_week_that_had_begun_was_done_is_still_told() {
        let told = TellOutcome {
            application: A1,
            outcome: Outcome::Completed,
            witness: crate::student::CompletionWitness::Host,
            today: date(2026, 2, 14),
        };
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), erased()])
            .when(StudentCommand::TellOutcome(told))
            .then([completed(A1)]);
    }
}
