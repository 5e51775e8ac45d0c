//! A teacher of the class invites the pupil to the platform (STU-2, STU-4).
use super::{Refusal, StudentEvent, StudentState, acting};
use crate::ids::StaffId;
use crate::personal::Address;
use crate::sealed::Sealed;

/// Invites a pupil to make an account.
#[derive(Clone, Debug)]
pub struct InviteStudent {
    /// Who invites.
    pub by: StaffId,
    /// Where the one-time link goes.
    pub address: Sealed<Address>,
    /// The address is one of an account of the college's staff.
    pub address_of_staff: bool,
}

/// Only a pupil who may act is invited: without a valid authorisation there is no access (STU-1).
/// An invitation that was lost may be repeated. An address of the college's staff is no pupil's.
pub fn invite_student(
    state: &StudentState,
    cmd: InviteStudent,
) -> Result<Vec<StudentEvent>, Refusal> {
    acting(state)?;
    let InviteStudent {
        by,
        address,
        address_of_staff,
    } = cmd;
    if address_of_staff {
        return Err(Refusal::AddressOfStaff);
    }
    Ok(vec![StudentEvent::StudentInvited { by, address }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn invite() -> StudentCommand {
        StudentCommand::Invite(InviteStudent {
            by: TEACHER,
            address: sealed(),
            address_of_staff: false,
        })
    }

    fn invited() -> StudentEvent {
        StudentEvent::StudentInvited {
            by: TEACHER,
            address: sealed(),
        }
    }

    #[test]
    fn a_pupil_who_may_act_is_invited_and_again_where_the_link_was_lost() {
        student(active()).when(invite()).then([invited()]);
        student(active())
            .and([invited()])
            .when(invite())
            .then([invited()]);
    }

    #[test]
    fn an_address_of_the_staff_is_no_pupil_s() {
        student(active())
            .when(StudentCommand::Invite(InviteStudent {
                by: TEACHER,
                address: sealed(),
                address_of_staff: true,
            }))
            .then_refused(Refusal::AddressOfStaff);
    }

    #[test]
    fn without_authorisation_or_access_nobody_is_invited() {
        student([])
            .when(invite())
            .then_refused(Refusal::NotEnrolled);
        student([in_class(Troisieme)])
            .when(invite())
            .then_refused(Refusal::NotAuthorised);
        student([in_class(Troisieme), form_handed(), authorised()])
            .when(invite())
            .then_refused(Refusal::AccessClosed);
        student(active())
            .and([authorisation_withdrawn()])
            .when(invite())
            .then_refused(Refusal::NotAuthorised);
    }
}
