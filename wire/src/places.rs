//! Points and addresses on the wire.
use commands::Failure;
use domain::explain::Expected;
use domain::geography::Coordinates;
use domain::offer::Place;
use proto::v1;

use super::names::{self, bad};
use super::texts::text_or_empty;

const GLOBE: Expected = Expected(
    "une latitude de -90 à 90 et une longitude de -180 à 180",
    "latitude -90 to 90 and longitude -180 to 180",
);

/// A point.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn point(field: &'static str, given: v1::Coordinates) -> Result<Coordinates, Failure> {
    Coordinates::new(given.latitude, given.longitude).map_err(|_| bad(field, GLOBE))
}

/// A point.
#[must_use]
pub fn of_point(known: Coordinates) -> v1::Coordinates {
    v1::Coordinates {
        latitude: known.latitude(),
        longitude: known.longitude(),
    }
}

/// Where the week of an offer takes place.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn place(given: Option<v1::Place>) -> Result<Place, Failure> {
    let given = given.ok_or_else(|| {
        bad(
            "terms.place",
            Expected(
                "une adresse avec sa position",
                "an address with its position",
            ),
        )
    })?;
    let point_given = given
        .coordinates
        .ok_or_else(|| bad("terms.place.coordinates", GLOBE))?;
    Ok(Place {
        street: text_or_empty("terms.place.street", &given.street, 200)?.into(),
        postal_code: given.postal_code.trim().into(),
        city: given.city.trim().into(),
        department: names::department("terms.place.department", &given.department)?,
        position: point("terms.place.coordinates", point_given)?,
    })
}

/// Where the week of an offer takes place.
#[must_use]
pub fn of_place(known: &Place) -> v1::Place {
    v1::Place {
        street: known.street.to_string(),
        postal_code: known.postal_code.to_string(),
        city: known.city.to_string(),
        department: format!("departments/{}", known.department),
        coordinates: Some(of_point(known.position)),
    }
}
