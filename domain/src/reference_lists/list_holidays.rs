//! The official calendar is imported (EST-3).
use jiff::ToSpan;
use jiff::civil::Date;

use super::event::ReferenceEvent;
use super::refusal::Refusal;
use super::state::{ReferenceState, evolve};
use crate::calendar::SchoolYear;
use crate::personal::line;
use crate::reference::holidays::Holiday;

/// No school year before the one that begins then is asked about.
const FIRST_YEAR: i16 = 2000;

/// So many school years ahead a calendar may be told: it is published three years before.
const YEARS_AHEAD: i16 = 5;

/// Rows of the official calendar, of any zones and years. Rows that are not among them stay.
#[derive(Clone, Debug)]
pub struct ListHolidays {
    /// The rows; names are trimmed.
    pub holidays: Vec<Holiday>,
    /// The present day, in Paris.
    pub today: Date,
}

/// Lists rows that are new. A row of the same zone, name and start with another end takes the
/// place of the one before; the same row again is nothing new. One bad row refuses the whole, as one
/// of days before August 2000 or more than five school years ahead.
pub fn list_holidays(
    state: &ReferenceState,
    ListHolidays { holidays, today }: ListHolidays,
) -> Result<Vec<ReferenceEvent>, Refusal> {
    let mut state = state.clone();
    let mut events = vec![];
    for row in holidays {
        let holiday = check(row, today)?;
        let before = state.imported(&holiday).cloned();
        if before.as_ref() == Some(&holiday) {
            continue;
        }
        let struck = before.map(|holiday| ReferenceEvent::HolidayStruck { holiday });
        let happened = struck
            .into_iter()
            .chain([ReferenceEvent::HolidayListed { holiday }]);
        for event in happened {
            state = evolve(state, &event);
            events.push(event);
        }
    }
    Ok(events)
}

fn check(row: Holiday, today: Date) -> Result<Holiday, Refusal> {
    let name =
        line("display_name", &row.name, 100).map_err(|bad| bad.or_length(Refusal::NameUnfit))?;
    if row.until < row.from {
        return Err(Refusal::HolidayBackwards);
    }
    let from = SchoolYear::beginning_in(FIRST_YEAR).begins();
    let last = SchoolYear::beginning_in(SchoolYear::of(today).first_year() + YEARS_AHEAD);
    // The summer after the last of those school years is within.
    let until = last.next().begins().saturating_add(1.month());
    for (field, day) in [("start_date", row.from), ("end_date", row.until)] {
        if !(from..=until).contains(&day) {
            return Err(Refusal::HolidayDayUnfit { field, from, until });
        }
    }
    Ok(Holiday {
        name: name.into(),
        ..row
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::ReferenceCommand;
    use super::super::testing::*;
    use super::*;
    use crate::testing::TODAY;

    fn list<const N: usize>(holidays: [Holiday; N]) -> ReferenceCommand {
        ReferenceCommand::ListHolidays(ListHolidays {
            holidays: holidays.into(),
            today: TODAY,
        })
    }

    #[test]
    fn a_calendar_is_of_no_far_time() {
        let between = |from, until| Holiday {
            from,
            until,
            ..noel(4)
        };
        let unfit = |field| Refusal::HolidayDayUnfit {
            field,
            from: date(2000, 8, 1),
            until: date(2031, 9, 1),
        };
        let (first, last) = (date(2000, 8, 1), date(2031, 9, 1));
        for (from, until, field) in [
            (date(1, 1, 1), date(1, 1, 8), "start_date"),
            (date(2000, 7, 31), date(2000, 9, 1), "start_date"),
            (date(2031, 9, 2), date(2031, 9, 3), "start_date"),
            (date(2031, 7, 6), date(2031, 9, 2), "end_date"),
            (date(2025, 12, 20), date(9999, 12, 31), "end_date"),
        ] {
            lists([])
                .when(list([between(from, until)]))
                .then_refused(unfit(field));
        }
        let row = between(first, last);
        lists([])
            .when(list([row.clone()]))
            .then([holiday_listed(row)]);
    }

    fn struck(holiday: Holiday) -> ReferenceEvent {
        ReferenceEvent::HolidayStruck { holiday }
    }

    #[test]
    fn new_rows_are_listed() {
        lists([])
            .when(list([noel(4)]))
            .then([holiday_listed(noel(4))]);
        lists([]).when(list([])).then_nothing();
    }

    #[test]
    fn the_same_rows_again_are_nothing_new() {
        lists([holiday_listed(noel(4))])
            .when(list([noel(4), noel(4)]))
            .then_nothing();
        lists([])
            .when(list([noel(4), noel(4)]))
            .then([holiday_listed(noel(4))]);
    }

    #[test]
    fn another_end_takes_the_place_of_the_first() {
        lists([holiday_listed(noel(4))])
            .when(list([noel(5)]))
            .then([struck(noel(4)), holiday_listed(noel(5))]);
    }

    #[test]
    fn one_bad_row_refuses_the_whole() {
        let backwards = Holiday {
            until: date(2025, 12, 1),
            ..noel(4)
        };
        let nameless = Holiday {
            name: " ".into(),
            ..noel(4)
        };
        lists([])
            .when(list([noel(4), backwards]))
            .then_refused(Refusal::HolidayBackwards);
        lists([])
            .when(list([noel(4), nameless]))
            .then_refused(Refusal::NameUnfit);
    }
}
