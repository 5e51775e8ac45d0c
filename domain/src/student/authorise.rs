//! The parental authorisation: handed out, signed, collected (STU-1).
use jiff::civil::Date;

use super::{Authorisation, FormDigest, Refusal, StudentEvent, StudentState, enrolled};
use crate::ids::{GuardianId, StaffId};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The form goes home with the pupil.
#[derive(Clone, Debug)]
pub struct HandAuthorisationForm {
    /// Who handed it out.
    pub by: StaffId,
}

/// A form may be handed out again as long as none is valid.
pub fn hand_form(
    state: &StudentState,
    cmd: HandAuthorisationForm,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    match state.authorisation {
        Authorisation::Valid { .. } => Err(Refusal::AlreadyAuthorised),
        Authorisation::FormHanded => Ok(vec![]),
        Authorisation::NotAsked | Authorisation::Withdrawn => {
            Ok(vec![StudentEvent::AuthorisationFormHanded { by: cmd.by }])
        }
    }
}

/// A signed form comes back.
#[derive(Clone, Debug)]
pub struct RecordAuthorisation {
    /// The legal guardian who signed.
    pub guardian: GuardianId,
    /// The guardian is known by that id from an earlier form of this pupil.
    pub signed_before: bool,
    /// Sealed with the guardian's key.
    pub identity: Sealed<PersonIdentity>,
    /// The date beside the signature.
    pub signed_on: Date,
    /// Who collected it.
    pub collected_by: StaffId,
    /// Of the scanned form, if there is one.
    pub form_digest: Option<FormDigest>,
    /// The present day.
    pub today: Date,
}

/// A form that was handed out and comes back signed makes the authorisation valid. From then on
/// who signed it acts for the pupil, and nobody who signed before.
pub fn record_authorisation(
    state: &StudentState,
    cmd: RecordAuthorisation,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    match state.authorisation {
        Authorisation::Valid { .. } => return Err(Refusal::AlreadyAuthorised),
        Authorisation::NotAsked | Authorisation::Withdrawn => return Err(Refusal::FormNotHanded),
        Authorisation::FormHanded => {}
    }
    if cmd.signed_before && !state.has_signed(cmd.guardian) {
        return Err(Refusal::SignedNoEarlierForm);
    }
    if cmd.signed_on > cmd.today {
        return Err(Refusal::SignedInTheFuture);
    }
    Ok(vec![StudentEvent::AuthorisationRecorded {
        guardian: cmd.guardian,
        identity: cmd.identity,
        signed_on: cmd.signed_on,
        collected_by: cmd.collected_by,
        form_digest: cmd.form_digest,
    }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn hand() -> StudentCommand {
        StudentCommand::HandAuthorisationForm(HandAuthorisationForm { by: TEACHER })
    }

    fn record(signed_on: Date) -> StudentCommand {
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian: GUARDIAN,
            signed_before: false,
            identity: sealed(),
            signed_on,
            collected_by: TEACHER,
            form_digest: None,
            today: TODAY,
        })
    }

    fn renew(guardian: GuardianId) -> StudentCommand {
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian,
            signed_before: true,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
            today: TODAY,
        })
    }

    fn signed_by(guardian: GuardianId) -> StudentEvent {
        StudentEvent::AuthorisationRecorded {
            guardian,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        }
    }

    #[test]
    fn the_form_goes_home_and_comes_back_signed() {
        student([in_class(Troisieme)])
            .when(hand())
            .then([form_handed()]);
        student([in_class(Troisieme), form_handed()])
            .when(record(date(2025, 9, 15)))
            .then([authorised()]);
    }

    #[test]
    fn a_form_at_home_is_not_handed_again() {
        student([in_class(Troisieme), form_handed()])
            .when(hand())
            .then_nothing();
    }

    #[test]
    fn no_signature_without_a_form_nor_from_the_future() {
        student([in_class(Troisieme)])
            .when(record(TODAY))
            .then_refused(Refusal::FormNotHanded);
        student([in_class(Troisieme), form_handed()])
            .when(record(date(2025, 9, 30)))
            .then_refused(Refusal::SignedInTheFuture);
        student([]).when(hand()).then_refused(Refusal::NotEnrolled);
    }

    #[test]
    fn what_is_valid_is_not_asked_again_but_what_was_withdrawn_may_be() {
        student(active())
            .when(hand())
            .then_refused(Refusal::AlreadyAuthorised);
        student(active())
            .when(record(TODAY))
            .then_refused(Refusal::AlreadyAuthorised);
        student(active())
            .and([authorisation_withdrawn()])
            .when(hand())
            .then([form_handed()]);
    }

    #[test]
    fn who_signs_again_keeps_their_id_and_nobody_takes_another_s() {
        let handed_again = || student(active()).and([authorisation_withdrawn(), form_handed()]);
        handed_again().when(renew(GUARDIAN)).then([authorised()]);
        let erased = StudentEvent::GuardianErased { guardian: GUARDIAN };
        for unknown in [
            handed_again().when(renew(GuardianId(id(99)))),
            handed_again().and([erased]).when(renew(GUARDIAN)),
        ] {
            unknown.then_refused(Refusal::SignedNoEarlierForm);
        }
    }

    #[test]
    fn the_guardian_of_the_last_form_acts_until_another_signs() {
        let other = GuardianId(id(22));
        let acting = |past: Past| {
            let state = past.state();
            [state.is_guardian(GUARDIAN), state.is_guardian(other)]
        };
        assert_eq!(acting(student([in_class(Troisieme)])), [false, false]);
        assert_eq!(acting(student(active())), [true, false]);
        let again = || student(active()).and([authorisation_withdrawn(), form_handed()]);
        assert_eq!(acting(again()), [true, false], "also after they withdrew");
        assert_eq!(acting(again().and([signed_by(other)])), [false, true]);
        let back = [signed_by(other), authorisation_withdrawn(), form_handed()];
        let back = again().and(back).and([authorised()]);
        assert_eq!(acting(back), [true, false], "who signs again acts again");
        let erased = |guardian| StudentEvent::GuardianErased { guardian };
        assert_eq!(acting(again().and([erased(GUARDIAN)])), [false, false]);
        let replaced = again().and([signed_by(other), erased(GUARDIAN)]);
        assert_eq!(acting(replaced), [false, true]);
        let pupil = StudentEvent::StudentErased { student: PUPIL };
        assert_eq!(acting(student(active()).and([pupil])), [false, false]);
    }
}
