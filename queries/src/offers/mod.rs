//! Offers of hosts, and the pupil's search among them (OFF-2 to OFF-4, STU-6).
mod one;
mod search;

use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::ids::OfferId;
use domain::principal::Principal;
use eventlog::Position;
use projections::entities::EntityIndex;
use proto::v1;

use super::{QueryService, pages};
use wire::names;

use one::OfferQuery;
use search::OfferSearchQuery;

/// An offer and the seats taken.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_offer(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetOfferRequest,
) -> Result<v1::GetOfferResponse, Failure> {
    service.check_role(caller, Action::GetOffer)?;
    let query = OfferQuery {
        offer: names::offer("name", &message.name)?,
        caller: *caller,
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::GetOfferResponse {
        position,
        offer: Some(shown),
    })
}

/// The offers that a pupil may apply to, the nearest first (STU-6, EST-8).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn search_offers(
    service: &QueryService,
    caller: &Principal,
    message: v1::SearchOffersRequest,
) -> Result<v1::SearchOffersResponse, Failure> {
    service.check_role(caller, Action::SearchOffers)?;
    let query = OfferSearchQuery {
        student: names::student("student", &message.student)?,
        filter: search::filter(&message)?,
        after: search::after(&message.page_token)?,
        size: pages::size(message.page_size)?,
        now: service.now(),
        rules: service.rules.clone(),
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::SearchOffersResponse { position, ..shown })
}

/// What is shown of an offer beside something else: the name of its host, and the event that
/// holds its present terms.
#[derive(PartialEq)]
pub(super) struct OfferSelection {
    pub host_name: CompactString,
    pub terms: Position,
}

impl OfferSelection {
    pub(super) fn of(entities: &EntityIndex, offer: OfferId) -> Option<Self> {
        let offer = entities.offer(offer)?;
        let host_name = entities.host_row(offer.host)?.organisation.name.clone();
        Some(Self {
            host_name,
            terms: offer.terms,
        })
    }
}
