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
    /// Figures of pupils from 1 to below this are withheld from everybody but the national
    /// committee (DSH-10), and figures are of whole days for them; 0 where nothing is withheld.
    pub mask_below: u64,
    /// What one person may add in 24 hours.
    pub daily: DailyQuotas,
}

/// Requests of one kind by one person within 24 hours that add something (SPEC 8). Each command
/// is counted by itself; retries, and what changes nothing, are not counted. Far above what people
/// do, and low enough that no log is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DailyQuotas {
    /// Whole texts: a CV, the terms of an offer, the description of a host.
    pub texts: usize,
    /// What a pupil asks: applications, withdrawals, cancellations.
    pub applications: usize,
    /// What a host or a college answers: acceptances, refusals, completions, debriefs.
    pub answers: usize,
    /// Invitations, each of which is a letter.
    pub invitations: usize,
    /// What a college records of its pupils: enrolments, forms, authorisations, access.
    pub pupils: usize,
    /// Offers published or withdrawn.
    pub offers: usize,
    /// Everything else.
    pub others: usize,
}

impl Default for DailyQuotas {
    fn default() -> Self {
        Self {
            texts: 100,
            applications: 200,
            answers: 5_000,
            invitations: 2_000,
            pupils: 5_000,
            offers: 2_000,
            others: 500,
        }
    }
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
            mask_below: 0,
            daily: DailyQuotas::default(),
        }
    }
}
