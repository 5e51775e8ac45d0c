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
    /// The colleges within so many kilometres share a calendar (EST-4).
    pub calendar_km: f64,
    /// At most so many weeks are suggested to a college (EST-4).
    pub suggested_weeks: usize,
    /// Month and day from which a head may open the search to the whole country (EST-8).
    pub nationwide_from: MonthDay,
    /// By this day of each school year every department has a referent (DSH-4).
    pub referent_by: MonthDay,
    /// Offers of public hosts that are aimed at in the whole country, while its committee fixed nothing
    /// else for a school year (DSH-5).
    pub national_public_offers: u32,
    /// Offers of private hosts, likewise.
    pub national_private_offers: u32,
    /// Placements of one pupil in one school year (STU-10).
    pub placements_a_year: usize,
    /// From so many working days before a week on nobody is placed in it any more: no host accepts
    /// for it (OFF-5), no pupil applies for it, and what is still pending expires (STU-13).
    pub lead_working_days: u8,
    /// An application without an answer expires after so many days (STU-13).
    pub expires_after_days: u16,
    /// An application that the host is looking at expires after so many days (STU-13).
    pub examined_expires_after_days: u16,
    /// A host that has not answered is reminded after so many days each, in order (STU-13).
    pub reminders_after_days: Vec<u16>,
    /// Who has not signed an agreement is reminded so many days before the first day of the placement
    /// each, in order (AGR-3).
    pub agreement_reminders_days_before: Vec<u16>,
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
    /// Most versions of the CV that a pupil saves in a school year (STU-5).
    pub cv_versions_a_year: u32,
    /// Most aid for the travel to one placement, in cents (EST-10).
    pub travel_aid_cents: u32,
    /// Figures of pupils from 1 to below this are withheld from everybody but the national
    /// committee (DSH-10), and figures are of whole days for them; 0 where nothing is withheld.
    pub mask_below: u64,
    /// For so many days after an offer was deposited it is for the pupils of REP+ colleges alone
    /// (OFF-11); 0 where all may ask at once.
    pub rep_plus_head_start_days: u16,
    /// The link of an invitation to an organisation serves for so many days, and its address is kept
    /// no longer (EST-11).
    pub host_invitation_days: u16,
    /// Most organisations that a college invites in a school year (EST-11).
    pub host_invitations_a_year: usize,
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
    /// Offers that a pooling partner deposits, revises or ends (OFF-8).
    pub fed_offers: usize,
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
            fed_offers: 20_000,
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
            calendar_km: 60.0,
            suggested_weeks: 5,
            nationwide_from: NATIONWIDE_FROM,
            referent_by: REFERENT_BY,
            national_public_offers: 15_000,
            national_private_offers: 15_000,
            placements_a_year: 2,
            lead_working_days: 3,
            expires_after_days: 15,
            examined_expires_after_days: 30,
            reminders_after_days: vec![7, 14],
            agreement_reminders_days_before: vec![14, 3],
            authorisation_each_year: true,
            title_chars: 150,
            description_chars: 1_000,
            seats_a_week: 200,
            utf8_addresses: false,
            applications_a_pupil: 1_000,
            cv_versions_a_year: 200,
            travel_aid_cents: 50_000,
            mask_below: 0,
            rep_plus_head_start_days: 0,
            host_invitation_days: 60,
            host_invitations_a_year: 200,
            daily: DailyQuotas::default(),
        }
    }
}

const DEPOSIT_FROM: MonthDay = MonthDay::of(6, 1);
const YEAR_TURNS: MonthDay = MonthDay::of(8, 1);
const REFERENT_BY: MonthDay = MonthDay::of(9, 1);
const NATIONWIDE_FROM: MonthDay = MonthDay::of(9, 28);

/// A number of the configuration that no campaign could be played by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {expected}")]
pub struct BadRule {
    /// Which, as it is written in the configuration: `season.until`.
    pub key: &'static str,
    /// What is expected.
    pub expected: &'static str,
}

impl Rules {
    /// Whether a campaign can be played by these numbers.
    ///
    /// # Errors
    /// The first number that is out of its range.
    pub fn check(&self) -> Result<(), BadRule> {
        let year = SchoolYear::beginning_in(2025);
        let (from, until) = self.season.days(year);
        let turns = self.year_turns.in_year(2025);
        let daily = &self.daily;
        let bounds = [
            (
                "season.until",
                "a day after season.from, of the same school year",
                from < until,
            ),
            (
                "season",
                "at least one whole week, Monday to Friday, of every school year",
                (2025..2035).all(|first| {
                    let year = SchoolYear::beginning_in(first);
                    self.season.weeks(year).next().is_some()
                }),
            ),
            (
                "year_turns",
                "a day from 08-01 on and before season.from",
                self.year_turns.month() >= 8 && turns < from,
            ),
            (
                "deposit_from",
                "a day of the calendar year before season.from",
                self.deposit_from.in_year(2025) < from,
            ),
            (
                "radius_km",
                "from 1 to 2000 kilometres",
                (1.0..=2_000.0).contains(&self.radius_km),
            ),
            (
                "calendar_km",
                "from 1 to 2000 kilometres",
                (1.0..=2_000.0).contains(&self.calendar_km),
            ),
            (
                "suggested_weeks",
                "from 1 to 60 weeks",
                (1..=60).contains(&self.suggested_weeks),
            ),
            (
                "national_public_offers",
                "from 0 to 1000000 offers",
                self.national_public_offers <= 1_000_000,
            ),
            (
                "national_private_offers",
                "from 0 to 1000000 offers",
                self.national_private_offers <= 1_000_000,
            ),
            (
                "placements_a_year",
                "from 1 to 20",
                (1..=20).contains(&self.placements_a_year),
            ),
            (
                "lead_working_days",
                "from 0 to 30 days",
                self.lead_working_days <= 30,
            ),
            (
                "expires_after_days",
                "from 1 to 365 days",
                (1..=365).contains(&self.expires_after_days),
            ),
            (
                "examined_expires_after_days",
                "from expires_after_days to 365 days",
                (self.expires_after_days..=365).contains(&self.examined_expires_after_days),
            ),
            (
                "reminders_after_days",
                "up to 10 numbers of days from 1 to 365, each greater than the one before",
                self.reminders_after_days.len() <= 10
                    && self.reminders_after_days.is_sorted_by(|a, b| a < b)
                    && self
                        .reminders_after_days
                        .iter()
                        .all(|days| (1..=365).contains(days)),
            ),
            (
                "agreement_reminders_days_before",
                "up to 10 numbers of days from 1 to 365, each smaller than the one before",
                self.agreement_reminders_days_before.len() <= 10
                    && self
                        .agreement_reminders_days_before
                        .is_sorted_by(|a, b| a > b)
                    && self
                        .agreement_reminders_days_before
                        .iter()
                        .all(|days| (1..=365).contains(days)),
            ),
            (
                "title_chars",
                "from 1 to 1000 characters",
                (1..=1_000).contains(&self.title_chars),
            ),
            (
                "description_chars",
                "from 1 to 20000 characters",
                (1..=20_000).contains(&self.description_chars),
            ),
            (
                "seats_a_week",
                "from 1 to 10000 seats",
                (1..=10_000).contains(&self.seats_a_week),
            ),
            (
                "applications_a_pupil",
                "from 1 to 10000",
                (1..=10_000).contains(&self.applications_a_pupil),
            ),
            (
                "travel_aid_cents",
                "from 1 to 1000000 cents",
                (1..=1_000_000).contains(&self.travel_aid_cents),
            ),
            (
                "mask_below",
                "from 0 to 1000 pupils",
                self.mask_below <= 1_000,
            ),
            (
                "rep_plus_head_start_days",
                "from 0 to 365 days",
                self.rep_plus_head_start_days <= 365,
            ),
            (
                "cv_versions_a_year",
                "from 1 to 10000",
                (1..=10_000).contains(&self.cv_versions_a_year),
            ),
            (
                "host_invitation_days",
                "from 1 to 365 days",
                (1..=365).contains(&self.host_invitation_days),
            ),
            (
                "host_invitations_a_year",
                "from 1 to 10000",
                (1..=10_000).contains(&self.host_invitations_a_year),
            ),
            (
                "daily",
                "at least 1 each",
                [
                    daily.texts,
                    daily.applications,
                    daily.answers,
                    daily.invitations,
                    daily.pupils,
                    daily.offers,
                    daily.fed_offers,
                    daily.others,
                ]
                .iter()
                .all(|most| *most >= 1),
            ),
        ];
        match bounds.into_iter().find(|(_, _, holds)| !holds) {
            Some((key, expected, _)) => Err(BadRule { key, expected }),
            None => Ok(()),
        }
    }

    /// The school year that it is on a day (EST-13).
    #[must_use]
    pub fn school_year_on(&self, day: Date) -> SchoolYear {
        let year = day.year();
        let turned = day >= self.year_turns.in_year(year);
        SchoolYear::beginning_in(if turned { year } else { year - 1 })
    }

    /// The first day of the school year before the one that it is on a day: what is told of the past
    /// is told of no earlier one (DSH-4, DSH-7).
    #[must_use]
    pub fn last_school_year_begins(&self, today: Date) -> Date {
        let present = self.school_year_on(today);
        self.year_turns.in_year(present.first_year() - 1)
    }

    /// The day by which every department has a referent for a school year (DSH-4).
    #[must_use]
    pub fn referents_due(&self, year: SchoolYear) -> Date {
        self.referent_by.in_school_year(year)
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
    fn a_campaign_can_be_played_by_the_defaults() {
        assert_eq!(Rules::default().check(), Ok(()));
    }

    #[test]
    fn numbers_that_no_campaign_could_be_played_by_are_named() {
        fn bad(key: &'static str, change: impl FnOnce(&mut Rules)) {
            let mut rules = Rules::default();
            change(&mut rules);
            assert_eq!(rules.check().map_err(|bad| bad.key), Err(key));
        }
        bad("season.until", |rules| {
            rules.season.until = "09-30".parse().unwrap();
        });
        bad("season", |rules| {
            rules.season.until = "10-18".parse().unwrap();
        });
        bad("year_turns", |rules| {
            rules.year_turns = "07-01".parse().unwrap();
        });
        bad("year_turns", |rules| {
            rules.year_turns = "11-01".parse().unwrap();
        });
        bad("deposit_from", |rules| {
            rules.deposit_from = "12-01".parse().unwrap();
        });
        for radius in [0.0, -60.0, f64::NAN, f64::INFINITY] {
            bad("radius_km", |rules| rules.radius_km = radius);
            bad("calendar_km", |rules| rules.calendar_km = radius);
        }
        bad("suggested_weeks", |rules| rules.suggested_weeks = 0);
        bad("national_public_offers", |rules| {
            rules.national_public_offers = 1_000_001;
        });
        bad("national_private_offers", |rules| {
            rules.national_private_offers = 1_000_001;
        });
        bad("placements_a_year", |rules| rules.placements_a_year = 0);
        bad("lead_working_days", |rules| rules.lead_working_days = 31);
        bad("expires_after_days", |rules| rules.expires_after_days = 0);
        bad("examined_expires_after_days", |rules| {
            rules.examined_expires_after_days = 14;
        });
        for days in [vec![0], vec![14, 7], vec![7, 7], vec![366]] {
            bad("reminders_after_days", |rules| {
                rules.reminders_after_days = days;
            });
        }
        for days in [vec![0], vec![3, 14], vec![3, 3], vec![366]] {
            bad("agreement_reminders_days_before", |rules| {
                rules.agreement_reminders_days_before = days;
            });
        }
        bad("title_chars", |rules| rules.title_chars = 0);
        bad("description_chars", |rules| {
            rules.description_chars = 20_001;
        });
        bad("seats_a_week", |rules| rules.seats_a_week = 0);
        bad("applications_a_pupil", |rules| {
            rules.applications_a_pupil = 0;
        });
        bad("travel_aid_cents", |rules| rules.travel_aid_cents = 0);
        bad("mask_below", |rules| rules.mask_below = 1_001);
        bad("rep_plus_head_start_days", |rules| {
            rules.rep_plus_head_start_days = 366;
        });
        bad("cv_versions_a_year", |rules| {
            rules.cv_versions_a_year = 0;
        });
        bad("host_invitation_days", |rules| {
            rules.host_invitation_days = 0;
        });
        bad("host_invitations_a_year", |rules| {
            rules.host_invitations_a_year = 0;
        });
        bad("daily", |rules| rules.daily.offers = 0);
    }

    #[test]
    fn referents_are_due_on_the_first_of_september() {
        let year = SchoolYear::beginning_in(2025);
        assert_eq!(Rules::default().referents_due(year), date(2025, 9, 1));
    }

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
