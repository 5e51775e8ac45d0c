//! Offers that are for the pupils of other colleges first (OFF-11).
use eventlog::RecordedAt;

use super::super::{HeldBack, OfferSearch, SearchQuery};
use super::given::*;

fn held_after(at: i64) -> SearchQuery {
    SearchQuery {
        school: Some(our_college()),
        held_back_after: Some(RecordedAt(at)),
        ..everything()
    }
}

/// One deposited at 10, two at 20, two at 30; the fourth is reserved for our college.
fn search() -> OfferSearch {
    let mut search = OfferSearch::with_hosts();
    for (n, at) in [(1, 10), (2, 20), (3, 20), (5, 30)] {
        search.published_at(n, at, |_| {});
    }
    search.published_at(4, 30, |terms| terms.reserved_for = Some(our_college()));
    search
}

#[test]
fn what_was_deposited_after_an_instant_is_not_found() {
    let search = search();
    assert_eq!(search.shows(&held_after(30)), [1, 2, 3, 4, 5]);
    assert_eq!(search.shows(&held_after(29)), [1, 2, 3, 4]);
    assert_eq!(search.shows(&held_after(20)), [1, 2, 3, 4]);
    assert_eq!(search.shows(&held_after(19)), [1, 4]);
    assert_eq!(search.shows(&held_after(9)), [4]);
}

#[test]
fn one_offer_is_shown_as_the_search_shows_it() {
    let search = search();
    for at in [9, 19, 20, 29, 30] {
        let query = held_after(at);
        let shown = (1..=6).filter(|n| search.is_shown(offer(*n), &query));
        assert_eq!(shown.collect::<Vec<_>>(), search.shows(&query), "{at}");
    }
}

#[test]
fn what_is_held_back_is_counted_with_the_first_deposit() {
    let mut search = search();
    let held = |search: &OfferSearch, at| search.held_back(&held_after(at));
    let told = |offers, first| HeldBack {
        offers,
        first_deposited: Some(RecordedAt(first)),
    };
    assert_eq!(held(&search, 9), told(4, 10));
    assert_eq!(held(&search, 19), told(3, 20));
    assert_eq!(held(&search, 30), HeldBack::default());
    search.withdrawn(1);
    assert_eq!(held(&search, 9), told(3, 20));
    assert_eq!(search.held_back(&everything()), HeldBack::default());
}

#[test]
fn a_revision_is_no_deposit() {
    let mut search = search();
    search.revised(1, |terms| terms.title = "Autre".into());
    assert_eq!(search.shows(&held_after(19)), [1, 4]);
}
