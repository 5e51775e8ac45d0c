//! What a host offers, as the wire has it.
use domain::geography::Coordinates;
use domain::ids::Siret;
use domain::offer::{DailyHours, OfferTerms, Place};
use jiff::civil::Time;
use proto::v1;

use wire::{enums, names};

/// The terms; the tutor's identity for those who may see it.
pub(super) fn terms(
    terms: &OfferTerms,
    host: Siret,
    tutor: Option<v1::PersonIdentity>,
) -> v1::OfferTerms {
    let (format, group_size) = enums::of_format(terms.format);
    v1::OfferTerms {
        title: terms.title.to_string(),
        description: terms.description.clone(),
        sector: terms.sector.to_string(),
        place: Some(place(&terms.place)),
        weeks: terms.weeks.iter().map(ToString::to_string).collect(),
        seats_per_week: terms.seats_per_week.into(),
        format: format.into(),
        group_size,
        tutor: Some(v1::Tutor {
            person: names::of_host_person(host, terms.tutor.person),
            identity: tutor,
        }),
        hours: Some(hours(terms.hours)),
        accessibility: enums::of_accessibility(terms.accessibility).into(),
        reserved_for: terms
            .reserved_for
            .map(names::of_establishment)
            .unwrap_or_default(),
    }
}

/// An address.
pub(super) fn place(place: &Place) -> v1::Place {
    v1::Place {
        street: place.street.to_string(),
        postal_code: place.postal_code.to_string(),
        city: place.city.to_string(),
        department: names::of_territory(commands::authorisation::Territory::Department(
            place.department,
        )),
        coordinates: Some(coordinates(place.position)),
    }
}

/// A point.
pub(crate) fn coordinates(point: Coordinates) -> v1::Coordinates {
    v1::Coordinates {
        latitude: point.latitude(),
        longitude: point.longitude(),
    }
}

fn hours(hours: DailyHours) -> v1::DailyHours {
    v1::DailyHours {
        arrival: clock(hours.from),
        departure: clock(hours.until),
    }
}

/// `HH:MM`.
fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_in_four_digits() {
        let shown = hours(DailyHours {
            from: jiff::civil::time(8, 5, 0, 0),
            until: jiff::civil::time(16, 30, 59, 0),
        });
        assert_eq!(
            (shown.arrival.as_str(), shown.departure.as_str()),
            ("08:05", "16:30")
        );
    }
}
