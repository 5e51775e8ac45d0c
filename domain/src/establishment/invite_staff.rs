//! Somebody is invited to join the staff (EST-6).
use std::collections::BTreeSet;

use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Post, StaffStatus};
use super::terms::{Right, StaffRole};
use crate::ids::StaffId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The head, or who manages the staff, invites somebody, who takes part once they follow the
/// invitation.
#[derive(Clone, Debug)]
pub struct InviteStaff {
    /// Who invites.
    pub by: StaffId,
    /// The person; a new id, or that of somebody who is invited anew.
    pub staff: StaffId,
    /// In which role.
    pub role: StaffRole,
    /// With which rights. Where nothing is said: by the head, those of the role; by anybody else,
    /// none.
    pub rights: Option<BTreeSet<Right>>,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// The staff of any college whose account has their address.
    pub staff_there: Vec<StaffId>,
}

/// Invites somebody (EST-6). Another invitation replaces the first one; it is also the way back
/// for somebody who was revoked. Nobody but the head gives rights: who else invites, invites
/// without any, and the head grants them later. Nor is anybody of the staff invited a second time, as
/// another person at the address of their account.
pub fn invite_staff(
    state: &EstablishmentState,
    InviteStaff {
        by,
        staff,
        role,
        rights,
        identity,
        staff_there,
    }: InviteStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let rights = match rights {
        _ if !state.is_head(by) => {
            if rights.is_some() {
                return Err(Refusal::OnlyHeadGivesRights);
            }
            BTreeSet::new()
        }
        Some(rights) => rights,
        None => role.default_rights(),
    };
    let second_self = |other: &StaffId| *other != staff && is_present(state, *other);
    if staff_there.iter().any(second_self) {
        return Err(Refusal::AddressOnStaff);
    }
    if let Some(member) = state.member(staff) {
        let same = member.post == Post::Staff(role) && member.rights == rights;
        match member.status {
            StaffStatus::Invited | StaffStatus::Active if same => return Ok(vec![]),
            StaffStatus::Active => return Err(Refusal::OnStaffAlready),
            StaffStatus::Erased => return Err(Refusal::StaffErased),
            StaffStatus::Invited | StaffStatus::Requested | StaffStatus::Revoked => {}
        }
    }
    Ok(vec![EstablishmentEvent::StaffInvited {
        staff,
        role,
        rights,
        identity,
    }])
}

/// On the staff now, or waiting to be admitted.
fn is_present(state: &EstablishmentState, staff: StaffId) -> bool {
    let status = state.member(staff).map(|member| member.status);
    matches!(status, Some(StaffStatus::Active | StaffStatus::Requested))
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn invite(staff: StaffId, role: StaffRole) -> C {
        C::InviteStaff(InviteStaff {
            by: HEAD,
            staff,
            role,
            rights: None,
            identity: sealed(),
            staff_there: vec![],
        })
    }

    #[test]
    fn an_invitation_gives_the_rights_of_the_role() {
        registered_college([])
            .when(invite(TEACHER, StaffRole::Teacher))
            .then([invited(TEACHER, StaffRole::Teacher)]);
    }

    #[test]
    fn an_invitation_gives_the_rights_that_it_names() {
        let rights = BTreeSet::from([Right::ManageCollege]);
        let role = StaffRole::Administration;
        let cmd = InviteStaff {
            by: HEAD,
            staff: ADVISER,
            role,
            rights: Some(rights.clone()),
            identity: sealed(),
            staff_there: vec![],
        };
        let event = EstablishmentEvent::StaffInvited {
            staff: ADVISER,
            role,
            rights,
            identity: sealed(),
        };
        registered_college([])
            .when(C::InviteStaff(cmd.clone()))
            .then([event.clone()]);
        registered_college([event])
            .when(C::InviteStaff(cmd))
            .then_nothing();
    }

    #[test]
    fn nobody_but_the_head_gives_rights_by_inviting() {
        let by_delegate = |rights: Option<BTreeSet<Right>>| {
            let cmd = InviteStaff {
                by: ADVISER,
                staff: STRANGER,
                role: StaffRole::Teacher,
                rights,
                identity: sealed(),
                staff_there: vec![],
            };
            staffed_college([granted(ADVISER, Right::ALL)]).when(C::InviteStaff(cmd))
        };
        for right in Right::ALL {
            by_delegate(Some([right].into())).then_refused(Refusal::OnlyHeadGivesRights);
        }
        by_delegate(None).then([EstablishmentEvent::StaffInvited {
            staff: STRANGER,
            role: StaffRole::Teacher,
            rights: [].into(),
            identity: sealed(),
        }]);
    }

    #[test]
    fn nobody_of_the_staff_is_invited_as_a_second_self() {
        let role = StaffRole::Teacher;
        let at_the_address_of = |past: Vec<EstablishmentEvent>, other: StaffId| {
            let cmd = InviteStaff {
                by: ADVISER,
                staff: STRANGER,
                role,
                rights: None,
                identity: sealed(),
                staff_there: vec![other],
            };
            let past = std::iter::once(granted(ADVISER, [Right::ManageStaff])).chain(past);
            staffed_college(past).when(C::InviteStaff(cmd))
        };
        for other in [ADVISER, HEAD, TEACHER] {
            at_the_address_of(vec![], other).then_refused(Refusal::AddressOnStaff);
        }
        let asks = StaffId(id(190));
        at_the_address_of(vec![requested(asks, role)], asks).then_refused(Refusal::AddressOnStaff);
        // Whoever was shut out, or is of another college, may be invited.
        for (past, other) in [(vec![revoked(TEACHER)], TEACHER), (vec![], asks)] {
            assert!(at_the_address_of(past, other).0.is_ok());
        }
    }

    #[test]
    fn inviting_twice_is_nothing_new() {
        let role = StaffRole::Teacher;
        registered_college([invited(TEACHER, role)])
            .when(invite(TEACHER, role))
            .then_nothing();
        staffed_college([])
            .when(invite(TEACHER, role))
            .then_nothing();
    }

    #[test]
    fn another_invitation_replaces_the_first() {
        registered_college([invited(TEACHER, StaffRole::Teacher)])
            .when(invite(TEACHER, StaffRole::Psychologist))
            .then([invited(TEACHER, StaffRole::Psychologist)]);
    }

    #[test]
    fn a_revoked_person_comes_back_by_invitation() {
        let back = invited(TEACHER, StaffRole::Teacher);
        staffed_college([revoked(TEACHER)])
            .when(invite(TEACHER, StaffRole::Teacher))
            .then([back.clone()]);
        let state = staffed_college([revoked(TEACHER), back]).state();
        assert!(
            !state.has_right(TEACHER, Right::ManagePupils),
            "not before they follow it"
        );
    }

    #[test]
    fn who_is_on_the_staff_in_another_role_or_as_head_is_not_invited() {
        staffed_college([])
            .when(invite(TEACHER, StaffRole::Psychologist))
            .then_refused(Refusal::OnStaffAlready);
        registered_college([])
            .when(invite(HEAD, StaffRole::Teacher))
            .then_refused(Refusal::OnStaffAlready);
        college([listed()])
            .when(invite(TEACHER, StaffRole::Teacher))
            .then_refused(Refusal::NotRegistered);
    }
}
