//! Given events, then the dashboards.
use domain::establishment::EstablishmentEvent;
use domain::host::HostEvent;
use domain::offer::{OfferEvent, WithdrawalReason};
use domain::student::{CompletionWitness, Gender, StudentEvent};
use uuid::Uuid;

use super::*;
use crate::application::ApplicationCounts;
use crate::fold::Fold;
use crate::folds::Folds;
use crate::testing::given::*;
use demo_plan::testing::{listing, organisation, year};

fn shown(folds: &Folds, territory: Territory) -> TerritoryDashboardView {
    folds
        .steering()
        .fold()
        .dashboard(folds.entities(), territory, None)
}

fn department(number: usize) -> Territory {
    Territory::Department(listing(number).department)
}

#[test]
fn an_offer_counts_where_it_is_and_an_application_where_the_pupil_goes_to_school() {
    let witness = CompletionWitness::Host;
    let folds = after([
        submitted(A1, 0),
        submitted(A2, 1),
        accepted(A1, 0),
        of_pupil(StudentEvent::PlacementCompleted {
            application: A1,
            witness,
        }),
    ]);
    let of_pupils = shown(&folds, department(0));
    assert_eq!(of_pupils.offers, OfferFigures::default());
    assert_eq!(of_pupils.total.applications, 2);
    assert_eq!(of_pupils.total.placements, 1);
    assert_eq!(of_pupils.total.completed, 1);
    assert_eq!(of_pupils.by_gender.girls, of_pupils.total);
    assert_eq!(of_pupils.by_gender.boys, ApplicationFigures::default());
    let [sector] = &of_pupils.sectors[..] else {
        unreachable!()
    };
    assert_eq!(
        (sector.sector.as_str(), sector.total.applications),
        ("mode", 2)
    );
    let of_offers = shown(&folds, department(1));
    assert_eq!(of_offers.total, ApplicationFigures::default());
    assert_eq!(
        of_offers.offers,
        OfferFigures {
            deposited: 1,
            withdrawn: 0,
            seats: 20
        }
    );
    assert_eq!(of_offers.public_offers, of_offers.offers);
    assert_eq!(of_offers.sectors[0].offers, of_offers.offers);
}

#[test]
fn regions_academies_and_the_country_are_sums_of_departments() {
    let folds = after([submitted(A1, 0)]);
    let row = departments::find(listing(0).department).unwrap();
    let region = shown(&folds, Territory::Region(row.region));
    let academy = shown(&folds, Territory::Academy(row.academy));
    let national = shown(&folds, Territory::National);
    assert_eq!(
        (region.total.applications, academy.total.applications),
        (1, 1)
    );
    assert_eq!(
        (national.total.applications, national.offers.deposited),
        (1, 1)
    );
    let another = departments::all()
        .iter()
        .find(|d| d.region != row.region)
        .unwrap();
    assert_eq!(
        shown(&folds, Territory::Region(another.region))
            .total
            .applications,
        0
    );
}

#[test]
fn the_years_are_counted_apart() {
    let folds = after([submitted(A1, 0)]);
    let of = |year| {
        folds
            .steering()
            .fold()
            .dashboard(folds.entities(), Territory::National, year)
    };
    assert_eq!(of(Some(year())).total.applications, 1);
    assert_eq!(of(Some(year().next())).total.applications, 0);
    assert_eq!(of(Some(year().next())).offers.deposited, 0);
    assert_eq!(of(None).total.applications, 1);
}

#[test]
fn each_application_stands_in_one_state() {
    let (offer, week, reason) = (OFFER, week(0), sealed());
    let cancelled = StudentEvent::PlacementCancelledByHost {
        application: A1,
        offer,
        week,
        reason,
    };
    let folds = after([submitted(A1, 0), accepted(A1, 0), of_pupil(cancelled)]);
    let total = shown(&folds, Territory::National).total;
    assert_eq!(
        total.by_state,
        ApplicationCounts {
            cancelled: 1,
            ..Default::default()
        }
    );
    assert_eq!(
        (total.applications, total.placements, total.completed),
        (1, 0, 0)
    );
}

#[test]
fn a_revised_offer_moves_and_a_withdrawn_one_loses_its_seats() {
    let mut terms = terms();
    terms.sector = "sante".parse().unwrap();
    terms.place.department = listing(2).department;
    terms.seats_per_week = 3;
    let revised = Fact::Offer(OFFER, OfferEvent::OfferRevised { revision: 2, terms });
    let folds = after([revised.clone()]);
    assert_eq!(shown(&folds, department(1)).offers, OfferFigures::default());
    let moved = shown(&folds, department(2));
    assert_eq!(
        moved.offers,
        OfferFigures {
            deposited: 1,
            withdrawn: 0,
            seats: 30
        }
    );
    assert_eq!(moved.sectors[0].sector.as_str(), "sante");
    let reason = WithdrawalReason::Mistake;
    let folds = after([
        revised,
        Fact::Offer(OFFER, OfferEvent::OfferWithdrawn { reason }),
    ]);
    let left = shown(&folds, department(2)).offers;
    assert_eq!(
        left,
        OfferFigures {
            deposited: 1,
            withdrawn: 1,
            seats: 0
        }
    );
}

#[test]
fn a_host_described_as_private_takes_its_offers_along() {
    let described = HostEvent::HostDescribed {
        organisation: organisation(1),
    };
    let folds = after([Fact::Host(host(), described)]);
    let national = shown(&folds, Territory::National);
    assert_eq!(national.public_offers, OfferFigures::default());
    assert_eq!(national.private_offers, national.offers);
}

#[test]
fn what_a_partner_feeds_in_is_counted_apart_and_among_all() {
    use domain::ids::RepresentativeId;
    let fed_in = || {
        let event = OfferEvent::OfferFedIn {
            partner: RepresentativeId(Uuid::from_u128(7)),
            identifier: "stage-1".parse().unwrap(),
            content: Uuid::from_u128(8),
        };
        Fact::Offer(OFFER, event)
    };
    let none = shown(&after([]), Territory::National);
    assert_eq!(none.pooled_offers, OfferFigures::default(), "a host's own");
    let mut folds = after([fed_in()]);
    let national = shown(&folds, Territory::National);
    assert_eq!(national.offers.deposited, 1, "counted once among all");
    assert_eq!(national.pooled_offers, national.offers);
    assert_eq!(national.sectors[0].pooled_offers, national.offers);
    assert_eq!(national.public_offers, national.offers);
    // It stays so when it is revised, and fed in again.
    let mut terms = terms();
    terms.place.department = listing(2).department;
    let revised = OfferEvent::OfferRevised { revision: 2, terms };
    for (at, fact) in (SCENE + 2..).zip([Fact::Offer(OFFER, revised), fed_in()]) {
        folds.apply_record(&record(at, fact));
    }
    let before = shown(&folds, department(1)).pooled_offers;
    assert_eq!(before, OfferFigures::default());
    let there = shown(&folds, department(2)).pooled_offers;
    let reason = WithdrawalReason::EndedAtSource;
    assert_eq!((there.deposited, there.withdrawn, there.seats), (1, 0, 20));
    let ended = Fact::Offer(OFFER, OfferEvent::OfferWithdrawn { reason });
    folds.apply_record(&record(SCENE + 4, ended));
    let there = shown(&folds, department(2)).pooled_offers;
    assert_eq!((there.deposited, there.withdrawn, there.seats), (1, 1, 0));
}

#[test]
fn a_college_put_into_another_department_takes_its_applications_along() {
    let corrected = EstablishmentEvent::ListingCorrected {
        listing: listing(3),
    };
    let folds = after([
        enrolled(OTHER_PUPIL, CLASS, Gender::Boy),
        submitted(A1, 0),
        of_college(corrected),
        submitted(A2, 1),
    ]);
    assert_eq!(
        shown(&folds, department(0)).total,
        ApplicationFigures::default()
    );
    assert_eq!(shown(&folds, department(3)).total.applications, 2);
}

#[test]
fn an_offer_without_a_week_is_an_error() {
    let mut terms = terms();
    terms.weeks.clear();
    let offer = OfferId(Uuid::from_u128(9));
    let published = OfferEvent::OfferPublished {
        offer,
        host: host(),
        terms,
    };
    let mut folds = Folds::default();
    for (index, fact) in (1..).zip(scene()) {
        folds.apply_record(&record(index, fact));
    }
    folds.apply_record(&record(SCENE + 1, Fact::Offer(offer, published)));
    assert!(folds.steering().parked().is_some());
    assert!(folds.follow_up().parked().is_none());
}

#[test]
fn a_fold_beside_another_roster_says_so() {
    let folds = after([]);
    let mut alone = Steering::default();
    let error = alone
        .apply(folds.entities(), &record(9, submitted(A1, 0)))
        .unwrap_err();
    assert_eq!(error, FoldError::UnknownApplication(A1));
    let folds = after([submitted(A1, 0)]);
    let error = alone
        .apply(folds.entities(), &record(9, submitted(A1, 0)))
        .unwrap_err();
    assert_eq!(error, FoldError::OutOfStep("colleges"));
    assert_eq!(alone, Steering::default());
}
