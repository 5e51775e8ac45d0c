//! An address with its point on the map: as a form shows it and as a request says it.
use proto::v1;

use crate::calls::ask;
use crate::failure::Failure;
use crate::form::Choice;
use crate::names;
use crate::posted::Fields;
use crate::visit::Visit;

/// The departments, by code.
pub async fn departments(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let message = v1::ListDepartmentsRequest {
        page_size: 200,
        ..v1::ListDepartmentsRequest::default()
    };
    let answer = ask!(visit, Directory.list_departments, message)?;
    let departments = answer.departments.into_iter().map(|department| {
        let code = names::last(&department.name).to_owned();
        Choice::new(
            department.name,
            format!("{code} {}", department.display_name),
        )
    });
    Ok(departments.collect())
}

/// The place of terms, of what was typed.
#[must_use]
pub fn of_fields(fields: &Fields) -> v1::Place {
    v1::Place {
        street: fields.get("terms.place.street").to_owned(),
        postal_code: fields.get("terms.place.postal_code").to_owned(),
        city: fields.get("terms.place.city").to_owned(),
        department: fields.get("terms.place.department").to_owned(),
        coordinates: coordinates(fields.get("terms.place.coordinates")),
    }
}

/// What the form shows of the place of terms.
#[must_use]
pub fn to_fields(place: v1::Place) -> [(&'static str, String); 5] {
    let at = place.coordinates.unwrap_or_default();
    [
        ("terms.place.street", place.street),
        ("terms.place.postal_code", place.postal_code),
        ("terms.place.city", place.city),
        ("terms.place.department", place.department),
        (
            "terms.place.coordinates",
            format!("{}, {}", at.latitude, at.longitude),
        ),
    ]
}

/// `45.7578, 4.832`, as maps on the web show a point; none where nothing is typed. What is no point is
/// nowhere on the globe, which the services refuse at its field.
#[must_use]
pub fn coordinates(text: &str) -> Option<v1::Coordinates> {
    let text = text.trim();
    let nowhere = v1::Coordinates {
        latitude: f64::NAN,
        longitude: f64::NAN,
    };
    (!text.is_empty()).then(|| point(text).unwrap_or(nowhere))
}

fn point(text: &str) -> Option<v1::Coordinates> {
    // `46,2` is half a point, with a comma as the French write it.
    let is_half = !text.contains(['.', ';']) && !text.contains(char::is_whitespace);
    let (latitude, longitude) = text.split_once([',', ';', ' ']).filter(|_| !is_half)?;
    Some(v1::Coordinates {
        latitude: latitude.trim().parse().ok()?,
        longitude: longitude.trim_matches([',', ';', ' ']).parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_as_maps_show_them() {
        for text in ["45.76, 4.83", "45.76 4.83", "45.76;4.83"] {
            let at = coordinates(text).unwrap();
            assert_eq!((at.latitude, at.longitude), (45.76, 4.83), "{text}");
        }
        assert!(coordinates(" ").is_none());
        for text in ["Lyon", "46,2", "45.76", "46,2, 4,8", "45.76, est"] {
            let at = coordinates(text).unwrap();
            assert!(at.latitude.is_nan() && at.longitude.is_nan(), "{text}");
        }
    }
}
