//! The campaign of a department.
use domain::campaign::{
    Area, CampaignEvent, CampaignId, DifficultyKind, Meeting, MeetingKind, SteeringOffice, Targets,
};
use domain::ids::{DifficultyId, MeetingId, RepresentativeId};
use jiff::civil::date;

use super::*;

pub fn campaign() -> CampaignId {
    CampaignId {
        area: Area::Department("01".parse().unwrap()),
        year: year(),
    }
}

pub fn events() -> Vec<CampaignEvent> {
    use CampaignEvent as E;
    let by = RepresentativeId(Uuid::from_u128(8));
    let (difficulty, meeting) = (
        DifficultyId(Uuid::from_u128(70)),
        MeetingId(Uuid::from_u128(71)),
    );
    let office = SteeringOffice::Prefect;
    let told = Meeting {
        kind: MeetingKind::Mobilisation,
        on: date(2025, 9, 12),
        hosts: 40,
        colleges: 3,
    };
    vec![
        E::TargetsFixed {
            targets: Targets {
                public_offers: 150,
                private_offers: 150,
                placements: Some(160),
            },
        },
        E::DifficultyReported {
            difficulty,
            kind: DifficultyKind::FarOffers,
            by,
            words: sealed("words"),
        },
        E::DifficultyAnswered {
            difficulty,
            office: SteeringOffice::Rector,
            by,
            words: sealed("words"),
        },
        E::DifficultyClosed {
            difficulty,
            office: SteeringOffice::AcademicDirector,
            by,
        },
        E::MeetingRecorded {
            meeting,
            office,
            by,
            told,
        },
        E::MeetingCorrected {
            meeting,
            office,
            by,
            told: None,
        },
    ]
}
