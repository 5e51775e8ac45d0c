//! A partner association.
use domain::ids::{ActivityId, PartnerId};
use domain::partner::{Activity, ActivityKind, Assignment, Evaluated, Mark, PartnerEvent, Reach};
use jiff::civil::date;

use super::*;

pub fn partner() -> PartnerId {
    PartnerId(Uuid::from_u128(9))
}

pub fn events() -> Vec<PartnerEvent> {
    let told = Activity {
        kind: ActivityKind::PupilSession,
        on: date(2025, 9, 22),
        people: 24,
    };
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
        PartnerEvent::PartnerContactErased { partner: partner() },
        PartnerEvent::EvaluationGiven {
            evaluated: Evaluated::Placement(student_id(), application(1)),
            mark: Mark::new(4).unwrap(),
            comment: Some(sealed("comment")),
        },
        PartnerEvent::ActivityRecorded {
            activity: ActivityId(Uuid::from_u128(91)),
            about: Assignment::Establishment(uai()),
            department: "01".parse().unwrap(),
            school_year: year(),
            told,
        },
        PartnerEvent::ActivityCorrected {
            activity: ActivityId(Uuid::from_u128(91)),
            school_year: year(),
            told: Some(told),
        },
    ]
}
