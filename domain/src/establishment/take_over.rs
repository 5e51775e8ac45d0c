//! A named successor becomes head (EST-1a).
use super::event::EstablishmentEvent;
use super::preconditions::must_have_registration;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Post, StaffStatus};
use crate::ids::StaffId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The successor takes the college over.
#[derive(Clone, Debug)]
pub struct TakeOverEstablishment {
    /// The successor.
    pub head: StaffId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
}

/// Makes the successor head, and shuts the former head out in the same append (EST-1a): from then on
/// they have no right, and can be erased like anybody else. Taking over twice changes nothing.
pub fn take_over(
    state: &EstablishmentState,
    TakeOverEstablishment { head, identity }: TakeOverEstablishment,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_have_registration(state)?;
    if state.is_head(head) && state.is_active(head) {
        return Ok(vec![]);
    }
    let member = state.member(head).ok_or(Refusal::NotTheSuccessor)?;
    match (member.post, member.status) {
        (Post::Head, StaffStatus::Invited) => {}
        (_, StaffStatus::Revoked) => return Err(Refusal::StaffRevoked),
        (_, StaffStatus::Erased) => return Err(Refusal::StaffErased),
        (Post::Staff(_), StaffStatus::Invited)
        | (_, StaffStatus::Requested | StaffStatus::Active) => {
            return Err(Refusal::NotTheSuccessor);
        }
    }
    let former = state.head();
    let relieved = former.map(|head| EstablishmentEvent::HeadRelieved { head });
    let succeeded = EstablishmentEvent::HeadSucceeded { head, identity };
    Ok(relieved.into_iter().chain([succeeded]).collect())
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::Right;
    use super::super::testing::*;
    use super::super::{EraseStaff, JoinStaff, StaffRole};
    use super::*;

    fn take_over(head: StaffId) -> C {
        let identity = sealed();
        C::TakeOver(TakeOverEstablishment { head, identity })
    }

    #[test]
    fn the_former_head_loses_every_right_at_once() {
        staffed_college([successor_named(STRANGER)])
            .when(take_over(STRANGER))
            .then([head_relieved(HEAD), head_succeeded(STRANGER)]);
        let handed_over = || {
            staffed_college([
                successor_named(STRANGER),
                head_relieved(HEAD),
                head_succeeded(STRANGER),
            ])
        };
        let state = handed_over().state();
        for right in Right::ALL {
            assert!(!state.has_right(HEAD, right) && state.has_right(STRANGER, right));
        }
        assert!(state.is_head(STRANGER) && !state.is_head(HEAD) && state.is_open(year()));
        handed_over().when(take_over(STRANGER)).then_nothing();
        // And is erased like anybody else.
        handed_over()
            .when(C::EraseStaff(EraseStaff { staff: HEAD }))
            .then([EstablishmentEvent::StaffErased { staff: HEAD }]);
        handed_over()
            .when(take_over(HEAD))
            .then_refused(Refusal::StaffRevoked);
    }

    #[test]
    fn a_college_without_head_has_one_again() {
        let past = [head_relieved(HEAD), successor_named(STRANGER)];
        staffed_college(past.clone())
            .when(take_over(STRANGER))
            .then([head_succeeded(STRANGER)]);
        // The academic director named them: there is nothing left to confirm.
        let state = registered_college([confirmation_requested()])
            .and(past)
            .and([head_succeeded(STRANGER)])
            .state();
        assert!(state.is_open(year()) && state.is_active(STRANGER));
    }

    #[test]
    fn only_who_was_named_takes_over() {
        for (past, who, refusal) in [
            (vec![], STRANGER, Refusal::NotTheSuccessor),
            (vec![], TEACHER, Refusal::NotTheSuccessor),
            (
                vec![invited(STRANGER, StaffRole::Teacher)],
                STRANGER,
                Refusal::NotTheSuccessor,
            ),
            (
                vec![successor_named(STRANGER), revoked(STRANGER)],
                STRANGER,
                Refusal::StaffRevoked,
            ),
        ] {
            staffed_college(past)
                .when(take_over(who))
                .then_refused(refusal);
        }
        registered_college([confirmation_requested()])
            .when(take_over(HEAD))
            .then_refused(Refusal::NotTheSuccessor);
        let join = JoinStaff {
            staff: STRANGER,
            role: StaffRole::Teacher,
            identity: sealed(),
        };
        staffed_college([successor_named(STRANGER)])
            .when(C::JoinStaff(join))
            .then_refused(Refusal::OnStaffAlready);
    }
}
