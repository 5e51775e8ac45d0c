//! School holidays by zone, and how a week of placement stands towards them (EST-3).
use compact_str::CompactString;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{SchoolYear, Week};
use crate::season::Season;

mod calendars;

use calendars::CALENDARS;

/// Whose holidays: a zone of the school calendar, or an overseas territory with a calendar of its
/// own. Written as in the ministry's calendar (`A`, `Corse`, `Réunion`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HolidayZone {
    /// Zone A.
    A,
    /// Zone B.
    B,
    /// Zone C.
    C,
    /// Corsica.
    Corse,
    /// Guadeloupe, with Saint-Barthélemy and Saint-Martin.
    Guadeloupe,
    /// French Guiana.
    Guyane,
    /// Martinique.
    Martinique,
    /// Mayotte.
    Mayotte,
    /// French Polynesia.
    Polynesie,
    /// Réunion.
    Reunion,
    /// Saint-Pierre-et-Miquelon.
    SaintPierreEtMiquelon,
}

impl HolidayZone {
    /// Every zone.
    pub const ALL: [Self; 11] = [
        Self::A,
        Self::B,
        Self::C,
        Self::Corse,
        Self::Guadeloupe,
        Self::Guyane,
        Self::Martinique,
        Self::Mayotte,
        Self::Polynesie,
        Self::Reunion,
        Self::SaintPierreEtMiquelon,
    ];

    /// Its name in the ministry's calendar.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::Corse => "Corse",
            Self::Guadeloupe => "Guadeloupe",
            Self::Guyane => "Guyane",
            Self::Martinique => "Martinique",
            Self::Mayotte => "Mayotte",
            Self::Polynesie => "Polynésie",
            Self::Reunion => "Réunion",
            Self::SaintPierreEtMiquelon => "Saint Pierre et Miquelon",
        }
    }

    fn from_text(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.as_str() == name)
    }
}

as_text!(
    HolidayZone,
    "a zone of the school holidays, as A, Corse or Réunion"
);

/// Days without class in a zone, built in or imported: a break, a bridge or a single day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Whose.
    pub zone: HolidayZone,
    /// French name.
    pub name: CompactString,
    /// Official start: the first day without class, or the last day of classes.
    pub from: Date,
    /// Last day without class.
    pub until: Date,
}

/// From how many days on a holiday is a break.
const BREAK_DAYS: i32 = 7;

impl Holiday {
    /// Whether it is long enough, seven days, to close weeks to placements: a single day or a
    /// bridge is not.
    #[must_use]
    pub fn is_break(&self) -> bool {
        self.from.saturating_add((BREAK_DAYS - 1).days()) <= self.until
    }

    /// Whether it is what is known since of another row of the same zone and school year.
    fn replaces(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let named_the_same = self.name.to_lowercase() == other.name.to_lowercase();
        let share_a_day = self.from <= other.until && other.from <= self.until;
        self.is_break() && other.is_break() && (named_the_same || share_a_day)
    }
}

/// How a week stands towards the holidays (EST-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeekStatus {
    /// A week of classes, followed by one.
    Open,
    /// A break takes at least one of its days, Monday to Friday.
    InHolidays,
    /// The last week of classes before a break.
    JustBeforeHolidays,
}

/// How a week stands towards holidays, which are those of one zone.
///
/// A break that starts officially on the Friday counts as starting that evening: the official
/// start may be the last day of classes. A start on an earlier day of the week takes its days.
#[must_use]
pub fn status(week: Week, holidays: &[Holiday]) -> WeekStatus {
    let (monday, friday) = (week.monday(), week.friday());
    let next_monday = friday.saturating_add(3.days());
    let takes_a_day = |b: &Holiday| b.from < friday && b.until >= monday;
    let begins_after = |b: &Holiday| b.from >= friday && b.from <= next_monday;
    let breaks = || holidays.iter().filter(|holiday| holiday.is_break());
    if breaks().any(takes_a_day) {
        WeekStatus::InHolidays
    } else if breaks().any(begins_after) {
        WeekStatus::JustBeforeHolidays
    } else {
        WeekStatus::Open
    }
}

/// The built-in holidays of a zone in a school year, in order; none where the official calendar
/// was not published when the tables were made.
///
/// A summer whose end was not published is not among them, nor a day off in a part of the zone
/// only.
#[must_use]
pub fn builtin(zone: HolidayZone, year: SchoolYear) -> Vec<Holiday> {
    CALENDARS
        .iter()
        .filter(|calendar| calendar.0 == zone && calendar.1 == year.first_year())
        .flat_map(|calendar| calendar.2)
        .map(|&(name, from, until)| Holiday {
            zone,
            name: name.into(),
            from,
            until,
        })
        .collect()
}

/// Whether the holidays of a zone that begin in the season of placements are built in.
#[must_use]
pub fn is_known(zone: HolidayZone, year: SchoolYear) -> bool {
    let season = Season::default();
    coverage(zone, &season, year, &builtin(zone, year)) != Coverage::Nothing
}

/// How much of the holidays of a zone in a school year is known (EST-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// None that lies in the season of placements.
    Nothing,
    /// Some breaks of the season: where others lie is not known, and refuses no week.
    Partly,
    /// As many breaks of the season as the zone has in every school year that was published.
    Whole,
}

/// How much of a zone's school year its holidays cover. Breaks that share days count as one.
#[must_use]
pub fn coverage(
    zone: HolidayZone,
    season: &Season,
    year: SchoolYear,
    holidays: &[Holiday],
) -> Coverage {
    match breaks_within(season, year, holidays) {
        0 => Coverage::Nothing,
        some if some < breaks_of_a_season(zone, season) => Coverage::Partly,
        _ => Coverage::Whole,
    }
}

/// How many breaks that share no day lie in the season of a school year.
fn breaks_within(season: &Season, year: SchoolYear, holidays: &[Holiday]) -> usize {
    let (from, until) = season.days(year);
    let breaks = holidays.iter().filter(|holiday| holiday.is_break());
    let mut within: Vec<&Holiday> = breaks
        .filter(|holiday| holiday.from <= until && holiday.until >= from)
        .collect();
    within.sort_by_key(|holiday| (holiday.from, holiday.until));
    let mut apart = 0;
    let mut last: Option<Date> = None;
    for holiday in within {
        if last.is_none_or(|last| last < holiday.from) {
            apart += 1;
        }
        last = last.max(Some(holiday.until));
    }
    apart
}

/// The fewest breaks that a zone has in the season of a published school year.
fn breaks_of_a_season(zone: HolidayZone, season: &Season) -> usize {
    let published = CALENDARS.iter().filter(|calendar| calendar.0 == zone);
    let breaks = published.map(|calendar| {
        let year = SchoolYear::beginning_in(calendar.1);
        breaks_within(season, year, &builtin(zone, year))
    });
    breaks.min().unwrap_or(1)
}

/// The holidays of a zone in a school year, where `listed` are laid over `known`, in order. A listed
/// break takes the place of another of the same name, or that shares a day with it: that is how a
/// date is corrected. Bridges and single days stand beside all others.
#[must_use]
pub fn laid_over(known: Vec<Holiday>, listed: impl IntoIterator<Item = Holiday>) -> Vec<Holiday> {
    let mut rows = known;
    for new in listed {
        rows.retain(|old| !new.replaces(old));
        rows.push(new);
    }
    rows.sort_by_key(|row| (row.from, row.until));
    rows
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::HolidayZone as Z;
    use super::calendars::Days;
    use super::*;

    /// The weeks of a season within holidays, and those just before them.
    fn closed(zone: HolidayZone, first_year: i16) -> [Vec<String>; 2] {
        let year = SchoolYear::beginning_in(first_year);
        let holidays = builtin(zone, year);
        let which = |standing_wanted: WeekStatus| -> Vec<String> {
            Season::default()
                .weeks(year)
                .filter(|week| status(*week, &holidays) == standing_wanted)
                .map(|week| week.to_string())
                .collect()
        };
        [
            which(WeekStatus::InHolidays),
            which(WeekStatus::JustBeforeHolidays),
        ]
    }

    fn holiday(from: Date, until: Date) -> Holiday {
        Holiday {
            zone: Z::A,
            name: "Vacances".into(),
            from,
            until,
        }
    }

    fn weeks(numbers: &[&str]) -> Vec<String> {
        numbers.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn zone_a_in_2025_2026() {
        let [within, before] = closed(Z::A, 2025);
        let expected = "2025-W43 2025-W44 2025-W52 2026-W01 2026-W07 2026-W08 2026-W15 2026-W16";
        assert_eq!(within.join(" "), expected);
        assert_eq!(before, weeks(&["2025-W51", "2026-W06", "2026-W14"]));
    }

    #[test]
    fn zone_b_in_2025_2026() {
        let [within, before] = closed(Z::B, 2025);
        let expected = "2025-W43 2025-W44 2025-W52 2026-W01 2026-W08 2026-W09 2026-W16 2026-W17";
        assert_eq!(within.join(" "), expected);
        assert_eq!(before, weeks(&["2025-W51", "2026-W07", "2026-W15"]));
    }

    #[test]
    fn zone_c_in_2025_2026() {
        let [within, before] = closed(Z::C, 2025);
        let expected = "2025-W43 2025-W44 2025-W52 2026-W01 2026-W09 2026-W10 2026-W17";
        assert_eq!(within.join(" "), expected);
        assert_eq!(before, weeks(&["2025-W51", "2026-W08", "2026-W16"]));
    }

    #[test]
    fn reunion_in_2025_2026() {
        let [within, before] = closed(Z::Reunion, 2025);
        let expected = "2025-W43 2025-W52 2026-W01 2026-W02 2026-W03 2026-W04 2026-W10 2026-W11";
        assert_eq!(within.join(" "), expected);
        // The southern summer starts on Friday 19 December, the last day of classes.
        assert_eq!(before, weeks(&["2025-W51", "2026-W09"]));
        // Outside the season: the end of the first period, and May.
        let holidays = builtin(Z::Reunion, SchoolYear::beginning_in(2025));
        let at = |week: &str| status(week.parse().unwrap(), &holidays);
        assert_eq!(at("2025-W41"), WeekStatus::JustBeforeHolidays);
        assert_eq!(at("2025-W42"), WeekStatus::InHolidays);
        assert_eq!(at("2026-W18"), WeekStatus::JustBeforeHolidays);
    }

    #[test]
    fn a_break_that_starts_within_the_week_takes_its_days() {
        let wednesday = builtin(Z::Guyane, SchoolYear::beginning_in(2025));
        let thursday = builtin(Z::Guadeloupe, SchoolYear::beginning_in(2025));
        for holidays in [wednesday, thursday] {
            let at = |week: &str| status(week.parse().unwrap(), &holidays);
            assert_eq!(at("2026-W13"), WeekStatus::Open);
            assert_eq!(at("2026-W14"), WeekStatus::InHolidays);
            assert_eq!(at("2026-W15"), WeekStatus::InHolidays);
        }
    }

    #[test]
    fn the_first_day_decides_around_the_weekend() {
        // 2026-W10 runs from Monday 2 to Friday 6 March.
        let at = |day: i8| {
            let from = date(2026, 3, day);
            status(
                "2026-W10".parse().unwrap(),
                &[holiday(from, from.saturating_add(13.days()))],
            )
        };
        for (day, expected) in [
            (2, WeekStatus::InHolidays),
            (5, WeekStatus::InHolidays),
            (6, WeekStatus::JustBeforeHolidays),
            (7, WeekStatus::JustBeforeHolidays),
            (9, WeekStatus::JustBeforeHolidays),
            (10, WeekStatus::Open),
        ] {
            assert_eq!(at(day), expected, "from {day} March");
        }
    }

    #[test]
    fn the_last_day_decides_on_the_return() {
        let at = |until: Date| {
            status(
                "2026-W10".parse().unwrap(),
                &[holiday(date(2026, 2, 14), until)],
            )
        };
        assert_eq!(at(date(2026, 3, 1)), WeekStatus::Open);
        assert_eq!(at(date(2026, 3, 2)), WeekStatus::InHolidays);
        // A return in the week itself outweighs the next break.
        let both = [
            holiday(date(2026, 2, 14), date(2026, 3, 2)),
            holiday(date(2026, 3, 7), date(2026, 3, 22)),
        ];
        assert_eq!(
            status("2026-W10".parse().unwrap(), &both),
            WeekStatus::InHolidays
        );
    }

    #[test]
    fn days_off_and_bridges_close_nothing() {
        let six = holiday(date(2026, 3, 4), date(2026, 3, 9));
        let seven = holiday(date(2026, 3, 4), date(2026, 3, 10));
        let backwards = holiday(date(2026, 3, 4), date(2026, 2, 4));
        assert!(!six.is_break() && seven.is_break() && !backwards.is_break());
        let week = "2026-W10".parse().unwrap();
        assert_eq!(status(week, &[six, backwards]), WeekStatus::Open);
        assert_eq!(status(week, &[seven]), WeekStatus::InHolidays);
        assert_eq!(status(week, &[]), WeekStatus::Open);
        // Ascension of 2026, from Thursday 14 to Sunday 17 May.
        let holidays = builtin(Z::A, SchoolYear::beginning_in(2025));
        assert_eq!(
            status("2026-W20".parse().unwrap(), &holidays),
            WeekStatus::Open
        );
    }

    #[test]
    fn what_is_known() {
        for zone in Z::ALL {
            let national = [Z::A, Z::B, Z::C].contains(&zone);
            for (year, known) in [
                (2024, false),
                (2025, true),
                (2026, national),
                (2027, national),
                (2028, false),
            ] {
                let year = SchoolYear::beginning_in(year);
                assert_eq!(is_known(zone, year), known, "{zone} {year}");
                let covered = [Coverage::Nothing, Coverage::Whole][usize::from(known)];
                assert_eq!(
                    coverage(zone, &Season::default(), year, &builtin(zone, year)),
                    covered,
                    "{zone} {year}"
                );
                assert_eq!(builtin(zone, year).is_empty(), !known, "{zone} {year}");
            }
        }
        let summer = holiday(date(2026, 7, 4), date(2026, 8, 31));
        assert_eq!(covered_in_zone_a(&[summer]), Coverage::Nothing);
    }

    fn covered_in_zone_a(holidays: &[Holiday]) -> Coverage {
        let year = SchoolYear::beginning_in(2025);
        coverage(Z::A, &Season::default(), year, holidays)
    }

    #[test]
    fn all_but_one_break_of_a_year_are_a_part_of_it_and_one_told_twice_is_one() {
        let all = builtin(Z::A, SchoolYear::beginning_in(2025));
        assert_eq!(covered_in_zone_a(&all), Coverage::Whole);
        let without_spring = |row: &Holiday| row.name != "Vacances de Printemps";
        let mut some: Vec<Holiday> = all.into_iter().filter(without_spring).collect();
        assert_eq!(covered_in_zone_a(&some), Coverage::Partly);
        let again = Holiday {
            name: "Congés d'hiver".into(),
            from: date(2026, 2, 9),
            until: date(2026, 2, 20),
            zone: Z::A,
        };
        some.push(again);
        assert_eq!(covered_in_zone_a(&some), Coverage::Partly);
        let season = Season::default();
        assert_eq!(breaks_of_a_season(Z::A, &season), 4);
        assert_eq!(breaks_of_a_season(Z::Reunion, &season), 3);
    }

    #[test]
    fn the_tables_are_in_order() {
        for &(zone, first_year, days) in CALENDARS {
            let year = SchoolYear::beginning_in(first_year);
            assert!(days.is_sorted_by(|a, b| a.2 < b.1), "{zone} {year}");
            for &(name, from, until) in days {
                assert!(from <= until, "{zone} {year} {name}");
                assert_eq!(SchoolYear::of(from), year, "{zone} {year} {name}");
            }
            let same = |c: &&(HolidayZone, i16, &[Days])| c.0 == zone && c.1 == first_year;
            assert_eq!(CALENDARS.iter().filter(same).count(), 1, "{zone} {year}");
        }
    }

    #[test]
    fn zones_and_holidays_survive_json() {
        for zone in Z::ALL {
            assert_eq!(zone.to_string().parse::<HolidayZone>().unwrap(), zone);
        }
        assert!("a".parse::<HolidayZone>().is_err());
        let all = builtin(Z::Reunion, SchoolYear::beginning_in(2025));
        let json = serde_json::to_string(&all).unwrap();
        assert!(json.starts_with(
            r#"[{"zone":"Réunion","name":"Vacances après 1ère période","from":"2025-10-11","#
        ));
        assert_eq!(serde_json::from_str::<Vec<Holiday>>(&json).unwrap(), all);
    }
}
