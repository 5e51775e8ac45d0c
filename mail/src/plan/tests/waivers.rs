//! A waiver, and who is told (EST-2).
use domain::establishment::{Authority, DecidingOffice};
use domain::ids::RepresentativeId;
use domain::mandate::{MandateEvent, Office};

use super::*;

const PREFECT: RepresentativeId = RepresentativeId(Uuid::from_u128(0x51));
const REFERENT: RepresentativeId = RepresentativeId(Uuid::from_u128(0x52));
const DIRECTOR: RepresentativeId = RepresentativeId(Uuid::from_u128(0x53));

fn appointed() -> Vec<Fact> {
    let department = "75".parse().unwrap();
    let offices = [
        (PREFECT, Office::Prefect { department }),
        (REFERENT, Office::Referent { department }),
        (DIRECTOR, Office::AcademicDirector { department }),
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

/// Outside priority education, and those who decide are known.
fn after(facts: Vec<EstablishmentEvent>) -> Vec<Letter> {
    let corrected = EstablishmentEvent::ListingCorrected {
        listing: Listing {
            name: "Collège Évariste Galois".into(),
            city: "Paris".into(),
            department: "75".parse().unwrap(),
            network: Network::None,
            position: None,
        },
    };
    let happened = facts.into_iter().map(college);
    letters(
        appointed()
            .into_iter()
            .chain([college(corrected)])
            .chain(happened),
    )
}

fn requested() -> EstablishmentEvent {
    EstablishmentEvent::WaiverRequested {
        school_year: year(),
        by: HEAD,
        reason: sealed(),
    }
}

fn agreed(office: DecidingOffice) -> EstablishmentEvent {
    EstablishmentEvent::WaiverAgreed {
        school_year: year(),
        office,
        by: PREFECT,
        reason: sealed(),
    }
}

fn recipients(letters: &[Letter], kind: Kind) -> Vec<Uuid> {
    assert!(letters.iter().all(|letter| letter.kind == kind));
    let mut to: Vec<Uuid> = letters.iter().map(|letter| letter.to.person.0).collect();
    to.sort_unstable();
    to
}

#[test]
fn a_request_reaches_whoever_has_not_decided() {
    let all = after(vec![requested()]);
    assert_eq!(
        recipients(&all, Kind::WaiverRequested),
        [PREFECT.0, REFERENT.0, DIRECTOR.0]
    );
    assert_eq!(all[0].facts.school_year, Some(year()));
    let rest = after(vec![agreed(DecidingOffice::Referent), requested()]);
    assert_eq!(recipients(&rest, Kind::WaiverRequested), [DIRECTOR.0]);
}

#[test]
fn a_decision_reaches_the_head_and_the_other_authority() {
    let told = after(vec![requested(), agreed(DecidingOffice::Prefect)]);
    assert_eq!(recipients(&told, Kind::WaiverAgreed), [DIRECTOR.0, HEAD.0]);
    assert_eq!(told[0].facts.authority, Some(Authority::Prefecture));
    let refused = EstablishmentEvent::WaiverRefused {
        school_year: year(),
        office: DecidingOffice::AcademicDirector,
        by: DIRECTOR,
        reason: sealed(),
    };
    let told = after(vec![requested(), refused]);
    assert_eq!(
        recipients(&told, Kind::WaiverRefused),
        [PREFECT.0, REFERENT.0, HEAD.0]
    );
}

#[test]
fn a_waiver_that_is_granted_is_told_once_and_one_that_ends_too() {
    let granted = || {
        vec![
            agreed(DecidingOffice::Prefect),
            agreed(DecidingOffice::AcademicDirector),
            EstablishmentEvent::WaiverGranted {
                school_year: year(),
            },
        ]
    };
    let told = after(granted());
    assert_eq!(
        recipients(&told, Kind::WaiverGranted),
        [PREFECT.0, REFERENT.0, DIRECTOR.0, HEAD.0]
    );
    let withdrawn = EstablishmentEvent::WaiverAgreementWithdrawn {
        school_year: year(),
        office: DecidingOffice::Referent,
        by: REFERENT,
        reason: sealed(),
    };
    let told = after(granted().into_iter().chain([withdrawn]).collect());
    assert_eq!(
        recipients(&told, Kind::WaiverWithdrawn),
        [DIRECTOR.0, HEAD.0]
    );
}

#[test]
fn family_and_head_hear_that_the_college_is_not_eligible_any_more() {
    let closed = pupil(StudentEvent::AccessClosed {
        school_year: year(),
    });
    let family = letters([closed.clone()]);
    assert_eq!(
        recipients(&family, Kind::AccessClosed),
        [PUPIL.0, GUARDIAN.0]
    );
    let flagged = pupil(StudentEvent::PlacementFlagged {
        application: ASKED,
        cause: FlagCause::NotEligible,
    });
    let to_head = letters([closed, flagged]);
    assert_eq!(
        recipients(&to_head, Kind::PlacementFlaggedNotEligible),
        [HEAD.0]
    );
}
