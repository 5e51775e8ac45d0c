//! A successor of the head is named: by the head who hands over, or by the academic director who
//! replaces one who left (EST-1a).
use super::event::EstablishmentEvent;
use super::preconditions::must_have_registration;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Post, StaffStatus};
use crate::ids::StaffId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The head names who succeeds them.
#[derive(Clone, Debug)]
pub struct HandOverEstablishment {
    /// The head.
    pub by: StaffId,
    /// The successor, and who that is.
    pub successor: Successor,
}

/// The academic director names who succeeds a head who left.
#[derive(Clone, Debug)]
pub struct ReplaceHead {
    /// The successor, and who that is.
    pub successor: Successor,
}

/// Somebody who is to be head.
#[derive(Clone, Debug)]
pub struct Successor {
    /// The person; a new id.
    pub staff: StaffId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// The staff of any college whose account has their address.
    pub staff_there: Vec<StaffId>,
}

/// Invites a successor, in place of one named before. The head stays head until the successor takes
/// over (EST-1a).
pub fn hand_over(
    state: &EstablishmentState,
    HandOverEstablishment { by, successor }: HandOverEstablishment,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_have_registration(state)?;
    if !(state.is_head(by) && state.is_active(by)) {
        return Err(Refusal::OnlyHeadHandsOver);
    }
    if successor.staff_there.contains(&by) {
        return Err(Refusal::SuccessorIsHead);
    }
    Ok(named(state, successor))
}

/// Relieves the head at once, and invites a successor, in place of one named before. A college has
/// no head until the successor takes over (EST-1a).
pub fn replace_head(
    state: &EstablishmentState,
    ReplaceHead { successor }: ReplaceHead,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_have_registration(state)?;
    let head = state.head();
    if head.is_some_and(|head| successor.staff_there.contains(&head) && state.is_active(head)) {
        return Err(Refusal::SuccessorIsHead);
    }
    let relieved = head.map(|head| EstablishmentEvent::HeadRelieved { head });
    Ok(relieved
        .into_iter()
        .chain(named(state, successor))
        .collect())
}

/// The successor, in place of whoever was named before and has not taken over.
fn named(state: &EstablishmentState, successor: Successor) -> Vec<EstablishmentEvent> {
    let before = state.staff().filter(|(staff, member)| {
        let named = member.post == Post::Head && member.status == StaffStatus::Invited;
        named && *staff != successor.staff
    });
    let revoked = before.map(|(staff, _)| EstablishmentEvent::StaffRevoked { staff });
    let named = EstablishmentEvent::SuccessorNamed {
        successor: successor.staff,
        identity: successor.identity,
    };
    revoked.chain([named]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::Right;
    use super::super::testing::*;
    use super::*;

    fn successor(staff: StaffId, staff_there: Vec<StaffId>) -> Successor {
        Successor {
            staff,
            identity: sealed(),
            staff_there,
        }
    }

    fn hand_over(by: StaffId) -> C {
        let successor = successor(STRANGER, vec![]);
        C::HandOver(HandOverEstablishment { by, successor })
    }

    fn replace(staff: StaffId) -> C {
        let successor = successor(staff, vec![]);
        C::ReplaceHead(ReplaceHead { successor })
    }

    #[test]
    fn the_head_stays_until_the_successor_takes_over() {
        staffed_college([])
            .when(hand_over(HEAD))
            .then([successor_named(STRANGER)]);
        let state = staffed_college([successor_named(STRANGER)]).state();
        assert!(state.is_head(HEAD) && state.has_right(HEAD, Right::ManageStaff));
        assert!(!state.is_head(STRANGER) && !state.is_active(STRANGER));
    }

    #[test]
    fn nobody_but_the_head_hands_over() {
        for by in [ADVISER, STRANGER] {
            staffed_college([granted(ADVISER, Right::ALL)])
                .when(hand_over(by))
                .then_refused(Refusal::OnlyHeadHandsOver);
        }
        registered_college([confirmation_requested()])
            .when(hand_over(HEAD))
            .then_refused(Refusal::OnlyHeadHandsOver);
        college([listed()])
            .when(hand_over(HEAD))
            .then_refused(Refusal::NotRegistered);
    }

    #[test]
    fn a_head_does_not_succeed_themself() {
        let successor = successor(STRANGER, vec![TEACHER, HEAD]);
        let again = HandOverEstablishment {
            by: HEAD,
            successor: successor.clone(),
        };
        staffed_college([])
            .when(C::HandOver(again))
            .then_refused(Refusal::SuccessorIsHead);
        staffed_college([])
            .when(C::ReplaceHead(ReplaceHead { successor }))
            .then_refused(Refusal::SuccessorIsHead);
    }

    #[test]
    fn who_was_named_before_gives_way() {
        staffed_college([successor_named(OTHER_SUCCESSOR)])
            .when(hand_over(HEAD))
            .then([revoked(OTHER_SUCCESSOR), successor_named(STRANGER)]);
    }

    #[test]
    fn the_academic_director_relieves_the_head_at_once() {
        staffed_college([])
            .when(replace(STRANGER))
            .then([head_relieved(HEAD), successor_named(STRANGER)]);
        let state = staffed_college([head_relieved(HEAD), successor_named(STRANGER)]).state();
        assert_eq!(state.head(), None);
        assert!(!state.is_active(HEAD) && state.is_open(year()));
        assert!(
            Right::ALL
                .iter()
                .all(|right| !state.has_right(HEAD, *right))
        );
        let past = [head_relieved(HEAD), successor_named(OTHER_SUCCESSOR)];
        staffed_college(past)
            .when(replace(STRANGER))
            .then([revoked(OTHER_SUCCESSOR), successor_named(STRANGER)]);
        registered_college([confirmation_requested()])
            .when(replace(STRANGER))
            .then([head_relieved(HEAD), successor_named(STRANGER)]);
    }
}
