//! The mandate that the tests of its rules speak of.
pub use crate::testing::{id, sealed};

use super::{Mandate, MandateEvent, Office};
use crate::ids::RepresentativeId;
use crate::testing::{Given, given};

pub const PREFECT: RepresentativeId = RepresentativeId(id(80));

/// A mandate with this past.
pub fn mandate<const N: usize>(events: [MandateEvent; N]) -> Given<Mandate> {
    given(events)
}

pub fn prefect_of_ain() -> Office {
    Office::Prefect {
        department: "01".parse().unwrap(),
    }
}

pub fn appointed() -> MandateEvent {
    MandateEvent::RepresentativeAppointed {
        representative: PREFECT,
        office: prefect_of_ain(),
        identity: sealed(),
    }
}

pub fn relieved() -> MandateEvent {
    MandateEvent::RepresentativeRelieved {
        representative: PREFECT,
    }
}

pub fn erased() -> MandateEvent {
    MandateEvent::RepresentativeErased {
        representative: PREFECT,
    }
}
