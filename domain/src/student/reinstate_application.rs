//! What fell away for a placement since cancelled may ask again (STU-11).
use jiff::Timestamp;
use jiff::civil::Date;

use super::submit_application::{OfferFacts, free_to_take, of_the_pupils_year};
use super::{
    ApplicationStatus, Refusal, StudentEvent, StudentState, WithdrawalCause, acting, application,
};
use crate::ids::ApplicationId;
use crate::rules::Rules;

/// Asks again.
#[derive(Clone, Debug)]
pub struct ReinstateApplication {
    /// Which.
    pub application: ApplicationId,
    /// Its offer as it now stands.
    pub offer: OfferFacts,
    /// The present instant.
    pub at: Timestamp,
    /// The present day.
    pub today: Date,
}

/// Only an application withdrawn because of a placement that is cancelled since, to an offer
/// that still has a seat.
pub fn reinstate_application(
    state: &StudentState,
    cmd: ReinstateApplication,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = acting(state)?;
    let found = application(state, cmd.application)?;
    let by = match &found.status {
        ApplicationStatus::Pending { .. } => return Ok(vec![]),
        ApplicationStatus::Withdrawn(
            WithdrawalCause::PlacedThatWeek { by } | WithdrawalCause::YearlyLimitReached { by },
        ) => *by,
        ApplicationStatus::Withdrawn(
            WithdrawalCause::ByPupil { .. }
            | WithdrawalCause::AuthorisationWithdrawn
            | WithdrawalCause::PupilErased,
        )
        | ApplicationStatus::Declined
        | ApplicationStatus::Expired
        | ApplicationStatus::Accepted
        | ApplicationStatus::Cancelled
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => return Err(Refusal::NotReinstatable),
    };
    if application(state, by)?.status != ApplicationStatus::Cancelled {
        return Err(Refusal::NotReinstatable);
    }
    if !cmd.offer.is_open {
        return Err(Refusal::NoSuchOffer);
    }
    of_the_pupils_year(enrolment, found.week)?;
    free_to_take(state, &cmd.offer, found.week, cmd.today, rules)?;
    let ReinstateApplication {
        application, at, ..
    } = cmd;
    Ok(vec![StudentEvent::ApplicationReinstated {
        application,
        at,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn reinstate(change: fn(&mut OfferFacts)) -> StudentCommand {
        let mut offer = apply(A2, 7).offer;
        change(&mut offer);
        let (at, today) = (now(), TODAY);
        StudentCommand::ReinstateApplication(ReinstateApplication {
            application: A2,
            offer,
            at,
            today,
        })
    }

    fn fallen_for_a1() -> Past {
        let cause = WithdrawalCause::PlacedThatWeek { by: A1 };
        student(active()).and([
            submitted_to(OTHER_OFFER, A1, 7),
            submitted(A2, 7),
            accepted_at(OTHER_OFFER, A1, 7),
            StudentEvent::ApplicationWithdrawn {
                application: A2,
                cause,
            },
        ])
    }

    fn reinstated() -> StudentEvent {
        StudentEvent::ApplicationReinstated {
            application: A2,
            at: now(),
        }
    }

    #[test]
    fn once_the_placement_is_cancelled_the_sibling_comes_back() {
        let free = || fallen_for_a1().and([cancelled(A1, 7)]);
        free().when(reinstate(|_| {})).then([reinstated()]);
        free()
            .and([reinstated()])
            .when(reinstate(|_| {}))
            .then_nothing();
    }

    #[test]
    fn not_while_the_placement_stands_nor_without_a_seat_nor_by_ones_own_withdrawal() {
        let free = || fallen_for_a1().and([cancelled(A1, 7)]);
        fallen_for_a1()
            .when(reinstate(|_| {}))
            .then_refused(Refusal::NotReinstatable);
        free()
            .when(reinstate(|o| o.seats_left = Some(0)))
            .then_refused(Refusal::NoSeatLeft(week(7)));
        free()
            .when(reinstate(|o| o.is_open = false))
            .then_refused(Refusal::NoSuchOffer);
        let cause = WithdrawalCause::ByPupil { reason: None };
        student(active())
            .and([
                submitted(A2, 7),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause,
                },
            ])
            .when(reinstate(|_| {}))
            .then_refused(Refusal::NotReinstatable);
    }
}
