//! The words that the templates use.
use domain::calendar::Week;
use domain::reference::zones::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

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

/// What a letter speaks of, in clear, while it is written out. Without `Debug`.
#[derive(Clone, Default)]
pub(super) struct Words {
    pub college: String,
    pub college_known: Option<String>,
    pub class: Option<String>,
    pub week: Option<String>,
    pub pupil: String,
    /// Until when a one-time link may be used.
    pub until: Option<String>,
    /// Which account a letter about an account is about.
    pub account: Option<String>,
    /// Whether it carries a one-time link.
    pub invites: bool,
}

/// `semaine du lundi 9 au vendredi 13 mars 2026`.
pub(super) fn week_in_french(week: Week) -> String {
    let (monday, friday) = (week.monday(), week.friday());
    let from = if monday.year() != friday.year() {
        day(monday)
    } else if monday.month() == friday.month() {
        ordinal(monday)
    } else {
        format!("{} {}", ordinal(monday), month(monday))
    };
    format!("semaine du lundi {from} au vendredi {}", day(friday))
}

/// `3 mars 2026 à 14 h 05 (heure de Paris)`; from microseconds since the Unix epoch.
pub(super) fn instant_in_french(micros: i64, zone: Zone) -> Option<String> {
    let at = Timestamp::from_microsecond(micros).ok()?;
    // The time zones are built in (`tzdb-bundle-always`).
    let there = at.to_zoned(TimeZone::get(zone.iana).ok()?);
    let (date, hour, minute) = (day(there.date()), there.hour(), there.minute());
    let french = zone.french;
    Some(format!("{date} à {hour} h {minute:02} ({french})"))
}

fn day(day: Date) -> String {
    format!("{} {} {}", ordinal(day), month(day), day.year())
}

/// The first of a month is `1er`.
fn ordinal(day: Date) -> String {
    match day.day() {
        1 => "1er".to_owned(),
        other => other.to_string(),
    }
}

fn month(day: Date) -> &'static str {
    let index = usize::try_from(day.month() - 1).unwrap_or_default();
    MONTHS.get(index).copied().unwrap_or_default()
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
}
