//! Difficulties of a campaign, and who is told (DSH-4).
use domain::campaign::{Area, CampaignEvent, CampaignId, DifficultyKind, SteeringOffice};
use domain::ids::{DifficultyId, RepresentativeId};
use domain::mandate::{MandateEvent, Office};

use super::*;

const PREFECT: RepresentativeId = RepresentativeId(Uuid::from_u128(0x51));
const RECTOR: RepresentativeId = RepresentativeId(Uuid::from_u128(0x52));
const DIRECTOR: RepresentativeId = RepresentativeId(Uuid::from_u128(0x53));
const ELSEWHERE: RepresentativeId = RepresentativeId(Uuid::from_u128(0x54));
const DIFFICULTY: DifficultyId = DifficultyId(Uuid::from_u128(0x55));

fn appointed() -> Vec<Fact> {
    let (department, lyon) = ("01".parse().unwrap(), "lyon".parse().unwrap());
    let offices = [
        (PREFECT, Office::Prefect { department }),
        (RECTOR, Office::Rector { academy: lyon }),
        (DIRECTOR, Office::AcademicDirector { department }),
        (
            ELSEWHERE,
            Office::Prefect {
                department: "75".parse().unwrap(),
            },
        ),
    ];
    let appointed = offices.map(|(representative, office)| {
        let event = MandateEvent::RepresentativeAppointed {
            representative,
            office,
            identity: sealed(),
        };
        Fact::Mandate(representative, event)
    });
    appointed.into()
}

fn told(events: Vec<CampaignEvent>) -> Vec<Letter> {
    let campaign = CampaignId {
        area: Area::Department("01".parse().unwrap()),
        year: year(),
    };
    let facts = events
        .into_iter()
        .map(|event| Fact::Campaign(campaign, event));
    letters(appointed().into_iter().chain(facts))
}

fn reported() -> CampaignEvent {
    CampaignEvent::DifficultyReported {
        difficulty: DIFFICULTY,
        kind: DifficultyKind::FewOffers,
        by: DIRECTOR,
        words: sealed(),
    }
}

fn answered() -> CampaignEvent {
    CampaignEvent::DifficultyAnswered {
        difficulty: DIFFICULTY,
        office: SteeringOffice::Prefect,
        by: PREFECT,
        words: sealed(),
    }
}

fn recipients(letters: &[Letter], kind: Kind) -> Vec<Uuid> {
    assert!(letters.iter().all(|letter| letter.kind == kind));
    let mut to: Vec<Uuid> = letters.iter().map(|letter| letter.to.person.0).collect();
    to.sort_unstable();
    to
}

#[test]
fn a_difficulty_reaches_prefect_and_rector_and_the_answer_the_director() {
    let letters = told(vec![reported()]);
    assert_eq!(
        recipients(&letters, Kind::DifficultyReported),
        [PREFECT.0, RECTOR.0]
    );
    assert_eq!(letters[0].facts.department, "01".parse().ok());
    assert_eq!(letters[0].facts.school_year, Some(year()));
    let letters = told(vec![reported(), answered()]);
    assert_eq!(recipients(&letters, Kind::DifficultyAnswered), [DIRECTOR.0]);
}

#[test]
fn who_closes_it_is_not_told_and_the_others_are() {
    for (by, told_to) in [
        (DIRECTOR, [PREFECT.0, RECTOR.0]),
        (PREFECT, [RECTOR.0, DIRECTOR.0]),
    ] {
        let closed = CampaignEvent::DifficultyClosed {
            difficulty: DIFFICULTY,
            office: SteeringOffice::AcademicDirector,
            by,
        };
        let letters = told(vec![reported(), answered(), closed]);
        assert_eq!(recipients(&letters, Kind::DifficultyClosed), told_to);
    }
}
