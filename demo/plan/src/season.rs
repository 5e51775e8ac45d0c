//! When what happens: the days of a campaign, from the first offers in June to the last debriefs
//! of the next spring.
use domain::calendar::{SchoolYear, Week};
use domain::reference::holidays::{Holiday, WeekStatus, status};
use domain::season;
use eventlog::RecordedAt;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// From one instant to another.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    from: RecordedAt,
    until: RecordedAt,
}

impl Span {
    /// The instant when so many of so many things are done.
    pub fn at(&self, done: u64, of: u64) -> RecordedAt {
        let whole = i128::from(self.until.0 - self.from.0);
        let passed = whole * i128::from(done.min(of)) / i128::from(of.max(1));
        RecordedAt(
            self.from
                .0
                .saturating_add(i64::try_from(passed).unwrap_or_default()),
        )
    }

    /// Its first instant.
    pub fn from(&self) -> RecordedAt {
        self.from
    }

    /// Its first day.
    pub fn first_day(&self) -> Date {
        jiff::Timestamp::from_microsecond(self.from.0)
            .map(|at| at.to_zoned(TimeZone::UTC).date())
            .unwrap_or_default()
    }
}

/// The two halves of the season of placements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Until Christmas.
    Autumn,
    /// From February on.
    Spring,
}

/// The days of one campaign.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    /// The school year of the placements.
    pub year: SchoolYear,
}

impl Season {
    /// From the morning of a day to that of another, as month and day: from June on of the year
    /// in which the school year begins, before June of the next.
    pub fn span(&self, from: (i8, i8), until: (i8, i8)) -> Span {
        Span {
            from: self.morning(from),
            until: self.morning(until),
        }
    }

    /// The half in which a week lies; none for what lies between.
    pub fn half(&self, week: Week) -> Option<Half> {
        let first = self.year.first_year();
        let (monday, friday) = (week.monday(), week.friday());
        if monday >= date(first, 11, 10) && friday <= date(first, 12, 20) {
            Some(Half::Autumn)
        } else if monday >= date(first + 1, 2, 2)
            && friday <= season::Season::default().days(self.year).1
        {
            Some(Half::Spring)
        } else {
            None
        }
    }

    /// The weeks of a half that stand so towards the holidays of a zone.
    pub fn weeks(&self, half: Half, holidays: &[Holiday], wanted: WeekStatus) -> Vec<Week> {
        let weeks = season::Season::default().weeks(self.year);
        let weeks = weeks.filter(|week| self.half(*week) == Some(half));
        weeks
            .filter(|week| status(*week, holidays) == wanted)
            .collect()
    }

    fn morning(&self, (month, day): (i8, i8)) -> RecordedAt {
        let first = self.year.first_year();
        let year = if month >= 6 { first } else { first + 1 };
        let morning = date(year, month, day)
            .at(7, 0, 0, 0)
            .to_zoned(TimeZone::UTC);
        RecordedAt(
            morning
                .map(|at| at.timestamp().as_microsecond())
                .unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use domain::reference::holidays::{HolidayZone, builtin};

    use super::*;

    fn season() -> Season {
        Season {
            year: SchoolYear::beginning_in(2025),
        }
    }

    #[test]
    fn a_span_passes_as_things_are_done() {
        let span = season().span((6, 1), (1, 2));
        assert_eq!(span.first_day(), date(2025, 6, 1));
        assert_eq!(span.at(0, 7), span.from());
        assert!(span.at(3, 7) < span.at(4, 7));
        assert_eq!(span.at(9, 7), season().span((1, 2), (1, 2)).from());
    }

    #[test]
    fn every_zone_has_weeks_in_both_halves() {
        for zone in HolidayZone::ALL {
            let holidays = builtin(zone, season().year);
            for half in [Half::Autumn, Half::Spring] {
                let weeks = season().weeks(half, &holidays, WeekStatus::Open);
                assert!(weeks.len() >= 4, "{zone:?} {half:?} {weeks:?}");
            }
        }
    }
}
