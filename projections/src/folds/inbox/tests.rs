//! Given events, then the host's inbox.
use domain::student::{DeclineCause, Skill, StudentEvent, WithdrawalCause};

use super::*;
use crate::folds::Folds;
use crate::testing::given::*;
use demo_plan::testing::siret;

const ALL: InboxFilter = InboxFilter {
    offer: None,
    state: None,
    after: None,
    limit: 100,
};

fn inbox(folds: &Folds, filter: InboxFilter) -> InboxView {
    folds
        .inbox()
        .fold()
        .of_host(folds.entities(), host(), filter)
        .unwrap()
}

fn applied(number: u128) -> ApplicationId {
    ApplicationId(uuid::Uuid::from_u128(number))
}

#[test]
fn a_host_sees_each_application_with_its_letter_and_last_event() {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let folds = after([
        submitted(A1, 0),
        submitted(A2, 1),
        of_pupil(StudentEvent::ApplicationExamined {
            application: A1,
            at,
        }),
    ]);
    let view = inbox(&folds, ALL);
    let [first, second] = &view.applications[..] else {
        unreachable!()
    };
    assert_eq!(
        (first.application, first.student, first.offer),
        (A1, PUPIL, OFFER)
    );
    assert_eq!(first.state, ApplicationState::UnderExamination);
    assert_eq!(first.letter, Some(Position(SCENE + 1)));
    assert_eq!(first.latest, Position(SCENE + 3));
    assert_eq!(first.identity, Some(Position(SCENE)));
    assert_eq!(
        (second.state, second.week),
        (ApplicationState::Pending, week(1))
    );
    let [offer] = &view.offers[..] else {
        unreachable!()
    };
    assert_eq!(offer.offer, OFFER);
    assert_eq!(
        (
            offer.applications.pending,
            offer.applications.under_examination
        ),
        (1, 1)
    );
    let one = folds
        .inbox()
        .fold()
        .application(folds.entities(), PUPIL, A1);
    assert_eq!(one.as_ref(), Some(first));
}

#[test]
fn only_what_is_asked_for_is_shown_page_by_page() {
    let cause = DeclineCause::OfferWithdrawn;
    let mut facts: Vec<_> = (0..5).map(|n| submitted(applied(n), n as usize)).collect();
    let application = applied(2);
    facts.push(of_pupil(StudentEvent::ApplicationDeclined {
        application,
        cause,
    }));
    let folds = after(facts);
    let pending = InboxFilter {
        state: Some(ApplicationState::Pending),
        limit: 3,
        ..ALL
    };
    let first = inbox(&folds, pending);
    let ids = |view: &InboxView| {
        view.applications
            .iter()
            .map(|entry| entry.application)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&first), [applied(0), applied(1), applied(3)]);
    let second = inbox(
        &folds,
        InboxFilter {
            after: first.next,
            ..pending
        },
    );
    assert!(first.next.is_some());
    assert_eq!(ids(&second), [applied(4)]);
    assert_eq!(second.next, None);
}

#[test]
fn another_hosts_offer_is_not_shown() {
    let folds = after([]);
    let other = OfferId(uuid::Uuid::from_u128(9));
    let (fold, entities) = (folds.inbox().fold(), folds.entities());
    let filter = InboxFilter {
        offer: Some(other),
        ..ALL
    };
    assert_eq!(fold.of_host(entities, host(), filter), None);
    assert_eq!(fold.of_host(entities, siret(5), ALL), None);
    assert_eq!(
        inbox(&folds, ALL).offers[0].applications,
        ApplicationCounts::default()
    );
}

#[test]
fn a_debrief_of_an_unknown_application_parks_the_fold() {
    let (skills, debrief) = (vec![Skill::Languages], sealed());
    let told = StudentEvent::DebriefRecorded {
        application: A1,
        skills,
        debrief,
    };
    assert!(after([of_pupil(told)]).inbox().parked().is_some());
}

#[test]
fn an_application_of_an_erased_pupil_is_counted_and_points_at_nothing() {
    let erased = of_pupil(StudentEvent::StudentErased { student: PUPIL });
    let facts = || [submitted(A1, 0), submitted(A2, 1)];
    let before = inbox(&after(facts()), ALL);
    let view = inbox(&after(facts().into_iter().chain([erased])), ALL);
    assert_eq!(view.offers, before.offers);
    let kept: Vec<_> = view
        .applications
        .iter()
        .map(|entry| (entry.application, entry.state, entry.letter, entry.identity))
        .collect();
    let pending = ApplicationState::Pending;
    assert_eq!(kept, [(A1, pending, None, None), (A2, pending, None, None)]);
    assert!(view.applications.is_sorted_by_key(|entry| entry.place));
}

#[test]
fn an_application_waits_since_the_pupil_asked_last() {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let (application, cause) = (A1, WithdrawalCause::ByPupil { reason: None });
    let mut facts = vec![
        submitted(A1, 0),
        of_pupil(StudentEvent::ApplicationWithdrawn { application, cause }),
    ];
    let asked_at = |facts: &[Fact]| {
        let view = inbox(&after(facts.to_vec()), ALL);
        view.applications[0].asked_at
    };
    assert_eq!(
        asked_at(&facts),
        Some(record(SCENE + 1, form_handed()).recorded_at)
    );
    facts.push(of_pupil(StudentEvent::ApplicationReinstated {
        application,
        at,
    }));
    assert_eq!(
        asked_at(&facts),
        Some(record(SCENE + 3, form_handed()).recorded_at)
    );
    facts.push(of_pupil(StudentEvent::StudentErased { student: PUPIL }));
    assert_eq!(asked_at(&facts), None);
}
