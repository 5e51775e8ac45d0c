//! Days that come every year, and the time of placements between two of them.
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::{SchoolYear, Week};
use crate::ids::BadId;

/// A day of every year; written `10-15`. 29 February is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// A default of the rules; a test beside it reads each again.
    pub(crate) const fn of(month: i8, day: i8) -> Self {
        Self { month, day }
    }

    /// The day of a month, 1-12, that every year has.
    ///
    /// # Errors
    /// [`BadId`] where there is none.
    pub fn new(month: i8, day: i8) -> Result<Self, BadId> {
        // No leap year: what is a day of it is one of every year.
        match Date::new(2001, month, day) {
            Ok(_) => Ok(Self { month, day }),
            Err(_) => Err(BadId {
                text: format!("{month:02}-{day:02}"),
                expected: "a month and a day that every year has, as 10-15",
            }),
        }
    }

    /// That day of a calendar year.
    #[must_use]
    pub fn in_year(self, year: i16) -> Date {
        // `new` only makes days that every year has, so the default is never given.
        Date::new(year, self.month, self.day).unwrap_or_default()
    }

    /// That day of a school year: of the calendar year in which it begins where it is in August or
    /// later.
    #[must_use]
    pub fn in_school_year(self, year: SchoolYear) -> Date {
        let first = year.first_year();
        self.in_year(if self.month >= 8 { first } else { first + 1 })
    }

    /// The month, 1-12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, 1-31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.day
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for MonthDay {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let bad = || BadId {
            text: s.chars().take(64).collect(),
            expected: "a month and a day that every year has, as 10-15",
        };
        let (month, day) = s.split_once('-').ok_or_else(bad)?;
        let number = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        match (number(month), number(day)) {
            (Some(month), Some(day)) => Self::new(month, day).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

/// The time of placements within each school year (EST-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Season {
    /// Its first day.
    pub from: MonthDay,
    /// Its last day.
    pub until: MonthDay,
}

impl Default for Season {
    /// 15 October to 30 April.
    fn default() -> Self {
        Self {
            from: MonthDay::of(10, 15),
            until: MonthDay::of(4, 30),
        }
    }
}

impl Season {
    /// Its first and its last day in a school year.
    #[must_use]
    pub fn days(self, year: SchoolYear) -> (Date, Date) {
        (
            self.from.in_school_year(year),
            self.until.in_school_year(year),
        )
    }

    /// The weeks that lie whole, Monday to Friday, within it.
    pub fn weeks(self, year: SchoolYear) -> impl Iterator<Item = Week> {
        let (from, until) = self.days(year);
        std::iter::successors(Some(Week::of(from)), |week| Some(week.next()))
            .skip_while(move |week| week.monday() < from)
            .take_while(move |week| week.friday() <= until)
    }

    /// Whether a week lies whole within it.
    #[must_use]
    pub fn holds(self, week: Week) -> bool {
        let (from, until) = self.days(week.school_year());
        week.monday() >= from && week.friday() <= until
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn placements_run_from_mid_october_to_the_end_of_april() {
        let season = Season::default();
        let weeks: Vec<Week> = season.weeks(SchoolYear::beginning_in(2025)).collect();
        assert_eq!(weeks.first().unwrap().monday(), date(2025, 10, 20));
        assert_eq!(weeks.last().unwrap().friday(), date(2026, 4, 24));
        assert!(weeks.iter().all(|w| w.school_year().first_year() == 2025));
        assert!(weeks.iter().all(|week| season.holds(*week)));
        assert!(!season.holds("2026-W18".parse().unwrap()));
    }

    #[test]
    fn days_of_every_year_are_read_as_they_are_written() {
        let day: MonthDay = "09-28".parse().unwrap();
        assert_eq!(
            (day.month(), day.day(), day.to_string()),
            (9, 28, "09-28".into())
        );
        for bad in ["02-29", "13-01", "9-28", "09-31", "0928", "", "+9-28"] {
            assert!(bad.parse::<MonthDay>().is_err(), "{bad}");
        }
    }
}
