//! The head grants rights (EST-6).
use std::collections::BTreeSet;

use super::event::EstablishmentEvent;
use super::preconditions::present_member;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::terms::Right;
use crate::ids::StaffId;

/// The head grants rights to somebody, invited or active.
#[derive(Clone, Debug)]
pub struct GrantRights {
    /// The person.
    pub staff: StaffId,
    /// The rights; those that the person has already are nothing new.
    pub rights: BTreeSet<Right>,
}

/// Grants the rights that the person does not have yet (EST-6). The head has them all.
pub fn grant_rights(
    state: &EstablishmentState,
    GrantRights { staff, rights }: GrantRights,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let member = present_member(state, staff)?;
    let rights: BTreeSet<Right> = rights.difference(&member.rights).copied().collect();
    if rights.is_empty() {
        return Ok(vec![]);
    }
    Ok(vec![EstablishmentEvent::RightsGranted { staff, rights }])
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::*;

    fn grant<const N: usize>(staff: StaffId, rights: [Right; N]) -> C {
        C::GrantRights(GrantRights {
            staff,
            rights: rights.into(),
        })
    }

    #[test]
    fn only_new_rights_are_granted() {
        let event = granted(TEACHER, [Right::ManageCollege]);
        staffed_college([])
            .when(grant(TEACHER, [Right::ManageCollege, Right::ManagePupils]))
            .then([event.clone()]);
        let state = staffed_college([event]).state();
        assert!(state.has_right(TEACHER, Right::ManageCollege));
        assert!(state.has_right(TEACHER, Right::ManagePupils));
    }

    #[test]
    fn granting_twice_is_nothing_new() {
        staffed_college([granted(ADVISER, [Right::ManageStaff])])
            .when(grant(ADVISER, [Right::ManageStaff]))
            .then_nothing();
        staffed_college([])
            .when(grant(HEAD, Right::ALL))
            .then_nothing();
        staffed_college([]).when(grant(ADVISER, [])).then_nothing();
    }

    #[test]
    fn an_invited_person_has_the_rights_once_they_have_joined() {
        let invited = invited(STRANGER, StaffRole::Documentalist);
        let event = granted(STRANGER, [Right::ManagePupils]);
        staffed_college([invited.clone()])
            .when(grant(STRANGER, [Right::ManagePupils]))
            .then([event.clone()]);
        let state = staffed_college([invited, event]).state();
        assert!(!state.has_right(STRANGER, Right::ManagePupils));
    }

    #[test]
    fn strangers_and_revoked_people_get_no_right() {
        staffed_college([])
            .when(grant(STRANGER, [Right::ManagePupils]))
            .then_refused(Refusal::StaffUnknown);
        staffed_college([revoked(TEACHER)])
            .when(grant(TEACHER, [Right::ManagePupils]))
            .then_refused(Refusal::StaffRevoked);
        college([listed()])
            .when(grant(HEAD, []))
            .then_refused(Refusal::NotRegistered);
    }
}
