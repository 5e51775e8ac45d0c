//! The academic director allows a week just before holidays (EST-3).
use super::event::EstablishmentEvent;
use super::preconditions::must_be_listed;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::calendar::Week;
use crate::rules::Rules;

/// The academic director allows a college one week just before holidays.
#[derive(Clone, Debug)]
pub struct GrantWeekException {
    /// Which week.
    pub week: Week,
}

/// Allows a week of the time of placements, even before the college is registered (EST-3).
pub fn grant_week_exception(
    state: &EstablishmentState,
    GrantWeekException { week }: GrantWeekException,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
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
    use super::*;
    use crate::season::Season;

    fn grant(number: i8) -> C {
        C::GrantWeekException(GrantWeekException { week: week(number) })
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
    }
}
