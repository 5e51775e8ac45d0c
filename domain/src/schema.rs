//! Stored events, read: type, version and bytes to a typed fact, old versions lifted first.
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::decider::{Decider, Event};
use crate::establishment::{Establishment, EstablishmentEvent};
use crate::host::{Host, HostEvent};
use crate::ids::{OfferId, PartnerId, RepresentativeId, Siret, StudentId, Uai};
use crate::mandate::{Mandate, MandateEvent};
use crate::offer::{Offer, OfferEvent};
use crate::partner::{Partner, PartnerEvent};
use crate::reference_lists::{Reference, ReferenceEvent, ReferenceList};
use crate::student::{Student, StudentEvent};

/// A fact of any stream, with the thing it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// About a college.
    Establishment(Uai, EstablishmentEvent),
    /// About a pupil.
    Student(StudentId, StudentEvent),
    /// About an offer.
    Offer(OfferId, OfferEvent),
    /// About a host.
    Host(Siret, HostEvent),
    /// About an imported list.
    Reference(ReferenceList, ReferenceEvent),
    /// About a representative of the State.
    Mandate(RepresentativeId, MandateEvent),
    /// About a partner association.
    Partner(PartnerId, PartnerEvent),
}

/// Why a stored event cannot be read. Never repeats the payload.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// No such category of streams.
    #[error("no stream category {0}")]
    Category(String),
    /// The id after the category names nothing.
    #[error("stream id of {0} names nothing")]
    StreamId(&'static str),
    /// No such event, or a version that this program does not know.
    #[error("event {event_type} version {version} is not known to this program")]
    Type {
        /// The stored type.
        event_type: String,
        /// The stored version.
        version: u16,
    },
    /// The payload is not what its type and version promise.
    #[error("payload of {event_type} version {version} does not fit its schema")]
    Payload {
        /// The stored type.
        event_type: String,
        /// The stored version.
        version: u16,
    },
}

/// A step from one stored version to the next: the type, the version it lifts, and how.
pub type Upcast = (&'static str, u16, fn(Value) -> Value);

/// Every old version that the log may hold.
pub const UPCASTS: &[Upcast] = &[
    crate::establishment::CLASS_OPENED_V1,
    crate::student::FORM_HANDED_V1,
];

/// Reads a stored event.
pub fn decode(
    category: &str,
    id: &str,
    event_type: &str,
    version: u16,
    payload: &[u8],
) -> Result<Fact, Undecodable> {
    Ok(match category {
        Student::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Student::CATEGORY))?;
            Fact::Student(
                id,
                decode_event(StudentEvent::STORED, event_type, version, payload)?,
            )
        }
        Offer::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Offer::CATEGORY))?;
            Fact::Offer(
                id,
                decode_event(OfferEvent::STORED, event_type, version, payload)?,
            )
        }
        Establishment::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Establishment::CATEGORY))?;
            let event = decode_event(EstablishmentEvent::STORED, event_type, version, payload)?;
            Fact::Establishment(id, event)
        }
        Host::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Host::CATEGORY))?;
            Fact::Host(
                id,
                decode_event(HostEvent::STORED, event_type, version, payload)?,
            )
        }
        Reference::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Reference::CATEGORY))?;
            Fact::Reference(
                id,
                decode_event(ReferenceEvent::STORED, event_type, version, payload)?,
            )
        }
        Mandate::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Mandate::CATEGORY))?;
            let event = decode_event(MandateEvent::STORED, event_type, version, payload)?;
            Fact::Mandate(id, event)
        }
        Partner::CATEGORY => {
            let id = id
                .parse()
                .map_err(|_| Undecodable::StreamId(Partner::CATEGORY))?;
            let event = decode_event(PartnerEvent::STORED, event_type, version, payload)?;
            Fact::Partner(id, event)
        }
        other => return Err(Undecodable::Category(other.to_owned())),
    })
}

/// Reads the payload of one event of a known kind of stream.
pub fn decode_event<E: Event + DeserializeOwned>(
    stored: &[(&'static str, u16)],
    event_type: &str,
    version: u16,
    payload: &[u8],
) -> Result<E, Undecodable> {
    let unknown = || Undecodable::Type {
        event_type: event_type.to_owned(),
        version,
    };
    let unfit = || Undecodable::Payload {
        event_type: event_type.to_owned(),
        version,
    };
    let current = stored
        .iter()
        .find(|(name, _)| *name == event_type)
        .ok_or_else(unknown)?
        .1;
    let event: E = if version == current {
        serde_json::from_slice(payload).map_err(|_| unfit())?
    } else {
        let old: Value = serde_json::from_slice(payload).map_err(|_| unfit())?;
        let lifted = upcast(event_type, version, current, old).ok_or_else(unknown)?;
        serde_json::from_value(lifted).map_err(|_| unfit())?
    };
    if event.event_type() == event_type {
        Ok(event)
    } else {
        Err(unfit())
    }
}

/// Lifts a payload from `version` to `current`; `None` where there is no way up.
#[must_use]
pub fn upcast(event_type: &str, version: u16, current: u16, payload: Value) -> Option<Value> {
    if version == 0 || version > current {
        return None;
    }
    (version..current).try_fold(payload, |payload, from| {
        let step = UPCASTS
            .iter()
            .find(|(name, at, _)| *name == event_type && *at == from)?;
        Some(step.2(payload))
    })
}
