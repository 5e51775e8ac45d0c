//! A mandate.
use domain::ids::RepresentativeId;
use domain::mandate::{MandateEvent, Office};

use super::*;

pub fn representative() -> RepresentativeId {
    RepresentativeId(Uuid::from_u128(8))
}

pub fn events() -> Vec<MandateEvent> {
    let department = "01".parse().unwrap();
    vec![
        MandateEvent::RepresentativeAppointed {
            representative: representative(),
            office: Office::AcademicDirector { department },
            identity: sealed("person"),
        },
        MandateEvent::PoolingAgreementSigned {
            platform: "Stages de l'Ain".into(),
            signed_on: jiff::civil::date(2025, 9, 1),
        },
        MandateEvent::RepresentativeRelieved {
            representative: representative(),
        },
        MandateEvent::RepresentativeErased {
            representative: representative(),
        },
    ]
}
