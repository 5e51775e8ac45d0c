//! Somebody joins the staff (EST-6).
use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Member, Post, StaffStatus};
use super::terms::StaffRole;
use crate::ids::StaffId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Somebody follows an invitation, or asks to join by themself.
#[derive(Clone, Debug)]
pub struct JoinStaff {
    /// The person; that of the invitation where there was one.
    pub staff: StaffId,
    /// In which role; that of the invitation where there was one.
    pub role: StaffRole,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
}

/// Lets somebody take part with the rights of their invitation (EST-6). Who was not invited waits
/// to be admitted; who was revoked needs a new invitation.
pub fn join_staff(
    state: &EstablishmentState,
    JoinStaff {
        staff,
        role,
        identity,
    }: JoinStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let Some(member) = state.member(staff) else {
        return Ok(vec![EstablishmentEvent::StaffAdmissionRequested {
            staff,
            role,
            identity,
        }]);
    };
    may_join(member, role)?;
    Ok(match member.status {
        StaffStatus::Invited => vec![EstablishmentEvent::StaffJoined {
            staff,
            role,
            rights: member.rights.clone(),
            identity,
        }],
        StaffStatus::Requested
        | StaffStatus::Active
        | StaffStatus::Revoked
        | StaffStatus::Erased => vec![],
    })
}

fn may_join(member: &Member, role: StaffRole) -> Result<(), Refusal> {
    match (member.status, member.post) {
        (StaffStatus::Revoked, _) => Err(Refusal::StaffRevoked),
        (StaffStatus::Erased, _) => Err(Refusal::StaffErased),
        (_, Post::Head) => Err(Refusal::OnStaffAlready),
        (_, Post::Staff(other)) if other != role => Err(Refusal::AnotherRole),
        (_, Post::Staff(_)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::EstablishmentCommand as C;
    use super::super::terms::Right;
    use super::super::testing::*;
    use super::*;

    fn join(staff: StaffId, role: StaffRole) -> C {
        C::JoinStaff(JoinStaff {
            staff,
            role,
            identity: sealed(),
        })
    }

    #[test]
    fn who_was_not_invited_waits_to_be_admitted() {
        registered_college([])
            .when(join(TEACHER, StaffRole::Teacher))
            .then([requested(TEACHER, StaffRole::Teacher)]);
        let state = registered_college([requested(TEACHER, StaffRole::Teacher)]).state();
        assert!(!state.is_active(TEACHER));
        assert!(
            Right::ALL
                .iter()
                .all(|right| !state.has_right(TEACHER, *right))
        );
    }

    #[test]
    fn an_invitation_keeps_its_rights() {
        let rights = BTreeSet::from([Right::ManageCollege]);
        let role = StaffRole::Administration;
        let (staff, identity) = (ADVISER, sealed());
        let invited = EstablishmentEvent::StaffInvited {
            staff,
            role,
            rights: rights.clone(),
            identity: sealed(),
        };
        registered_college([invited])
            .when(join(ADVISER, role))
            .then([EstablishmentEvent::StaffJoined {
                staff,
                role,
                rights,
                identity,
            }]);
    }

    #[test]
    fn joining_twice_is_nothing_new() {
        staffed_college([])
            .when(join(TEACHER, StaffRole::Teacher))
            .then_nothing();
        registered_college([requested(TEACHER, StaffRole::Teacher)])
            .when(join(TEACHER, StaffRole::Teacher))
            .then_nothing();
    }

    #[test]
    fn one_joins_in_the_role_of_the_invitation() {
        for past in [
            invited(TEACHER, StaffRole::Teacher),
            requested(TEACHER, StaffRole::Teacher),
        ] {
            registered_college([past])
                .when(join(TEACHER, StaffRole::Psychologist))
                .then_refused(Refusal::AnotherRole);
        }
        registered_college([])
            .when(join(HEAD, StaffRole::Teacher))
            .then_refused(Refusal::OnStaffAlready);
    }

    #[test]
    fn whoever_was_revoked_does_not_join_without_a_new_invitation() {
        let role = StaffRole::Teacher;
        staffed_college([revoked(TEACHER)])
            .when(join(TEACHER, role))
            .then_refused(Refusal::StaffRevoked);
        registered_college([requested(STRANGER, role), revoked(STRANGER)])
            .when(join(STRANGER, role))
            .then_refused(Refusal::StaffRevoked);
        staffed_college([revoked(TEACHER), invited(TEACHER, role)])
            .when(join(TEACHER, role))
            .then([joined(TEACHER, role)]);
    }

    #[test]
    fn nobody_joins_a_college_that_is_not_registered() {
        college([listed()])
            .when(join(TEACHER, StaffRole::Teacher))
            .then_refused(Refusal::NotRegistered);
    }
}
