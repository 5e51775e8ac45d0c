//! What time it is in a department.
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::ids::DepartmentCode;

/// A time zone: its name in the IANA database, and how its time is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone {
    /// As `Europe/Paris`.
    pub iana: &'static str,
    /// As `heure de Paris`.
    pub french: &'static str,
}

/// Metropolitan France, and whatever is of the whole country.
pub const PARIS: Zone = Zone {
    iana: "Europe/Paris",
    french: "heure de Paris",
};

/// Department, name and what its time is called, where that is not as in Paris.
const OVERSEAS: [(&str, &str, &str); 11] = [
    ("971", "America/Guadeloupe", "heure de la Guadeloupe"),
    ("972", "America/Martinique", "heure de la Martinique"),
    ("973", "America/Cayenne", "heure de Cayenne"),
    ("974", "Indian/Reunion", "heure de La Réunion"),
    (
        "975",
        "America/Miquelon",
        "heure de Saint-Pierre-et-Miquelon",
    ),
    ("976", "Indian/Mayotte", "heure de Mayotte"),
    ("977", "America/St_Barthelemy", "heure de Saint-Barthélemy"),
    ("978", "America/Marigot", "heure de Saint-Martin"),
    ("986", "Pacific/Wallis", "heure de Wallis"),
    ("987", "Pacific/Tahiti", "heure de Tahiti"),
    ("988", "Pacific/Noumea", "heure de Nouméa"),
];

/// The zone of a department. French Polynesia has three; most of its people live in that of
/// Tahiti.
#[must_use]
pub fn of(department: DepartmentCode) -> Zone {
    let code = department.as_str();
    let overseas = OVERSEAS.iter().find(|(of, ..)| *of == code);
    overseas.map_or(PARIS, |&(_, iana, french)| Zone { iana, french })
}

/// The zone of a name in the IANA database, where it is one of ours.
#[must_use]
pub fn named(iana: &str) -> Option<Zone> {
    if iana == PARIS.iana {
        return Some(PARIS);
    }
    let overseas = OVERSEAS.iter().find(|(_, of, _)| *of == iana);
    overseas.map(|&(_, iana, french)| Zone { iana, french })
}

impl Zone {
    /// The day that it is there at an instant.
    #[must_use]
    pub fn day_of(self, at: Timestamp) -> Date {
        at.to_zoned(self.time_zone()).date()
    }

    /// Day and time of day there at an instant.
    #[must_use]
    pub fn civil(self, at: Timestamp) -> DateTime {
        at.to_zoned(self.time_zone()).datetime()
    }

    /// The instant at which a day begins there.
    #[must_use]
    pub fn midnight(self, day: Date) -> Timestamp {
        let midnight = day.to_zoned(self.time_zone());
        // A day beyond the last instant that can be told begins never.
        midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
    }

    fn time_zone(self) -> TimeZone {
        // The zones are built in (`tzdb-bundle-always`), and each of ours is one of them, which a
        // test below asks; UTC would be off by hours.
        TimeZone::get(self.iana).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reference::departments;

    #[test]
    fn a_zone_is_found_by_its_name() {
        for (_, iana, french) in OVERSEAS {
            assert_eq!(named(iana), Some(Zone { iana, french }));
        }
        assert_eq!(named("Europe/Paris"), Some(PARIS));
        assert_eq!(named("Europe/Berlin"), None);
    }

    #[test]
    fn every_zone_is_one_of_the_database_and_only_overseas_is_not_that_of_paris() {
        for department in departments::all() {
            let zone = of(department.code);
            assert!(TimeZone::get(zone.iana).is_ok(), "{}", zone.iana);
            assert!(zone.french.starts_with("heure de "), "{}", zone.french);
            let overseas = department.code.as_str().len() == 3;
            assert_eq!(zone != PARIS, overseas, "{}", department.code);
        }
    }

    #[test]
    fn it_is_tomorrow_already_in_noumea_and_still_yesterday_in_papeete() {
        let at: Timestamp = "2026-11-26T09:30:00Z".parse().unwrap();
        let told = |code: &str| {
            let zone = TimeZone::get(of(code.parse().unwrap()).iana).unwrap();
            at.to_zoned(zone).datetime().to_string()
        };
        assert_eq!(told("75"), "2026-11-26T10:30:00");
        assert_eq!(told("988"), "2026-11-26T20:30:00");
        assert_eq!(told("987"), "2026-11-25T23:30:00");
        assert_eq!(told("974"), "2026-11-26T13:30:00");
        assert_eq!(told("975"), "2026-11-26T06:30:00");
    }
    #[test]
    fn the_day_turns_at_midnight_where_it_is_asked() {
        let day = |at: &str, department: &str| {
            of(department.parse().unwrap()).day_of(at.parse().unwrap())
        };
        assert_eq!(day("2026-01-05T22:59:59Z", "75"), date(2026, 1, 5));
        assert_eq!(day("2026-01-05T23:00:00Z", "75"), date(2026, 1, 6));
        assert_eq!(day("2026-07-05T22:00:00Z", "75"), date(2026, 7, 6));
        assert_eq!(day("2026-01-05T12:59:59Z", "988"), date(2026, 1, 5));
        assert_eq!(day("2026-01-05T13:00:00Z", "988"), date(2026, 1, 6));
        assert_eq!(day("2026-01-05T09:59:59Z", "987"), date(2026, 1, 4));
    }
}
