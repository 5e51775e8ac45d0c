//! Placement agreements, and who is told (AGR-1, AGR-2).
use domain::agreement::{AgreementEvent, AgreementTerms, Editor, Party, Signatory};
use domain::digest::TermsDigest;

use super::*;

const DIGEST: TermsDigest = TermsDigest([1; 32]);

fn agreement(event: AgreementEvent) -> Fact {
    Fact::Agreement(ASKED, event)
}

fn agreed() -> AgreementTerms {
    AgreementTerms {
        first_day: week().monday(),
        last_day: week().friday(),
        hours: terms().hours,
        place: terms().place,
        tutor: ANNE,
        words: sealed(),
    }
}

fn opened() -> Fact {
    agreement(AgreementEvent::AgreementOpened {
        application: ASKED,
        student: PUPIL,
        establishment: uai(),
        host: siret(),
        offer: OFFER,
        week: week(),
        on: date(2025, 11, 3),
        terms: agreed(),
        digest: DIGEST,
    })
}

fn amended(by: Editor) -> Fact {
    agreement(AgreementEvent::AgreementAmended {
        student: PUPIL,
        version: 2,
        by,
        on: date(2025, 11, 4),
        terms: agreed(),
        digest: DIGEST,
    })
}

#[test]
fn head_and_guardian_hear_of_an_agreement_to_sign() {
    let kind = Kind::AgreementToSign;
    let expected = [(HEAD.0, 2, kind), (GUARDIAN.0, 10, kind)];
    assert_eq!(told(&letters([opened()])), expected);
}

#[test]
fn all_but_who_amended_it_hear_of_other_terms() {
    let kind = Kind::AgreementAmended;
    let family = [(PUPIL.0, 9, kind), (GUARDIAN.0, 10, kind)];
    let mut by_college = to_host(kind);
    by_college.extend(family);
    let letters_of = |by| told(&letters([opened(), amended(by)]));
    assert_eq!(letters_of(Editor::College), by_college);
    let mut by_host = vec![(HEAD.0, 2, kind)];
    by_host.extend(family);
    assert_eq!(letters_of(Editor::Host), by_host);
}

#[test]
fn nobody_is_written_to_for_a_signature() {
    let signed = agreement(AgreementEvent::AgreementSigned {
        version: 1,
        digest: DIGEST,
        signatory: Signatory::Pupil,
    });
    assert!(letters([opened(), signed]).is_empty());
}

fn reminded(missing: &[Party]) -> Fact {
    agreement(AgreementEvent::AgreementReminded {
        student: PUPIL,
        days_before: 14,
        first_day: week().monday(),
        missing: missing.iter().copied().collect(),
    })
}

fn received(facts: [Fact; 2], kind: Kind) -> BTreeSet<Uuid> {
    let due = letters(facts).into_iter();
    let due = due.filter(|letter| letter.kind == kind);
    due.map(|letter| {
        assert_eq!(letter.facts.first_day, Some(week().monday()));
        letter.to.person.0
    })
    .collect()
}

#[test]
fn who_has_not_signed_is_reminded_and_the_college_in_any_case() {
    let of = |missing: &[Party], kind| received([opened(), reminded(missing)], kind);
    let all = [Party::College, Party::Host, Party::Pupil, Party::Guardian];
    let parties = [ANNE.0, BRUNO.0, PUPIL.0, GUARDIAN.0];
    assert_eq!(of(&all, Kind::AgreementReminder), parties.into());
    let guardian = of(&[Party::Guardian], Kind::AgreementReminder);
    assert_eq!(guardian, [GUARDIAN.0].into());
    let college = of(&[Party::Guardian], Kind::AgreementNotCovered);
    assert!(college.contains(&HEAD.0));
}

#[test]
fn all_hear_that_a_placement_cannot_start_while_days_of_it_are_left() {
    let came = |on| {
        agreement(AgreementEvent::FirstDayCameUncovered {
            student: PUPIL,
            first_day: week().monday(),
            last_day: week().friday(),
            on,
            missing: [Party::Guardian].into(),
        })
    };
    let kind = Kind::PlacementCannotStart;
    let in_time = received([opened(), came(week().friday())], kind);
    let concerned = [HEAD.0, ANNE.0, BRUNO.0, PUPIL.0, GUARDIAN.0];
    assert!(in_time.is_superset(&concerned.into()));
    let late = received([opened(), came(date(2027, 1, 4))], kind);
    assert!(late.is_empty());
}
