//! Host organisations and their people (OFF-1).
use commands::Failure;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::host::{Host, HostEvent, Organisation};
use domain::ids::{HostPersonId, Siret};
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::StreamId;
use projections::Folds;
use projections::entities::{EntityIndex, HostPerson};
use proto::v1;

use super::events::{Event, Events};
use super::opening::Keys;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};
use wire::names;
use wire::times::timestamp;

/// The list, in page tokens.
const LIST: &str = "people";

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

struct HostQuery {
    host: Siret,
    caller: Principal,
    page: Page,
}

#[derive(PartialEq)]
struct Selection {
    organisation: Organisation,
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
            HostEvent::HostDescribed { .. }
            | HostEvent::HostPersonRemoved { .. }
            | HostEvent::HostPersonErased { .. },
        )
        | Fact::Establishment(..)
        | Fact::Student(..)
        | Fact::Offer(..)
        | Fact::Reference(..)
        | Fact::Mandate(..)
        | Fact::Partner(..) => Err(event.unexpected("about a person of a host")),
    }
}
