//! Days and weeks, in the words of people.
use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::Week;
use crate::reference::zones::Zone;

const MOIS: [&str; 12] = [
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

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `3 mars 2026`.
#[must_use]
pub fn day_in_french(day: Date) -> String {
    format!("{} {} {}", ordinal(day), named(day, &MOIS), day.year())
}

/// `3 mars 2026 à 14 h 05 (heure de Paris)`.
#[must_use]
pub fn instant_in_french(at: Timestamp, zone: Zone) -> String {
    let there = zone.civil(at);
    let (date, hour, minute) = (day_in_french(there.date()), there.hour(), there.minute());
    format!("{date} à {hour} h {minute:02} ({})", zone.french())
}

/// `3 March 2026`.
#[must_use]
pub fn day_in_english(day: Date) -> String {
    format!("{} {} {}", day.day(), named(day, &MONTHS), day.year())
}

/// `semaine du lundi 9 au vendredi 13 mars 2026`.
#[must_use]
pub fn week_in_french(week: Week) -> String {
    let (monday, friday) = (week.monday(), week.friday());
    let from = if monday.year() != friday.year() {
        day_in_french(monday)
    } else if monday.month() == friday.month() {
        ordinal(monday)
    } else {
        format!("{} {}", ordinal(monday), named(monday, &MOIS))
    };
    format!(
        "semaine du lundi {from} au vendredi {}",
        day_in_french(friday)
    )
}

/// `week of Monday 9 March 2026`.
#[must_use]
pub fn week_in_english(week: Week) -> String {
    format!("week of Monday {}", day_in_english(week.monday()))
}

/// The first of a month is `1er`.
fn ordinal(day: Date) -> String {
    match day.day() {
        1 => "1er".to_owned(),
        other => other.to_string(),
    }
}

fn named(day: Date, months: &[&'static str; 12]) -> &'static str {
    let index = usize::try_from(day.month() - 1).unwrap_or_default();
    months.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_told_in_french() {
        let told = |week: &str| week_in_french(week.parse().unwrap());
        assert_eq!(
            told("2026-W11"),
            "semaine du lundi 9 au vendredi 13 mars 2026"
        );
        assert_eq!(
            told("2026-W05"),
            "semaine du lundi 26 au vendredi 30 janvier 2026"
        );
        assert_eq!(
            told("2026-W14"),
            "semaine du lundi 30 mars au vendredi 3 avril 2026"
        );
        assert_eq!(
            told("2026-W01"),
            "semaine du lundi 29 décembre 2025 au vendredi 2 janvier 2026"
        );
        assert_eq!(
            told("2027-W22"),
            "semaine du lundi 31 mai au vendredi 4 juin 2027"
        );
        assert_eq!(
            told("2026-W23"),
            "semaine du lundi 1er au vendredi 5 juin 2026"
        );
    }

    #[test]
    fn days_are_told_with_their_year() {
        let week: Week = "2026-W23".parse().unwrap();
        assert_eq!(day_in_french(week.monday()), "1er juin 2026");
        assert_eq!(week_in_english(week), "week of Monday 1 June 2026");
    }
}
