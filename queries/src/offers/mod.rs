//! Offers of hosts, and the pupil's search among them (OFF-2 to OFF-4, STU-6).
mod of_host;
mod one;
mod revisions;
mod search;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use compact_str::CompactString;
use domain::explain::Expected;
use domain::ids::OfferId;
use domain::principal::{Principal, Role};
use eventlog::Position;
use projections::entities::{EntityIndex, OfferRow};
use proto::v1;

use super::pages::{self, Page};
use super::{QueryService, steering};
use wire::names;

use of_host::OwnOffersQuery;
use one::OfferQuery;
use revisions::RevisionsQuery;
use search::{OfferSearchQuery, Whom};

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
        now: service.now(),
        rules: service.rules.clone(),
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::GetOfferResponse {
        position,
        offer: Some(shown),
    })
}

/// The offers of a host, the newest first (OFF-10); for those who represent the State, those of their
/// territory.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_offers_of_host(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListOffersOfHostRequest,
) -> Result<v1::ListOffersOfHostResponse, Failure> {
    service.check_role(caller, Action::ListOffersOfHost)?;
    let year = Expected(
        "une année scolaire, par exemple 2025-2026, ou rien",
        "a school year, as 2025-2026, or empty",
    );
    let query = OwnOffersQuery {
        host: names::host("host", &message.host)?,
        within: Territory::of(caller),
        shows_applications: caller.as_host_person().is_some()
            || steering::withheld(service, caller).is_none(),
        shows_identifiers: matches!(caller.role(), Role::HostPerson | Role::NationalCommittee),
        states: of_host::states(&message.states)?,
        year: names::parse_optional("school_year", &message.school_year, year)?,
        week: names::parse_optional(
            "week",
            &message.week,
            Expected(
                "une semaine, par exemple 2026-W07, ou rien",
                "a week, as 2026-W07, or empty",
            ),
        )?,
        page: Page::asked(of_host::LIST, message.page_size, &message.page_token)?,
    };
    let (position, (offers, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListOffersOfHostResponse {
        position,
        offers,
        next_page_token,
    })
}

/// What an offer said in each of its revisions (OFF-4).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_offer_revisions(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListOfferRevisionsRequest,
) -> Result<v1::ListOfferRevisionsResponse, Failure> {
    service.check_role(caller, Action::ListOfferRevisions)?;
    let query = RevisionsQuery {
        offer: names::offer("name", &message.name)?,
        caller: *caller,
        page: Page::asked(revisions::LIST, message.page_size, &message.page_token)?,
    };
    let (position, (revisions, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListOfferRevisionsResponse {
        position,
        revisions,
        next_page_token,
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
        whom: Whom::asked(&message.student, &message.class)?,
        filter: search::filter(&message)?,
        after: search::after(&message.page_token)?,
        size: pages::size(message.page_size)?,
        now: service.now(),
        rules: service.rules.clone(),
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::SearchOffersResponse { position, ..shown })
}

/// The name of the platform that fed an offer in (OFF-8).
pub(super) fn platform(entities: &EntityIndex, offer: &OfferRow) -> Option<CompactString> {
    entities.platform(offer.source?.partner).cloned()
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
