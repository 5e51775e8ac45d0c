//! Days, weeks, school years and times of day on the wire.
use domain::explain::Expected;
use std::collections::BTreeSet;

use commands::Failure;
use domain::calendar::{SchoolYear, Week};
use jiff::civil::{Date, Time};

use super::names::{bad, parse};

/// Most weeks in one list.
const MOST_WEEKS: usize = 60;

/// A day, `YYYY-MM-DD`.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn day(field: &'static str, text: &str) -> Result<Date, Failure> {
    const EXPECTED: Expected = Expected("un jour, par exemple 2026-02-09", "a day, as 2026-02-09");
    let separators = [4, 7]
        .into_iter()
        .all(|at| text.as_bytes().get(at) == Some(&b'-'));
    if text.len() == 10 && separators {
        parse(field, text, EXPECTED)
    } else {
        Err(bad(field, EXPECTED))
    }
}

/// As [`day`], `None` where the text is empty.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn day_if_given(field: &'static str, text: &str) -> Result<Option<Date>, Failure> {
    if text.is_empty() {
        Ok(None)
    } else {
        day(field, text).map(Some)
    }
}

/// An ISO week, `2026-W07`.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn week(field: &'static str, text: &str) -> Result<Week, Failure> {
    parse(
        field,
        text,
        Expected(
            "une semaine ISO des années 2000 à 2999, par exemple 2026-W07",
            "an ISO week of the years 2000 to 2999, as 2026-W07",
        ),
    )
}

/// Up to 60 ISO weeks; one that is told twice is told once.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn weeks(field: &'static str, texts: &[String]) -> Result<BTreeSet<Week>, Failure> {
    if texts.len() > MOST_WEEKS {
        return Err(bad(
            field,
            Expected("60 semaines au plus", "at most 60 weeks"),
        ));
    }
    texts.iter().map(|text| week(field, text)).collect()
}

/// A school year, `2025-2026`.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn school_year(field: &'static str, text: &str) -> Result<SchoolYear, Failure> {
    parse(
        field,
        text,
        Expected(
            "une année scolaire de 2000-2001 à 2999-3000, par exemple 2025-2026",
            "a school year from 2000-2001 to 2999-3000, as 2025-2026",
        ),
    )
}

/// A time of day, `HH:MM`.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn time(field: &'static str, text: &str) -> Result<Time, Failure> {
    let expected = || {
        bad(
            field,
            Expected("une heure, par exemple 08:30", "a time of day, as 08:30"),
        )
    };
    let (hour, minute) = text.split_once(':').ok_or_else(expected)?;
    let two = |digits: &str| -> Result<i8, Failure> {
        let plain = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        if plain {
            digits.parse().map_err(|_| expected())
        } else {
            Err(expected())
        }
    };
    Time::new(two(hour)?, two(minute)?, 0, 0).map_err(|_| expected())
}

/// A time of day as `HH:MM`.
#[must_use]
pub fn of_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_full() {
        assert_eq!(
            day("day", "2026-02-09").unwrap(),
            jiff::civil::date(2026, 2, 9)
        );
        assert_eq!(day_if_given("day", "").unwrap(), None);
        for text in [
            "",
            "20260209",
            "2026-2-9",
            "2026-02-30",
            "2026-02-09T10:00",
            "2026-W07-1",
        ] {
            assert!(day("day", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_of_day_has_hours_and_minutes() {
        for text in ["00:00", "08:30", "23:59"] {
            assert_eq!(of_time(time("time", text).unwrap()), text);
        }
        for text in [
            "",
            "8:30",
            "24:00",
            "08:60",
            "08:30:00",
            "+8:30",
            "0830",
            "éé:éé",
        ] {
            assert!(time("time", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_week_told_twice_is_one() {
        let list = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let read = weeks("weeks", &list(&["2026-W07", "2026-W06", "2026-W07"])).unwrap();
        let read: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(read, ["2026-W06", "2026-W07"]);
        assert!(weeks("weeks", &list(&["2026-W07", "2026-W54"])).is_err());
        assert!(weeks("weeks", &list(&["2026-W07"; 60])).is_ok());
        assert!(weeks("weeks", &list(&["2026-W07"; 61])).is_err());
    }
}
