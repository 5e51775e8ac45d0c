//! What fell away for a placement since cancelled may ask again (STU-11).
use jiff::Timestamp;
use jiff::civil::Date;

use super::submit_application::{CollegeFacts, OfferFacts, fits_format, may_ask};
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
    /// The pupil's college as it now stands.
    pub college: CollegeFacts,
    /// The present instant.
    pub at: Timestamp,
    /// The present day.
    pub today: Date,
}

/// Only an application withdrawn because of a placement that is cancelled since, or by the yearly limit
/// while a placement of that year is cancelled since; where everything holds that is asked of an
/// application (STU-7).
pub fn reinstate_application(
    state: &StudentState,
    cmd: ReinstateApplication,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = acting(state)?;
    let found = application(state, cmd.application)?;
    let is_free = match &found.status {
        ApplicationStatus::Pending { .. } => return Ok(vec![]),
        ApplicationStatus::Withdrawn(WithdrawalCause::PlacedThatWeek { by }) => {
            application(state, *by)?.status == ApplicationStatus::Cancelled
        }
        // Whichever of that year: whether the limit leaves room is asked below.
        ApplicationStatus::Withdrawn(WithdrawalCause::YearlyLimitReached { .. }) => {
            let year = found.week.school_year();
            let mut others = state.applications.values();
            others.any(|other| {
                other.status == ApplicationStatus::Cancelled && other.week.school_year() == year
            })
        }
        ApplicationStatus::Withdrawn(
            WithdrawalCause::ByPupil { .. }
            | WithdrawalCause::AuthorisationWithdrawn
            | WithdrawalCause::PupilErased
            | WithdrawalCause::LeftCollege
            | WithdrawalCause::NotEligible
            | WithdrawalCause::GroupWithdrawn
            | WithdrawalCause::GroupIncomplete,
        )
        | ApplicationStatus::Declined
        | ApplicationStatus::Expired
        | ApplicationStatus::Accepted
        | ApplicationStatus::Cancelled
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => return Err(Refusal::NotReinstatable),
    };
    if !is_free {
        return Err(Refusal::NotReinstatable);
    }
    let (offer, college) = (&cmd.offer, &cmd.college);
    found.is_answered_alone()?;
    fits_format(offer.format, false)?;
    may_ask(
        state, enrolment, offer, college, found.week, cmd.today, rules,
    )?;
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
        from_college(offer, |_| {})
    }

    fn reinstate_from(change: fn(&mut CollegeFacts)) -> StudentCommand {
        from_college(apply(A2, 7).offer, change)
    }

    fn from_college(offer: OfferFacts, change: fn(&mut CollegeFacts)) -> StudentCommand {
        let mut college = apply(A2, 7).college;
        change(&mut college);
        let (at, today) = (now(), TODAY);
        StudentCommand::ReinstateApplication(ReinstateApplication {
            application: A2,
            offer,
            college,
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
    fn what_fell_away_by_the_yearly_limit_comes_back_whichever_placement_is_cancelled() {
        let by_limit = WithdrawalCause::YearlyLimitReached { by: A3 };
        let full = || {
            student(active()).and([
                submitted_to(OTHER_OFFER, A1, 8),
                submitted(A2, 7),
                submitted_to(OTHER_OFFER, A3, 9),
                accepted_at(OTHER_OFFER, A1, 8),
                accepted_at(OTHER_OFFER, A3, 9),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: by_limit.clone(),
                },
            ])
        };
        full()
            .when(reinstate(|_| {}))
            .then_refused(Refusal::NotReinstatable);
        for cancelled_since in [(A1, 8), (A3, 9)] {
            let (application, week) = cancelled_since;
            full()
                .and([cancelled(application, week)])
                .when(reinstate(|_| {}))
                .then([reinstated()]);
        }
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
        for (change, refusal) in [
            (
                (|college| college.is_open = false) as fn(&mut CollegeFacts),
                Refusal::ClassNotOpen,
            ),
            (
                |college| college.weeks.clear(),
                Refusal::WeekNotOfCollege(week(7)),
            ),
            (|college| college.position = None, Refusal::OutOfReach),
        ] {
            free().when(reinstate_from(change)).then_refused(refusal);
        }
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
