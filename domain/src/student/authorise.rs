//! The parental authorisation: handed out, signed, collected (STU-1).
use jiff::ToSpan;
use jiff::civil::Date;

use super::settle_flags::settled_by_form;
use super::{Authorisation, FormDigest, Refusal, StudentEvent, StudentState, present};
use crate::ids::{GuardianId, StaffId};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// A form was handed out and signed so many years ago at most.
const FORMS_LAST_YEARS: i64 = 1;

/// The form goes home with the pupil.
#[derive(Clone, Debug)]
pub struct HandAuthorisationForm {
    /// Who handed it out.
    pub by: StaffId,
    /// On which day, where that is said: a form may be noted some days after it went home. Else it
    /// goes home on the day on which this is asked.
    pub on: Option<Date>,
    /// The present day where the college is.
    pub today: Date,
}

/// A form may be handed out again as long as none is valid; a change of guardian that waits for the
/// head falls away with it. Of a form that is at home another day may be told, which corrects the
/// first: no signature of an earlier day is taken (STU-1).
pub fn hand_form(
    state: &StudentState,
    cmd: HandAuthorisationForm,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    let HandAuthorisationForm { by, on, today } = cmd;
    let from = earliest(today);
    if on.is_some_and(|on| !(from..=today).contains(&on)) {
        return Err(Refusal::HandedUnfit { from, until: today });
    }
    let handed = StudentEvent::AuthorisationFormHanded {
        by,
        on: Some(on.unwrap_or(today)),
    };
    match state.authorisation {
        Authorisation::Valid { .. } => Err(Refusal::AlreadyAuthorised),
        Authorisation::FormHanded { on: known } if on.is_none() || on == known => Ok(vec![]),
        Authorisation::FormHanded { .. }
        | Authorisation::NotAsked
        | Authorisation::Withdrawn
        | Authorisation::AwaitsConfirmation { .. } => Ok(vec![handed]),
    }
}

/// The first day on which a guardian may have signed what is recorded on a day.
pub(super) fn earliest(today: Date) -> Date {
    today.saturating_sub(FORMS_LAST_YEARS.years())
}

/// A legal guardian's signature on a form.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Who signed.
    pub guardian: GuardianId,
    /// The guardian is known by that id from an earlier form of this pupil.
    pub signed_before: bool,
    /// Sealed with the guardian's key.
    pub identity: Sealed<PersonIdentity>,
    /// The guardian's address is one of an account of the college's staff.
    pub address_of_staff: bool,
}

/// A signed form comes back.
#[derive(Clone, Debug)]
pub struct RecordAuthorisation {
    /// The legal guardian who signed.
    pub first: Signature,
    /// The other one, where two signed.
    pub second: Option<Signature>,
    /// The date beside the signatures.
    pub signed_on: Date,
    /// Who collected it.
    pub collected_by: StaffId,
    /// Who collected it is the head.
    pub by_head: bool,
    /// Of the scanned form, if there is one.
    pub form_digest: Option<FormDigest>,
    /// The present day where the college is.
    pub today: Date,
}

/// A form that was handed out and comes back signed by one or two guardians makes the authorisation
/// valid, and both act for the pupil. Where nobody ever acted before they do so at once; whoever comes
/// to those who act, or in their place, waits for the head, who confirms it by recording the form or
/// afterwards: nobody else makes somebody a pupil's guardian. A guardian who acts and did not sign
/// this form goes on acting, until another is confirmed in their place. An address of the college's
/// staff is no guardian's (STU-1).
pub fn record_authorisation(
    state: &StudentState,
    cmd: RecordAuthorisation,
) -> Result<Vec<StudentEvent>, Refusal> {
    present(state)?;
    signed_in_time(state, &cmd)?;
    signed_by_guardians(state, &cmd)?;
    let signed = By {
        signed_on: cmd.signed_on,
        collected_by: cmd.collected_by,
        form_digest: cmd.form_digest,
        by_head: cmd.by_head,
    };
    let acts = |signature: &Signature| state.acting.contains(&signature.guardian);
    let (first, second) = match cmd.second {
        // Who acts already signs first: the form is valid by them.
        Some(second) if acts(&second) && !acts(&cmd.first) => (second, Some(cmd.first)),
        second => (cmd.first, second),
    };
    let joins = |second: &Signature| state.has_had_guardians() && !acts(second);
    let replaces = match &second {
        None => state.has_had_guardians() && !acts(&first),
        // Two act at the most.
        Some(second) => joins(second) && (!acts(&first) || state.acts_beside(first.guardian)),
    };
    if replaces {
        return Ok(replacement(state, first, second, &signed));
    }
    let waits = second.as_ref().is_some_and(joins);
    let recorded = StudentEvent::AuthorisationRecorded {
        guardian: first.guardian,
        identity: first.identity,
        signed_on: signed.signed_on,
        collected_by: signed.collected_by,
        form_digest: signed.form_digest,
    };
    let mut events = vec![recorded];
    if let Some(second) = second {
        let guardian = second.guardian;
        events.push(second_signature(second, waits));
        if waits && signed.by_head {
            let by = signed.collected_by;
            events.push(StudentEvent::SecondGuardianConfirmed { guardian, by });
        }
    }
    events.extend(settled_by_form(state));
    Ok(events)
}

/// How a form came back.
struct By {
    signed_on: Date,
    collected_by: StaffId,
    form_digest: Option<FormDigest>,
    by_head: bool,
}

/// A form comes back once, after it was handed out, and within a year of its signature. Of forms that
/// were noted before the day was always written down it may be unknown.
fn signed_in_time(state: &StudentState, cmd: &RecordAuthorisation) -> Result<(), Refusal> {
    let handed_on = match state.authorisation {
        Authorisation::Valid { .. } => return Err(Refusal::AlreadyAuthorised),
        Authorisation::NotAsked | Authorisation::Withdrawn => return Err(Refusal::FormNotHanded),
        Authorisation::AwaitsConfirmation { .. } => {
            return Err(Refusal::GuardianAwaitsConfirmation);
        }
        Authorisation::FormHanded { on } => on,
    };
    if cmd.signed_on > cmd.today {
        return Err(Refusal::SignedInTheFuture);
    }
    if let Some(handed_on) = handed_on
        && cmd.signed_on < handed_on
    {
        return Err(Refusal::SignedBeforeHanded(handed_on));
    }
    let from = earliest(cmd.today);
    if cmd.signed_on < from {
        return Err(Refusal::SignedLongAgo { from });
    }
    Ok(())
}

fn signed_by_guardians(state: &StudentState, cmd: &RecordAuthorisation) -> Result<(), Refusal> {
    let second = cmd.second.as_ref();
    if second.is_some_and(|second| second.guardian == cmd.first.guardian) {
        return Err(Refusal::SignedTwice);
    }
    for signature in std::iter::once(&cmd.first).chain(second) {
        if signature.signed_before && !state.has_signed(signature.guardian) {
            return Err(Refusal::SignedNoEarlierForm);
        }
        if signature.address_of_staff {
            return Err(Refusal::AddressOfStaff);
        }
    }
    Ok(())
}

fn second_signature(second: Signature, waits: bool) -> StudentEvent {
    StudentEvent::SecondGuardianRecorded {
        guardian: second.guardian,
        identity: second.identity,
        waits,
    }
}

/// Others than those who act: `former` are told of it, those who act and did not sign.
fn replacement(
    state: &StudentState,
    first: Signature,
    second: Option<Signature>,
    signed: &By,
) -> Vec<StudentEvent> {
    // Whoever is new is who the head is asked about.
    let (new, also) = match second {
        Some(second) if state.acting.contains(&first.guardian) => (second, Some(first)),
        second => (first, second),
    };
    let signs = |acting: &GuardianId| also.as_ref().is_some_and(|also| also.guardian == *acting);
    let mut former = state.acting.iter().copied().filter(|acting| !signs(acting));
    let (guardian, by) = (new.guardian, signed.collected_by);
    let recorded = StudentEvent::GuardianReplacementRecorded {
        former: former.next().unwrap_or(guardian),
        also_former: former.next(),
        guardian,
        identity: new.identity,
        signed_on: signed.signed_on,
        collected_by: by,
        form_digest: signed.form_digest,
    };
    let mut events = vec![recorded];
    events.extend(also.map(|also| second_signature(also, true)));
    if signed.by_head {
        events.push(StudentEvent::GuardianReplacementConfirmed { guardian, by });
        events.extend(settled_by_form(state));
    }
    events
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
        hand_on(None)
    }

    fn hand_on(on: Option<Date>) -> StudentCommand {
        StudentCommand::HandAuthorisationForm(HandAuthorisationForm {
            by: TEACHER,
            on,
            today: TODAY,
        })
    }

    fn handed_today() -> StudentEvent {
        form_handed_on(Some(TODAY))
    }

    fn form_handed_on(on: Option<Date>) -> StudentEvent {
        StudentEvent::AuthorisationFormHanded { by: TEACHER, on }
    }

    fn record(signed_on: Date) -> StudentCommand {
        let signed = form(GUARDIAN, false);
        record_form(RecordAuthorisation {
            signed_on,
            ..signed
        })
    }

    fn record_form(form: RecordAuthorisation) -> StudentCommand {
        StudentCommand::RecordAuthorisation(form)
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
        let form = |by_head| record_form(form(other, by_head));
        let recorded = StudentEvent::GuardianReplacementRecorded {
            former: GUARDIAN,
            also_former: None,
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
    }

    fn renew(guardian: GuardianId) -> StudentCommand {
        let mut renewed = form(guardian, false);
        renewed.first.signed_before = true;
        record_form(renewed)
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
    fn a_form_at_home_is_not_handed_again_but_its_day_is_corrected() {
        let handed = |on| student([in_class(Troisieme), form_handed_on(on)]);
        handed(Some(TODAY)).when(hand()).then_nothing();
        handed(Some(TODAY))
            .when(hand_on(Some(TODAY)))
            .then_nothing();
        handed(None).when(hand()).then_nothing();
        let before = Some(date(2025, 9, 10));
        for known in [Some(TODAY), None] {
            handed(known)
                .when(hand_on(before))
                .then([form_handed_on(before)]);
        }
        handed(Some(TODAY))
            .when(record(date(2025, 9, 15)))
            .then_refused(Refusal::SignedBeforeHanded(TODAY));
        handed(Some(TODAY))
            .and([form_handed_on(before)])
            .when(record(date(2025, 9, 15)))
            .then([authorised()]);
    }

    #[test]
    fn a_form_goes_home_within_a_year_and_not_to_come() {
        let from = date(2024, 9, 29);
        let unfit = || Refusal::HandedUnfit { from, until: TODAY };
        for (year, month, day) in [
            (1, 1, 1),
            (1925, 9, 15),
            (2024, 9, 28),
            (2025, 9, 30),
            (9999, 12, 31),
        ] {
            let on = Some(date(year, month, day));
            student([in_class(Troisieme)])
                .when(hand_on(on))
                .then_refused(unfit());
            student([in_class(Troisieme), form_handed()])
                .when(hand_on(on))
                .then_refused(unfit());
        }
        for on in [from, TODAY] {
            student([in_class(Troisieme)])
                .when(hand_on(Some(on)))
                .then([form_handed_on(Some(on))]);
        }
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
        student([in_class(Troisieme), handed_today()])
            .when(record(date(2025, 9, 28)))
            .then_refused(Refusal::SignedBeforeHanded(TODAY));
    }

    #[test]
    fn nobody_brings_a_form_that_was_signed_more_than_a_year_ago() {
        // Earlier programs took a day of handing out as it came, or none.
        let from = date(2024, 9, 29);
        for on in [None, Some(date(1, 1, 1)), Some(date(2020, 9, 1))] {
            let handed = || student([in_class(Troisieme), form_handed_on(on)]);
            assert!(handed().when(record(from)).0.is_ok(), "{on:?}");
            handed()
                .when(record(date(2024, 9, 28)))
                .then_refused(Refusal::SignedLongAgo { from });
        }
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
    fn an_address_of_the_staff_is_no_guardian_s() {
        let mut by_staff = form(GUARDIAN, true);
        by_staff.first.address_of_staff = true;
        let mut beside = form(GUARDIAN, true);
        beside.second = Some(Signature {
            address_of_staff: true,
            ..signature(OTHER_GUARDIAN)
        });
        for signed in [by_staff, beside] {
            student([in_class(Troisieme), form_handed()])
                .when(record_form(signed))
                .then_refused(Refusal::AddressOfStaff);
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

    const THIRD: GuardianId = GuardianId(id(23));

    fn both(first: GuardianId, second: GuardianId, by_head: bool) -> StudentCommand {
        record_form(RecordAuthorisation {
            second: Some(signature(second)),
            ..form(first, by_head)
        })
    }

    fn acting(past: Past) -> [bool; 3] {
        let state = past.state();
        [GUARDIAN, OTHER_GUARDIAN, THIRD].map(|guardian| state.is_guardian(guardian))
    }

    fn handed() -> Past {
        student([in_class(Troisieme), form_handed()])
    }

    fn signed_by_both() -> Past {
        handed().and([authorised(), also_signed(OTHER_GUARDIAN, false)])
    }

    fn again(past: Past) -> Past {
        past.and([authorisation_withdrawn(), form_handed()])
    }

    #[test]
    fn two_guardians_sign_one_form_and_both_act() {
        handed()
            .when(both(GUARDIAN, OTHER_GUARDIAN, false))
            .then([authorised(), also_signed(OTHER_GUARDIAN, false)]);
        assert_eq!(acting(signed_by_both()), [true, true, false]);
        assert!(signed_by_both().state().is_authorised());
        handed()
            .when(both(GUARDIAN, GUARDIAN, false))
            .then_refused(Refusal::SignedTwice);
    }

    #[test]
    fn who_acts_already_signs_alone_or_with_the_other_and_both_go_on_acting() {
        let past = || again(signed_by_both());
        past()
            .when(record_form(form(OTHER_GUARDIAN, false)))
            .then([signed_by(OTHER_GUARDIAN)]);
        let alone = past().and([signed_by(OTHER_GUARDIAN)]);
        assert_eq!(acting(alone), [true, true, false]);
        past()
            .when(both(OTHER_GUARDIAN, GUARDIAN, false))
            .then([signed_by(OTHER_GUARDIAN), also_signed(GUARDIAN, false)]);
    }

    #[test]
    fn a_second_guardian_who_comes_later_waits_for_the_head() {
        let past = || again(handed().and([authorised()]));
        let joins = [authorised(), also_signed(OTHER_GUARDIAN, true)];
        // In whatever order they stand on the form.
        for (first, second) in [(GUARDIAN, OTHER_GUARDIAN), (OTHER_GUARDIAN, GUARDIAN)] {
            past().when(both(first, second, false)).then(joins.clone());
        }
        let waits = past().and(joins.clone());
        assert!(waits.state().is_authorised(), "by the first signature");
        assert_eq!(
            acting(past().and(joins.clone())),
            [true, false, false],
            "until the head confirms"
        );
        let confirmed = StudentEvent::SecondGuardianConfirmed {
            guardian: OTHER_GUARDIAN,
            by: TEACHER,
        };
        let by_head = joins.into_iter().chain([confirmed]).collect::<Vec<_>>();
        past()
            .when(both(GUARDIAN, OTHER_GUARDIAN, true))
            .then(by_head.clone());
        let [recorded, beside, confirmed] = by_head.try_into().unwrap();
        assert_eq!(
            acting(past().and([recorded, beside, confirmed])),
            [true, true, false]
        );
    }

    fn replaced(former: GuardianId, also_former: Option<GuardianId>) -> StudentEvent {
        StudentEvent::GuardianReplacementRecorded {
            former,
            also_former,
            guardian: THIRD,
            identity: sealed(),
            signed_on: date(2025, 9, 15),
            collected_by: TEACHER,
            form_digest: None,
        }
    }

    #[test]
    fn two_act_at_the_most_and_who_gives_way_is_named() {
        let past = || again(signed_by_both());
        past()
            .when(record_form(form(THIRD, false)))
            .then([replaced(GUARDIAN, Some(OTHER_GUARDIAN))]);
        let beside = [replaced(OTHER_GUARDIAN, None), also_signed(GUARDIAN, true)];
        for (first, second) in [(GUARDIAN, THIRD), (THIRD, GUARDIAN)] {
            past().when(both(first, second, false)).then(beside.clone());
        }
        assert_eq!(
            acting(past().and(beside.clone())),
            [true, true, false],
            "until the head confirms"
        );
        let confirmed = StudentEvent::GuardianReplacementConfirmed {
            guardian: THIRD,
            by: TEACHER,
        };
        assert_eq!(
            acting(past().and(beside).and([confirmed.clone()])),
            [true, false, true]
        );
        let alone = past().and([replaced(GUARDIAN, Some(OTHER_GUARDIAN)), confirmed]);
        assert_eq!(acting(alone), [false, false, true]);
    }
}
