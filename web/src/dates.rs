//! Days, instants and weeks in French.
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn month(date: Date) -> &'static str {
    let number = usize::try_from(date.month()).unwrap_or(1);
    MONTHS
        .get(number.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

fn day_of_month(date: Date) -> String {
    match date.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    }
}

fn in_french(date: Date) -> String {
    format!("{} {} {}", day_of_month(date), month(date), date.year())
}

/// A day, `2026-02-09`, as `9 février 2026`; as it was given where it is none.
#[must_use]
pub fn day(text: &str) -> String {
    text.parse::<Date>()
        .map_or_else(|_| text.to_owned(), in_french)
}

/// An instant as the day in France on which it was.
#[must_use]
pub fn day_of(time: Option<&prost_types::Timestamp>) -> String {
    local(time).map_or_else(String::new, |at| in_french(at.date()))
}

/// An instant as day and hour in France.
#[must_use]
pub fn instant(time: Option<&prost_types::Timestamp>) -> String {
    local(time).map_or_else(String::new, |at| {
        let (hour, minute) = (at.hour(), at.minute());
        format!("{} à {hour} h {minute:02}", in_french(at.date()))
    })
}

fn local(time: Option<&prost_types::Timestamp>) -> Option<jiff::Zoned> {
    let time = time?;
    let at = Timestamp::new(time.seconds, time.nanos).ok()?;
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    Some(at.to_zoned(zone))
}

/// The Monday of a week, `2026-W07`.
fn monday(week: &str) -> Option<Date> {
    let (year, number) = week.split_once("-W")?;
    let day = ISOWeekDate::new(year.parse().ok()?, number.parse().ok()?, Weekday::Monday).ok()?;
    Some(day.date())
}

/// A week, `2026-W07`, as `du 9 au 13 février 2026`; as it was given where it is none.
#[must_use]
pub fn week(text: &str) -> String {
    let Some(monday) = monday(text) else {
        return text.to_owned();
    };
    let Ok(friday) = monday.checked_add(4.days()) else {
        return text.to_owned();
    };
    let from = match (
        monday.year() == friday.year(),
        monday.month() == friday.month(),
    ) {
        (false, _) => in_french(monday),
        (true, false) => format!("{} {}", day_of_month(monday), month(monday)),
        (true, true) => day_of_month(monday),
    };
    format!("du {from} au {}", in_french(friday))
}

/// Today in France, `2026-02-09`.
#[must_use]
pub fn today() -> String {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(zone).date().to_string()
}

/// The school years in which something can be offered now: the present one and the next.
#[must_use]
pub fn school_years() -> [String; 2] {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    let today = Timestamp::now().to_zoned(zone).date();
    let first = if today.month() >= 8 {
        today.year()
    } else {
        today.year() - 1
    };
    let year = |first: i16| format!("{first}-{}", first + 1);
    [year(first), year(first + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_in_french() {
        for (given, said) in [
            ("2026-W07", "du 9 au 13 février 2026"),
            ("2026-W05", "du 26 au 30 janvier 2026"),
            ("2026-W14", "du 30 mars au 3 avril 2026"),
            ("2026-W01", "du 29 décembre 2025 au 2 janvier 2026"),
            ("2025-W49", "du 1er au 5 décembre 2025"),
            ("soon", "soon"),
        ] {
            assert_eq!(week(given), said);
        }
    }

    #[test]
    fn days_in_french() {
        assert_eq!(day("2026-03-01"), "1er mars 2026");
        assert_eq!(day("yesterday"), "yesterday");
        let time = prost_types::Timestamp {
            seconds: 1_770_000_000,
            nanos: 0,
        };
        assert_eq!(day_of(Some(&time)), "2 février 2026");
        assert_eq!(instant(Some(&time)), "2 février 2026 à 3 h 40");
        assert_eq!(day_of(None), "");
    }
}
