//! Places on the globe and the distances between them.
use serde::{Deserialize, Serialize};

/// A point in WGS 84 degrees: latitude in -90..=90, longitude in -180..=180.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

/// Why two numbers are no place.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("latitude is in -90..=90 and longitude in -180..=180 degrees")]
pub struct NotOnTheGlobe;

const EARTH_RADIUS_KM: f64 = 6371.0;

impl Coordinates {
    /// A point, latitude first.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, NotOnTheGlobe> {
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            Ok(Self {
                latitude,
                longitude,
            })
        } else {
            Err(NotOnTheGlobe)
        }
    }

    /// Degrees north of the equator.
    #[must_use]
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich.
    #[must_use]
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// Great-circle distance in kilometres.
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        let half_chord = self.chord(other) / 2.0;
        2.0 * EARTH_RADIUS_KM * half_chord.clamp(0.0, 1.0).asin()
    }

    /// The point on the unit sphere, for spatial indexes.
    #[must_use]
    pub fn on_unit_sphere(self) -> [f64; 3] {
        let (latitude, longitude) = (self.latitude.to_radians(), self.longitude.to_radians());
        [
            latitude.cos() * longitude.cos(),
            latitude.cos() * longitude.sin(),
            latitude.sin(),
        ]
    }

    fn chord(self, other: Self) -> f64 {
        let (a, b) = (self.on_unit_sphere(), other.on_unit_sphere());
        a.iter()
            .zip(b)
            .map(|(x, y)| (x - y) * (x - y))
            .sum::<f64>()
            .sqrt()
    }
}

/// The straight line through the globe, on the unit sphere, under an arc of so many kilometres.
#[must_use]
pub fn chord_of_km(kilometres: f64) -> f64 {
    2.0 * (kilometres / (2.0 * EARTH_RADIUS_KM))
        .min(std::f64::consts::FRAC_PI_2)
        .sin()
}

impl From<Coordinates> for [f64; 2] {
    fn from(c: Coordinates) -> Self {
        [c.latitude, c.longitude]
    }
}

impl TryFrom<[f64; 2]> for Coordinates {
    type Error = NotOnTheGlobe;
    fn try_from([latitude, longitude]: [f64; 2]) -> Result<Self, NotOnTheGlobe> {
        Self::new(latitude, longitude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_to_marseille_is_661_km() {
        let paris = Coordinates::new(48.8566, 2.3522).unwrap();
        let marseille = Coordinates::new(43.2965, 5.3698).unwrap();
        assert!((paris.distance_km(marseille) - 660.5).abs() < 1.0);
        assert!(paris.distance_km(paris) < 1e-6);
        let chord = chord_of_km(paris.distance_km(marseille));
        assert!((chord - paris.chord(marseille)).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_on_the_globe_is_refused() {
        assert!(Coordinates::new(90.1, 0.0).is_err());
        assert!(Coordinates::new(f64::NAN, 0.0).is_err());
        assert!(Coordinates::new(0.0, -180.5).is_err());
        assert!(serde_json::from_str::<Coordinates>("[95.0,0.0]").is_err());
    }
}
