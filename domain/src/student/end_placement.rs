//! An accepted placement is given up before it starts: by the pupil (STU-11), the host (OFF-6), or
//! the head after a withdrawn authorisation (STU-2).
use jiff::civil::Date;

use super::{
    ApplicationStatus, Refusal, StudentEvent, StudentState, acting, application, enrolled,
};
pub use crate::concerns::CancelledBy;
use crate::ids::ApplicationId;
use crate::personal::Message;
use crate::sealed::Sealed;

/// Gives an accepted placement up.
#[derive(Clone, Debug)]
pub struct CancelPlacement {
    /// Which.
    pub application: ApplicationId,
    /// By whom.
    pub by: CancelledBy,
    /// Why, sealed with the pupil's key.
    pub reason: Sealed<Message>,
    /// The present day.
    pub today: Date,
}

/// Before the first day only; by the college only what is flagged, also where the head kept it at
/// first. The seat is released by what follows from it.
pub fn cancel_placement(
    state: &StudentState,
    cmd: CancelPlacement,
) -> Result<Vec<StudentEvent>, Refusal> {
    match cmd.by {
        CancelledBy::Pupil => {
            acting(state)?;
        }
        CancelledBy::College => {
            enrolled(state)?;
        }
        CancelledBy::Host => {}
    }
    let found = application(state, cmd.application)?;
    match found.status {
        ApplicationStatus::Cancelled => return Ok(vec![]),
        ApplicationStatus::Accepted => {}
        ApplicationStatus::Pending { .. }
        | ApplicationStatus::Withdrawn(_)
        | ApplicationStatus::Declined
        | ApplicationStatus::Expired
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => return Err(Refusal::NotPlaced),
    }
    if found.week.monday() <= cmd.today {
        return Err(Refusal::PlacementBegun);
    }
    if cmd.by == CancelledBy::College && !state.flags.contains_key(&cmd.application) {
        return Err(Refusal::NotFlagged);
    }
    let (application, offer, week, reason) = (cmd.application, found.offer, found.week, cmd.reason);
    Ok(vec![match cmd.by {
        CancelledBy::Pupil => StudentEvent::PlacementCancelledByPupil {
            application,
            offer,
            week,
            reason,
        },
        CancelledBy::Host => StudentEvent::PlacementCancelledByHost {
            application,
            offer,
            week,
            reason,
        },
        CancelledBy::College => StudentEvent::PlacementCancelledByCollege {
            application,
            offer,
            week,
            reason,
        },
    }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn cancel(by: CancelledBy, today: Date) -> StudentCommand {
        let (application, reason) = (A1, sealed());
        StudentCommand::CancelPlacement(CancelPlacement {
            application,
            by,
            reason,
            today,
        })
    }

    fn placed() -> Past {
        student(active()).and([submitted(A1, 7), accepted(A1, 7)])
    }

    #[test]
    fn pupil_or_host_cancels_before_the_first_day() {
        placed()
            .when(cancel(CancelledBy::Pupil, TODAY))
            .then([cancelled(A1, 7)]);
        placed()
            .when(cancel(CancelledBy::Host, date(2026, 2, 8)))
            .then([StudentEvent::PlacementCancelledByHost {
                application: A1,
                offer: OFFER,
                week: week(7),
                reason: sealed(),
            }]);
        placed()
            .and([cancelled(A1, 7)])
            .when(cancel(CancelledBy::Pupil, TODAY))
            .then_nothing();
    }

    #[test]
    fn not_once_it_has_begun() {
        placed()
            .when(cancel(CancelledBy::Host, date(2026, 2, 9)))
            .then_refused(Refusal::PlacementBegun);
    }

    #[test]
    fn only_a_placement_is_cancelled() {
        student(active())
            .and([submitted(A1, 7)])
            .when(cancel(CancelledBy::Host, TODAY))
            .then_refused(Refusal::NotPlaced);
        student(active())
            .when(cancel(CancelledBy::Pupil, TODAY))
            .then_refused(Refusal::NoSuchApplication);
    }

    #[test]
    fn the_college_cancels_what_is_flagged_also_after_keeping_it() {
        let by_college = |past: Past, today| past.when(cancel(CancelledBy::College, today));
        let given_up = || cancelled_by_college(A1, 7);
        by_college(placed(), TODAY).then_refused(Refusal::NotFlagged);
        let flagged = || placed().and([authorisation_withdrawn(), flagged(A1)]);
        by_college(flagged(), TODAY).then([given_up()]);
        by_college(flagged().and([kept(A1)]), TODAY).then([given_up()]);
        by_college(flagged().and([given_up()]), TODAY).then_nothing();
        by_college(flagged(), date(2026, 2, 9)).then_refused(Refusal::PlacementBegun);
        let again = [form_handed(), authorised(), settled(A1)];
        by_college(flagged().and(again), TODAY).then_refused(Refusal::NotFlagged);
    }

    #[test]
    fn a_pupil_without_authorisation_does_not_act_but_the_host_still_may() {
        let flagged = || placed().and([authorisation_withdrawn()]);
        flagged()
            .when(cancel(CancelledBy::Pupil, TODAY))
            .then_refused(Refusal::NotAuthorised);
        assert!(flagged().when(cancel(CancelledBy::Host, TODAY)).0.is_ok());
    }
}
