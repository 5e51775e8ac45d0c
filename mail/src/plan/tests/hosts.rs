//! A host that waits to be confirmed, and who is told (OFF-1).
use domain::ids::RepresentativeId;
use domain::mandate::{MandateEvent, Office};

use super::*;

const REFERENT: RepresentativeId = RepresentativeId(Uuid::from_u128(0x21));
const PREFECT: RepresentativeId = RepresentativeId(Uuid::from_u128(0x22));

fn appointed(representative: RepresentativeId, office: Office) -> Fact {
    let identity = sealed();
    Fact::Mandate(
        representative,
        MandateEvent::RepresentativeAppointed {
            representative,
            office,
            identity,
        },
    )
}

/// The college of the scene, a host that waits, and these representatives.
fn given(representatives: Vec<Fact>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = scene().into_iter().take(6).collect();
    facts.push(host(HostEvent::HostConfirmationAwaited));
    facts.extend(representatives);
    facts
}

fn published(offer_id: OfferId) -> Fact {
    Fact::Offer(
        offer_id,
        OfferEvent::OfferPublished {
            offer: offer_id,
            host: siret(),
            terms: terms(),
        },
    )
}

#[test]
fn the_referent_hears_of_the_first_offer_of_a_host_that_waits_else_the_prefect() {
    let department = "02".parse().unwrap();
    let referent = || appointed(REFERENT, Office::Referent { department });
    let prefect = || appointed(PREFECT, Office::Prefect { department });
    let told_of = |given: Vec<Fact>| told(&due(given));
    let first = published(OFFER);
    let both = given(vec![prefect(), referent()])
        .into_iter()
        .chain([first.clone()]);
    let expected = [(REFERENT.0, 9, Kind::HostToConfirm)];
    assert_eq!(told_of(both.clone().collect()), expected);
    let another = published(OfferId(Uuid::from_u128(0xd2)));
    assert_eq!(told_of(both.chain([another]).collect()), []);
    let alone = given(vec![prefect()]).into_iter().chain([first]);
    let expected = [(PREFECT.0, 8, Kind::HostToConfirm)];
    assert_eq!(told_of(alone.collect()), expected);
}

#[test]
fn its_people_hear_that_it_is_confirmed() {
    let by = REFERENT;
    let confirmed = host(HostEvent::HostConfirmed { by });
    assert_eq!(told(&letters([confirmed])), to_host(Kind::HostConfirmed));
}

#[test]
fn whoever_left_the_host_is_not_written_to() {
    let gone = host(HostEvent::HostPersonRemoved { person: ANNE });
    let again = pupil(StudentEvent::ApplicationReinstated {
        application: ASKED,
        at: Timestamp::UNIX_EPOCH,
    });
    let letters = letters([gone, again]);
    assert_eq!(told(&letters), [(BRUNO.0, 7, Kind::ApplicationReinstated)]);
}
