use std::collections::HashMap;

use super::*;

fn appends(seed: u64) -> Vec<eventlog::Append> {
    Year::new(seed, Size::whole().part(5_000)).collect()
}

#[test]
fn the_same_seed_gives_the_same_year() {
    let (one, same, other) = (appends(1), appends(1), appends(2));
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn every_append_goes_on_from_what_its_stream_holds() {
    let (mut held, mut then) = (HashMap::new(), None);
    for append in appends(1) {
        let version: &mut u64 = held.entry(append.stream.clone()).or_default();
        assert_eq!(append.expected, *version, "{}", append.stream);
        *version += append.events.len() as u64;
        assert!(append.recorded_at >= then);
        then = append.recorded_at;
    }
}

#[test]
fn all_that_was_asked_for_is_in_it() {
    let size = Size::whole().part(5_000);
    let mut counts: HashMap<String, u64> = HashMap::new();
    let mut ids = HashMap::new();
    for event in appends(1).into_iter().flat_map(|append| append.events) {
        *counts.entry(event.event_type.to_string()).or_default() += 1;
        assert_eq!(ids.insert(event.id, ()), None);
    }
    assert_eq!(counts["EstablishmentRegistered"], size.colleges);
    assert_eq!(counts["HostRegistered"], size.hosts);
    assert_eq!(counts["OfferPublished"], size.offers);
    assert_eq!(counts["StudentEnrolled"], size.pupils);
    assert_eq!(counts["ApplicationSubmitted"], size.applications);
    assert_eq!(counts["SeatTaken"], counts["ApplicationAccepted"]);
    let events: u64 = counts.values().sum();
    let told = size.events();
    assert!(events.abs_diff(told) < told / 20, "{events}, not {told}");
}

#[test]
fn no_seat_is_taken_twice() {
    use domain::offer::OfferEvent;
    let (mut seats, mut taken) = (HashMap::new(), HashMap::new());
    for append in appends(1) {
        if append.stream.category() != "offer" {
            continue;
        }
        let offer = append.stream.id().to_owned();
        for event in append.events {
            match serde_json::from_slice(&event.payload).unwrap() {
                OfferEvent::OfferPublished { terms, .. } => {
                    seats.insert(offer.clone(), terms);
                }
                OfferEvent::SeatTaken { week, .. } => {
                    let taken: &mut u16 = taken.entry((offer.clone(), week)).or_default();
                    *taken += 1;
                    assert!(seats[&offer].weeks.contains(&week));
                    assert!(*taken <= seats[&offer].seats_per_week);
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(!taken.is_empty());
}
