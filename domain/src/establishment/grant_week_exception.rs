//! The academic director allows a week just before holidays (EST-3).
use jiff::civil::Date;

use super::event::EstablishmentEvent;
use super::preconditions::must_be_listed;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::year_refusal::is_planned_now;
use crate::calendar::Week;
use crate::rules::Rules;

/// The academic director allows a college one week just before holidays.
#[derive(Clone, Debug)]
pub struct GrantWeekException {
    /// Which week.
    pub week: Week,
    /// Fact: the day on which this is said.
    pub today: Date,
}

/// Allows a week of the time of placements of the present school year or the next, even before the
/// college is registered (EST-3).
pub fn grant_week_exception(
    state: &EstablishmentState,
    GrantWeekException { week, today }: GrantWeekException,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
    is_planned_now(week.school_year(), rules.school_year_on(today))?;
    if !rules.season.holds(week) {
        Err(Refusal::outside_season(week, rules.season))
    } else if state.has_week_exception(week) {
        Ok(vec![])
    } else {
        Ok(vec![EstablishmentEvent::WeekExceptionGranted { week }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::year_refusal::YearRefusal;
    use super::*;
    use crate::season::Season;

    fn of(week: Week) -> C {
        C::GrantWeekException(GrantWeekException { week, today: TODAY })
    }

    fn grant(number: i8) -> C {
        of(week(number))
    }

    fn granted(number: i8) -> EstablishmentEvent {
        EstablishmentEvent::WeekExceptionGranted { week: week(number) }
    }

    #[test]
    fn a_listed_college_gets_an_exception() {
        college([listed()])
            .when(grant(BEFORE_HOLIDAYS))
            .then([granted(BEFORE_HOLIDAYS)]);
    }

    #[test]
    fn granting_twice_is_nothing_new() {
        registered_college([granted(BEFORE_HOLIDAYS)])
            .when(grant(BEFORE_HOLIDAYS))
            .then_nothing();
    }

    #[test]
    fn no_exception_reaches_outside_the_time_of_placements_or_the_directory() {
        registered_college([])
            .when(grant(25))
            .then_refused(Refusal::outside_season(week(25), Season::default()));
        college([]).when(grant(4)).then_refused(Refusal::NotListed);
        for far in ["2000-W47", "2025-W04", "2028-W04", "2999-W47"] {
            registered_college([])
                .when(of(far.parse().unwrap()))
                .then_refused(YearRefusal::AnotherYear(year()).into());
        }
    }
}
