//! Stored events, read: type, version and bytes to a typed fact, old versions lifted first.
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::agreement::{Agreement, AgreementEvent};
use crate::campaign::{Campaign, CampaignEvent, CampaignId};
use crate::concerns::{Concerns, SealedField};
use crate::decider::{Decider, Event, Upcast};
use crate::establishment::{Establishment, EstablishmentEvent};
use crate::host::{Host, HostEvent};
use crate::ids::{ApplicationId, OfferId, PartnerId, RepresentativeId, Siret, StudentId, Uai};
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
    /// About the agreement of a placement, named by the application that became it.
    Agreement(ApplicationId, AgreementEvent),
    /// About the campaign of a school year, in the country or in a department.
    Campaign(CampaignId, CampaignEvent),
}

impl Fact {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::Establishment(_, event) => event.concerns(),
            Self::Student(_, event) => event.concerns(),
            Self::Offer(_, event) => event.concerns(),
            Self::Host(_, event) => event.concerns(),
            Self::Mandate(_, event) => event.concerns(),
            Self::Partner(_, event) => event.concerns(),
            Self::Agreement(_, event) => event.concerns(),
            Self::Campaign(_, event) => event.concerns(),
            Self::Reference(..) => Concerns::default(),
        }
    }

    /// The value sealed in it, if any.
    #[must_use]
    pub fn sealed_field(&self) -> Option<SealedField<'_>> {
        let sealed = self.concerns().sealed?;
        let stream = match self {
            Self::Student(student, _) => Some(student.0),
            Self::Mandate(representative, _) => Some(representative.0),
            Self::Partner(partner, _) => Some(partner.0),
            Self::Establishment(..)
            | Self::Offer(..)
            | Self::Host(..)
            | Self::Reference(..)
            | Self::Agreement(..)
            | Self::Campaign(..) => None,
        };
        Some(SealedField {
            person: sealed.person.or(stream)?,
            field: sealed.field,
            sealed: sealed.text,
        })
    }

    /// The stored name of the event.
    #[must_use]
    pub fn event_type(&self) -> &'static str {
        match self {
            Self::Establishment(_, event) => event.event_type(),
            Self::Student(_, event) => event.event_type(),
            Self::Offer(_, event) => event.event_type(),
            Self::Host(_, event) => event.event_type(),
            Self::Reference(_, event) => event.event_type(),
            Self::Mandate(_, event) => event.event_type(),
            Self::Partner(_, event) => event.event_type(),
            Self::Agreement(_, event) => event.event_type(),
            Self::Campaign(_, event) => event.event_type(),
        }
    }
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

/// Every old version that the log may hold.
pub const UPCASTS: &[Upcast] = &[
    crate::establishment::CLASS_OPENED_V1,
    crate::student::FORM_HANDED_V1,
    crate::student::REPLACEMENT_RECORDED_V1,
    crate::offer::OFFER_PUBLISHED_V1,
    crate::offer::OFFER_REVISED_V1,
    crate::offer::OFFER_TEXT_BLACKED_OUT_V1,
];

/// Reads a stored event.
///
/// # Errors
/// [`Undecodable`] where this program does not know its stream, type or version, or where its
/// payload is not what they promise.
pub fn decode(
    category: &str,
    id: &str,
    event_type: &str,
    version: u16,
    payload: &[u8],
) -> Result<Fact, Undecodable> {
    /// The fact of an aggregate's stream.
    fn of<A: Decider, I: FromStr>(
        fact: fn(I, A::Event) -> Fact,
        id: &str,
        event_type: &str,
        version: u16,
        payload: &[u8],
    ) -> Result<Fact, Undecodable> {
        let id = id.parse();
        let id = id.map_err(|_| Undecodable::StreamId(A::CATEGORY))?;
        let event = decode_event(A::Event::stored(), event_type, version, payload)?;
        Ok(fact(id, event))
    }
    match category {
        Student::CATEGORY => of::<Student, _>(Fact::Student, id, event_type, version, payload),
        Offer::CATEGORY => of::<Offer, _>(Fact::Offer, id, event_type, version, payload),
        Establishment::CATEGORY => {
            of::<Establishment, _>(Fact::Establishment, id, event_type, version, payload)
        }
        Host::CATEGORY => of::<Host, _>(Fact::Host, id, event_type, version, payload),
        Reference::CATEGORY => {
            of::<Reference, _>(Fact::Reference, id, event_type, version, payload)
        }
        Mandate::CATEGORY => of::<Mandate, _>(Fact::Mandate, id, event_type, version, payload),
        Partner::CATEGORY => of::<Partner, _>(Fact::Partner, id, event_type, version, payload),
        Agreement::CATEGORY => {
            of::<Agreement, _>(Fact::Agreement, id, event_type, version, payload)
        }
        Campaign::CATEGORY => of::<Campaign, _>(Fact::Campaign, id, event_type, version, payload),
        other => Err(Undecodable::Category(other.to_owned())),
    }
}

/// Reads the payload of one event of a known kind of stream.
///
/// # Errors
/// As [`decode`].
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
