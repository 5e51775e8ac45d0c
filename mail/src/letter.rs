//! A letter that is due, and what it will say: ids, places of the log and public names, nothing
//! of a person in clear.
use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::Authority;
use domain::ids::{ApplicationId, DepartmentCode, HostInvitationId, StudentId, Uai};
use eventlog::Position;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;
use vault::PersonId;

use crate::kind::Kind;

/// What the ids of letters are made of, beside their event and recipient.
const LETTERS: Uuid = Uuid::from_u128(0x6d61_696c_0000_4000_8000_706c_6163_656d);

/// A letter that an event asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// The same whenever the same event is read: a letter planned twice is queued once.
    pub id: Uuid,
    /// To whom. Their address is that of their account, else that of their identity.
    pub to: Person,
    /// What it is about.
    pub kind: Kind,
    /// What it says.
    pub facts: Facts,
    /// What the recipient may become by a one-time link, as JSON of a caller; an invitation.
    pub capacity: Option<String>,
    /// A public address to which it goes in place of the person's.
    pub public_address: Option<String>,
}

impl Letter {
    /// A letter that an event asks for.
    #[must_use]
    pub fn new(event: Uuid, to: Person, kind: Kind, facts: Facts) -> Self {
        let facts = Facts {
            to: Some(to),
            ..facts
        };
        Self {
            id: letter_id(event, to.person, kind),
            to,
            kind,
            facts,
            capacity: None,
            public_address: None,
        }
    }

    /// The same about the person, to a public address.
    #[must_use]
    pub fn at(mut self, public_address: String) -> Self {
        self.public_address = Some(public_address);
        self
    }

    /// The same with a one-time link to an account of this capacity.
    #[must_use]
    pub fn inviting(mut self, capacity: String) -> Self {
        self.capacity = Some(capacity);
        self
    }
}

fn letter_id(event: Uuid, to: PersonId, kind: Kind) -> Uuid {
    let mut name = Vec::with_capacity(64);
    name.extend(event.as_bytes());
    name.extend(to.0.as_bytes());
    name.extend(kind.name().as_bytes());
    Uuid::new_v5(&LETTERS, &name)
}

/// A person, and the event that holds their identity, sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub person: PersonId,
    /// Where their identity is told.
    #[serde(with = "as_number")]
    pub identity: Position,
}

/// What a letter says. Names of persons and titles of offers are read when it is written out;
/// names of hosts, colleges and classes are public.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Whom it greets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Person>,
    /// The pupil it is about; only in letters to the pupil's college and guardian.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pupil: Option<Person>,
    /// The event that holds the terms of the offer.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "optional_number",
        deserialize_with = "maybe_number"
    )]
    pub offer: Option<Position>,
    /// The name of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<CompactString>,
    /// The college whose head is to be confirmed, for the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub establishment: Option<Uai>,
    /// The college and its invitation of a host, for the link (EST-11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_invitation: Option<(Uai, HostInvitationId)>,
    /// The name of the college.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub college: Option<CompactString>,
    /// How the college calls the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<CompactString>,
    /// The school year that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub school_year: Option<SchoolYear>,
    /// The authority that decided about a waiver (EST-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// The department that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
    /// The week of the placement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<Week>,
    /// The day on which the application expires without an answer, or the invitation of a host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// The first day of the placement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<Date>,
    /// The application, for the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<(StudentId, ApplicationId)>,
}

mod as_number {
    use super::{Deserialize, Deserializer, Position, Serializer};

    pub fn serialize<S: Serializer>(position: &Position, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u64(position.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Position, D::Error> {
        u64::deserialize(d).map(Position)
    }
}

fn optional_number<S: Serializer>(at: &Option<Position>, s: S) -> Result<S::Ok, S::Error> {
    at.map(|at| at.0).serialize(s)
}

fn maybe_number<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Position>, D::Error> {
    Ok(Option::<u64>::deserialize(d)?.map(Position))
}
