//! What is offered: open offers with a free seat in a week asked for, to whom they are for.
use domain::offer::Format;

use super::super::{FormatFilter, KindFilter, OfferSearch, SearchQuery};
use super::given::*;
use crate::fold::FoldError;

#[test]
fn a_full_week_disappears_and_comes_back() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    let week_7 = SearchQuery {
        weeks: [week(7)].into(),
        ..everything()
    };
    assert_eq!(search.search(&week_7).hits[0].free, [(week(7), 1)]);
    search.seat_taken(1, week(7));
    assert_eq!(search.shows(&week_7), []);
    assert_eq!(search.search(&everything()).hits[0].free, [(week(8), 1)]);
    search.seat_released(1, week(7));
    assert_eq!(
        search.search(&everything()).hits[0].free,
        [(week(7), 1), (week(8), 1)]
    );
    assert_eq!(search.shows(&week_7), [1]);
}

#[test]
fn only_the_weeks_of_the_college_and_the_filter_count() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.weeks = [week(7)].into());
    search.published(2, |terms| terms.weeks = [week(8), week(9)].into());
    assert_eq!(
        search.shows(&filtered(|f| f.weeks = Some([week(8)].into()))),
        [2]
    );
    assert_eq!(
        search.shows(&filtered(|f| f.weeks = Some([week(9)].into()))),
        []
    );
    assert_eq!(
        search.shows(&SearchQuery {
            weeks: [].into(),
            ..everything()
        }),
        []
    );
    assert_eq!(search.search(&everything()).hits[1].free, [(week(8), 1)]);
}

#[test]
fn more_seats_after_a_revision_open_a_full_week() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.weeks = [week(7)].into());
    search.seat_taken(1, week(7));
    assert_eq!(search.shows(&everything()), []);
    search.revised(1, |terms| {
        terms.weeks = [week(7)].into();
        terms.seats_per_week = 3;
    });
    assert_eq!(search.search(&everything()).hits[0].free, [(week(7), 2)]);
}

#[test]
fn a_withdrawn_offer_never_comes_back() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    search.seat_taken(1, week(7));
    search.withdrawn(1);
    search.seat_released(1, week(7));
    search.host_described(bakery(), "Au meilleur pain", private());
    search.revised(1, |_| {});
    assert_eq!(search.shows(&everything()), []);
}

#[test]
fn a_reserved_offer_is_for_its_college_alone() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.reserved_for = Some(our_college()));
    search.published(2, |_| {});
    let shown_to = |school| SearchQuery {
        school,
        ..everything()
    };
    assert_eq!(search.shows(&shown_to(Some(our_college()))), [1, 2]);
    assert_eq!(search.shows(&shown_to(Some(their_college()))), [2]);
    assert_eq!(search.shows(&shown_to(None)), [2]);
    search.revised(1, |terms| terms.reserved_for = Some(their_college()));
    assert_eq!(search.shows(&shown_to(Some(our_college()))), [2]);
    search.revised(1, |_| {});
    assert_eq!(search.shows(&shown_to(None)), [1, 2]);
}

#[test]
fn sector_format_and_kind_of_host_narrow_the_search() {
    let mut search = OfferSearch::with_hosts();
    search.published_by(town_hall(), 1, |terms| {
        terms.sector = "social".parse().unwrap()
    });
    search.published(2, |terms| {
        terms.format = Format::Collective { group_size: 2 }
    });
    let sectors = |codes: &[&str]| {
        filtered(|f| f.sectors = codes.iter().map(|code| code.parse().unwrap()).collect())
    };
    assert_eq!(search.shows(&sectors(&["social", "mode"])), [1]);
    assert_eq!(search.shows(&sectors(&["social", "agriculture"])), [1, 2]);
    assert_eq!(search.shows(&sectors(&["mode"])), []);
    assert_eq!(
        search.shows(&filtered(|f| f.format = FormatFilter::Individual)),
        [1]
    );
    assert_eq!(
        search.shows(&filtered(|f| f.format = FormatFilter::Collective)),
        [2]
    );
    assert_eq!(
        search.shows(&filtered(|f| f.kind = KindFilter::Public)),
        [1]
    );
    assert_eq!(
        search.shows(&filtered(|f| f.kind = KindFilter::Private)),
        [2]
    );
    search.host_described(town_hall(), "Régie", private());
    assert_eq!(
        search.shows(&filtered(|f| f.kind = KindFilter::Private)),
        [1, 2]
    );
}

#[test]
fn what_does_not_follow_is_refused() {
    let mut search = OfferSearch::with_hosts();
    let unknown = FoldError::UnknownOffer(offer(1));
    assert_eq!(search.refused(1, &seat_taken(week(7))), unknown);
    search.published(1, |_| {});
    let out_of_step = FoldError::OutOfStep("the seats of an offer");
    assert_eq!(search.refused(1, &seat_released(week(7))), out_of_step);
    assert_eq!(search.refused(1, &seat_taken(week(40))), out_of_step);
    assert_eq!(search.shows(&everything()), [1]);
}
