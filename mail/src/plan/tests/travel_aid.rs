//! Aid for travel, and who is told (EST-10).
use super::*;

#[test]
fn the_family_is_told_of_aid_and_the_host_is_not() {
    let granted = StudentEvent::TravelAidGranted {
        application: ASKED,
        cents: 2_500,
        granted_on: date(2025, 11, 3),
    };
    let corrected = StudentEvent::TravelAidCorrected {
        application: ASKED,
        cents: 0,
        granted_on: date(2025, 11, 3),
        reason: sealed(),
    };
    for (event, kind) in [
        (granted, Kind::TravelAidGranted),
        (corrected, Kind::TravelAidCorrected),
    ] {
        let letters = letters([pupil(event)]);
        let expected = [(PUPIL.0, 9, kind), (GUARDIAN.0, 10, kind)];
        assert_eq!(told(&letters), expected, "{kind}");
        assert_eq!(letters[0].facts.week, Some(week()));
    }
}
