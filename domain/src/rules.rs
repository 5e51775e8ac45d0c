//! The numbers of the scheme: defaults of a configuration, never buried in a rule.
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{SchoolYear, Week};
use crate::season::{MonthDay, Season};

/// What may differ from one campaign to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The time of placements in each school year (EST-3).
    pub season: Season,
    /// From this day of the calendar year in which a school year begins, hosts may deposit offers
    /// for it (OFF-2).
    pub deposit_from: MonthDay,
    /// On this day the next school year begins: last year's pupils have no access any more
    /// (EST-13).
    pub year_turns: MonthDay,
    /// Search radius around a college, in kilometres (EST-8).
    pub radius_km: f64,
    /// Month and day from which a head may open the search to the whole country (EST-8).
    pub nationwide_from: MonthDay,
    /// Placements of one pupil in one school year (STU-10).
    pub placements_a_year: usize,
    /// From so many working days before a week on nobody is placed in it any more: no host accepts
    /// for it (OFF-5), no pupil applies for it, and what is still pending expires (STU-13).
    pub lead_working_days: u8,
    /// An application without an answer expires after so many days (STU-13).
    pub expires_after_days: u16,
    /// An application that the host is looking at expires after so many days (STU-13).
    pub examined_expires_after_days: u16,
    /// A pupil who goes on to the next school year needs a new parental authorisation (EST-13).
    pub authorisation_each_year: bool,
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
#[serde(default, deny_unknown_fields)]
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
            season: Season::default(),
            deposit_from: DEPOSIT_FROM,
            year_turns: YEAR_TURNS,
            radius_km: 60.0,
            nationwide_from: NATIONWIDE_FROM,
            placements_a_year: 2,
            lead_working_days: 3,
            expires_after_days: 15,
            examined_expires_after_days: 30,
            authorisation_each_year: true,
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

const DEPOSIT_FROM: MonthDay = MonthDay::of(6, 1);
const YEAR_TURNS: MonthDay = MonthDay::of(8, 1);
const NATIONWIDE_FROM: MonthDay = MonthDay::of(9, 28);

impl Rules {
    /// The school year that it is on a day (EST-13).
    #[must_use]
    pub fn school_year_on(&self, day: Date) -> SchoolYear {
        let year = day.year();
        let turned = day >= self.year_turns.in_year(year);
        SchoolYear::beginning_in(if turned { year } else { year - 1 })
    }

    /// The first day on which nobody is placed in a week any more (OFF-5).
    #[must_use]
    pub fn closes_on(&self, week: Week) -> Date {
        week.less_than(self.lead_working_days)
    }

    /// The first day on which hosts may deposit offers for a school year (OFF-2).
    #[must_use]
    pub fn deposit_opens(&self, year: SchoolYear) -> Date {
        self.deposit_from.in_year(year.first_year())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_school_year_turns_on_the_configured_day() {
        let rules = Rules::default();
        assert_eq!(rules.school_year_on(date(2026, 7, 31)).first_year(), 2025);
        assert_eq!(rules.school_year_on(date(2026, 8, 1)).first_year(), 2026);
        let later = Rules {
            year_turns: "09-01".parse().unwrap(),
            ..Rules::default()
        };
        assert_eq!(later.school_year_on(date(2026, 8, 31)).first_year(), 2025);
    }
}
