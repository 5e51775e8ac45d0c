//! Parked folds, and all of them in step.
use domain::ids::OfferId;
use domain::offer::{OfferEvent, WithdrawalReason};
use domain::schema::Fact;
use domain::student::{Gender, StudentEvent};
use uuid::Uuid;

use super::*;
use crate::testing::given::*;
use demo_plan::testing::Campaign;

fn events() -> Vec<Recorded> {
    Campaign::play(7, SMALL).recorded()
}

fn folded(events: &[Recorded]) -> Folds {
    let mut folds = Folds::default();
    events.iter().for_each(|event| folds.apply(event));
    folds
}

#[test]
fn a_campaign_goes_through_every_fold() {
    let events = events();
    let folds = folded(&events);
    assert!(!folds.is_parked(), "{:?}", folds.statuses());
    let last = events.last().unwrap();
    assert_eq!(
        (folds.position(), folds.event_id()),
        (last.position, last.id)
    );
    assert_eq!(folds.recorded_at(), last.recorded_at);
    assert!(
        folds
            .statuses()
            .iter()
            .all(|status| status.position == last.position)
    );
    assert!(folds.entities().application_count() > 50);
}

#[test]
fn an_event_that_nobody_can_read_parks_every_fold_before_it() {
    let mut events = events();
    let broken = 400;
    events[broken].payload = b"{}".to_vec();
    let folds = folded(&events);
    let before = events[broken - 1].position;
    for status in folds.statuses() {
        assert_eq!(status.position, before, "{}", status.name);
        let parked = status.parked.unwrap();
        assert_eq!(parked.position, events[broken].position);
        assert!(matches!(
            parked.reason,
            ParkedReason::Undecodable(Undecodable::Payload { .. })
        ));
    }
    assert!(folds.is_stopped());
    let stopped_there = folded(&events[..broken]);
    assert_eq!(stopped_there.follow_up.fold, folds.follow_up.fold);
    assert_eq!(stopped_there.steering.fold, folds.steering.fold);
    assert_eq!(folds.position(), before);
}

#[test]
fn a_fold_that_cannot_take_a_record_stands_still_alone() {
    let mut terms = terms();
    terms.weeks.clear();
    let offer = OfferId(Uuid::from_u128(9));
    let published = OfferEvent::OfferPublished {
        offer,
        host: host(),
        terms,
    };
    let folds = after([
        Fact::Offer(offer, published),
        enrolled(OTHER_PUPIL, CLASS, Gender::Boy),
        form_handed(),
    ]);
    let good = Position(SCENE);
    let parked = folds.steering.parked().unwrap();
    assert_eq!(
        (parked.position, folds.steering.position()),
        (Position(SCENE + 1), good)
    );
    assert_eq!(
        parked.reason,
        ParkedReason::Refused(FoldError::OfferWithoutWeek(offer))
    );
    assert!(folds.is_parked() && !folds.is_stopped());
    assert_eq!(folds.position(), Position(SCENE + 3));
    for status in folds.statuses() {
        let still = status.name == Steering::NAME;
        assert_eq!(status.parked.is_some(), still, "{}", status.name);
        assert_eq!(status.position == good, still, "{}", status.name);
    }
    assert_eq!(folds.steering.fold, after([]).steering.fold);
}

#[test]
fn a_roster_that_cannot_take_a_record_stops_the_folds_that_rest_on_it() {
    let unknown = OfferId(Uuid::from_u128(9));
    let reason = WithdrawalReason::Other;
    let withdrawn = Fact::Offer(unknown, OfferEvent::OfferWithdrawn { reason });
    let folds = after([withdrawn, form_handed()]);
    let error = FoldError::UnknownOffer(unknown);
    for status in folds.statuses() {
        let reason = status.parked.unwrap().reason;
        let own = ParkedReason::Refused(error.clone());
        let rested = ParkedReason::EntityIndexParked(error.clone());
        assert_eq!(
            reason,
            if status.name == EntityIndex::NAME {
                own
            } else {
                rested
            }
        );
        assert_eq!(status.position, Position(SCENE));
    }
    assert_eq!(folds.position(), Position(SCENE));
}

#[test]
fn an_event_taken_twice_changes_nothing() {
    let events = events();
    let mut folds = folded(&events);
    events.iter().for_each(|event| folds.apply(event));
    assert_eq!(folds, folded(&events));
}

#[test]
fn what_differs_is_named() {
    let cv = StudentEvent::CvSaved {
        version: 1,
        cv: sealed(),
    };
    let (one, other) = (after([form_handed()]), after([of_pupil(cv)]));
    assert_eq!(one.differing(&one), Vec::<&str>::new());
    assert_eq!(one.differing(&other), [FollowUp::NAME, Trail::NAME]);
}
