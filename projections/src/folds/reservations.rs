//! Which colleges asked which hosts to reserve an offer, and what became of it (EST-9).
use std::collections::BTreeMap;

use domain::ids::{OfferId, Siret, Uai};
use domain::offer::{OfferEvent, OfferStatus, ReservationStatus, is_reserved_elsewhere};
use domain::schema::Fact;
use eventlog::Position;
use serde::{Deserialize, Serialize};

use crate::entities::{EntityIndex, EstablishmentNo, OfferNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;

/// The fold behind the lists of requests (EST-9).
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reservations {
    /// In the order in which they were asked.
    requests: Vec<Requested>,
    of_college: BTreeMap<EstablishmentNo, Vec<usize>>,
    of_offer: BTreeMap<OfferNo, Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Requested {
    offer: OfferNo,
    college: EstablishmentNo,
    status: ReservationStatus,
    #[serde(with = "stored::position")]
    at: Position,
    #[serde(with = "stored::optional_position")]
    answered: Option<Position>,
}

/// Whose requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReservationScope {
    /// Those of a college.
    Establishment(Uai),
    /// Those to a host.
    Host(Siret),
}

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReservationLine {
    /// For which offer.
    pub offer: OfferId,
    /// The event that holds its present terms.
    #[serde(with = "stored::position")]
    pub terms: Position,
    /// Whose offer.
    pub host: Siret,
    /// Which college asked.
    pub establishment: Uai,
    /// Where the request stands.
    pub status: ReservationStatus,
    /// The event that asks; it holds the head's word, sealed.
    #[serde(with = "stored::position")]
    pub at: Position,
    /// The event that answers it or takes it back.
    #[serde(with = "stored::optional_position")]
    pub answered: Option<Position>,
    /// The offer is reserved for another college by now.
    pub reserved_elsewhere: bool,
    /// The offer takes no application any more.
    pub withdrawn: bool,
}

impl Fold for Reservations {
    const NAME: &'static str = "reservations";
    const VERSION: u32 = 1;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let (offer, event) = match &record.fact {
            Fact::Offer(offer, event) => (*offer, event),
            Fact::Establishment(..)
            | Fact::Student(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => return Ok(()),
        };
        let (college, status) = match event {
            OfferEvent::ReservationRequested { establishment, .. } => {
                (*establishment, ReservationStatus::Requested)
            }
            OfferEvent::ReservationRequestWithdrawn { establishment, .. } => {
                (*establishment, ReservationStatus::Withdrawn)
            }
            OfferEvent::ReservationDeclined { establishment, .. } => {
                (*establishment, ReservationStatus::Declined)
            }
            OfferEvent::ReservationAccepted { establishment, .. } => {
                (*establishment, ReservationStatus::Accepted)
            }
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
            | OfferEvent::GroupEnded { .. } => return Ok(()),
        };
        let offer = entities
            .offer_no(offer)
            .ok_or(FoldError::UnknownOffer(offer))?;
        let college = entities
            .establishment_no(college)
            .ok_or(FoldError::UnknownEstablishment(college))?;
        match status {
            ReservationStatus::Requested => {
                self.requested(offer, college, record.position);
                Ok(())
            }
            ReservationStatus::Withdrawn
            | ReservationStatus::Declined
            | ReservationStatus::Accepted => self.answered(offer, college, status, record.position),
        }
    }
}

impl Reservations {
    fn requested(&mut self, offer: OfferNo, college: EstablishmentNo, at: Position) {
        let place = self.requests.len();
        self.requests.push(Requested {
            offer,
            college,
            status: ReservationStatus::Requested,
            at,
            answered: None,
        });
        self.of_college.entry(college).or_default().push(place);
        self.of_offer.entry(offer).or_default().push(place);
    }

    /// The last request of that college for that offer.
    fn answered(
        &mut self,
        offer: OfferNo,
        college: EstablishmentNo,
        status: ReservationStatus,
        at: Position,
    ) -> Result<(), FoldError> {
        let places = self.of_offer.get(&offer).into_iter().flatten().rev();
        let requests = &self.requests;
        let of_college = |place: &&usize| {
            let request = requests.get(**place);
            request.is_some_and(|request| request.college == college)
        };
        let place = places.into_iter().find(of_college).copied();
        let request = place.and_then(|place| self.requests.get_mut(place));
        let request = request.ok_or(FoldError::OutOfStep("requests to reserve"))?;
        (request.status, request.answered) = (status, Some(at));
        Ok(())
    }

    /// The requests of a college or to a host, the newest first; only those that wait for an answer
    /// where asked so. `None` where there is no such college or host.
    #[must_use]
    pub fn list(
        &self,
        entities: &EntityIndex,
        scope: ReservationScope,
        waiting: bool,
    ) -> Option<Vec<ReservationLine>> {
        let mut places: Vec<usize> = match scope {
            ReservationScope::Establishment(uai) => {
                let college = entities.establishment_no(uai)?;
                self.of_college.get(&college).cloned().unwrap_or_default()
            }
            ReservationScope::Host(siret) => {
                let host = entities.host(siret)?;
                let of_offers = host
                    .offers
                    .iter()
                    .filter_map(|offer| self.of_offer.get(offer));
                of_offers.flatten().copied().collect()
            }
        };
        places.sort_unstable();
        let requests = places
            .into_iter()
            .rev()
            .filter_map(|place| self.requests.get(place));
        let asked =
            requests.filter(|request| !waiting || request.status == ReservationStatus::Requested);
        Some(
            asked
                .filter_map(|request| line(entities, request))
                .collect(),
        )
    }
}

fn line(entities: &EntityIndex, request: &Requested) -> Option<ReservationLine> {
    let offer = entities.offer_row(request.offer)?;
    let establishment = entities.establishment_row(request.college)?.uai;
    Some(ReservationLine {
        offer: offer.offer,
        terms: offer.terms,
        host: entities.host_row(offer.host)?.siret,
        establishment,
        status: request.status,
        at: request.at,
        answered: request.answered,
        reserved_elsewhere: is_reserved_elsewhere(offer.reserved_for, establishment),
        withdrawn: offer.status == OfferStatus::Withdrawn,
    })
}

#[cfg(test)]
mod tests {
    use domain::ids::HostPersonId;
    use domain::offer::OfferTerms;
    use uuid::Uuid;

    use super::*;
    use crate::testing::given::*;

    fn of_offer(event: OfferEvent) -> Fact {
        Fact::Offer(OFFER, event)
    }

    fn asked() -> Fact {
        of_offer(OfferEvent::ReservationRequested {
            establishment: college(),
            by: HEAD,
            word: sealed(),
        })
    }

    fn declined() -> Fact {
        of_offer(OfferEvent::ReservationDeclined {
            establishment: college(),
            by: HostPersonId(Uuid::from_u128(0x78)),
            word: sealed(),
        })
    }

    fn lines(facts: Vec<Fact>, scope: ReservationScope, waiting: bool) -> Vec<ReservationLine> {
        let folds = after(facts);
        assert!(!folds.is_parked(), "{:?}", folds.statuses());
        let reservations = folds.reservations().fold();
        reservations.list(folds.entities(), scope, waiting).unwrap()
    }

    #[test]
    fn both_sides_see_every_request_the_newest_first() {
        let facts = || vec![asked(), declined(), asked()];
        let of_college = lines(facts(), ReservationScope::Establishment(college()), false);
        let of_host = lines(facts(), ReservationScope::Host(host()), false);
        assert_eq!(of_college, of_host);
        let seen: Vec<_> = of_college
            .iter()
            .map(|line| (line.status, line.at.0, line.answered.map(|at| at.0)))
            .collect();
        assert_eq!(
            seen,
            [
                (ReservationStatus::Requested, SCENE + 3, None),
                (ReservationStatus::Declined, SCENE + 1, Some(SCENE + 2)),
            ]
        );
        let waiting = lines(facts(), ReservationScope::Host(host()), true);
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0], of_host[0]);
    }

    #[test]
    fn an_offer_that_went_elsewhere_says_so() {
        let elsewhere = of_offer(OfferEvent::OfferRevised {
            revision: 2,
            terms: OfferTerms {
                reserved_for: Some("0010035H".parse().unwrap()),
                ..terms()
            },
        });
        let own = of_offer(OfferEvent::OfferRevised {
            revision: 3,
            terms: OfferTerms {
                reserved_for: Some(college()),
                ..terms()
            },
        });
        let scope = ReservationScope::Establishment(college());
        assert!(lines(vec![asked(), elsewhere.clone()], scope, true)[0].reserved_elsewhere);
        assert!(!lines(vec![asked(), elsewhere, own], scope, true)[0].reserved_elsewhere);
    }

    #[test]
    fn an_answer_to_nothing_stops_the_fold() {
        let folds = after([declined()]);
        assert!(folds.reservations().parked().is_some());
        assert!(folds.entities_slot().parked().is_none());
    }
}
