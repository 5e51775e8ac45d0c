//! Host organisations and their people (OFF-1).
use commands::Failure;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::host::{Host, HostEvent, HostKind, Organisation};
use domain::ids::{HostPersonId, Siret};
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::{Position, StreamId};
use projections::Folds;
use projections::entities::{EntityIndex, HostPerson};
use proto::v1;

use super::events::{Event, Events};
use super::opened::Keys;
use super::pages::Page;
use super::question::Question;
use super::reading::Reading;
use super::{Reads, permits};
use wire::times::timestamp;
use wire::{enums, names};

/// The list, in page tokens.
const LIST: &str = "people";

/// The organisation; its people, for its own people.
pub async fn get_host(
    reads: &Reads,
    caller: &Principal,
    message: v1::GetHostRequest,
) -> Result<v1::GetHostResponse, Failure> {
    reads.admit(caller, Action::GetHost)?;
    let question = About {
        host: names::host("name", &message.name)?,
        caller: *caller,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        reads.ask(caller, &question, message.min_position).await?;
    Ok(v1::GetHostResponse {
        position,
        host: Some(shown),
        next_page_token,
    })
}

struct About {
    host: Siret,
    caller: Principal,
    page: Page,
}

#[derive(PartialEq)]
struct Seen {
    organisation: Organisation,
    people: Vec<HostPerson>,
    next: String,
}

impl Question for About {
    type Seen = Seen;
    type Shown = (v1::Host, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_host(entities, caller, Action::GetHost, self.host)?;
        permits::takes_part(entities, caller)
    }

    fn stands(&self, folds: &Folds) -> Position {
        folds.position()
    }

    fn see(&self, folds: &Folds) -> Result<Seen, Failure> {
        let host = folds.entities().host(self.host).ok_or(Failure::NotFound)?;
        let own = permits::acts_for(host, &self.caller);
        let people: &[HostPerson] = if own { &host.people } else { &[] };
        Ok(Seen {
            organisation: host.organisation.clone(),
            people: self.page.of(people.iter().copied()),
            next: self.page.next(people.len())?,
        })
    }

    async fn show(&self, reads: &Reading<'_>, seen: &Seen) -> Result<Self::Shown, Failure> {
        let events = reads
            .events(seen.people.iter().map(|person| person.identity))
            .await?;
        let keys = reads
            .keys(seen.people.iter().map(|person| person.person.0))
            .await?;
        let people = seen
            .people
            .iter()
            .map(|person| shown(&events, &keys, self.host, person));
        let shown = v1::Host {
            name: names::of_host(self.host),
            organisation: Some(organisation(&seen.organisation)),
            registered_time: Some(registered(reads, self.host).await?),
            people: people.collect::<Result<_, _>>()?,
            etag: seen.organisation.etag().to_string(),
        };
        Ok((shown, seen.next.clone()))
    }
}

/// A host begins by being registered.
async fn registered(reads: &Reads, host: Siret) -> Result<prost_types::Timestamp, Failure> {
    let stream = StreamId::new(Host::CATEGORY, host.as_str());
    let stream = stream.map_err(|error| Failure::Internal(error.to_string()))?;
    let first = reads.log.read_stream(&stream, 0, 1).await?;
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
        | Fact::Partner(..) => Err(event.astray("about a person of a host")),
    }
}

fn organisation(organisation: &Organisation) -> v1::Organisation {
    use v1::organisation::Kind;
    let kind = match &organisation.kind {
        HostKind::Public { administration } => Kind::PublicBody(v1::PublicBody {
            administration: administration.to_string(),
        }),
        HostKind::Private { form, group, paqte } => Kind::PrivateBody(v1::PrivateBody {
            form: enums::of_private_form(*form).into(),
            group: group.as_ref().map(ToString::to_string).unwrap_or_default(),
            paqte_signatory: *paqte,
        }),
    };
    v1::Organisation {
        display_name: organisation.name.to_string(),
        kind: Some(kind),
    }
}

#[cfg(test)]
mod tests {
    use domain::host::PrivateForm;

    use super::*;

    #[test]
    fn a_private_host_shows_its_form_and_group() {
        let kind = HostKind::Private {
            form: PrivateForm::Association,
            group: None,
            paqte: true,
        };
        let shown = organisation(&Organisation {
            name: "Les Amis".into(),
            kind,
        });
        let body = v1::PrivateBody {
            form: v1::PrivateForm::Association.into(),
            group: String::new(),
            paqte_signatory: true,
        };
        assert_eq!(shown.kind, Some(v1::organisation::Kind::PrivateBody(body)));
    }
}
