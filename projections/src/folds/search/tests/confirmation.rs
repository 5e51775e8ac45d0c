//! What a host offers before it is confirmed is found by nobody (OFF-1).
use super::super::OfferSearch;
use super::given::*;

/// The bakery waits; it has published one offer, changed it, and withdrawn another.
fn waiting() -> OfferSearch {
    let mut search = OfferSearch::with_hosts();
    search.bakery_waits();
    search.published(1, |_| {});
    search.revised(1, |terms| terms.place.position = at(46.3, 5.7));
    search.published(2, |_| {});
    search.withdrawn(2);
    search.published_by(town_hall(), 3, |_| {});
    search.host_described(bakery(), "Au four", public());
    search
}

fn stored_and_read(search: &OfferSearch) -> OfferSearch {
    postcard::from_bytes(&postcard::to_stdvec(search).unwrap()).unwrap()
}

#[test]
fn its_offers_are_found_once_it_is_confirmed() {
    let mut search = waiting();
    assert_eq!(search.shows(&everything()), [3]);
    assert_eq!(search.shows(&text("four")), []);
    search.bakery_confirmed();
    let mut found = search.shows(&everything());
    found.sort_unstable();
    assert_eq!(found, [1, 3]);
    assert_eq!(search.shows(&text("four")), [1]);
    search.withdrawn(1);
    assert_eq!(search.shows(&everything()), [3]);
}

#[test]
fn a_snapshot_of_one_that_waits_goes_on_the_same() {
    let (mut live, mut read) = (waiting(), stored_and_read(&waiting()));
    assert_eq!(live, read);
    assert_eq!(read.shows(&everything()), [3]);
    for search in [&mut live, &mut read] {
        search.bakery_confirmed();
    }
    assert_eq!(live, read);
    assert_eq!(live.search(&everything()), read.search(&everything()));
}
