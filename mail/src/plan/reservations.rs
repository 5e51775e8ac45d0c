//! Offers that a college asks a host to reserve, and who is told (EST-9).
use domain::ids::{OfferId, Uai};
use domain::offer::OfferEvent;

use super::establishment::named;
use super::fact_context::{FactContext, head};
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

pub(super) fn letters(on: &FactContext<'_>, offer: OfferId, event: &OfferEvent) -> Vec<Letter> {
    match event {
        OfferEvent::ReservationRequested { establishment, .. } => {
            to_host(on, offer, *establishment, Kind::ReservationRequested)
        }
        OfferEvent::ReservationRequestWithdrawn { establishment, .. } => {
            to_host(on, offer, *establishment, Kind::ReservationRequestWithdrawn)
        }
        OfferEvent::ReservationAccepted { establishment, .. } => {
            to_head(on, offer, *establishment, Kind::ReservationAccepted)
        }
        OfferEvent::ReservationDeclined { establishment, .. } => {
            to_head(on, offer, *establishment, Kind::ReservationDeclined)
        }
        // What else an offer means for a pupil stands in the pupil's own stream.
        OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferRevised { .. }
        | OfferEvent::OfferWithdrawn { .. }
        | OfferEvent::OfferFedIn { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatTaken { .. }
        | OfferEvent::SeatReleased { .. }
        | OfferEvent::GroupApplied { .. }
        | OfferEvent::GroupSeated { .. }
        | OfferEvent::GroupAccepted { .. }
        | OfferEvent::GroupEnded { .. } => vec![],
    }
}

/// To everybody who acts for the host, with the name of the college.
fn to_host(on: &FactContext<'_>, offer: OfferId, college: Uai, kind: Kind) -> Vec<Letter> {
    let college = on.entities.establishment(college);
    let Some((college, mut asked)) = college.zip(on.seat(offer)) else {
        return vec![];
    };
    asked.facts.college = named(college).college;
    on.to_host(kind, &asked)
}

fn to_head(on: &FactContext<'_>, offer: OfferId, college: Uai, kind: Kind) -> Vec<Letter> {
    let college = on.entities.establishment(college);
    let letter = college.zip(on.seat(offer)).and_then(|(college, asked)| {
        let facts = Facts {
            college: named(college).college,
            ..asked.facts
        };
        on.to_staff(college, head(college)?, kind, facts)
    });
    letter.into_iter().collect()
}
