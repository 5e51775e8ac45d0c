//! The host that the tests of its rules speak of.
pub use crate::testing::{id, sealed, siret};

use super::{Host, HostEvent, HostKind, Organisation, PrivateForm};
use crate::ids::HostPersonId;
use crate::testing::{Given, given};

pub const PERSON: HostPersonId = HostPersonId(id(70));
pub const COLLEAGUE: HostPersonId = HostPersonId(id(71));

/// A host with this past.
pub fn host<const N: usize>(events: [HostEvent; N]) -> Given<Host> {
    given(events)
}

pub fn company(group: Option<&str>) -> HostKind {
    HostKind::Private {
        form: PrivateForm::Company,
        group: group.map(Into::into),
        paqte: true,
    }
}

pub fn organisation() -> Organisation {
    let administration = "Direction départementale des territoires".into();
    Organisation {
        name: "DDT de l'Ain".into(),
        kind: HostKind::Public { administration },
    }
}

pub fn registered() -> HostEvent {
    HostEvent::HostRegistered {
        siret: siret(),
        organisation: organisation(),
        person: PERSON,
        identity: sealed(),
    }
}

pub fn added(person: HostPersonId) -> HostEvent {
    HostEvent::HostPersonAdded {
        person,
        identity: sealed(),
    }
}

pub fn removed(person: HostPersonId) -> HostEvent {
    HostEvent::HostPersonRemoved { person }
}
