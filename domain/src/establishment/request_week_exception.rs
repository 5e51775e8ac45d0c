//! A college asks for a week just before holidays, and the academic director may say no (EST-3).
use jiff::civil::Date;

use super::event::EstablishmentEvent;
use super::preconditions::{must_be_listed, must_be_registered};
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::year_refusal::is_planned_now;
use crate::calendar::Week;
use crate::reference::holidays::{Holiday, WeekStatus, status};
use crate::rules::Rules;

/// The college asks for a week that only the academic director may allow.
#[derive(Clone, Debug)]
pub struct RequestWeekException {
    /// Which week.
    pub week: Week,
    /// Fact: the holidays of the college's zone in that school year, as far as they are known.
    pub holidays: Vec<Holiday>,
    /// Fact: the day on which this is asked.
    pub today: Date,
}

/// Asks for an exception where a week of the present school year or the next needs one, once.
pub fn request_week_exception(
    state: &EstablishmentState,
    cmd: RequestWeekException,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let week = cmd.week;
    is_planned_now(week.school_year(), rules.school_year_on(cmd.today))?;
    if !rules.season.holds(week) {
        return Err(Refusal::outside_season(week, rules.season));
    }
    if week.monday() <= cmd.today {
        return Err(Refusal::WeekBegun(week));
    }
    if state.has_week_exception(week) || state.asks_for_week_exception(week) {
        return Ok(vec![]);
    }
    match status(week, &cmd.holidays) {
        WeekStatus::Open => Err(Refusal::WeekNeedsNoException(week)),
        WeekStatus::InHolidays => Err(Refusal::WeekInHolidays(week)),
        WeekStatus::JustBeforeHolidays => {
            Ok(vec![EstablishmentEvent::WeekExceptionRequested { week }])
        }
    }
}

/// The academic director does not allow a week that the college asked for.
#[derive(Clone, Debug)]
pub struct DeclineWeekException {
    /// Which week.
    pub week: Week,
}

/// Says no to what is asked; nothing where nothing is. It may be asked again.
pub fn decline_week_exception(
    state: &EstablishmentState,
    DeclineWeekException { week }: DeclineWeekException,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
    let asked = state.asks_for_week_exception(week);
    let declined = asked.then_some(EstablishmentEvent::WeekExceptionDeclined { week });
    Ok(declined.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::year_refusal::YearRefusal;
    use super::*;
    use crate::establishment::{GrantWeekException, WeekFacts, may_choose};
    use crate::season::Season;

    fn ask(number: i8) -> C {
        let chosen = choose([number]);
        C::RequestWeekException(RequestWeekException {
            week: week(number),
            holidays: chosen.holidays,
            today: chosen.today,
        })
    }

    fn decline() -> C {
        C::DeclineWeekException(DeclineWeekException {
            week: week(BEFORE_HOLIDAYS),
        })
    }

    fn requested() -> EstablishmentEvent {
        EstablishmentEvent::WeekExceptionRequested {
            week: week(BEFORE_HOLIDAYS),
        }
    }

    fn declined() -> EstablishmentEvent {
        EstablishmentEvent::WeekExceptionDeclined {
            week: week(BEFORE_HOLIDAYS),
        }
    }

    fn granted() -> EstablishmentEvent {
        EstablishmentEvent::WeekExceptionGranted {
            week: week(BEFORE_HOLIDAYS),
        }
    }

    #[test]
    fn a_week_just_before_holidays_is_asked_for_once_and_again_after_a_no() {
        registered_college([])
            .when(ask(BEFORE_HOLIDAYS))
            .then([requested()]);
        registered_college([requested()])
            .when(ask(BEFORE_HOLIDAYS))
            .then_nothing();
        registered_college([granted()])
            .when(ask(BEFORE_HOLIDAYS))
            .then_nothing();
        registered_college([requested(), declined()])
            .when(ask(BEFORE_HOLIDAYS))
            .then([requested()]);
        registered_college([requested(), granted()])
            .when(decline())
            .then_nothing();
    }

    #[test]
    fn the_academic_director_answers_what_is_asked() {
        registered_college([requested()])
            .when(decline())
            .then([declined()]);
        registered_college([]).when(decline()).then_nothing();
        registered_college([requested()])
            .when(C::GrantWeekException(GrantWeekException {
                week: week(BEFORE_HOLIDAYS),
                today: TODAY,
            }))
            .then([granted()]);
        college([]).when(decline()).then_refused(Refusal::NotListed);
    }

    #[test]
    fn nobody_asks_for_what_needs_no_exception_or_can_have_none() {
        registered_college([])
            .when(ask(4))
            .then_refused(Refusal::WeekNeedsNoException(week(4)));
        registered_college([])
            .when(ask(25))
            .then_refused(Refusal::outside_season(week(25), Season::default()));
        let late = C::RequestWeekException(RequestWeekException {
            week: week(BEFORE_HOLIDAYS),
            holidays: vec![],
            today: date(2026, 6, 1),
        });
        registered_college([])
            .when(late)
            .then_refused(Refusal::WeekBegun(week(BEFORE_HOLIDAYS)));
        college([listed()])
            .when(ask(BEFORE_HOLIDAYS))
            .then_refused(Refusal::NotRegistered);
        for far in ["2000-W47", "2025-W04", "2028-W04", "2999-W47"] {
            let far = C::RequestWeekException(RequestWeekException {
                week: far.parse().unwrap(),
                holidays: vec![],
                today: TODAY,
            });
            registered_college([])
                .when(far)
                .then_refused(YearRefusal::AnotherYear(year()).into());
        }
    }

    #[test]
    fn what_an_exception_lifts_is_what_may_be_asked_for() {
        let state = registered_college([]).state();
        let rules = Rules::default();
        let mut asked = 0;
        for number in 1..=30 {
            let chosen = choose([number]);
            let facts = WeekFacts {
                school_year: chosen.school_year,
                holidays: &chosen.holidays,
                today: chosen.today,
            };
            let refusal = may_choose(&state, week(number), &facts, &rules).err();
            let lifted = refusal.is_some_and(|refusal| refusal.is_lifted_by_an_exception());
            let ask = RequestWeekException {
                week: week(number),
                holidays: chosen.holidays.clone(),
                today: chosen.today,
            };
            let may_be_asked = request_week_exception(&state, ask, &rules).is_ok();
            assert_eq!(lifted, may_be_asked, "{}", week(number));
            asked += u32::from(lifted);
        }
        assert!(asked > 0);
    }
}
