//! The offer of the models: a week at a farm.
use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::ids::HostPersonId;
use domain::offer::{Accessibility, DailyHours, Format, OfferTerms, Place, Tutor};
use domain::sealed::Sealed;
use jiff::civil::time;
use uuid::Uuid;

/// Who looks after the pupils.
pub const TUTOR: HostPersonId = HostPersonId(Uuid::from_u128(2));

/// Its terms in one week, with so many seats.
pub fn terms(week: Week, seats_per_week: u16, format: Format) -> OfferTerms {
    OfferTerms {
        title: "À la ferme".into(),
        description: "Une semaine.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 rue des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: Coordinates::new(46.25, 5.65).unwrap(),
        },
        weeks: [week].into(),
        seats_per_week,
        format,
        tutor: Tutor {
            person: TUTOR,
            identity: Sealed::from_text("tutor"),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 0, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}
