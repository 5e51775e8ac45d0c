//! The words that the templates use.
use super::french::CollegeNamed;
use domain::reference::zones::Zone;
use jiff::Timestamp;

/// What a letter speaks of, in clear, while it is written out. Without `Debug`.
#[derive(Clone, Default)]
pub(super) struct Words {
    pub college: CollegeNamed,
    pub class: Option<String>,
    pub week: Option<String>,
    /// The school year, as `2025-2026`.
    pub year: Option<String>,
    /// Of the campaign of the school year: `2025-2026`, `de cette année`.
    pub of_year: String,
    /// Where something is: `dans le département Ain (01)`.
    pub in_department: String,
    /// Of the authority that decided about a waiver: `de la préfecture`.
    pub of_authority: &'static str,
    pub pupil: String,
    /// `de Zoé`, `d'Inès`.
    pub of_pupil: String,
    /// Until when a one-time link may be used.
    pub until: Option<String>,
    /// The day on which an application expires without an answer.
    pub expires_on: Option<String>,
    /// The first day of a placement.
    pub first_day: Option<String>,
    /// Which account a letter about an account is about.
    pub account: Option<String>,
    /// Whether it carries a one-time link.
    pub invites: bool,
}

/// `3 mars 2026 à 14 h 05 (heure de Paris)`; from microseconds since the Unix epoch.
pub(super) fn instant_in_french(micros: i64, zone: Zone) -> Option<String> {
    let at = Timestamp::from_microsecond(micros).ok()?;
    Some(domain::in_words::instant_in_french(at, zone))
}

#[cfg(test)]
mod tests {
    use domain::reference::zones::{self, PARIS};

    use super::*;

    #[test]
    fn instants_are_told_in_the_time_of_the_reader_which_is_named() {
        let at: Timestamp = "2026-03-03T13:05:00Z".parse().unwrap();
        let told = |zone| instant_in_french(at.as_microsecond(), zone).unwrap();
        assert_eq!(told(PARIS), "3 mars 2026 à 14 h 05 (heure de Paris)");
        let noumea = zones::of("988".parse().unwrap());
        assert_eq!(told(noumea), "4 mars 2026 à 0 h 05 (heure de Nouméa)");
    }
}
