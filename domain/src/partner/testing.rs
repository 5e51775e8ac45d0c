//! The partner that the tests of its rules speak of.
pub use crate::testing::{id, sealed, siret, uai};

use super::{Assignment, Partner, PartnerEvent, Reach};
use crate::ids::{DepartmentCode, PartnerId};
use crate::testing::{Given, given};

pub const PARTNER: PartnerId = PartnerId(id(90));

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
