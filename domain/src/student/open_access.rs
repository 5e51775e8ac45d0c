//! A teacher of the class opens access (STU-2).
use super::settle_flags::flags_settled;
use super::{Access, Authorisation, Refusal, StudentEvent, StudentState, present};
use crate::establishment::Participation;
use crate::ids::StaffId;

/// Opens a pupil's access.
#[derive(Clone, Debug)]
pub struct OpenAccess {
    /// The teacher.
    pub by: StaffId,
    /// Fact: whether the college takes part in the school year of the pupil's class.
    pub participation: Participation,
}

/// Only a pupil whose authorisation is valid gets access (STU-1), in a college that is eligible
/// (EST-2). Whoever has access again has no placement left that asks for the head.
pub fn open_access(state: &StudentState, cmd: OpenAccess) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    if matches!(
        state.authorisation,
        Authorisation::AwaitsConfirmation { .. }
    ) {
        return Err(Refusal::GuardianAwaitsConfirmation);
    }
    if !state.is_authorised() {
        return Err(Refusal::NotAuthorised);
    }
    match (state.access, cmd.participation) {
        (Access::Open, _) => Ok(vec![]),
        (Access::Closed, Participation::Open) => {
            let opened = StudentEvent::AccessOpened { by: cmd.by };
            Ok(std::iter::once(opened)
                .chain(flags_settled(state))
                .collect())
        }
        (Access::Closed, Participation::NotRegistered) => Err(Refusal::EstablishmentClosed),
        (Access::Closed, Participation::NotEligible(year, missing)) => {
            Err(Refusal::NotEligible(year, missing))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn open() -> StudentCommand {
        StudentCommand::OpenAccess(OpenAccess {
            by: TEACHER,
            participation: Participation::Open,
        })
    }

    #[test]
    fn access_opens_on_a_valid_authorisation() {
        student([in_class(Troisieme), form_handed(), authorised()])
            .when(open())
            .then([StudentEvent::AccessOpened { by: TEACHER }]);
        student(active()).when(open()).then_nothing();
    }

    #[test]
    fn without_authorisation_no_access() {
        student([]).when(open()).then_refused(Refusal::NotEnrolled);
        student([in_class(Troisieme)])
            .when(open())
            .then_refused(Refusal::NotAuthorised);
        student(active())
            .and([authorisation_withdrawn()])
            .when(open())
            .then_refused(Refusal::NotAuthorised);
    }
}
