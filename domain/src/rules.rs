//! The numbers of the scheme: defaults of a configuration, never buried in a rule.
use serde::{Deserialize, Serialize};

/// What may differ from one campaign to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Search radius around a college, in kilometres (EST-8).
    pub radius_km: f64,
    /// Month and day from which a head may open the search to the whole country (EST-8).
    pub nationwide_from: (i8, i8),
    /// Placements of one pupil in one school year (STU-10).
    pub placements_a_year: usize,
    /// Longest title of an offer, in characters (OFF-2).
    pub title_chars: usize,
    /// Longest description of an offer, in characters (OFF-2).
    pub description_chars: usize,
    /// Most seats of an offer in a week (OFF-2).
    pub seats_a_week: u16,
    /// Addresses may have other letters than ASCII before the `@`: the mail server has SMTPUTF8.
    pub utf8_addresses: bool,
    /// Most applications that one pupil can hold; bounds a stream, far above any real use.
    pub applications_a_pupil: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            radius_km: 60.0,
            nationwide_from: (9, 28),
            placements_a_year: 2,
            title_chars: 150,
            description_chars: 1_000,
            seats_a_week: 200,
            utf8_addresses: false,
            applications_a_pupil: 1_000,
        }
    }
}
