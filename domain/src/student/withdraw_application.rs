//! The pupil takes a pending application back (STU-11).
use super::{
    ApplicationStatus, Refusal, StudentEvent, StudentState, WithdrawalCause, acting, application,
    pending,
};
use crate::ids::ApplicationId;
use crate::personal::Message;
use crate::sealed::Sealed;

/// Takes an application back.
#[derive(Clone, Debug)]
pub struct WithdrawApplication {
    /// Which.
    pub application: ApplicationId,
    /// Why, sealed with the pupil's key.
    pub reason: Option<Sealed<Message>>,
}

/// Only a pending one; asking twice changes nothing.
pub fn withdraw_application(
    state: &StudentState,
    cmd: WithdrawApplication,
) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    let found = application(state, cmd.application)?;
    if matches!(
        found.status,
        ApplicationStatus::Withdrawn(WithdrawalCause::ByPupil { .. })
    ) {
        return Ok(vec![]);
    }
    pending(state, cmd.application)?;
    Ok(vec![StudentEvent::ApplicationWithdrawn {
        application: cmd.application,
        cause: WithdrawalCause::ByPupil { reason: cmd.reason },
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn withdraw() -> StudentCommand {
        let reason = None;
        StudentCommand::WithdrawApplication(WithdrawApplication {
            application: A1,
            reason,
        })
    }

    fn withdrawn() -> StudentEvent {
        let cause = WithdrawalCause::ByPupil { reason: None };
        StudentEvent::ApplicationWithdrawn {
            application: A1,
            cause,
        }
    }

    #[test]
    fn a_pending_application_is_taken_back_once() {
        student(active())
            .and([submitted(A1, 7)])
            .when(withdraw())
            .then([withdrawn()]);
        student(active())
            .and([submitted(A1, 7), withdrawn()])
            .when(withdraw())
            .then_nothing();
    }

    #[test]
    fn a_placement_is_not_taken_back_like_that() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7)])
            .when(withdraw())
            .then_refused(Refusal::NotPending);
        student(active())
            .when(withdraw())
            .then_refused(Refusal::NoSuchApplication);
    }
}
