//! A request to reserve an offer, and who is told (EST-9).
use super::*;

fn requested() -> Fact {
    offer(OfferEvent::ReservationRequested {
        establishment: uai(),
        by: HEAD,
        word: sealed(),
    })
}

fn taken_back() -> Fact {
    offer(OfferEvent::ReservationRequestWithdrawn {
        establishment: uai(),
        by: HEAD,
    })
}

#[test]
fn the_host_is_told_who_asks_and_that_they_ask_no_more() {
    let cases = [
        (vec![requested()], Kind::ReservationRequested),
        (
            vec![requested(), taken_back()],
            Kind::ReservationRequestWithdrawn,
        ),
    ];
    for (facts, kind) in cases {
        let letters = letters(facts);
        assert_eq!(told(&letters), to_host(kind), "{kind}");
        for letter in &letters {
            let college = letter.facts.college.as_deref();
            assert_eq!(college, Some("Collège Évariste Galois"));
            assert!(letter.facts.offer.is_some(), "which offer");
            assert_eq!(letter.facts.pupil, None);
        }
    }
}

#[test]
fn the_head_is_told_the_answer() {
    let accepted = offer(OfferEvent::ReservationAccepted {
        establishment: uai(),
        by: ANNE,
    });
    let declined = offer(OfferEvent::ReservationDeclined {
        establishment: uai(),
        by: ANNE,
        word: sealed(),
    });
    for (answer, kind) in [
        (accepted, Kind::ReservationAccepted),
        (declined, Kind::ReservationDeclined),
    ] {
        let letters = letters([requested(), answer]);
        assert_eq!(told(&letters), [(HEAD.0, 2, kind)], "{kind}");
        assert_eq!(letters[0].facts.host.as_deref(), Some("Atelier Laon"));
    }
}
