//! Given events, then the agreements.
use domain::agreement::{AgreementTerms, Editor, EndCause, Signatory, Visit};
use domain::digest::{FormDigest, TermsDigest};
use domain::ids::{GuardianId, HostPersonId, StaffId, StudentId};
use domain::offer::DailyHours;
use jiff::civil::{date, time};
use uuid::Uuid;

use super::*;
use crate::folds::Folds;
use crate::testing::given::*;

const DIGEST: TermsDigest = TermsDigest([1; 32]);
const TUTOR: HostPersonId = HostPersonId(Uuid::from_u128(0x77));
const OTHER_TUTOR: HostPersonId = HostPersonId(Uuid::from_u128(0x79));

fn of_a1(event: AgreementEvent) -> Fact {
    Fact::Agreement(A1, event)
}

fn agreed(tutor: HostPersonId) -> AgreementTerms {
    AgreementTerms {
        first_day: week(3).monday(),
        last_day: week(3).friday(),
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 0, 0, 0),
        },
        place: terms().place,
        tutor,
        words: sealed(),
    }
}

fn opened() -> Fact {
    of_a1(AgreementEvent::AgreementOpened {
        application: A1,
        student: PUPIL,
        establishment: college(),
        host: host(),
        offer: OFFER,
        week: week(3),
        on: date(2025, 11, 3),
        terms: agreed(TUTOR),
        digest: DIGEST,
    })
}

fn named(tutor: HostPersonId) -> Fact {
    let identity = sealed();
    of_a1(AgreementEvent::AgreementTutorNamed { tutor, identity })
}

fn amended(version: u32, tutor: HostPersonId) -> Fact {
    of_a1(AgreementEvent::AgreementAmended {
        student: PUPIL,
        version,
        by: Editor::College,
        on: date(2025, 11, 4),
        terms: agreed(tutor),
        digest: DIGEST,
    })
}

fn signed(version: u32, signatory: Signatory) -> Fact {
    of_a1(AgreementEvent::AgreementSigned {
        version,
        digest: DIGEST,
        signatory,
    })
}

fn on_paper(version: u32, parties: &[Party]) -> Fact {
    of_a1(AgreementEvent::AgreementSignedOnPaper {
        version,
        digest: DIGEST,
        parties: parties.iter().copied().collect(),
        signed_on: date(2025, 11, 5),
        copy: FormDigest([2; 32]),
        recorded_by: StaffId(Uuid::from_u128(0xa1)),
    })
}

fn placed() -> Vec<Fact> {
    vec![submitted(A1, 3), accepted(A1, 3), opened(), named(TUTOR)]
}

fn view(folds: &Folds) -> AgreementView {
    let agreements = folds.agreements().fold();
    agreements
        .of_placement(folds.entities(), PUPIL, A1)
        .unwrap()
}

fn listed(folds: &Folds, scope: AgreementScope, filter: AgreementFilter) -> Vec<ApplicationId> {
    let agreements = folds.agreements().fold();
    let page = agreements.list(folds.entities(), scope, filter).unwrap();
    page.lines.iter().map(|line| line.application).collect()
}

fn all() -> AgreementFilter {
    AgreementFilter {
        limit: 10,
        ..AgreementFilter::default()
    }
}

#[test]
fn a_placement_is_covered_once_all_signed_its_last_version() {
    let guardian = Signatory::Guardian(GuardianId(Uuid::from_u128(0xf1)));
    let mut facts = placed();
    facts.extend([signed(1, Signatory::Pupil), signed(1, guardian)]);
    let half = after(facts.clone());
    assert_eq!(view(&half).line.missing, [Party::College, Party::Host]);
    assert_eq!(view(&half).line.coverage, Coverage::NotCovered);
    facts.push(on_paper(1, &[Party::College, Party::Host]));
    let whole = after(facts.clone());
    assert_eq!(view(&whole).line.coverage, Coverage::Covered);
    assert_eq!(view(&whole).signatures.len(), 3);
    facts.push(amended(2, TUTOR));
    let anew = after(facts);
    assert_eq!(view(&anew).line.coverage, Coverage::NotCovered);
    assert_eq!(view(&anew).line.missing, PARTIES);
    assert_eq!(
        (view(&anew).line.version, view(&anew).signatures.len()),
        (2, 3)
    );
}

#[test]
fn each_version_tells_its_tutor() {
    let mut facts = placed();
    facts.extend([
        named(OTHER_TUTOR),
        amended(2, OTHER_TUTOR),
        amended(3, TUTOR),
    ]);
    let at = |offset: u64| Position(SCENE + offset);
    let versions = view(&after(facts)).versions;
    let told: Vec<_> = versions.iter().map(|v| (v.at, v.tutor)).collect();
    assert_eq!(told, [(at(3), at(4)), (at(6), at(5)), (at(7), at(4))]);
}

#[test]
fn an_agreement_that_ended_stays_with_its_signatures_and_waits_for_nobody() {
    let mut facts = placed();
    let cause = EndCause::CancelledByHost;
    facts.extend([
        signed(1, Signatory::Pupil),
        of_a1(AgreementEvent::AgreementEnded { cause }),
    ]);
    let folds = after(facts);
    let shown = view(&folds);
    assert_eq!(shown.line.coverage, Coverage::Ended);
    assert_eq!(shown.ended, Some(Position(SCENE + 6)));
    assert_eq!((shown.signatures.len(), shown.line.missing.len()), (1, 0));
    let waiting = AgreementFilter {
        waiting_for: Some(Party::Host),
        ..all()
    };
    assert!(listed(&folds, AgreementScope::Host(host()), waiting).is_empty());
}

#[test]
fn hosts_colleges_and_classes_list_what_waits_for_them() {
    let mut facts = placed();
    facts.push(signed(1, Signatory::Host(TUTOR)));
    let folds = after(facts);
    let waiting = |party| AgreementFilter {
        waiting_for: Some(party),
        ..all()
    };
    for scope in [
        AgreementScope::Host(host()),
        AgreementScope::Establishment(college()),
        AgreementScope::Class(college(), CLASS),
    ] {
        assert_eq!(listed(&folds, scope, all()), [A1], "{scope:?}");
        assert!(listed(&folds, scope, waiting(Party::Host)).is_empty());
        assert_eq!(listed(&folds, scope, waiting(Party::College)), [A1]);
        let not_covered = AgreementFilter {
            not_covered: true,
            ..all()
        };
        assert_eq!(listed(&folds, scope, not_covered), [A1]);
    }
    assert!(listed(&folds, AgreementScope::Class(college(), OTHER_CLASS), all()).is_empty());
    let agreements = folds.agreements().fold();
    let nobody = AgreementScope::Host("73282932000074".parse().unwrap());
    assert_eq!(agreements.list(folds.entities(), nobody, all()), None);
}

#[test]
fn what_no_placement_opened_parks_the_fold() {
    let folds = after([submitted(A1, 3), signed(1, Signatory::Pupil)]);
    let parked = folds.agreements().parked().unwrap();
    assert_eq!(parked.position, Position(SCENE + 2));
    let of_nobody = StudentId(Uuid::from_u128(0xbb));
    let coverage = folds
        .agreements()
        .fold()
        .coverage(folds.entities(), of_nobody, A1);
    assert_eq!(coverage, None);
}

fn first_day_came() -> Fact {
    of_a1(AgreementEvent::FirstDayCameUncovered {
        student: PUPIL,
        first_day: week(3).monday(),
        last_day: week(3).friday(),
        on: week(3).monday(),
        missing: PARTIES.into(),
    })
}

#[test]
fn a_placement_whose_first_day_came_uncovered_cannot_start_until_it_is_agreed_anew_or_covered() {
    let mut facts = placed();
    facts.push(first_day_came());
    let shown = view(&after(facts.clone())).line;
    assert_eq!(shown.coverage, Coverage::CannotStart);
    assert_eq!(shown.missing, PARTIES);
    let uncovered = AgreementFilter {
        not_covered: true,
        ..all()
    };
    let folds = after(facts.clone());
    assert_eq!(
        listed(&folds, AgreementScope::Host(host()), uncovered),
        [A1]
    );
    let anew = after(facts.iter().cloned().chain([amended(2, TUTOR)]));
    assert_eq!(view(&anew).line.coverage, Coverage::NotCovered);
    facts.push(on_paper(1, &PARTIES));
    assert_eq!(view(&after(facts)).line.coverage, Coverage::Covered);
}

#[test]
fn contact_and_visit_stand_as_they_were_told_last() {
    let teacher = StaffId(Uuid::from_u128(0xa1));
    let contacted = of_a1(AgreementEvent::HostContacted {
        student: PUPIL,
        by: teacher,
        on: date(2025, 11, 6),
        spoken_to: sealed(),
    });
    let visited = of_a1(AgreementEvent::PupilVisited {
        student: PUPIL,
        by: teacher,
        visit: Visit {
            visitor: teacher,
            on: week(3).monday(),
        },
        word: sealed(),
    });
    let mut facts = placed();
    let to_do = |facts: &[Fact]| {
        let folds = after(facts.to_vec());
        let contact = AgreementFilter {
            to_contact: true,
            ..all()
        };
        let visit = AgreementFilter {
            to_visit: true,
            ..all()
        };
        let scope = AgreementScope::Establishment(college());
        let lists = [contact, visit].map(|filter| listed(&folds, scope, filter).len());
        let line = view(&folds).line;
        (lists, line.contacted_on, line.visited_on)
    };
    assert_eq!(to_do(&facts), ([1, 1], None, None));
    facts.extend([contacted, visited]);
    let days = (Some(date(2025, 11, 6)), Some(week(3).monday()));
    assert_eq!(to_do(&facts), ([0, 0], days.0, days.1));
    facts.extend([
        of_a1(AgreementEvent::HostContactCorrected {
            student: PUPIL,
            by: teacher,
            on: None,
            spoken_to: sealed(),
        }),
        of_a1(AgreementEvent::VisitCorrected {
            student: PUPIL,
            by: teacher,
            visit: None,
            word: sealed(),
        }),
    ]);
    assert_eq!(to_do(&facts), ([1, 1], None, None));
    let shown = view(&after(facts.clone()));
    assert_eq!((shown.contacts.len(), shown.visits.len()), (2, 2));
    let cause = EndCause::CancelledByHost;
    facts.push(of_a1(AgreementEvent::AgreementEnded { cause }));
    assert_eq!(to_do(&facts).0, [0, 0], "nothing of what was given up");
}
