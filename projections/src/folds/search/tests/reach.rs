//! Distance: how far the search goes and in which order it shows.
use super::super::{Area, OfferSearch, SearchQuery};
use super::given::*;

fn within(km: f64) -> SearchQuery {
    SearchQuery {
        area: Area::RadiusKm(km),
        ..everything()
    }
}

#[test]
fn the_edge_of_the_radius_is_within() {
    let mut search = OfferSearch::with_hosts();
    let start = terms().place.position;
    for n in 1..=100u32 {
        let place = at(46.25 + f64::from(n) * 0.0037, 5.65 - f64::from(n) * 0.0051);
        search.published(u128::from(n), |terms| terms.place.position = place);
        let distance = start.distance_km(place);
        let farthest = |km| search.search(&within(km)).hits.last().map(|hit| hit.offer);
        assert_eq!(farthest(distance), Some(offer(n.into())));
        assert_ne!(farthest(distance.next_down()), Some(offer(n.into())));
    }
}

#[test]
fn the_nearest_comes_first_with_its_distance() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.place.position = at(43.2965, 5.3698));
    search.published(2, |_| {});
    let hits = search.search(&everything()).hits;
    assert_eq!([hits[0].offer, hits[1].offer], [offer(2), offer(1)]);
    assert_eq!(hits[0].distance_km, Some(0.0));
    assert_eq!(
        hits[1].distance_km,
        Some(terms().place.position.distance_km(at(43.2965, 5.3698)))
    );
    assert_eq!((hits[0].host, hits[1].host), (bakery(), bakery()));
    assert_eq!(search.shows(&within(60.0)), [2]);
    search.revised(1, |_| {});
    assert_eq!(search.shows(&within(60.0)), [1, 2]);
    search.revised(2, |terms| terms.place.position = at(43.2965, 5.3698));
    assert_eq!(search.shows(&within(60.0)), [1]);
}

#[test]
fn a_radius_that_is_no_distance_reaches_nothing() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    assert_eq!(search.shows(&within(-1.0)), []);
    assert_eq!(search.shows(&within(f64::NAN)), []);
    assert_eq!(search.shows(&within(0.0)), [1]);
    assert_eq!(search.shows(&within(f64::INFINITY)), [1]);
}

#[test]
fn without_a_position_nothing_is_within_a_radius() {
    let mut search = OfferSearch::with_hosts();
    search.published(2, |_| {});
    search.published(1, |terms| terms.place.position = at(43.2965, 5.3698));
    let page = search.search(&SearchQuery {
        from: None,
        ..within(60.0)
    });
    assert!(page.no_position && page.hits.is_empty() && page.next.is_none());
    let page = search.search(&SearchQuery {
        from: None,
        ..everything()
    });
    assert!(!page.no_position);
    assert_eq!(page.ids(), [1, 2]);
    assert!(page.hits.iter().all(|hit| hit.distance_km.is_none()));
}

#[test]
fn what_lies_within_reach_and_beyond_is_counted() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    search.published(2, |terms| terms.place.position = at(43.2965, 5.3698));
    search.published(3, |terms| {
        terms.place.position = at(43.2965, 5.3698);
        terms.reserved_for = Some(their_college());
    });
    search.published(4, |terms| terms.weeks = [week(9)].into());
    let counted = |query: &SearchQuery| {
        let reach = search.reach(query);
        (reach.within, reach.beyond)
    };
    assert_eq!(counted(&within(60.0)), (1, 1));
    assert_eq!(counted(&everything()), (2, 0));
    let nowhere = SearchQuery {
        from: None,
        ..within(60.0)
    };
    assert_eq!(counted(&nowhere), (0, 0));
}

#[test]
fn an_offer_is_shown_alone_as_the_search_would_but_for_full_weeks() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    search.published(2, |terms| terms.place.position = at(43.2965, 5.3698));
    search.published(3, |terms| terms.reserved_for = Some(their_college()));
    search.published(4, |terms| terms.weeks = [week(9)].into());
    search.published(5, |_| {});
    search.withdrawn(5);
    let shown = |query: &SearchQuery| {
        let shown = (1..=6).filter(|n| search.is_shown(offer(*n), query));
        shown.collect::<Vec<_>>()
    };
    assert_eq!(shown(&within(60.0)), [1]);
    assert_eq!(shown(&everything()), [1, 2]);
    let theirs = SearchQuery {
        school: Some(their_college()),
        ..within(60.0)
    };
    assert_eq!(shown(&theirs), [1, 3]);
    search.seat_taken(1, week(7));
    search.seat_taken(1, week(8));
    assert_eq!(search.shows(&within(60.0)), []);
    assert!(search.is_shown(offer(1), &within(60.0)));
}

#[test]
fn an_offer_is_on_the_map_once() {
    let mut search = OfferSearch::with_hosts();
    (1..=30).for_each(|n| search.published(n, |_| {}));
    search.revised(1, |terms| terms.place.position = at(43.2965, 5.3698));
    search.revised(2, |terms| terms.weeks = [week(45)].into());
    search.revised(3, |terms| terms.title = "La forêt".into());
    assert_eq!(search.index.geo_index.pins(), 30);
    search.withdrawn(1);
    search.withdrawn(4);
    assert_eq!(search.index.geo_index.pins(), 28);
}
