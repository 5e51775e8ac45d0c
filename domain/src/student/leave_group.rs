//! The group does not come: its pupils are free again (OFF-7).
use super::{DeclineCause, Refusal, StudentEvent, StudentState, WithdrawalCause, application};
use crate::ids::ApplicationId;
use crate::offer::GroupEndCause;

/// Ends the application of a pupil with that of the group.
#[derive(Clone, Debug)]
pub struct LeaveGroup {
    /// Which.
    pub application: ApplicationId,
    /// Why the group ended.
    pub cause: GroupEndCause,
}

/// A pending application ends; nothing happens to one that was answered, withdrawn or never made.
pub fn leave_group(state: &StudentState, cmd: LeaveGroup) -> Result<Vec<StudentEvent>, Refusal> {
    let LeaveGroup {
        application: id,
        cause,
    } = cmd;
    let Ok(found) = application(state, id) else {
        return Ok(vec![]);
    };
    if !found.is_pending() {
        return Ok(vec![]);
    }
    let declined = |cause| StudentEvent::ApplicationDeclined {
        application: id,
        cause,
    };
    let withdrawn = |cause| StudentEvent::ApplicationWithdrawn {
        application: id,
        cause,
    };
    Ok(vec![match cause {
        GroupEndCause::DeclinedByHost { message: _ } => declined(DeclineCause::WithGroup),
        GroupEndCause::OfferWithdrawn => declined(DeclineCause::OfferWithdrawn),
        GroupEndCause::WeekDropped => declined(DeclineCause::WeekDropped),
        GroupEndCause::ReservedElsewhere => declined(DeclineCause::ReservedElsewhere),
        GroupEndCause::WithdrawnByCollege => withdrawn(WithdrawalCause::GroupWithdrawn),
        GroupEndCause::MemberLost { student: _ } => withdrawn(WithdrawalCause::GroupIncomplete),
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn leave(cause: &GroupEndCause) -> StudentCommand {
        StudentCommand::LeaveGroup(LeaveGroup {
            application: A1,
            cause: cause.clone(),
        })
    }

    #[test]
    fn each_pupil_is_told_why_the_group_does_not_come() {
        let declined = |cause| StudentEvent::ApplicationDeclined {
            application: A1,
            cause,
        };
        let withdrawn = |cause| StudentEvent::ApplicationWithdrawn {
            application: A1,
            cause,
        };
        let no = GroupEndCause::DeclinedByHost { message: sealed() };
        let lost = GroupEndCause::MemberLost { student: PUPIL };
        for (cause, told) in [
            (no, declined(DeclineCause::WithGroup)),
            (
                GroupEndCause::OfferWithdrawn,
                declined(DeclineCause::OfferWithdrawn),
            ),
            (
                GroupEndCause::WeekDropped,
                declined(DeclineCause::WeekDropped),
            ),
            (
                GroupEndCause::ReservedElsewhere,
                declined(DeclineCause::ReservedElsewhere),
            ),
            (
                GroupEndCause::WithdrawnByCollege,
                withdrawn(WithdrawalCause::GroupWithdrawn),
            ),
            (lost, withdrawn(WithdrawalCause::GroupIncomplete)),
        ] {
            in_group(A1, 7)
                .and([week_kept(A1, 7)])
                .when(leave(&cause))
                .then([told]);
        }
    }

    #[test]
    fn nothing_is_ended_that_does_not_wait() {
        let cause = GroupEndCause::WithdrawnByCollege;
        in_group(A1, 7)
            .and([declined_by_offer(A1)])
            .when(leave(&cause))
            .then_nothing();
        in_group(A1, 7)
            .and([accepted(A1, 7)])
            .when(leave(&cause))
            .then_nothing();
        student(active()).when(leave(&cause)).then_nothing();
    }
}
