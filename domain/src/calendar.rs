//! School years and the weeks of placement: ISO weeks, Monday to Friday.
use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::BadId;

/// A school year, named by the year in which it begins; written `2025-2026`. It runs from
/// 1 August to 31 July.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i16);

impl SchoolYear {
    /// The school year that begins in the autumn of `year` (2000-2999).
    #[must_use]
    pub const fn beginning_in(year: i16) -> Self {
        Self(match year {
            ..2000 => 2000,
            2000..=2999 => year,
            3000.. => 2999,
        })
    }

    /// The school year in which a day falls.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self::beginning_in(if day.month() >= 8 {
            day.year()
        } else {
            day.year() - 1
        })
    }

    /// The calendar year of its beginning.
    #[must_use]
    pub fn first_year(self) -> i16 {
        self.0
    }

    /// Its first day: 1 August.
    #[must_use]
    pub fn begins(self) -> Date {
        date(self.0, 8, 1)
    }

    /// Whether it is over in another one: a class of it gives no access any more (EST-13).
    #[must_use]
    pub fn is_over_in(self, present: Self) -> bool {
        self < present
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::beginning_in(self.0 + 1)
    }

    /// Whether it is the present one or the next: what a college plans is of one of the two.
    #[must_use]
    pub fn is_this_or_next(self, present: Self) -> bool {
        self == present || self == present.next()
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.0 + 1)
    }
}

impl FromStr for SchoolYear {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let expected = "a school year, as 2025-2026";
        let bad = || BadId {
            text: s.chars().take(64).collect(),
            expected,
        };
        let (first, second) = s.split_once('-').ok_or_else(bad)?;
        let year = |s: &str| {
            let digits = s.len() == 4 && s.bytes().all(|b| b.is_ascii_digit());
            if digits {
                s.parse::<i16>().map_err(|_| bad())
            } else {
                Err(bad())
            }
        };
        let (first, second) = (year(first)?, year(second)?);
        if (2000..=2999).contains(&first) && second == first + 1 {
            Ok(Self(first))
        } else {
            Err(bad())
        }
    }
}

/// An ISO week, Monday to Friday; written `2026-W07`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i16,
    number: i8,
}

impl Week {
    /// Week `number` (1-53) of ISO year `year` (2000-2999).
    pub fn new(year: i16, number: i8) -> Result<Self, BadId> {
        let known = (2000..=2999).contains(&year)
            && ISOWeekDate::new(year, number, Weekday::Monday).is_ok();
        if known {
            Ok(Self { year, number })
        } else {
            Err(BadId {
                text: format!("{year}-W{number:02}"),
                expected: "an ISO week of the years 2000-2999",
            })
        }
    }

    /// The week in which a day falls.
    #[must_use]
    pub fn of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self {
            year: week.year(),
            number: week.week(),
        }
    }

    /// Its ISO year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its number in the ISO year, 1-53.
    #[must_use]
    pub fn number(self) -> i8 {
        self.number
    }

    /// First day.
    #[must_use]
    pub fn monday(self) -> Date {
        self.day(Weekday::Monday)
    }

    /// Last day.
    #[must_use]
    pub fn friday(self) -> Date {
        self.day(Weekday::Friday)
    }

    /// The first day from which it is less than so many working days away, Monday to Friday: with
    /// 3, the Wednesday before it; with 0, its Monday.
    #[must_use]
    pub fn less_than(self, working_days: u8) -> Date {
        let (weeks, days) = (i64::from(working_days / 5), i64::from(working_days % 5));
        let weekend = if days > 0 { 2 } else { 0 };
        self.monday()
            .saturating_sub((weeks * 7 + days + weekend).days())
    }

    /// The week after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.monday().saturating_add(7.days()))
    }

    /// The school year that it belongs to.
    #[must_use]
    pub fn school_year(self) -> SchoolYear {
        SchoolYear::of(self.monday())
    }

    fn day(self, weekday: Weekday) -> Date {
        // `new` and `of` only make weeks that exist, so the default is never given.
        ISOWeekDate::new(self.year, self.number, weekday)
            .map(|w| w.date())
            .unwrap_or_default()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.number)
    }
}

impl fmt::Debug for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Week {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let bad = || BadId {
            text: s.chars().take(64).collect(),
            expected: "an ISO week, as 2026-W07",
        };
        let bytes = s.as_bytes();
        let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
        if bytes.len() != 8 || &bytes[4..6] != b"-W" || !digits(0..4) || !digits(6..8) {
            return Err(bad());
        }
        let year = s[..4].parse().map_err(|_| bad())?;
        let number = s[6..].parse().map_err(|_| bad())?;
        Self::new(year, number).map_err(|_| bad())
    }
}

macro_rules! as_text {
    ($name:ident, $expected:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: de::Error>(self, s: &str) -> Result<$name, E> {
                        s.parse().map_err(E::custom)
                    }
                }
                d.deserialize_str(Text)
            }
        }
    };
}

as_text!(SchoolYear, "a school year, as 2025-2026");
as_text!(Week, "an ISO week, as 2026-W07");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_knows_its_days_and_its_school_year() {
        let week: Week = "2026-W01".parse().unwrap();
        assert_eq!(week.monday(), date(2025, 12, 29));
        assert_eq!(week.friday(), date(2026, 1, 2));
        assert_eq!(week.school_year().to_string(), "2025-2026");
        assert_eq!(week.next().to_string(), "2026-W02");
        assert_eq!(
            "2026-W53".parse::<Week>().unwrap().next().to_string(),
            "2027-W01"
        );
    }

    #[test]
    fn what_is_no_week_is_refused() {
        for bad in [
            "2025-W53", "2026-W00", "2026-W54", "2026W07", "2026-W7", "", "2026-W+7", "é26-W07",
        ] {
            assert!(bad.parse::<Week>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_week_comes_nearer_by_working_days() {
        let week: Week = "2026-W07".parse().unwrap();
        assert_eq!(week.monday(), date(2026, 2, 9));
        for (days, day) in [(0, 9), (1, 6), (3, 4), (4, 3), (5, 2)] {
            assert_eq!(week.less_than(days), date(2026, 2, day), "{days}");
        }
        assert_eq!(week.less_than(6), date(2026, 1, 30));
    }

    #[test]
    fn school_years_are_read_as_they_are_written() {
        assert_eq!(
            "2025-2026".parse::<SchoolYear>().unwrap(),
            SchoolYear::beginning_in(2025)
        );
        for bad in ["2025-2027", "2025", "25-26", "+025-2026", "1999-2000"] {
            assert!(bad.parse::<SchoolYear>().is_err(), "{bad}");
        }
        assert_eq!(SchoolYear::of(date(2026, 7, 31)).first_year(), 2025);
        assert_eq!(SchoolYear::of(date(2026, 8, 1)).first_year(), 2026);
    }

    #[test]
    fn what_is_planned_is_of_this_year_or_the_next() {
        let present = SchoolYear::beginning_in(2025);
        for (year, planned) in [(2024, false), (2025, true), (2026, true), (2027, false)] {
            let year = SchoolYear::beginning_in(year);
            assert_eq!(year.is_this_or_next(present), planned, "{year}");
        }
    }
}
