//! The head confirms who signs for the pupil now (STU-1).
use super::settle_flags::settled_by_form;
use super::{Authorisation, Refusal, StudentEvent, StudentState, present};
use crate::ids::{GuardianId, StaffId};

/// The head confirms that another guardian signs for the pupil.
#[derive(Clone, Debug)]
pub struct ConfirmGuardian {
    /// A guardian who signed the form that waits, or who signed one beside a guardian who acts.
    pub guardian: GuardianId,
    /// The head.
    pub by: StaffId,
}

/// Makes the authorisation valid that others signed than those who act, and lets act who signed it;
/// or lets act whoever signed beside a guardian who acts already (STU-1).
pub fn confirm_guardian(
    state: &StudentState,
    ConfirmGuardian { guardian, by }: ConfirmGuardian,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    if state.joins(guardian) {
        return Ok(vec![StudentEvent::SecondGuardianConfirmed { guardian, by }]);
    }
    match state.authorisation {
        Authorisation::Valid { by: signed } if signed.names(guardian) => Ok(vec![]),
        Authorisation::AwaitsConfirmation { by: signed } if state.replaces(guardian) => {
            let confirmed = StudentEvent::GuardianReplacementConfirmed {
                guardian: signed.guardian,
                by,
            };
            Ok(std::iter::once(confirmed)
                .chain(settled_by_form(state))
                .collect())
        }
        Authorisation::Valid { .. }
        | Authorisation::AwaitsConfirmation { .. }
        | Authorisation::NotAsked
        | Authorisation::FormHanded { .. }
        | Authorisation::Withdrawn => Err(Refusal::NoGuardianToConfirm),
    }
}

impl StudentState {
    /// Whether a guardian waits for the head: the head may be asked to confirm them (STU-1).
    #[must_use]
    pub fn awaits_confirmation(&self, guardian: GuardianId) -> bool {
        self.joins(guardian) || self.replaces(guardian)
    }

    /// Signed beside a guardian who acts.
    fn joins(&self, guardian: GuardianId) -> bool {
        self.joining == Some(guardian) && self.has_signed(guardian)
    }

    /// Signed a form in the place of who acts.
    fn replaces(&self, guardian: GuardianId) -> bool {
        match self.authorisation {
            Authorisation::AwaitsConfirmation { by } => {
                by.names(guardian) && self.has_signed(by.guardian)
            }
            Authorisation::Valid { .. }
            | Authorisation::NotAsked
            | Authorisation::FormHanded { .. }
            | Authorisation::Withdrawn => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn handed_again() -> Past {
        student(active()).and([authorisation_withdrawn(), form_handed()])
    }

    fn record_of(guardian: GuardianId, by_head: bool) -> StudentCommand {
        StudentCommand::RecordAuthorisation(form(guardian, by_head))
    }

    fn replacement() -> StudentEvent {
        StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            also_former: None,
            guardian: OTHER_GUARDIAN,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        }
    }

    fn confirmed(by: StaffId) -> StudentEvent {
        StudentEvent::GuardianReplacementConfirmed {
            guardian: OTHER_GUARDIAN,
            by,
        }
    }

    #[test]
    fn access_waits_for_the_head_to_confirm_another_guardian() {
        let open = StudentCommand::OpenAccess(crate::student::OpenAccess {
            by: TEACHER,
            participation: crate::establishment::Participation::Open,
        });
        handed_again()
            .and([replacement()])
            .when(open)
            .then_refused(Refusal::GuardianAwaitsConfirmation);
    }

    fn confirm(guardian: GuardianId) -> StudentCommand {
        let by = HEAD;
        StudentCommand::ConfirmGuardian(ConfirmGuardian { guardian, by })
    }

    #[test]
    fn another_guardian_acts_once_the_head_confirms_it() {
        handed_again()
            .when(record_of(OTHER_GUARDIAN, false))
            .then([replacement()]);
        let waits = || handed_again().and([replacement()]);
        let state = waits().state();
        assert!(!state.is_authorised() && !state.is_guardian(OTHER_GUARDIAN));
        assert!(state.awaits_confirmation(OTHER_GUARDIAN) && !state.awaits_confirmation(GUARDIAN));
        assert!(
            state.is_guardian(GUARDIAN),
            "the former is heard until then"
        );
        waits()
            .when(confirm(OTHER_GUARDIAN))
            .then([confirmed(HEAD)]);
        let state = waits().and([confirmed(HEAD)]).state();
        assert!(
            state.is_authorised()
                && state.is_guardian(OTHER_GUARDIAN)
                && !state.is_guardian(GUARDIAN)
                && !state.awaits_confirmation(OTHER_GUARDIAN)
        );
        waits()
            .and([confirmed(HEAD)])
            .when(confirm(OTHER_GUARDIAN))
            .then_nothing();
    }

    #[test]
    fn the_head_confirms_by_recording_the_form() {
        handed_again()
            .when(record_of(OTHER_GUARDIAN, true))
            .then([replacement(), confirmed(TEACHER)]);
    }

    #[test]
    fn only_a_change_that_waits_is_confirmed() {
        for past in [
            student([in_class(Troisieme)]),
            student(active()),
            handed_again(),
            handed_again().and([replacement(), authorisation_withdrawn()]),
            handed_again().and([replacement(), form_handed()]),
            handed_again().and([
                replacement(),
                StudentEvent::GuardianErased {
                    guardian: OTHER_GUARDIAN,
                },
            ]),
        ] {
            past.when(confirm(OTHER_GUARDIAN))
                .then_refused(Refusal::NoGuardianToConfirm);
        }
        handed_again()
            .and([replacement()])
            .when(confirm(GUARDIAN))
            .then_refused(Refusal::NoGuardianToConfirm);
        handed_again()
            .and([replacement()])
            .when(record_of(OTHER_GUARDIAN, true))
            .then_refused(Refusal::GuardianAwaitsConfirmation);
    }

    #[test]
    fn a_confirmed_form_settles_what_the_withdrawal_flagged() {
        let past = [
            submitted(A1, 7),
            accepted(A1, 7),
            authorisation_withdrawn(),
            flagged(A1),
            form_handed(),
            replacement(),
        ];
        student(active())
            .and(past)
            .when(confirm(OTHER_GUARDIAN))
            .then([confirmed(HEAD), settled(A1)]);
    }

    #[test]
    fn the_head_lets_act_who_signed_beside_a_guardian_who_acts() {
        let joins = || handed_again().and([authorised(), also_signed(OTHER_GUARDIAN, true)]);
        let joined = StudentEvent::SecondGuardianConfirmed {
            guardian: OTHER_GUARDIAN,
            by: HEAD,
        };
        let state = joins().state();
        assert!(state.awaits_confirmation(OTHER_GUARDIAN) && !state.awaits_confirmation(GUARDIAN));
        joins().when(confirm(OTHER_GUARDIAN)).then([joined.clone()]);
        let both = || joins().and([joined.clone()]);
        let state = both().state();
        assert!(state.is_guardian(GUARDIAN) && state.is_guardian(OTHER_GUARDIAN));
        assert!(!state.awaits_confirmation(OTHER_GUARDIAN));
        both().when(confirm(OTHER_GUARDIAN)).then_nothing();
        let erased = StudentEvent::GuardianErased {
            guardian: OTHER_GUARDIAN,
        };
        for gone in [authorisation_withdrawn(), erased] {
            let state = joins().and([gone.clone()]).state();
            assert!(!state.awaits_confirmation(OTHER_GUARDIAN));
            joins()
                .and([gone])
                .when(confirm(OTHER_GUARDIAN))
                .then_refused(Refusal::NoGuardianToConfirm);
        }
    }

    #[test]
    fn one_word_of_the_head_confirms_both_who_signed_a_form() {
        let third = GuardianId(id(23));
        let waits = || handed_again().and([replacement(), also_signed(third, true)]);
        for named in [OTHER_GUARDIAN, third] {
            waits().when(confirm(named)).then([confirmed(HEAD)]);
        }
        let state = waits().and([confirmed(HEAD)]).state();
        assert!(state.is_guardian(OTHER_GUARDIAN) && state.is_guardian(third));
        assert!(!state.is_guardian(GUARDIAN));
    }
}
