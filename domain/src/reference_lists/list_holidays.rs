//! The official calendar is imported (EST-3).
use super::event::ReferenceEvent;
use super::refusal::Refusal;
use super::state::{ReferenceState, evolve};
use crate::personal::line;
use crate::reference::holidays::Holiday;

/// Rows of the official calendar, of any zones and years. Rows that are not among them stay.
#[derive(Clone, Debug)]
pub struct ListHolidays {
    /// The rows; names are trimmed.
    pub holidays: Vec<Holiday>,
}

/// Lists rows that are new. A row of the same zone, name and start with another end takes the
/// place of the one before; the same row again is nothing new. One bad row refuses the whole.
pub fn list_holidays(
    state: &ReferenceState,
    ListHolidays { holidays }: ListHolidays,
) -> Result<Vec<ReferenceEvent>, Refusal> {
    let mut state = state.clone();
    let mut events = vec![];
    for row in holidays {
        let holiday = check(row)?;
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

fn check(row: Holiday) -> Result<Holiday, Refusal> {
    let name =
        line("display_name", &row.name, 100).map_err(|bad| bad.or_length(Refusal::NameUnfit))?;
    if row.until < row.from {
        return Err(Refusal::HolidayBackwards);
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

    fn list<const N: usize>(holidays: [Holiday; N]) -> ReferenceCommand {
        ReferenceCommand::ListHolidays(ListHolidays {
            holidays: holidays.into(),
        })
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
