//! A request for an association's help, and who is told (EST-14).
use domain::establishment::{DecidingOffice, HelpClosedBy, HelpFor};
use domain::ids::{HelpRequestId, PartnerId, RepresentativeId};
use domain::mandate::{MandateEvent, Office};
use domain::partner::{PartnerEvent, Reach};

use super::*;

const DIRECTOR: RepresentativeId = RepresentativeId(Uuid::from_u128(0x53));
const PARTNER: PartnerId = PartnerId(Uuid::from_u128(0x56));
const REQUEST: HelpRequestId = HelpRequestId(Uuid::from_u128(0x57));

fn told(events: Vec<EstablishmentEvent>) -> Vec<Letter> {
    let appointed = MandateEvent::RepresentativeAppointed {
        representative: DIRECTOR,
        office: Office::AcademicDirector {
            department: "75".parse().unwrap(),
        },
        identity: sealed(),
    };
    let named = PartnerEvent::PartnerNamed {
        partner: PARTNER,
        association: "Un stage et après".into(),
        reach: Reach::National,
        identity: sealed(),
    };
    let first = [
        Fact::Mandate(DIRECTOR, appointed),
        Fact::Partner(PARTNER, named),
    ];
    letters(first.into_iter().chain(events.into_iter().map(college)))
}

fn asked() -> EstablishmentEvent {
    EstablishmentEvent::HelpRequested {
        request: REQUEST,
        school_year: year(),
        by: HEAD,
        about: HelpFor::Pupils(vec![PUPIL]),
        words: sealed(),
    }
}

fn answered(partner: Option<PartnerId>) -> EstablishmentEvent {
    EstablishmentEvent::HelpRequestAnswered {
        request: REQUEST,
        office: DecidingOffice::AcademicDirector,
        by: DIRECTOR,
        partner,
        words: sealed(),
    }
}

fn closed(by: HelpClosedBy) -> EstablishmentEvent {
    EstablishmentEvent::HelpRequestClosed {
        request: REQUEST,
        by,
    }
}

fn sent(letters: &[Letter]) -> Vec<(Kind, Uuid)> {
    let sent = letters
        .iter()
        .map(|letter| (letter.kind, letter.to.person.0));
    sent.collect()
}

#[test]
fn a_request_reaches_those_who_answer_and_the_answer_head_and_association() {
    let letters = told(vec![asked()]);
    assert_eq!(sent(&letters), [(Kind::HelpRequested, DIRECTOR.0)]);
    assert_eq!(letters[0].facts.pupil, None, "no pupil is named");
    let letters = told(vec![asked(), answered(None)]);
    assert_eq!(sent(&letters), [(Kind::HelpRequestAnswered, HEAD.0)]);
    let letters = told(vec![asked(), answered(Some(PARTNER))]);
    assert_eq!(
        sent(&letters),
        [
            (Kind::HelpRequestAnswered, HEAD.0),
            (Kind::HelpGiven, PARTNER.0)
        ]
    );
}

#[test]
fn a_closing_reaches_the_other_side() {
    let by_college = closed(HelpClosedBy::College(HEAD));
    let letters = told(vec![asked(), by_college]);
    assert_eq!(sent(&letters), [(Kind::HelpRequestClosed, DIRECTOR.0)]);
    let by = HelpClosedBy::Representative(DecidingOffice::AcademicDirector, DIRECTOR);
    let letters = told(vec![asked(), closed(by)]);
    assert_eq!(sent(&letters), [(Kind::HelpRequestClosed, HEAD.0)]);
}
