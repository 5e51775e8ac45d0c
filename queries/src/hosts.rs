//! Host organisations and their people (OFF-1).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::decider::Decider;
use domain::host::{Host, HostEvent, Organisation};
use domain::ids::{HostPersonId, Siret};
use domain::offer::OfferStatus;
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::StreamId;
use projections::Folds;
use projections::entities::{EntityIndex, HostPerson, HostRow};
use proto::v1;

use super::events::{Event, Events};
use super::opening::Keys;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::search_text::folded;
use super::{QueryService, permits};
use wire::names;
use wire::times::timestamp;

/// The list, in page tokens.
const LIST: &str = "people";
const LIST_OF_TERRITORY: &str = "hosts_of_territory";

/// The organisation; its people, for its own people.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_host(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetHostRequest,
) -> Result<v1::GetHostResponse, Failure> {
    service.check_role(caller, Action::GetHost)?;
    let query = HostQuery {
        host: names::host("name", &message.name)?,
        caller: *caller,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::GetHostResponse {
        position,
        host: Some(shown),
        next_page_token,
    })
}

/// The organisations that have offered something in a territory, by name and number (OFF-1).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_hosts(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListHostsRequest,
) -> Result<v1::ListHostsResponse, Failure> {
    let action = Action::ListHosts;
    service.check_role(caller, action)?;
    let territory = names::territory("territory", &message.territory)?;
    let page = Page::asked(LIST_OF_TERRITORY, message.page_size, &message.page_token)?;
    service.wait_until_applied(message.min_position).await?;
    let (position, mut rows) = service.engine.read(|folds| {
        let entities = folds.entities();
        permits::about_territory(entities, caller, action, territory)?;
        let hosts = entities.hosts().filter_map(|host| {
            let (published_offers, withdrawn_offers) = offers_in(entities, host, territory);
            (published_offers + withdrawn_offers > 0).then(|| v1::ListedHost {
                name: names::of_host(host.siret),
                organisation: Some(wire::hosts::of_organisation(&host.organisation)),
                published_offers,
                withdrawn_offers,
                awaits_confirmation: host.awaits_confirmation,
                platform_display_name: platform(entities, host),
                pooled_offers: pooled_in(entities, host, territory),
            })
        });
        Ok::<_, Failure>((folds.position().0, hosts.collect::<Vec<_>>()))
    })?;
    rows.sort_by_cached_key(|host| {
        let name = host.organisation.as_ref().map(|told| &*told.display_name);
        (folded(name.unwrap_or_default()), host.name.clone())
    });
    let (hosts, next_page_token) = page.split(rows)?;
    Ok(v1::ListHostsResponse {
        position,
        hosts,
        next_page_token,
    })
}

/// The name of the platform on whose word a host was registered (OFF-8).
fn platform(entities: &EntityIndex, host: &HostRow) -> String {
    let name = host
        .fed_in_by
        .and_then(|partner| entities.platform(partner));
    name.map(ToString::to_string).unwrap_or_default()
}

/// The offers of a host within a territory that platforms have fed in (OFF-8).
fn pooled_in(entities: &EntityIndex, host: &HostRow, territory: Territory) -> u32 {
    let offers = host.offers.iter();
    let offers = offers.filter_map(|number| entities.offer_row(*number));
    let pooled = offers.filter(|offer| offer.is_pooled());
    let there = pooled.filter(|offer| territory.holds(offer.department));
    there.fold(0, |count, _| count + 1)
}

/// The offers of a host within a territory: those that take applications, and the others.
fn offers_in(entities: &EntityIndex, host: &HostRow, territory: Territory) -> (u32, u32) {
    let offers = host.offers.iter();
    let offers = offers.filter_map(|number| entities.offer_row(*number));
    let offers = offers.filter(|offer| territory.holds(offer.department));
    offers.fold((0, 0), |(published, withdrawn), offer| match offer.status {
        OfferStatus::Open => (published + 1, withdrawn),
        OfferStatus::Withdrawn => (published, withdrawn + 1),
    })
}

struct HostQuery {
    host: Siret,
    caller: Principal,
    page: Page,
}

#[derive(PartialEq)]
struct Selection {
    organisation: Organisation,
    awaits_confirmation: bool,
    platform: String,
    people: Vec<HostPerson>,
    next: String,
}

impl Query for HostQuery {
    type Selection = Selection;
    type Response = (v1::Host, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_host(entities, caller, Action::GetHost, self.host)?;
        permits::takes_part(entities, caller)
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let host = folds.entities().host(self.host).ok_or(Failure::NotFound)?;
        let own = permits::acts_for(host, &self.caller);
        let people: &[HostPerson] = if own { &host.people } else { &[] };
        Ok(Selection {
            organisation: host.organisation.clone(),
            awaits_confirmation: host.awaits_confirmation,
            platform: platform(folds.entities(), host),
            people: self.page.of(people.iter().copied()),
            next: self.page.next(people.len())?,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service
            .events(selected.people.iter().map(|person| person.identity))
            .await?;
        let keys = service
            .keys(selected.people.iter().map(|person| person.person.0))
            .await?;
        let people = selected
            .people
            .iter()
            .map(|person| shown(&events, &keys, self.host, person));
        let shown = v1::Host {
            name: names::of_host(self.host),
            organisation: Some(wire::hosts::of_organisation(&selected.organisation)),
            registered_time: Some(registered(service, self.host).await?),
            people: people.collect::<Result<_, _>>()?,
            etag: selected.organisation.etag().to_string(),
            awaits_confirmation: selected.awaits_confirmation,
            platform_display_name: selected.platform.clone(),
        };
        Ok((shown, selected.next.clone()))
    }
}

/// A host begins by being registered.
async fn registered(
    service: &QueryService,
    host: Siret,
) -> Result<prost_types::Timestamp, Failure> {
    let stream = StreamId::new(Host::CATEGORY, host.as_str());
    let stream = stream.map_err(|error| Failure::Internal(error.to_string()))?;
    let first = service.log.read_stream(&stream, 0, 1).await?;
    first
        .first()
        .map(|event| timestamp(event.recorded_at))
        .ok_or(Failure::NotFound)
}

fn shown(
    events: &Events,
    keys: &Keys,
    host: Siret,
    person: &HostPerson,
) -> Result<v1::HostPerson, Failure> {
    let name = names::of_host_person(host, person.person);
    let identity = identity(events.at(person.identity)?, keys, person.person)?;
    Ok(v1::HostPerson {
        name,
        identity: Some(identity),
    })
}

/// Who a person of a host is, told by the event that holds it.
pub(super) fn identity(
    event: &Event,
    keys: &Keys,
    person: HostPersonId,
) -> Result<v1::PersonIdentity, Failure> {
    match &event.record.fact {
        Fact::Host(
            _,
            HostEvent::HostRegistered { identity, .. }
            | HostEvent::HostPersonAdded { identity, .. },
        ) => keys.person(person.0, identity),
        Fact::Host(
            _,
            HostEvent::HostConfirmationAwaited
            | HostEvent::HostFedIn { .. }
            | HostEvent::HostCameByInvitation { .. }
            | HostEvent::HostConfirmed { .. }
            | HostEvent::HostDescribed { .. }
            | HostEvent::HostPersonRemoved { .. }
            | HostEvent::HostPersonErased { .. },
        )
        | Fact::Establishment(..)
        | Fact::Student(..)
        | Fact::Offer(..)
        | Fact::Reference(..)
        | Fact::Mandate(..)
        | Fact::Partner(..)
        | Fact::Agreement(..)
        | Fact::Campaign(..) => Err(event.unexpected("about a person of a host")),
    }
}
