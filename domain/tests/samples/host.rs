//! A host.
use domain::host::{HostEvent, HostKind, Organisation, PrivateForm};

use super::*;

pub fn events() -> Vec<HostEvent> {
    let public = HostKind::Public {
        administration: "Ministère de l'Agriculture".into(),
    };
    let private = HostKind::Private {
        form: PrivateForm::Company,
        group: Some("Les Fermes".into()),
        paqte: true,
    };
    let organisation = |kind| Organisation {
        name: "La Ferme".into(),
        kind,
    };
    vec![
        HostEvent::HostRegistered {
            siret: siret(),
            organisation: organisation(private),
            person: person(),
            identity: sealed("person"),
        },
        HostEvent::HostConfirmationAwaited,
        HostEvent::HostFedIn {
            partner: super::mandate::representative(),
        },
        HostEvent::HostCameByInvitation {
            establishment: super::uai(),
            invitation: super::host_invitation(),
        },
        HostEvent::HostConfirmed {
            by: super::mandate::representative(),
        },
        HostEvent::HostDescribed {
            organisation: organisation(public),
        },
        HostEvent::HostPersonAdded {
            person: person(),
            identity: sealed("person"),
        },
        HostEvent::HostPersonRemoved { person: person() },
        HostEvent::HostPersonErased { person: person() },
    ]
}
