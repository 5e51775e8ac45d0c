//! The host has seats for a whole group: each of its pupils keeps the week until all do (OFF-7).
use super::{Refusal, StudentEvent, StudentState, application, pending, with_authorisation};
use crate::ids::ApplicationId;
use crate::rules::Rules;

/// Keeps the week of an application for its group.
#[derive(Clone, Copy, Debug)]
pub struct KeepWeekForGroup {
    /// Which.
    pub application: ApplicationId,
}

/// A pupil who is authorised and free keeps the week: nobody else can place them in it from here on,
/// and nothing falls away yet. Who cannot says why, and then the group does not come. Asked again,
/// nothing happens.
pub fn keep_week_for_group(
    state: &StudentState,
    cmd: KeepWeekForGroup,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    with_authorisation(state)?;
    let found = application(state, cmd.application)?;
    let group = found.group.ok_or(Refusal::NotCollective)?;
    if found.takes_week() {
        return Ok(vec![]);
    }
    let week = pending(state, cmd.application)?.week;
    let others = || state.weeks_taken_beside(cmd.application);
    if others().any(|other| other.week == week) {
        return Err(Refusal::AlreadyPlaced(week));
    }
    let year = week.school_year();
    let in_year = others().filter(|other| other.week.school_year() == year);
    if in_year.count() >= rules.placements_a_year {
        return Err(Refusal::YearlyLimit(rules.placements_a_year));
    }
    Ok(vec![StudentEvent::WeekKeptForGroup {
        application: cmd.application,
        group,
        week,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::{PlacePupil, RefusedBecause, StudentCommand};
    use crate::testing::*;

    fn keep() -> StudentCommand {
        let application = A1;
        StudentCommand::KeepWeekForGroup(KeepWeekForGroup { application })
    }

    fn place(application: ApplicationId) -> StudentCommand {
        StudentCommand::PlacePupil(PlacePupil {
            application,
            offer: OFFER,
            week: week(7),
            message: None,
        })
    }

    #[test]
    fn a_free_pupil_keeps_the_week_once() {
        in_group(A1, 7).when(keep()).then([week_kept(A1, 7)]);
        in_group(A1, 7)
            .and([week_kept(A1, 7)])
            .when(keep())
            .then_nothing();
    }

    #[test]
    fn who_is_not_free_or_not_authorised_says_why() {
        in_group(A1, 7)
            .and([submitted(A2, 7), accepted(A2, 7)])
            .when(keep())
            .then_refused(Refusal::AlreadyPlaced(week(7)));
        in_group(A1, 7)
            .and([submitted(A2, 8), accepted(A2, 8)])
            .and([submitted(A3, 11), accepted(A3, 11)])
            .when(keep())
            .then_refused(Refusal::YearlyLimit(2));
        in_group(A1, 7)
            .and([authorisation_withdrawn()])
            .when(keep())
            .then_refused(Refusal::NotAuthorised);
        in_group(A1, 7)
            .and([declined_by_offer(A1)])
            .when(keep())
            .then_refused(Refusal::NotPending);
        student(active())
            .and([submitted(A1, 7)])
            .when(keep())
            .then_refused(Refusal::NotCollective);
    }

    #[test]
    fn a_week_that_is_kept_is_nobody_elses_until_the_group_is_placed_or_ends() {
        let kept = || {
            in_group(A1, 7)
                .and([submitted(A2, 7)])
                .and([week_kept(A1, 7)])
        };
        let because = RefusedBecause::PlacedElsewhereThatWeek;
        kept()
            .when(place(A2))
            .then([StudentEvent::AcceptanceRefused {
                application: A2,
                offer: OFFER,
                week: week(7),
                because,
            }]);
        kept().when(place(A1)).then([
            accepted(A1, 7),
            StudentEvent::ApplicationWithdrawn {
                application: A2,
                cause: crate::student::WithdrawalCause::PlacedThatWeek { by: A1 },
            },
        ]);
        kept()
            .and([declined_by_offer(A1)])
            .when(place(A2))
            .then([accepted(A2, 7)]);
    }
}
