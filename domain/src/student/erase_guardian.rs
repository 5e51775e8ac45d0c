//! A guardian is erased (SPEC 7).
use super::withdraw_authorisation::{WithdrawAuthorisation, withdraw_authorisation};
use super::{Refusal, StudentEvent, StudentState, WithdrawnBy};
use crate::ids::GuardianId;

/// Nobody is to read again who the guardian is.
#[derive(Clone, Debug)]
pub struct EraseGuardian {
    /// Who.
    pub guardian: GuardianId,
    /// On whose word.
    pub by: WithdrawnBy,
}

/// An authorisation rests on a guardian who can be named (STU-1): where nobody else signed the form
/// that is valid it is withdrawn in the same append, with all that follows (STU-2). Erasing twice
/// changes nothing.
pub fn erase_guardian(
    state: &StudentState,
    EraseGuardian { guardian, by }: EraseGuardian,
) -> Result<Vec<StudentEvent>, Refusal> {
    if !state.guardians.contains_key(&guardian) {
        return Err(Refusal::NoSuchGuardian);
    }
    if state.guardian_is_erased(guardian) {
        return Ok(vec![]);
    }
    let mut events = if state.rests_alone_on(guardian) {
        withdraw_authorisation(state, WithdrawAuthorisation { by })?
    } else {
        vec![]
    };
    events.push(StudentEvent::GuardianErased { guardian });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::{FlagCause, StudentCommand, WithdrawalCause};
    use crate::testing::*;

    fn erase(guardian: GuardianId) -> StudentCommand {
        let by = WithdrawnBy::Guardian;
        StudentCommand::EraseGuardian(EraseGuardian { guardian, by })
    }

    fn erased() -> StudentEvent {
        StudentEvent::GuardianErased { guardian: GUARDIAN }
    }

    #[test]
    fn a_valid_authorisation_goes_with_the_guardian() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(erase(GUARDIAN))
            .then([
                authorisation_withdrawn(),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: WithdrawalCause::AuthorisationWithdrawn,
                },
                StudentEvent::PlacementFlagged {
                    application: A1,
                    cause: FlagCause::AuthorisationWithdrawn,
                },
                erased(),
            ]);
    }

    #[test]
    fn one_whose_authorisation_is_withdrawn_is_erased_once() {
        let withdrawn = || student(active()).and([authorisation_withdrawn()]);
        withdrawn().when(erase(GUARDIAN)).then([erased()]);
        withdrawn()
            .and([erased()])
            .when(erase(GUARDIAN))
            .then_nothing();
    }

    #[test]
    fn another_guardian_may_authorise_again() {
        let other = GuardianId(id(22));
        let signed = StudentEvent::AuthorisationRecorded {
            guardian: other,
            identity: sealed(),
            signed_on: TODAY,
            collected_by: TEACHER,
            form_digest: None,
        };
        let past = || student(active()).and([authorisation_withdrawn(), form_handed()]);
        let state = past().and([signed.clone(), erased()]).state();
        assert!(state.is_authorised());
        past().and([signed]).when(erase(GUARDIAN)).then([erased()]);
    }

    #[test]
    fn whoever_signed_nothing_is_unknown() {
        student(active())
            .when(erase(GuardianId(id(99))))
            .then_refused(Refusal::NoSuchGuardian);
        student([])
            .when(erase(GUARDIAN))
            .then_refused(Refusal::NoSuchGuardian);
    }

    #[test]
    fn of_two_who_signed_the_other_stays() {
        let both = || student(active()).and([also_signed(OTHER_GUARDIAN, false)]);
        both().when(erase(GUARDIAN)).then([erased()]);
        let one = || both().and([erased()]);
        let state = one().state();
        assert!(state.may_act() && state.is_guardian(OTHER_GUARDIAN));
        assert!(!state.is_guardian(GUARDIAN));
        let other = StudentEvent::GuardianErased {
            guardian: OTHER_GUARDIAN,
        };
        one()
            .when(erase(OTHER_GUARDIAN))
            .then([authorisation_withdrawn(), other]);
    }

    #[test]
    fn who_did_not_sign_this_form_does_not_hold_it_up() {
        let waits = || student(active()).and([also_signed(OTHER_GUARDIAN, true)]);
        waits()
            .when(erase(GUARDIAN))
            .then([authorisation_withdrawn(), erased()]);
    }
}
