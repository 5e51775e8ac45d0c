//! Offers of hosts, and the pupil's search among them (OFF-2 to OFF-4, STU-6).
mod one;
mod search;
mod terms;

use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::ids::OfferId;
use domain::principal::Principal;
use eventlog::Position;
use projections::entities::EntityIndex;
use proto::v1;

use super::{Reads, pages};
use wire::names;

use one::AboutOffer;
use search::Search;
pub(super) use terms::coordinates;

/// An offer and the seats taken.
pub async fn get_offer(
    reads: &Reads,
    caller: &Principal,
    message: v1::GetOfferRequest,
) -> Result<v1::GetOfferResponse, Failure> {
    reads.admit(caller, Action::GetOffer)?;
    let question = AboutOffer {
        offer: names::offer("name", &message.name)?,
        caller: *caller,
    };
    let (position, shown) = reads.ask(caller, &question, message.min_position).await?;
    Ok(v1::GetOfferResponse {
        position,
        offer: Some(shown),
    })
}

/// The offers that a pupil may apply to, the nearest first (STU-6, EST-8).
pub async fn search_offers(
    reads: &Reads,
    caller: &Principal,
    message: v1::SearchOffersRequest,
) -> Result<v1::SearchOffersResponse, Failure> {
    reads.admit(caller, Action::SearchOffers)?;
    let question = Search {
        student: names::student("student", &message.student)?,
        filter: search::filter(&message)?,
        after: search::after(&message.page_token)?,
        size: pages::size(message.page_size)?,
        now: reads.now(),
        rules: reads.rules.clone(),
    };
    let (position, shown) = reads.ask(caller, &question, message.min_position).await?;
    Ok(v1::SearchOffersResponse { position, ..shown })
}

/// What is shown of an offer beside something else: the name of its host, and the event that
/// holds its present terms.
#[derive(PartialEq)]
pub(super) struct OfferSeen {
    pub host_name: CompactString,
    pub terms: Position,
}

impl OfferSeen {
    pub(super) fn of(entities: &EntityIndex, offer: OfferId) -> Option<Self> {
        let offer = entities.offer(offer)?;
        let host_name = entities.host_row(offer.host)?.organisation.name.clone();
        Some(Self {
            host_name,
            terms: offer.terms,
        })
    }
}
