//! Paging: everything once, in order, whatever happens between two pages.
use super::super::{Cursor, OfferSearch, PageRequest, SearchQuery};
use super::given::*;

fn page(after: Option<Cursor>, size: usize) -> SearchQuery {
    SearchQuery {
        page: PageRequest { after, size },
        ..everything()
    }
}

#[test]
fn offers_at_one_place_are_shown_by_id_over_several_pages() {
    let mut search = OfferSearch::with_hosts();
    for n in [5, 3, 1, 4, 2] {
        search.published(n, |_| {});
    }
    let first = search.search(&page(None, 2));
    assert_eq!(first.ids(), [1, 2]);
    let second = search.search(&page(first.next, 2));
    assert_eq!(second.ids(), [3, 4]);
    let third = search.search(&page(second.next, 2));
    assert_eq!((third.ids(), third.next), (vec![5], None));
    assert_eq!(search.search(&page(None, 5)).next, None);
}

#[test]
fn what_happens_between_pages_moves_nothing() {
    let mut search = OfferSearch::with_hosts();
    for n in [10, 20, 30, 40] {
        search.published(n, |_| {});
    }
    let first = search.search(&page(None, 2));
    search.withdrawn(20);
    search.withdrawn(10);
    search.published(15, |_| {});
    search.published(25, |_| {});
    assert_eq!(search.search(&page(first.next, 9)).ids(), [25, 30, 40]);
}

#[test]
fn the_size_of_a_page_has_bounds() {
    let mut search = OfferSearch::with_hosts();
    (1..=150).for_each(|n| search.published(n, |_| {}));
    assert_eq!(search.search(&page(None, 0)).hits.len(), 1);
    assert_eq!(search.search(&page(None, 1_000)).hits.len(), 100);
}

#[test]
fn a_cursor_survives_as_text() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.place.position = at(43.2965, 5.3698));
    search.published(2, |terms| terms.place.position = at(48.8566, 2.3522));
    let next = search.search(&page(None, 1)).next.unwrap();
    assert_eq!(next.to_string().parse(), Ok(next));
    for bad in ["", "7", &"g".repeat(48), &"f".repeat(48), &"é".repeat(24)] {
        assert!(bad.parse::<Cursor>().is_err(), "{bad}");
    }
}
