//! The guardian takes the authorisation back (STU-2).
use super::{
    ApplicationStatus, Authorisation, FlagCause, Refusal, StudentEvent, StudentState,
    WithdrawalCause, WithdrawnBy, enrolled,
};

/// Takes the authorisation back.
#[derive(Clone, Debug)]
pub struct WithdrawAuthorisation {
    /// On whose word.
    pub by: WithdrawnBy,
}

/// Also one that waits for the head, so that the former guardian can object (STU-1). Access closes
/// at once, what is pending falls away, what is accepted is flagged for the head:
/// all in the same append.
pub fn withdraw_authorisation(
    state: &StudentState,
    cmd: WithdrawAuthorisation,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    let withdrawn = StudentEvent::AuthorisationWithdrawn { by: cmd.by };
    if let Authorisation::AwaitsConfirmation { .. } = state.authorisation {
        return Ok(vec![withdrawn]); // nothing rests on it yet
    }
    if !state.is_authorised() {
        return Err(Refusal::NotAuthorised);
    }
    let fallen = state
        .pending()
        .map(|(application, _)| StudentEvent::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::AuthorisationWithdrawn,
        });
    let accepted = state
        .applications
        .iter()
        .filter(|(_, a)| a.status == ApplicationStatus::Accepted);
    let flagged = accepted.map(|(application, _)| StudentEvent::PlacementFlagged {
        application: *application,
        cause: FlagCause::AuthorisationWithdrawn,
    });
    Ok(std::iter::once(withdrawn)
        .chain(fallen)
        .chain(flagged)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn withdraw() -> StudentCommand {
        let by = WithdrawnBy::Guardian;
        StudentCommand::WithdrawAuthorisation(WithdrawAuthorisation { by })
    }

    #[test]
    fn pending_falls_away_and_accepted_is_flagged() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(withdraw())
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
            ]);
    }

    #[test]
    fn a_change_of_guardian_that_waits_can_be_objected_to() {
        let replaced = StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            also_former: None,
            guardian: crate::ids::GuardianId(id(22)),
            identity: sealed(),
            signed_on: TODAY,
            collected_by: TEACHER,
            form_digest: None,
        };
        student(active())
            .and([
                submitted(A1, 7),
                accepted(A1, 7),
                authorisation_withdrawn(),
                form_handed(),
                replaced,
            ])
            .when(withdraw())
            .then([authorisation_withdrawn()]);
    }

    #[test]
    fn what_is_not_valid_is_not_withdrawn() {
        student([])
            .when(withdraw())
            .then_refused(Refusal::NotEnrolled);
        student(active())
            .and([authorisation_withdrawn()])
            .when(withdraw())
            .then_refused(Refusal::NotAuthorised);
    }

    #[test]
    fn each_of_two_who_signed_takes_it_back_alone_and_both_stay_guardians() {
        let both = || student(active()).and([also_signed(OTHER_GUARDIAN, false)]);
        both().when(withdraw()).then([authorisation_withdrawn()]);
        let state = both().and([authorisation_withdrawn()]).state();
        assert!(!state.is_authorised());
        assert!(state.is_guardian(GUARDIAN) && state.is_guardian(OTHER_GUARDIAN));
    }
}
