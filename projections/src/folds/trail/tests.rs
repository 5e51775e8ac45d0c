//! Given events, then the trail.
use domain::student::{Gender, StudentEvent, WithdrawnBy};

use super::*;
use crate::folds::Folds;
use crate::testing::given::*;
use demo_plan::testing::{uai, year};

fn trail(folds: &Folds, scope: TrailScope) -> Vec<TrailEntry> {
    folds
        .trail()
        .fold()
        .after(folds.entities(), scope, Position::START, 100)
        .unwrap()
}

fn history() -> Vec<Fact> {
    let level = domain::establishment::Level::Troisieme;
    let (class, school_year) = (OTHER_CLASS, year());
    vec![
        form_handed(),
        recorded(),
        enrolled(OTHER_PUPIL, OTHER_CLASS, Gender::Boy),
        of(
            OTHER_PUPIL,
            StudentEvent::AuthorisationFormHanded {
                by: TEACHER,
                on: None,
            },
        ),
        of_pupil(StudentEvent::StudentMoved {
            class,
            level,
            school_year,
        }),
        access_opened(),
        of_pupil(StudentEvent::AuthorisationWithdrawn {
            by: WithdrawnBy::Guardian,
        }),
        form_handed(),
    ]
}

#[test]
fn every_fact_stands_with_the_class_of_its_time_and_what_it_rests_on() {
    let folds = after(history());
    let at = |offset| Position(SCENE + offset);
    let lines: Vec<_> = trail(&folds, TrailScope::Student(PUPIL))
        .into_iter()
        .map(|entry| (entry.at, entry.class, entry.fact, entry.rests_on))
        .collect();
    let expected = [
        (at(1), CLASS, AuthorisationFact::FormHanded, None),
        (at(2), CLASS, AuthorisationFact::Recorded, Some(at(1))),
        (
            at(6),
            OTHER_CLASS,
            AuthorisationFact::AccessOpened,
            Some(at(2)),
        ),
        (
            at(7),
            OTHER_CLASS,
            AuthorisationFact::Withdrawn,
            Some(at(2)),
        ),
        (at(8), OTHER_CLASS, AuthorisationFact::FormHanded, None),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_trail_of_a_class_a_college_and_the_country() {
    let folds = after(history());
    assert_eq!(trail(&folds, TrailScope::Class(CLASS)).len(), 2);
    assert_eq!(trail(&folds, TrailScope::Class(OTHER_CLASS)).len(), 4);
    let national = trail(&folds, TrailScope::National);
    assert_eq!(
        national,
        trail(&folds, TrailScope::Establishment(college()))
    );
    assert_eq!(national.len(), 6);
    assert!(national.is_sorted_by_key(|entry| entry.at));
}

#[test]
fn the_trail_comes_in_pages() {
    let folds = after(history());
    let (fold, entities) = (folds.trail().fold(), folds.entities());
    for scope in [TrailScope::National, TrailScope::Establishment(college())] {
        let whole = trail(&folds, scope);
        let first = fold.after(entities, scope, Position::START, 4).unwrap();
        let rest = fold.after(entities, scope, first[3].at, 4).unwrap();
        assert_eq!([first, rest].concat(), whole);
    }
    let nowhere = TrailScope::Establishment(uai(99));
    assert_eq!(fold.after(entities, nowhere, Position::START, 4), None);
}

#[test]
fn that_somebody_was_erased_stands_in_the_trail_and_nothing_before_it_goes() {
    let guardian = domain::ids::GuardianId(uuid::Uuid::from_u128(0xf1));
    let facts = history().into_iter().chain([
        of_pupil(StudentEvent::GuardianErased { guardian }),
        of_pupil(StudentEvent::StudentErased { student: PUPIL }),
    ]);
    let before = trail(&after(history()), TrailScope::Student(PUPIL));
    let entries = trail(&after(facts), TrailScope::Student(PUPIL));
    assert_eq!(entries[..before.len()], before);
    let told: Vec<_> = entries[before.len()..]
        .iter()
        .map(|entry| (entry.fact, entry.rests_on))
        .collect();
    let expected = [
        (AuthorisationFact::GuardianErased, None),
        (AuthorisationFact::PupilErased, None),
    ];
    assert_eq!(told, expected);
}
