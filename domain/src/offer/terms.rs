//! The words of an offer's events and commands.
use std::collections::BTreeSet;

use compact_str::CompactString;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::calendar::Week;
pub use crate::concerns::ReleaseCause;
use crate::geography::Coordinates;
use crate::ids::{DepartmentCode, HostPersonId, SectorCode, Uai};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// What a host offers (OFF-2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferTerms {
    /// 1-150 characters.
    pub title: CompactString,
    /// 1-1,000 characters.
    pub description: String,
    /// Professional sector.
    pub sector: SectorCode,
    /// Where the week takes place.
    pub place: Place,
    /// The weeks, all of one school year; at least one.
    pub weeks: BTreeSet<Week>,
    /// Seats in each of the weeks, 1-200.
    pub seats_per_week: u16,
    /// For one pupil or for a group.
    pub format: Format,
    /// Who looks after the pupil.
    pub tutor: Tutor,
    /// Presence on each day.
    pub hours: DailyHours,
    /// How far a pupil with a disability can be received.
    pub accessibility: Accessibility,
    /// Only the pupils of this college may see it (EST-9).
    pub reserved_for: Option<Uai>,
    /// What the pupil brings on the first day (STU-12), up to 1,000 characters; may be empty.
    pub what_to_bring: String,
}

/// An address with its position. That of an organisation: not personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Number and street, up to 200 characters.
    pub street: CompactString,
    /// Five digits.
    pub postal_code: CompactString,
    /// 1-100 characters.
    pub city: CompactString,
    /// The department, for the dashboards.
    pub department: DepartmentCode,
    /// Where it is, for the search.
    pub position: Coordinates,
}

/// Individual or collective (OFF-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Individual,
    /// A group of 2-200 pupils comes at once (OFF-7).
    Collective {
        group_size: u16,
    },
}

impl Format {
    /// Whether it is for a group.
    #[must_use]
    pub fn is_collective(self) -> bool {
        match self {
            Self::Individual => false,
            Self::Collective { .. } => true,
        }
    }
}

/// The tutor, sealed with their own key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tutor {
    /// The person.
    pub person: HostPersonId,
    /// Name and address.
    pub identity: Sealed<PersonIdentity>,
}

/// Presence on each day, local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyHours {
    /// Arrival.
    pub from: Time,
    /// Departure, after arrival.
    pub until: Time,
}

/// How far a pupil with a disability can be received (OFF-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accessibility {
    NotStated,
    Accessible,
    WithHelp,
    NotAccessible,
}

/// Why an offer is withdrawn; told to the pupils who had applied (OFF-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalReason {
    /// No tutor can be found any more.
    NoTutor,
    /// The organisation closes or moves.
    Closure,
    /// The offer was a mistake or a duplicate.
    Mistake,
    /// Another reason.
    Other,
    /// The platform that fed it in has ended it (OFF-8); no host says so.
    EndedAtSource,
}

/// Why the text of an offer is blacked out; shown to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlackOutReason {
    /// It names somebody, or tells of somebody.
    PersonalData,
    /// It says what the law forbids.
    Unlawful,
    /// Another reason.
    Other,
}
