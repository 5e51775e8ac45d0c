//! The host has said yes and holds a seat: the pupil is placed, or the seat goes back.
use super::refusal::Refusal;
use super::{ApplicationStatus, RefusedBecause, StudentEvent, StudentState, WithdrawalCause};
use crate::calendar::Week;
use crate::explain::{Explain, Explanation, because};
use crate::ids::{ApplicationId, OfferId};
use crate::personal::Message;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// The offer's stream holds a seat for this application.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacePupil {
    /// The accepted application.
    pub application: ApplicationId,
    /// The offer that holds the seat.
    pub offer: OfferId,
    /// The week of the seat.
    pub week: Week,
    /// The host's words, sealed with the pupil's key.
    pub message: Option<Sealed<Message>>,
}

/// The pupil takes the week, and the pupil's other applications for that week fall away in the
/// same append (STU-9); with the last placement of the year, all of that year's do (STU-10).
/// Where the pupil cannot take it, that too is a fact, from which the seat is released (OFF-5).
pub fn place_pupil(
    state: &StudentState,
    cmd: PlacePupil,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let PlacePupil {
        application,
        offer,
        week,
        message,
    } = cmd;
    let found = state
        .applications
        .get(&application)
        .filter(|a| a.offer == offer && a.week == week);
    if found.is_some_and(|a| a.status == ApplicationStatus::Accepted) {
        return Ok(vec![]);
    }
    let year = week.school_year();
    let taken = state.weeks_taken_beside(application);
    let taken_in_year = taken.filter(|a| a.week.school_year() == year).count();
    let because = match found {
        None => Some(RefusedBecause::UnknownApplication),
        Some(_) if !state.is_authorised() => Some(RefusedBecause::NotAuthorised),
        Some(_)
            if state
                .weeks_taken_beside(application)
                .any(|a| a.week == week) =>
        {
            Some(RefusedBecause::PlacedElsewhereThatWeek)
        }
        Some(_) if taken_in_year >= rules.placements_a_year => {
            Some(RefusedBecause::YearlyLimitReached)
        }
        Some(found) if !found.is_pending() => Some(RefusedBecause::NoLongerPending),
        Some(_) => None,
    };
    if let Some(because) = because {
        return Ok(vec![StudentEvent::AcceptanceRefused {
            application,
            offer,
            week,
            because,
        }]);
    }
    let last_of_year = state.placements(year).count() + 1 >= rules.placements_a_year;
    let siblings = state.pending().filter(|(id, _)| *id != application);
    let fallen = siblings.filter_map(|(id, sibling)| {
        let cause = if sibling.week == week {
            WithdrawalCause::PlacedThatWeek { by: application }
        } else if last_of_year && sibling.week.school_year() == year {
            WithdrawalCause::YearlyLimitReached { by: application }
        } else {
            return None;
        };
        Some(StudentEvent::ApplicationWithdrawn {
            application: id,
            cause,
        })
    });
    let accepted = StudentEvent::ApplicationAccepted {
        application,
        offer,
        week,
        message,
    };
    Ok(std::iter::once(accepted).chain(fallen).collect())
}

/// What the host is told when a seat was held but the pupil could not be placed (OFF-5).
#[must_use]
pub fn explain_refused_acceptance(cause: RefusedBecause) -> Explanation {
    match cause {
        RefusedBecause::UnknownApplication => Refusal::NoSuchApplication.told(),
        RefusedBecause::PlacedElsewhereThatWeek => because(
            "PUPIL_PLACED_ELSEWHERE",
            "OFF-5",
            "L'élève a entre-temps un autre stage cette semaine ; la place est libre à nouveau.",
            "The pupil has another placement that week in the meantime; the seat is free again.",
        ),
        RefusedBecause::YearlyLimitReached => because(
            "PUPIL_YEARLY_LIMIT_REACHED",
            "STU-10",
            "L'élève a atteint le nombre de stages de l'année ; la place est libre à nouveau.",
            "The pupil has reached the year's number of placements; the seat is free again.",
        ),
        RefusedBecause::NoLongerPending => because(
            "APPLICATION_NOT_PENDING",
            "OFF-5",
            "La candidature n'est plus en attente ; la place est libre à nouveau.",
            "The application is no longer pending; the seat is free again.",
        ),
        RefusedBecause::NotAuthorised => because(
            "PUPIL_NOT_AUTHORISED",
            "STU-2",
            "L'autorisation parentale a été retirée ; la place est libre à nouveau.",
            "The parental authorisation was withdrawn; the seat is free again.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn accept(application: ApplicationId, number: i8) -> StudentCommand {
        StudentCommand::PlacePupil(PlacePupil {
            application,
            offer: OFFER,
            week: week(number),
            message: None,
        })
    }

    fn withdrawn_by(application: ApplicationId, by: ApplicationId) -> StudentEvent {
        let cause = WithdrawalCause::PlacedThatWeek { by };
        StudentEvent::ApplicationWithdrawn { application, cause }
    }

    fn refused(application: ApplicationId, number: i8, because: RefusedBecause) -> StudentEvent {
        let week = week(number);
        StudentEvent::AcceptanceRefused {
            application,
            offer: OFFER,
            week,
            because,
        }
    }

    #[test]
    fn acceptance_withdraws_only_the_siblings_of_that_week() {
        student(active())
            .and([
                submitted(A1, 7),
                submitted_to(OTHER_OFFER, A2, 7),
                submitted(A3, 8),
            ])
            .when(accept(A1, 7))
            .then([accepted(A1, 7), withdrawn_by(A2, A1)]);
    }

    #[test]
    fn the_second_placement_withdraws_what_is_pending_for_the_year() {
        let cause = WithdrawalCause::YearlyLimitReached { by: A2 };
        student(active())
            .and([
                submitted(A1, 7),
                accepted(A1, 7),
                submitted(A2, 8),
                submitted(A3, 11),
            ])
            .when(accept(A2, 8))
            .then([
                accepted(A2, 8),
                StudentEvent::ApplicationWithdrawn {
                    application: A3,
                    cause,
                },
            ]);
    }

    #[test]
    fn an_acceptance_told_twice_is_one() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7)])
            .when(accept(A1, 7))
            .then_nothing();
    }

    #[test]
    fn what_can_no_longer_be_placed_says_why() {
        let placed = [
            submitted_to(OTHER_OFFER, A2, 7),
            accepted_at(OTHER_OFFER, A2, 7),
        ];
        student(active())
            .and([submitted(A1, 7)])
            .and(placed)
            .when(accept(A1, 7))
            .then([refused(A1, 7, RefusedBecause::PlacedElsewhereThatWeek)]);
        student(active())
            .and([submitted(A1, 7), authorisation_withdrawn()])
            .when(accept(A1, 7))
            .then([refused(A1, 7, RefusedBecause::NotAuthorised)]);
        student(active())
            .and([submitted(A1, 7), declined_by_offer(A1)])
            .when(accept(A1, 7))
            .then([refused(A1, 7, RefusedBecause::NoLongerPending)]);
        student(active()).when(accept(A1, 7)).then([refused(
            A1,
            7,
            RefusedBecause::UnknownApplication,
        )]);
        student(active())
            .and([
                submitted(A1, 7),
                accepted(A1, 7),
                submitted(A2, 8),
                accepted(A2, 8),
            ])
            .and([submitted(A3, 11)])
            .when(accept(A3, 11))
            .then([refused(A3, 11, RefusedBecause::YearlyLimitReached)]);
    }
}
