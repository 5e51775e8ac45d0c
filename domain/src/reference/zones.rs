//! What time it is in a department.
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::ids::DepartmentCode;

/// A time zone of France, by the places where its time is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Metropolitan France, and whatever is of the whole country.
    Paris,
    /// 971.
    Guadeloupe,
    /// 972.
    Martinique,
    /// 973.
    Guyane,
    /// 974.
    Reunion,
    /// 975.
    SaintPierreEtMiquelon,
    /// 976.
    Mayotte,
    /// 977.
    SaintBarthelemy,
    /// 978.
    SaintMartin,
    /// 986.
    WallisEtFutuna,
    /// 987. French Polynesia has three; most of its people live in that of Tahiti.
    Tahiti,
    /// 988.
    NouvelleCaledonie,
}

/// Metropolitan France, and whatever is of the whole country.
pub const PARIS: Zone = Zone::Paris;

/// The zone of each department whose time is not that of Paris.
const OVERSEAS: [(&str, Zone); 11] = [
    ("971", Zone::Guadeloupe),
    ("972", Zone::Martinique),
    ("973", Zone::Guyane),
    ("974", Zone::Reunion),
    ("975", Zone::SaintPierreEtMiquelon),
    ("976", Zone::Mayotte),
    ("977", Zone::SaintBarthelemy),
    ("978", Zone::SaintMartin),
    ("986", Zone::WallisEtFutuna),
    ("987", Zone::Tahiti),
    ("988", Zone::NouvelleCaledonie),
];

/// The zone of a department.
#[must_use]
pub fn of(department: DepartmentCode) -> Zone {
    let code = department.as_str();
    let overseas = OVERSEAS.iter().find(|(of, _)| *of == code);
    overseas.map_or(PARIS, |(_, zone)| *zone)
}

/// The zone of a name in the IANA database, where it is one of ours.
#[must_use]
pub fn named(iana: &str) -> Option<Zone> {
    let mut all = std::iter::once(PARIS).chain(OVERSEAS.iter().map(|(_, zone)| *zone));
    all.find(|zone| zone.iana() == iana)
}

impl Zone {
    /// Its name in the IANA database, as `Europe/Paris`.
    #[must_use]
    pub fn iana(self) -> &'static str {
        match self {
            Self::Paris => "Europe/Paris",
            Self::Guadeloupe => "America/Guadeloupe",
            Self::Martinique => "America/Martinique",
            Self::Guyane => "America/Cayenne",
            Self::Reunion => "Indian/Reunion",
            Self::SaintPierreEtMiquelon => "America/Miquelon",
            Self::Mayotte => "Indian/Mayotte",
            Self::SaintBarthelemy => "America/St_Barthelemy",
            Self::SaintMartin => "America/Marigot",
            Self::WallisEtFutuna => "Pacific/Wallis",
            Self::Tahiti => "Pacific/Tahiti",
            Self::NouvelleCaledonie => "Pacific/Noumea",
        }
    }

    /// How its time is called, as `heure de Paris`.
    #[must_use]
    pub fn french(self) -> &'static str {
        match self {
            Self::Paris => "heure de Paris",
            Self::Guadeloupe => "heure de la Guadeloupe",
            Self::Martinique => "heure de la Martinique",
            Self::Guyane => "heure de Cayenne",
            Self::Reunion => "heure de La Réunion",
            Self::SaintPierreEtMiquelon => "heure de Saint-Pierre-et-Miquelon",
            Self::Mayotte => "heure de Mayotte",
            Self::SaintBarthelemy => "heure de Saint-Barthélemy",
            Self::SaintMartin => "heure de Saint-Martin",
            Self::WallisEtFutuna => "heure de Wallis",
            Self::Tahiti => "heure de Tahiti",
            Self::NouvelleCaledonie => "heure de Nouméa",
        }
    }

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
        TimeZone::get(self.iana()).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reference::departments;

    #[test]
    fn a_zone_is_found_by_its_name() {
        for (_, zone) in OVERSEAS {
            assert_eq!(named(zone.iana()), Some(zone));
        }
        assert_eq!(named("Europe/Paris"), Some(PARIS));
        assert_eq!(named("Europe/Berlin"), None);
    }

    #[test]
    fn every_zone_is_one_of_the_database_and_only_overseas_is_not_that_of_paris() {
        for department in departments::all() {
            let zone = of(department.code);
            assert!(TimeZone::get(zone.iana()).is_ok(), "{}", zone.iana());
            assert!(zone.french().starts_with("heure de "), "{}", zone.french());
            let overseas = department.code.as_str().len() == 3;
            assert_eq!(zone != PARIS, overseas, "{}", department.code);
        }
    }

    #[test]
    fn it_is_tomorrow_already_in_noumea_and_still_yesterday_in_papeete() {
        let at: Timestamp = "2026-11-26T09:30:00Z".parse().unwrap();
        let told = |code: &str| {
            let zone = TimeZone::get(of(code.parse().unwrap()).iana()).unwrap();
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
