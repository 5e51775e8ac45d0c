//! Who asked to join the staff is admitted (EST-6).
use std::collections::BTreeSet;

use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Post, StaffStatus};
use crate::ids::StaffId;

/// The head, or who manages the staff, lets somebody in who asked to join.
#[derive(Clone, Debug)]
pub struct AdmitStaff {
    /// Who admits.
    pub by: StaffId,
    /// Who asked to join.
    pub staff: StaffId,
}

/// Lets somebody take part who asked to join (EST-6): admitted by the head with the rights of
/// their role, by anybody else without any, for nobody but the head gives rights.
pub fn admit_staff(
    state: &EstablishmentState,
    AdmitStaff { by, staff }: AdmitStaff,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let member = state.member(staff).ok_or(Refusal::StaffUnknown)?;
    match member.status {
        StaffStatus::Requested => {
            let rights = match member.post {
                Post::Staff(role) if state.is_head(by) => role.default_rights(),
                Post::Staff(_) => BTreeSet::new(),
                Post::Head => return Err(Refusal::HeadNotConfirmed),
            };
            Ok(vec![EstablishmentEvent::StaffAdmitted {
                staff,
                by,
                rights,
            }])
        }
        StaffStatus::Active => Ok(vec![]),
        StaffStatus::Invited => Err(Refusal::StaffNotActive),
        StaffStatus::Revoked => Err(Refusal::StaffRevoked),
        StaffStatus::Erased => Err(Refusal::StaffErased),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::{Right, StaffRole};
    use super::super::testing::*;
    use super::*;

    fn admit(by: StaffId, staff: StaffId) -> C {
        C::AdmitStaff(AdmitStaff { by, staff })
    }

    #[test]
    fn the_head_admits_with_the_rights_of_the_role() {
        let asked = requested(STRANGER, StaffRole::Teacher);
        let event = admitted(
            STRANGER,
            HEAD,
            [Right::ManagePupils, Right::ManagePlacements],
        );
        staffed_college([asked.clone()])
            .when(admit(HEAD, STRANGER))
            .then([event.clone()]);
        let state = staffed_college([asked, event]).state();
        assert!(state.is_active(STRANGER) && state.has_right(STRANGER, Right::ManagePupils));
    }

    #[test]
    fn whom_the_head_named_admits_without_rights() {
        let past = [
            granted(ADVISER, Right::ALL),
            requested(STRANGER, StaffRole::Teacher),
        ];
        staffed_college(past)
            .when(admit(ADVISER, STRANGER))
            .then([admitted(STRANGER, ADVISER, [])]);
    }

    #[test]
    fn only_who_asked_is_admitted_and_once() {
        staffed_college([])
            .when(admit(HEAD, TEACHER))
            .then_nothing();
        for (past, refusal) in [
            (vec![], Refusal::StaffUnknown),
            (
                vec![invited(STRANGER, StaffRole::Teacher)],
                Refusal::StaffNotActive,
            ),
            (
                vec![requested(STRANGER, StaffRole::Teacher), revoked(STRANGER)],
                Refusal::StaffRevoked,
            ),
        ] {
            staffed_college(past)
                .when(admit(HEAD, STRANGER))
                .then_refused(refusal);
        }
        registered_college([confirmation_requested()])
            .when(admit(HEAD, HEAD))
            .then_refused(Refusal::HeadNotConfirmed);
        college([listed()])
            .when(admit(HEAD, STRANGER))
            .then_refused(Refusal::NotRegistered);
    }
}
