//! A partner association.
use domain::ids::PartnerId;
use domain::partner::{Assignment, PartnerEvent, Reach};

use super::*;

pub fn partner() -> PartnerId {
    PartnerId(Uuid::from_u128(9))
}

pub fn events() -> Vec<PartnerEvent> {
    vec![
        PartnerEvent::PartnerNamed {
            partner: partner(),
            association: "Un stage et après".into(),
            reach: Reach::Department("01".parse().unwrap()),
            identity: sealed("person"),
        },
        PartnerEvent::PartnerAssigned {
            to: Assignment::Establishment(uai()),
        },
        PartnerEvent::PartnerUnassigned {
            from: Assignment::Host(siret()),
        },
        PartnerEvent::PartnerDismissed { partner: partner() },
    ]
}
