//! Somebody joins the staff (EST-6).
use std::collections::BTreeSet;

use super::event::EstablishmentEvent;
use super::preconditions::{must_be_registered, open_class};
use super::refusal::Refusal;
use super::state::{EstablishmentState, Member, Post, StaffStanding};
use super::terms::StaffRole;
use crate::ids::{ClassId, StaffId};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Somebody follows an invitation, or signs up by themself.
#[derive(Clone, Debug)]
pub struct JoinStaff {
    /// The person; that of the invitation where there was one.
    pub staff: StaffId,
    /// In which role; that of the invitation where there was one.
    pub role: StaffRole,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// The open classes that a teacher teaches.
    pub classes: BTreeSet<ClassId>,
}

/// Lets somebody take part with the rights of their invitation, or those of the role where there
/// was none (EST-6). Whoever was revoked needs a new invitation.
pub fn join_staff(
    state: &EstablishmentState,
    JoinStaff {
        staff,
        role,
        identity,
        classes,
    }: JoinStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let member = state.member(staff);
    if let Some(member) = member {
        may_join(member, role)?;
    }
    if role != StaffRole::Teacher && !classes.is_empty() {
        return Err(Refusal::NotATeacher);
    }
    for class in &classes {
        open_class(state, *class)?;
    }
    let rights = member.map_or_else(|| role.default_rights(), |member| member.rights.clone());
    let joined = EstablishmentEvent::StaffJoined {
        staff,
        role,
        rights,
        identity,
    };
    let taken = classes
        .into_iter()
        .filter(|class| !state.teaches(staff, *class))
        .map(|class| EstablishmentEvent::ClassTaken { staff, class });
    Ok((!state.is_active(staff))
        .then_some(joined)
        .into_iter()
        .chain(taken)
        .collect())
}

fn may_join(member: &Member, role: StaffRole) -> Result<(), Refusal> {
    match (member.standing, member.post) {
        (StaffStanding::Revoked, _) => Err(Refusal::StaffRevoked),
        (StaffStanding::Erased, _) => Err(Refusal::StaffErased),
        (_, Post::Head) => Err(Refusal::OnStaffAlready),
        (_, Post::Staff(other)) if other != role => Err(Refusal::AnotherRole),
        (_, Post::Staff(_)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::Right;
    use super::super::testing::*;
    use super::*;

    fn join<const N: usize>(staff: StaffId, role: StaffRole, classes: [ClassId; N]) -> C {
        C::JoinStaff(JoinStaff {
            staff,
            role,
            identity: sealed(),
            classes: classes.into(),
        })
    }

    #[test]
    fn a_teacher_signs_up_with_their_classes() {
        registered_college([opened(CLASS, "3e A"), opened(CLASS_B, "3e B")])
            .when(join(TEACHER, StaffRole::Teacher, [CLASS, CLASS_B]))
            .then([
                joined(TEACHER, StaffRole::Teacher),
                taken(TEACHER, CLASS),
                taken(TEACHER, CLASS_B),
            ]);
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
            .when(join(ADVISER, role, []))
            .then([EstablishmentEvent::StaffJoined {
                staff,
                role,
                rights,
                identity,
            }]);
    }

    #[test]
    fn joining_twice_is_nothing_new() {
        staffed_college([taken(TEACHER, CLASS)])
            .when(join(TEACHER, StaffRole::Teacher, [CLASS]))
            .then_nothing();
        staffed_college([])
            .when(join(ADVISER, StaffRole::EducationAdviser, []))
            .then_nothing();
    }

    #[test]
    fn only_teachers_name_classes_and_only_open_ones() {
        staffed_college([])
            .when(join(STRANGER, StaffRole::Documentalist, [CLASS]))
            .then_refused(Refusal::NotATeacher);
        staffed_college([closed(CLASS)])
            .when(join(STRANGER, StaffRole::Teacher, [CLASS]))
            .then_refused(Refusal::ClassClosed);
        staffed_college([])
            .when(join(STRANGER, StaffRole::Teacher, [ClassId(id(99))]))
            .then_refused(Refusal::ClassUnknown);
    }

    #[test]
    fn one_joins_in_the_role_of_the_invitation() {
        registered_college([invited(TEACHER, StaffRole::Teacher)])
            .when(join(TEACHER, StaffRole::Psychologist, []))
            .then_refused(Refusal::AnotherRole);
        registered_college([])
            .when(join(HEAD, StaffRole::Teacher, []))
            .then_refused(Refusal::OnStaffAlready);
    }

    #[test]
    fn whoever_was_revoked_does_not_join_without_a_new_invitation() {
        let role = StaffRole::Teacher;
        staffed_college([revoked(TEACHER)])
            .when(join(TEACHER, role, []))
            .then_refused(Refusal::StaffRevoked);
        staffed_college([revoked(TEACHER), invited(TEACHER, role)])
            .when(join(TEACHER, role, []))
            .then([joined(TEACHER, role)]);
    }

    #[test]
    fn nobody_joins_a_college_that_is_not_registered() {
        college([listed()])
            .when(join(TEACHER, StaffRole::Teacher, []))
            .then_refused(Refusal::NotRegistered);
    }
}
