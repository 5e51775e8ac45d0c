//! The host looks at an application, and may say no (OFF-5, STU-8).
use jiff::Timestamp;

use super::{
    ApplicationStatus, DeclineCause, Refusal, StudentEvent, StudentState, application, pending,
};
use crate::ids::ApplicationId;

/// The host is looking at it.
#[derive(Clone, Debug)]
pub struct ExamineApplication {
    /// Which.
    pub application: ApplicationId,
    /// The present instant.
    pub at: Timestamp,
}

/// Marks a pending application as under examination.
pub fn examine_application(
    state: &StudentState,
    cmd: ExamineApplication,
) -> Result<Vec<StudentEvent>, Refusal> {
    let found = pending(state, cmd.application)?;
    if found.status == (ApplicationStatus::Pending { examined: true }) {
        return Ok(vec![]);
    }
    let ExamineApplication { application, at } = cmd;
    Ok(vec![StudentEvent::ApplicationExamined { application, at }])
}

/// Says no.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclineApplication {
    /// To which.
    pub application: ApplicationId,
    /// Why.
    pub cause: DeclineCause,
}

/// A pending application is declined once.
pub fn decline_application(
    state: &StudentState,
    cmd: DeclineApplication,
) -> Result<Vec<StudentEvent>, Refusal> {
    let found = application(state, cmd.application)?;
    if found.status == ApplicationStatus::Declined {
        return Ok(vec![]);
    }
    pending(state, cmd.application)?;
    if let DeclineCause::ByHost { .. } = cmd.cause {
        found.is_answered_alone()?;
    }
    let DeclineApplication { application, cause } = cmd;
    Ok(vec![StudentEvent::ApplicationDeclined {
        application,
        cause,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn examine() -> StudentCommand {
        StudentCommand::ExamineApplication(ExamineApplication {
            application: A1,
            at: now(),
        })
    }

    fn decline() -> StudentCommand {
        let cause = DeclineCause::OfferWithdrawn;
        StudentCommand::DeclineApplication(DeclineApplication {
            application: A1,
            cause,
        })
    }

    fn examined() -> StudentEvent {
        StudentEvent::ApplicationExamined {
            application: A1,
            at: now(),
        }
    }

    #[test]
    fn a_pending_application_is_examined_once_and_declined_once() {
        let applied = || student(active()).and([submitted(A1, 7)]);
        applied().when(examine()).then([examined()]);
        applied().and([examined()]).when(examine()).then_nothing();
        applied()
            .and([examined()])
            .when(decline())
            .then([declined_by_offer(A1)]);
        applied()
            .and([declined_by_offer(A1)])
            .when(decline())
            .then_nothing();
    }

    #[test]
    fn what_is_not_pending_is_neither_examined_nor_declined() {
        let placed = || student(active()).and([submitted(A1, 7), accepted(A1, 7)]);
        placed().when(examine()).then_refused(Refusal::NotPending);
        placed().when(decline()).then_refused(Refusal::NotPending);
        student(active())
            .when(examine())
            .then_refused(Refusal::NoSuchApplication);
        student(active())
            .when(decline())
            .then_refused(Refusal::NoSuchApplication);
    }
}
