//! The head takes rights back (EST-6).
use std::collections::BTreeSet;

use super::event::EstablishmentEvent;
use super::preconditions::present_member;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::terms::Right;
use crate::ids::StaffId;

/// The head takes rights back from somebody, invited or active.
#[derive(Clone, Debug)]
pub struct NarrowRights {
    /// The person.
    pub staff: StaffId,
    /// The rights; those that the person does not have are nothing new.
    pub rights: BTreeSet<Right>,
}

/// Takes back the rights that the person has (EST-6). The head keeps them all.
pub fn narrow_rights(
    state: &EstablishmentState,
    NarrowRights { staff, rights }: NarrowRights,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let member = present_member(state, staff)?;
    if state.is_head(staff) {
        return Err(Refusal::HeadKeepsRights);
    }
    let rights: BTreeSet<Right> = rights.intersection(&member.rights).copied().collect();
    if rights.is_empty() {
        return Ok(vec![]);
    }
    Ok(vec![EstablishmentEvent::RightsNarrowed { staff, rights }])
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn narrow<const N: usize>(staff: StaffId, rights: [Right; N]) -> C {
        C::NarrowRights(NarrowRights {
            staff,
            rights: rights.into(),
        })
    }

    #[test]
    fn rights_are_taken_back_once() {
        let event = narrowed(TEACHER, [Right::ManagePupils]);
        staffed_college([])
            .when(narrow(TEACHER, [Right::ManagePupils, Right::ManageStaff]))
            .then([event.clone()]);
        staffed_college([event.clone()])
            .when(narrow(TEACHER, [Right::ManagePupils]))
            .then_nothing();
        let state = staffed_college([event]).state();
        assert!(!state.has_right(TEACHER, Right::ManagePupils));
        assert!(state.has_right(TEACHER, Right::ManagePlacements));
    }

    #[test]
    fn the_head_keeps_every_right() {
        staffed_college([])
            .when(narrow(HEAD, [Right::ManageStaff]))
            .then_refused(Refusal::HeadKeepsRights);
    }

    #[test]
    fn strangers_and_revoked_people_have_none_to_take_back() {
        let rights = [Right::ManagePupils];
        staffed_college([])
            .when(narrow(STRANGER, rights))
            .then_refused(Refusal::StaffUnknown);
        staffed_college([revoked(TEACHER)])
            .when(narrow(TEACHER, rights))
            .then_refused(Refusal::StaffRevoked);
        college([listed()])
            .when(narrow(TEACHER, rights))
            .then_refused(Refusal::NotRegistered);
    }
}
