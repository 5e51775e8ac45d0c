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
        MandateEvent::RepresentativeRelieved {
            representative: representative(),
        },
    ]
}
