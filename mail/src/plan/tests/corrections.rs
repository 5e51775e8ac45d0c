//! Corrections and departures, and who is told (STU-16, STU-17).
use domain::student::Destination;

use super::*;
use crate::capacity;

fn left() -> Fact {
    let destination = Some(Destination {
        establishment: uai(),
        agreed_on: date(2026, 1, 9),
    });
    pupil(StudentEvent::StudentLeft { destination })
}

#[test]
fn a_corrected_guardian_is_invited_at_the_address_that_is_right() {
    let corrected = pupil(StudentEvent::GuardianIdentityCorrected {
        guardian: GUARDIAN,
        identity: sealed(),
    });
    let invited = letters([corrected]);
    let place = u64::try_from(scene().len()).unwrap() + 1;
    let expected = [(GUARDIAN.0, place, Kind::GuardianInvitation)];
    assert_eq!(told(&invited), expected);
    let capacity = capacity::guardian(GUARDIAN, PUPIL);
    assert_eq!(invited[0].capacity, Some(capacity));
}

#[test]
fn guardian_and_pupil_hear_of_a_departure_and_the_head_of_a_placement() {
    let family = letters([left()]);
    let kinds: Vec<Kind> = family.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [Kind::DepartureRecorded; 2]);
    let flagged = pupil(StudentEvent::PlacementFlagged {
        application: ASKED,
        cause: FlagCause::LeftCollege,
    });
    let to_head = letters([left(), flagged]);
    assert_eq!(
        told(&to_head),
        [(HEAD.0, 2, Kind::PlacementFlaggedDeparture)],
        "although the authorisation is valid"
    );
}

#[test]
fn the_pupil_hears_that_the_host_came_back_on_its_no() {
    let declined = pupil(StudentEvent::ApplicationDeclined {
        application: ASKED,
        cause: DeclineCause::ByHost { message: sealed() },
    });
    let undone = pupil(StudentEvent::DeclineUndone {
        application: ASKED,
        at: Timestamp::UNIX_EPOCH,
    });
    let to_pupil = letters([declined, undone]);
    assert_eq!(told(&to_pupil), [(PUPIL.0, 9, Kind::DeclineUndone)]);
}
