//! The partner that the tests of its rules speak of.
pub use crate::testing::{id, sealed, siret, uai};

use jiff::civil::date;

use super::{Activity, ActivityKind, Assignment, Partner, PartnerEvent, Reach};
use crate::ids::{ActivityId, DepartmentCode, PartnerId};
use crate::testing::{Given, given};

pub const PARTNER: PartnerId = PartnerId(id(90));
pub const ACTIVITY: ActivityId = ActivityId(id(91));

/// A partner with this past.
pub fn partner<const N: usize>(events: [PartnerEvent; N]) -> Given<Partner> {
    given(events)
}

pub fn ain() -> DepartmentCode {
    "01".parse().unwrap()
}

pub fn college() -> Assignment {
    Assignment::Establishment(uai())
}

pub fn host() -> Assignment {
    Assignment::Host(siret())
}

pub fn named(reach: Reach) -> PartnerEvent {
    PartnerEvent::PartnerNamed {
        partner: PARTNER,
        association: "Un stage et après".into(),
        reach,
        identity: sealed(),
    }
}

pub fn assigned(to: Assignment) -> PartnerEvent {
    PartnerEvent::PartnerAssigned { to }
}

pub fn unassigned(from: Assignment) -> PartnerEvent {
    PartnerEvent::PartnerUnassigned { from }
}

pub fn dismissed() -> PartnerEvent {
    PartnerEvent::PartnerDismissed { partner: PARTNER }
}

pub fn erased() -> PartnerEvent {
    PartnerEvent::PartnerContactErased { partner: PARTNER }
}

/// In class, with so many pupils.
pub fn session(people: u16) -> Activity {
    Activity {
        kind: ActivityKind::PupilSession,
        on: date(2025, 9, 22),
        people,
    }
}
