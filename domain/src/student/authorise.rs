//! The parental authorisation: handed out, signed, collected (STU-1).
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Authorisation, FormDigest, Refusal, StudentEvent, StudentState, present};
use crate::ids::{GuardianId, StaffId};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// A form whose day of handing out is not said was signed so many years ago at most.
const FORMS_LAST_YEARS: i64 = 1;

/// The form goes home with the pupil.
#[derive(Clone, Debug)]
pub struct HandAuthorisationForm {
    /// Who handed it out.
    pub by: StaffId,
    /// On which day, where that is said: a form may be noted some days after it went home.
    pub on: Option<Date>,
}

/// A form may be handed out again as long as none is valid; a change of guardian that waits for the
/// head falls away with it.
pub fn hand_form(
    state: &StudentState,
    cmd: HandAuthorisationForm,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    match state.authorisation {
        Authorisation::Valid { .. } => Err(Refusal::AlreadyAuthorised),
        Authorisation::FormHanded { .. } => Ok(vec![]),
        Authorisation::NotAsked
        | Authorisation::Withdrawn
        | Authorisation::AwaitsConfirmation { .. } => {
            Ok(vec![StudentEvent::AuthorisationFormHanded {
                by: cmd.by,
                on: cmd.on,
            }])
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
    /// Who collected it is the head.
    pub by_head: bool,
    /// The guardian's address is one of an account of the college's staff.
    pub address_of_staff: bool,
    /// Of the scanned form, if there is one.
    pub form_digest: Option<FormDigest>,
    /// The present day where the college is.
    pub today: Date,
}

/// A form that was handed out and comes back signed makes the authorisation valid. From then on
/// who signed it acts for the pupil, and nobody who signed before. Where another guardian signed
/// the last form, the change waits for the head, who confirms it by recording the form or
/// afterwards: nobody else makes somebody a pupil's guardian in the place of another. An address
/// of the college's staff is no guardian's (STU-1).
pub fn record_authorisation(
    state: &StudentState,
    cmd: RecordAuthorisation,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    let handed_on = match state.authorisation {
        Authorisation::Valid { .. } => return Err(Refusal::AlreadyAuthorised),
        Authorisation::NotAsked | Authorisation::Withdrawn => return Err(Refusal::FormNotHanded),
        Authorisation::AwaitsConfirmation { .. } => {
            return Err(Refusal::GuardianAwaitsConfirmation);
        }
        Authorisation::FormHanded { on } => on,
    };
    if cmd.signed_before && !state.has_signed(cmd.guardian) {
        return Err(Refusal::SignedNoEarlierForm);
    }
    if cmd.signed_on > cmd.today {
        return Err(Refusal::SignedInTheFuture);
    }
    match handed_on {
        Some(handed_on) if cmd.signed_on < handed_on => {
            return Err(Refusal::SignedBeforeHanded(handed_on));
        }
        None if cmd.signed_on < cmd.today.saturating_sub(FORMS_LAST_YEARS.years()) => {
            return Err(Refusal::SignedLongAgo);
        }
        Some(_) | None => {}
    }
    if cmd.address_of_staff {
        return Err(Refusal::AddressOfStaff);
    }
    let RecordAuthorisation {
        guardian,
        identity,
        signed_on,
        collected_by,
        form_digest,
        ..
    } = cmd;
    let former = state.last_signed.filter(|former| *former != guardian);
    let Some(former) = former else {
        let recorded = StudentEvent::AuthorisationRecorded {
            guardian,
            identity,
            signed_on,
            collected_by,
            form_digest,
        };
        return Ok(std::iter::once(recorded)
            .chain(settled_by_form(state))
            .collect());
    };
    let recorded = StudentEvent::GuardianReplacementRecorded {
        former,
        guardian,
        identity,
        signed_on,
        collected_by,
        form_digest,
    };
    if !cmd.by_head {
        return Ok(vec![recorded]);
    }
    let by = collected_by;
    let confirmed = StudentEvent::GuardianReplacementConfirmed { guardian, by };
    Ok([recorded, confirmed]
        .into_iter()
        .chain(settled_by_form(state))
        .collect())
}

/// A form that comes back settles what was flagged, but where the access was closed because the
/// college is not eligible: that is for the head until it opens again (EST-2).
fn settled_by_form(state: &StudentState) -> impl Iterator<Item = StudentEvent> {
    flags_settled(state).filter(|_| state.closed_in.is_none())
}

/// Whatever was flagged asks for the head no more: the authorisation is valid again (STU-2), or the
/// access open (EST-2).
pub(super) fn flags_settled(state: &StudentState) -> impl Iterator<Item = StudentEvent> {
    let flagged = state.flags.keys().copied();
    flagged.map(|application| StudentEvent::PlacementFlagSettled { application })
}

/// The head confirms that another guardian signs for the pupil.
#[derive(Clone, Debug)]
pub struct ConfirmGuardian {
    /// The guardian who signed the form that waits.
    pub guardian: GuardianId,
    /// The head.
    pub by: StaffId,
}

/// Makes the authorisation valid that another guardian signed than the last (STU-1).
pub fn confirm_guardian(
    state: &StudentState,
    ConfirmGuardian { guardian, by }: ConfirmGuardian,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    if state.authorisation == (Authorisation::Valid { guardian }) {
        return Ok(vec![]);
    }
    if state.authorisation != (Authorisation::AwaitsConfirmation { guardian })
        || !state.has_signed(guardian)
    {
        return Err(Refusal::NoGuardianToConfirm);
    }
    let confirmed = StudentEvent::GuardianReplacementConfirmed { guardian, by };
    Ok(std::iter::once(confirmed)
        .chain(settled_by_form(state))
        .collect())
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
        StudentCommand::HandAuthorisationForm(HandAuthorisationForm {
            by: TEACHER,
            on: Some(TODAY),
        })
    }

    fn handed_today() -> StudentEvent {
        StudentEvent::AuthorisationFormHanded {
            by: TEACHER,
            on: Some(TODAY),
        }
    }

    fn record(signed_on: Date) -> StudentCommand {
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian: GUARDIAN,
            signed_before: false,
            identity: sealed(),
            signed_on,
            collected_by: TEACHER,
            by_head: false,
            address_of_staff: false,
            form_digest: None,
            today: TODAY,
        })
    }

    #[test]
    fn giving_it_again_settles_what_the_withdrawal_flagged() {
        let withdrawn = || {
            student(active()).and([
                submitted(A1, 7),
                accepted(A1, 7),
                submitted(A2, 8),
                accepted(A2, 8),
                authorisation_withdrawn(),
                flagged(A1),
                flagged(A2),
                kept(A2),
                form_handed(),
            ])
        };
        withdrawn().when(record(date(2025, 9, 15))).then([
            signed_by(GUARDIAN),
            settled(A1),
            settled(A2),
        ]);
        let other = GuardianId(id(22));
        let StudentCommand::RecordAuthorisation(form) = record(date(2025, 9, 15)) else {
            unreachable!()
        };
        let form = |by_head| {
            StudentCommand::RecordAuthorisation(RecordAuthorisation {
                guardian: other,
                by_head,
                ..form.clone()
            })
        };
        let recorded = StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            guardian: other,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        };
        let confirmed = StudentEvent::GuardianReplacementConfirmed {
            guardian: other,
            by: TEACHER,
        };
        withdrawn().when(form(false)).then([recorded.clone()]);
        withdrawn().when(form(true)).then([
            recorded.clone(),
            confirmed.clone(),
            settled(A1),
            settled(A2),
        ]);
        let confirm = StudentCommand::ConfirmGuardian(ConfirmGuardian {
            guardian: other,
            by: TEACHER,
        });
        withdrawn()
            .and([recorded])
            .when(confirm)
            .then([confirmed, settled(A1), settled(A2)]);
    }

    fn renew(guardian: GuardianId) -> StudentCommand {
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian,
            signed_before: true,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            by_head: false,
            address_of_staff: false,
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
            .then([handed_today()]);
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
            .then([handed_today()]);
    }

    #[test]
    fn nobody_signs_a_form_before_it_is_handed_out() {
        let handed = || student([in_class(Troisieme), form_handed()]);
        handed()
            .when(record(date(2025, 9, 10)))
            .then([StudentEvent::AuthorisationRecorded {
                guardian: GUARDIAN,
                identity: sealed(),
                signed_on: date(2025, 9, 10),
                collected_by: TEACHER,
                form_digest: None,
            }]);
        for early in [date(2025, 9, 9), date(1925, 9, 15), date(25, 9, 15)] {
            handed()
                .when(record(early))
                .then_refused(Refusal::SignedBeforeHanded(date(2025, 9, 10)));
        }
        let some_day = StudentEvent::AuthorisationFormHanded {
            by: TEACHER,
            on: None,
        };
        let handed = || student([in_class(Troisieme), some_day.clone()]);
        assert!(handed().when(record(date(2024, 9, 29))).0.is_ok());
        handed()
            .when(record(date(2024, 9, 28)))
            .then_refused(Refusal::SignedLongAgo);
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

    const OTHER: GuardianId = GuardianId(id(22));

    fn handed_again() -> Past {
        student(active()).and([authorisation_withdrawn(), form_handed()])
    }

    fn record_of(guardian: GuardianId, by_head: bool) -> StudentCommand {
        StudentCommand::RecordAuthorisation(RecordAuthorisation {
            guardian,
            signed_before: false,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            by_head,
            address_of_staff: false,
            form_digest: None,
            today: TODAY,
        })
    }

    fn replacement() -> StudentEvent {
        StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            guardian: OTHER,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        }
    }

    fn confirmed(by: StaffId) -> StudentEvent {
        StudentEvent::GuardianReplacementConfirmed {
            guardian: OTHER,
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
            .when(record_of(OTHER, false))
            .then([replacement()]);
        let waits = || handed_again().and([replacement()]);
        let state = waits().state();
        assert!(!state.is_authorised() && !state.is_guardian(OTHER));
        assert!(
            state.is_guardian(GUARDIAN),
            "the former is heard until then"
        );
        waits().when(confirm(OTHER)).then([confirmed(HEAD)]);
        let state = waits().and([confirmed(HEAD)]).state();
        assert!(state.is_authorised() && state.is_guardian(OTHER) && !state.is_guardian(GUARDIAN));
        waits()
            .and([confirmed(HEAD)])
            .when(confirm(OTHER))
            .then_nothing();
    }

    #[test]
    fn the_head_confirms_by_recording_the_form() {
        handed_again()
            .when(record_of(OTHER, true))
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
                StudentEvent::GuardianErased { guardian: OTHER },
            ]),
        ] {
            past.when(confirm(OTHER))
                .then_refused(Refusal::NoGuardianToConfirm);
        }
        handed_again()
            .and([replacement()])
            .when(confirm(GUARDIAN))
            .then_refused(Refusal::NoGuardianToConfirm);
        handed_again()
            .and([replacement()])
            .when(record_of(OTHER, true))
            .then_refused(Refusal::GuardianAwaitsConfirmation);
    }

    #[test]
    fn an_address_of_the_staff_is_no_guardian_s() {
        student([in_class(Troisieme), form_handed()])
            .when(StudentCommand::RecordAuthorisation(RecordAuthorisation {
                guardian: GUARDIAN,
                signed_before: false,
                identity: sealed(),
                signed_on: date(2025, 9, 15),
                collected_by: TEACHER,
                by_head: true,
                address_of_staff: true,
                form_digest: None,
                today: TODAY,
            }))
            .then_refused(Refusal::AddressOfStaff);
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
