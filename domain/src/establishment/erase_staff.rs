//! A member of staff is erased (SPEC 7).
use super::event::EstablishmentEvent;
use super::refusal::Refusal;
use super::revoke_staff::{RevokeStaff, revoke_staff};
use super::state::{EstablishmentState, StaffStatus};
use crate::ids::StaffId;

/// Nobody is to read again who the member of staff is.
#[derive(Clone, Debug)]
pub struct EraseStaff {
    /// The person.
    pub staff: StaffId,
}

/// Shuts somebody out for good, revoked in the same append where they were not (EST-6). Not the
/// head while head: a college answers to somebody who can be named (EST-1). Erasing twice changes
/// nothing.
pub fn erase_staff(
    state: &EstablishmentState,
    EraseStaff { staff }: EraseStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    if state.is_head(staff) {
        return Err(Refusal::HeadCannotBeErased);
    }
    let mut events = revoke_staff(state, RevokeStaff { staff })?;
    match state.member(staff).ok_or(Refusal::StaffUnknown)?.status {
        StaffStatus::Erased => Ok(vec![]),
        StaffStatus::Invited
        | StaffStatus::Requested
        | StaffStatus::Active
        | StaffStatus::Revoked => {
            events.push(EstablishmentEvent::StaffErased { staff });
            Ok(events)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::super::{InviteStaff, JoinStaff};
    use super::*;

    fn erase(staff: StaffId) -> C {
        C::EraseStaff(EraseStaff { staff })
    }

    fn erased(staff: StaffId) -> EstablishmentEvent {
        EstablishmentEvent::StaffErased { staff }
    }

    #[test]
    fn whoever_is_erased_is_relieved_and_revoked_too() {
        staffed_college([named(TEACHER, CLASS)])
            .when(erase(TEACHER))
            .then([relieved(TEACHER, CLASS), revoked(TEACHER), erased(TEACHER)]);
        registered_college([invited(TEACHER, StaffRole::Teacher)])
            .when(erase(TEACHER))
            .then([revoked(TEACHER), erased(TEACHER)]);
        staffed_college([revoked(TEACHER)])
            .when(erase(TEACHER))
            .then([erased(TEACHER)]);
    }

    #[test]
    fn erasing_twice_is_nothing_new() {
        staffed_college([revoked(TEACHER), erased(TEACHER)])
            .when(erase(TEACHER))
            .then_nothing();
    }

    #[test]
    fn nobody_comes_back_from_there() {
        let gone = || staffed_college([revoked(TEACHER), erased(TEACHER)]);
        let role = StaffRole::Teacher;
        gone()
            .when(C::InviteStaff(InviteStaff {
                by: HEAD,
                staff: TEACHER,
                role,
                rights: None,
                identity: sealed(),
                staff_there: vec![],
            }))
            .then_refused(Refusal::StaffErased);
        gone()
            .when(C::JoinStaff(JoinStaff {
                staff: TEACHER,
                role,
                identity: sealed(),
            }))
            .then_refused(Refusal::StaffErased);
        gone()
            .when(C::RevokeStaff(RevokeStaff { staff: TEACHER }))
            .then_nothing();
    }

    #[test]
    fn the_head_stays_while_head_and_strangers_are_unknown() {
        staffed_college([])
            .when(erase(HEAD))
            .then_refused(Refusal::HeadCannotBeErased);
        staffed_college([])
            .when(erase(STRANGER))
            .then_refused(Refusal::StaffUnknown);
    }
}
