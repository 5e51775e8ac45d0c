//! A guardian no longer acts for the pupil, and nobody is named in their place (STU-1, STU-2).
use super::withdraw_authorisation::{WithdrawAuthorisation, withdraw_authorisation};
use super::{Authorisation, Refusal, StudentEvent, StudentState, WithdrawnBy, present};
use crate::ids::{GuardianId, StaffId};

/// A guardian is to act no longer: of two one goes, or the only one.
#[derive(Clone, Debug)]
pub struct RemoveGuardian {
    /// Who acts for the pupil, or waits for the head.
    pub guardian: GuardianId,
    /// The head.
    pub by: StaffId,
}

/// Ends what a guardian may see and do of the pupil (STU-1). A form rests on those who signed it: by
/// the other's signature it stays valid; where nobody else signed it is withdrawn in the same append,
/// with all that follows (STU-2), and so is a form that waits for the head and that they signed. Whoever
/// signs after the last one is gone waits for the head, as in anybody's place. Removing somebody twice
/// changes nothing.
pub fn remove_guardian(
    state: &StudentState,
    RemoveGuardian { guardian, by }: RemoveGuardian,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    if !state.guardians.contains_key(&guardian) {
        return Err(Refusal::NoSuchGuardian);
    }
    let signed_what_waits = match state.authorisation {
        Authorisation::AwaitsConfirmation { by } => by.names(guardian),
        Authorisation::Valid { .. }
        | Authorisation::NotAsked
        | Authorisation::FormHanded { .. }
        | Authorisation::Withdrawn => false,
    };
    let acts = state.acting.contains(&guardian);
    if !acts && !signed_what_waits && state.joining != Some(guardian) {
        return Ok(vec![]);
    }
    let mut events = if signed_what_waits || state.rests_alone_on(guardian) {
        let by = WithdrawnBy::College;
        withdraw_authorisation(state, WithdrawAuthorisation { by })?
    } else {
        vec![]
    };
    events.push(StudentEvent::GuardianRemoved { guardian, by });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::student::{
        ConfirmGuardian, EraseGuardian, FlagCause, StudentCommand, WithdrawalCause,
    };
    use crate::testing::*;

    fn remove(guardian: GuardianId) -> StudentCommand {
        StudentCommand::RemoveGuardian(RemoveGuardian { guardian, by: HEAD })
    }

    fn removed(guardian: GuardianId) -> StudentEvent {
        StudentEvent::GuardianRemoved { guardian, by: HEAD }
    }

    fn withdrawn() -> StudentEvent {
        StudentEvent::AuthorisationWithdrawn {
            by: WithdrawnBy::College,
        }
    }

    fn both() -> Past {
        student(active()).and([also_signed(OTHER_GUARDIAN, false)])
    }

    #[test]
    fn of_two_who_signed_one_goes_and_the_form_stays_valid() {
        both().when(remove(GUARDIAN)).then([removed(GUARDIAN)]);
        let state = both().and([removed(GUARDIAN)]).state();
        assert!(state.may_act() && state.is_guardian(OTHER_GUARDIAN));
        assert!(!state.is_guardian(GUARDIAN));
        both()
            .and([removed(GUARDIAN)])
            .when(remove(GUARDIAN))
            .then_nothing();
    }

    #[test]
    fn with_the_last_who_signed_the_form_is_withdrawn_and_all_that_follows() {
        let one = || both().and([removed(OTHER_GUARDIAN), submitted(A1, 7), accepted(A1, 7)]);
        one().and([submitted(A2, 8)]).when(remove(GUARDIAN)).then([
            withdrawn(),
            StudentEvent::ApplicationWithdrawn {
                application: A2,
                cause: WithdrawalCause::AuthorisationWithdrawn,
            },
            StudentEvent::PlacementFlagged {
                application: A1,
                cause: FlagCause::AuthorisationWithdrawn,
            },
            removed(GUARDIAN),
        ]);
        let state = one().and([withdrawn(), removed(GUARDIAN)]).state();
        assert!(!state.may_act() && state.acting.is_empty());
    }

    #[test]
    fn a_form_rests_on_who_signed_it_whoever_else_acts() {
        // The other signed last year's, and acts still.
        let renewed = || both().and([authorisation_withdrawn(), form_handed(), authorised()]);
        renewed()
            .when(remove(OTHER_GUARDIAN))
            .then([removed(OTHER_GUARDIAN)]);
        renewed()
            .when(remove(GUARDIAN))
            .then([withdrawn(), removed(GUARDIAN)]);
    }

    #[test]
    fn whoever_waits_for_the_head_is_told_no() {
        let waits = || student(active()).and([also_signed(OTHER_GUARDIAN, true)]);
        waits()
            .when(remove(OTHER_GUARDIAN))
            .then([removed(OTHER_GUARDIAN)]);
        let confirm = StudentCommand::ConfirmGuardian(ConfirmGuardian {
            guardian: OTHER_GUARDIAN,
            by: HEAD,
        });
        waits()
            .and([removed(OTHER_GUARDIAN)])
            .when(confirm)
            .then_refused(Refusal::NoGuardianToConfirm);
        let replacement = StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            also_former: None,
            guardian: OTHER_GUARDIAN,
            identity: sealed(),
            signed_on: TODAY,
            collected_by: TEACHER,
            form_digest: None,
        };
        let replaces = || {
            let past = [
                authorisation_withdrawn(),
                form_handed(),
                replacement.clone(),
            ];
            student(active()).and(past)
        };
        replaces()
            .when(remove(OTHER_GUARDIAN))
            .then([withdrawn(), removed(OTHER_GUARDIAN)]);
        // Who acts may go while another's form waits.
        replaces().when(remove(GUARDIAN)).then([removed(GUARDIAN)]);
    }

    #[test]
    fn whoever_signs_after_the_last_one_is_gone_waits_for_the_head() {
        let gone = || student(active()).and([withdrawn(), removed(GUARDIAN), form_handed()]);
        let recorded = |signs| StudentEvent::GuardianReplacementRecorded {
            former: signs,
            also_former: None,
            guardian: signs,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        };
        for signs in [OTHER_GUARDIAN, GUARDIAN] {
            let form = StudentCommand::RecordAuthorisation(form(signs, false));
            gone().when(form).then([recorded(signs)]);
        }
        let by_head = StudentCommand::RecordAuthorisation(form(OTHER_GUARDIAN, true));
        let confirmed = StudentEvent::GuardianReplacementConfirmed {
            guardian: OTHER_GUARDIAN,
            by: TEACHER,
        };
        gone()
            .when(by_head)
            .then([recorded(OTHER_GUARDIAN), confirmed]);
    }

    #[test]
    fn a_stranger_and_a_pupil_who_left_have_no_guardian_to_remove() {
        student(active())
            .when(remove(GuardianId(id(99))))
            .then_refused(Refusal::NoSuchGuardian);
        student([])
            .when(remove(GUARDIAN))
            .then_refused(Refusal::NotEnrolled);
    }

    #[test]
    fn who_was_removed_is_erased_like_anybody_else() {
        let by = WithdrawnBy::College;
        let guardian = GUARDIAN;
        both()
            .and([removed(GUARDIAN)])
            .when(StudentCommand::EraseGuardian(EraseGuardian {
                guardian,
                by,
            }))
            .then([StudentEvent::GuardianErased { guardian }]);
    }
}
