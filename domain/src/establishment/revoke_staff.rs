//! The head shuts somebody out (EST-6).
use super::event::EstablishmentEvent;
use super::preconditions::must_have_registration;
use super::refusal::Refusal;
use super::state::{EstablishmentState, StaffStatus};
use crate::ids::StaffId;

/// The head shuts somebody out: invited, active, or waiting to be admitted.
#[derive(Clone, Debug)]
pub struct RevokeStaff {
    /// The person.
    pub staff: StaffId,
}

/// Shuts somebody out at once, with all rights and classes (EST-6), and relieves them of the
/// classes that they are responsible for in the same append (EST-7).
pub fn revoke_staff(
    state: &EstablishmentState,
    RevokeStaff { staff }: RevokeStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_have_registration(state)?;
    if state.is_head(staff) {
        return Err(Refusal::HeadCannotBeRevoked);
    }
    let relieved = state
        .classes()
        .filter(|(_, class)| class.main_teacher == Some(staff))
        .map(|(class, _)| EstablishmentEvent::MainTeacherRelieved {
            class,
            teacher: staff,
        });
    match state.member(staff).ok_or(Refusal::StaffUnknown)?.status {
        StaffStatus::Invited | StaffStatus::Requested | StaffStatus::Active => Ok(relieved
            .chain([EstablishmentEvent::StaffRevoked { staff }])
            .collect()),
        StaffStatus::Revoked | StaffStatus::Erased => Ok(vec![]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::{Right, StaffRole};
    use super::super::testing::*;
    use super::*;

    fn revoke(staff: StaffId) -> C {
        C::RevokeStaff(RevokeStaff { staff })
    }

    #[test]
    fn whoever_is_revoked_has_nothing_any_more() {
        staffed_college([])
            .when(revoke(TEACHER))
            .then([revoked(TEACHER)]);
        let state = staffed_college([taken(TEACHER, CLASS), revoked(TEACHER)]).state();
        assert!(!state.teaches(TEACHER, CLASS));
        let member = state.member(TEACHER).unwrap();
        assert!(member.rights.is_empty() && member.classes.is_empty());
        assert!(
            Right::ALL
                .iter()
                .all(|right| !state.has_right(TEACHER, *right))
        );
    }

    #[test]
    fn a_main_teacher_is_relieved_at_the_same_time() {
        let past = [
            named(TEACHER, CLASS),
            named(TEACHER, CLASS_B),
            closed(CLASS_B),
        ];
        staffed_college(past).when(revoke(TEACHER)).then([
            relieved(TEACHER, CLASS),
            relieved(TEACHER, CLASS_B),
            revoked(TEACHER),
        ]);
        staffed_college([named(TEACHER, CLASS)])
            .when(revoke(ADVISER))
            .then([revoked(ADVISER)]);
    }

    #[test]
    fn an_invitation_can_be_revoked() {
        registered_college([invited(TEACHER, StaffRole::Teacher)])
            .when(revoke(TEACHER))
            .then([revoked(TEACHER)]);
    }

    #[test]
    fn who_asks_to_join_can_be_turned_away_for_good() {
        registered_college([requested(STRANGER, StaffRole::Teacher)])
            .when(revoke(STRANGER))
            .then([revoked(STRANGER)]);
    }

    #[test]
    fn revoking_twice_is_nothing_new() {
        staffed_college([revoked(TEACHER)])
            .when(revoke(TEACHER))
            .then_nothing();
    }

    #[test]
    fn the_head_and_strangers_are_not_revoked() {
        staffed_college([])
            .when(revoke(HEAD))
            .then_refused(Refusal::HeadCannotBeRevoked);
        staffed_college([])
            .when(revoke(STRANGER))
            .then_refused(Refusal::StaffUnknown);
        college([listed()])
            .when(revoke(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
