//! Free text: title, description, city and host's name, by beginnings of words.
use super::super::OfferSearch;
use super::given::*;

fn workshop() -> OfferSearch {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| {
        terms.title = "Les Métiers d’art".into();
        terms.description = "Chef-d'Œuvre en bois".into();
        terms.place.city = "Besançon".into();
    });
    search
}

#[test]
fn accents_and_case_do_not_count() {
    let search = workshop();
    for found in [
        "metiers",
        "MÉTIERS",
        "oeuvre",
        "Œuvre",
        "l'art",
        "besancon",
        "chef-d’œuvre",
    ] {
        assert_eq!(search.shows(&text(found)), [1], "{found}");
    }
}

#[test]
fn every_word_must_begin_a_word_of_the_offer() {
    let search = workshop();
    for found in [
        "m",
        "me",
        "met",
        "metie",
        "bois art",
        "art bois b",
        "pain metiers",
        "",
        " ' ",
    ] {
        assert_eq!(search.shows(&text(found)), [1], "{found}");
    }
    for missed in ["tiers", "metiersx", "bois acier", "vaches", "metiers x"] {
        assert_eq!(search.shows(&text(missed)), [], "{missed}");
    }
}

#[test]
fn the_host_is_found_by_its_present_name() {
    let mut search = workshop();
    assert_eq!(search.shows(&text("bon pain")), [1]);
    search.host_described(bakery(), "Boulangerie des Métiers", private());
    assert_eq!(search.shows(&text("bon pain")), []);
    assert_eq!(search.shows(&text("boulangerie")), [1]);
    search.host_described(bakery(), "Au four", private());
    assert_eq!(search.shows(&text("metiers")), [1]);
}

#[test]
fn a_revised_offer_is_found_by_its_new_words() {
    let mut search = workshop();
    search.revised(1, |terms| terms.title = "La forêt".into());
    assert_eq!(search.shows(&text("foret")), [1]);
    assert_eq!(search.shows(&text("metiers")), []);
    search.withdrawn(1);
    assert_eq!(search.shows(&text("foret")), []);
}
