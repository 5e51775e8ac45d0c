//! A search read from a snapshot is as good as the one that was stored.
use super::super::{OfferSearch, SearchQuery};
use super::given::*;

fn busy() -> OfferSearch {
    let mut search = OfferSearch::with_hosts();
    (1..=40).for_each(|n| search.published(n, |_| {}));
    search.published_by(town_hall(), 50, |terms| terms.title = "La forêt".into());
    search.seat_taken(3, week(7));
    search.seat_taken(3, week(8));
    search.withdrawn(4);
    search.revised(5, |terms| terms.reserved_for = Some(our_college()));
    search
}

fn stored_and_read(search: &OfferSearch) -> OfferSearch {
    postcard::from_bytes(&postcard::to_stdvec(search).unwrap()).unwrap()
}

#[test]
fn it_shows_the_same() {
    let (live, read) = (busy(), stored_and_read(&busy()));
    assert_eq!(live, read);
    let ours = SearchQuery {
        school: Some(our_college()),
        ..everything()
    };
    for query in [
        everything(),
        ours,
        text("foret"),
        text("fo"),
        text("oyonnax mairie"),
    ] {
        assert_eq!(live.search(&query), read.search(&query));
    }
}

#[test]
fn it_goes_on_the_same() {
    let go_on = |mut search: OfferSearch| {
        search.seat_released(3, week(7));
        search.withdrawn(6);
        search.host_described(bakery(), "Au four", public());
        search.revised(7, |terms| terms.place.position = at(48.0, 2.0));
        search.published(60, |_| {});
        search
    };
    let (live, read) = (go_on(busy()), go_on(stored_and_read(&busy())));
    assert_eq!(live, read);
    assert_eq!(postcard::to_stdvec(&live), postcard::to_stdvec(&read));
    for query in [everything(), text("four"), text("pain")] {
        assert_eq!(live.search(&query), read.search(&query));
    }
}

#[test]
fn what_refers_to_nothing_is_refused() {
    let mut json = serde_json::to_value(busy()).unwrap();
    json["listings"][0]["host"] = 7.into();
    assert!(serde_json::from_value::<OfferSearch>(json).is_err());
    let mut json = serde_json::to_value(busy()).unwrap();
    json["listings"][0]["shown"]["words"][0] = 70_000.into();
    assert!(serde_json::from_value::<OfferSearch>(json).is_err());
}
