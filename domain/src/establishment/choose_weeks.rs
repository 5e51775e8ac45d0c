//! The weeks of placement of a school year (EST-3, EST-4).
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::year_refusal::is_planned_now;
use crate::calendar::{SchoolYear, Week};
use crate::reference::holidays::{Holiday, WeekStatus, status};
use crate::rules::Rules;

/// The head chooses all the weeks of a school year, in place of those chosen before.
#[derive(Clone, Debug)]
pub struct ChooseWeeks {
    /// Which school year.
    pub school_year: SchoolYear,
    /// The weeks, at least one.
    pub weeks: BTreeSet<Week>,
    /// Fact: the holidays of the college's zone in that school year, as far as they are known; what
    /// is not known refuses nothing.
    pub holidays: Vec<Holiday>,
    /// Fact: the weeks for which the college's pupils have pending or accepted applications.
    pub weeks_in_use: BTreeSet<Week>,
    /// Fact: the day on which this is asked.
    pub today: Date,
}

/// Replaces the choice of the present school year or the next (EST-13). A week that is added has not begun, lies in the time of
/// placements, outside the holidays, and not just before them unless the academic director allows
/// it (EST-3). A week that is dropped has no pending or accepted application (EST-4). A week that
/// is kept is not judged again.
pub fn choose_weeks(
    state: &EstablishmentState,
    cmd: ChooseWeeks,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let before = state.weeks(cmd.school_year);
    if cmd.weeks.is_empty() {
        return Err(Refusal::NoWeek);
    }
    if cmd.weeks == *before {
        return Ok(vec![]);
    }
    is_planned_now(cmd.school_year, rules.school_year_on(cmd.today))?;
    let facts = WeekFacts {
        school_year: cmd.school_year,
        holidays: &cmd.holidays,
        today: cmd.today,
    };
    for week in cmd.weeks.difference(before) {
        may_choose(state, *week, &facts, rules)?;
    }
    match before
        .difference(&cmd.weeks)
        .find(|dropped| cmd.weeks_in_use.contains(dropped))
    {
        Some(in_use) => Err(Refusal::WeekInUse(*in_use)),
        None => {
            let ChooseWeeks {
                school_year, weeks, ..
            } = cmd;
            Ok(vec![EstablishmentEvent::WeeksChosen { school_year, weeks }])
        }
    }
}

/// By what a week is judged, beside the college.
#[derive(Clone, Copy, Debug)]
pub struct WeekFacts<'a> {
    /// The school year for which it would be chosen.
    pub school_year: SchoolYear,
    /// The holidays of the college's zone in that school year, as far as they are known.
    pub holidays: &'a [Holiday],
    /// The day on which it would be chosen.
    pub today: Date,
}

/// Whether a college may add a week to its choice: one of the season that has not begun, outside
/// the holidays, and not just before them but by an exception (EST-3).
///
/// # Errors
/// Why it may not.
pub fn may_choose(
    state: &EstablishmentState,
    week: Week,
    facts: &WeekFacts<'_>,
    rules: &Rules,
) -> Result<(), Refusal> {
    if week.school_year() != facts.school_year || !rules.season.holds(week) {
        return Err(Refusal::outside_season(week, rules.season));
    }
    if week.monday() <= facts.today {
        return Err(Refusal::WeekBegun(week));
    }
    match status(week, facts.holidays) {
        WeekStatus::Open => Ok(()),
        WeekStatus::JustBeforeHolidays if state.has_week_exception(week) => Ok(()),
        WeekStatus::JustBeforeHolidays => Err(Refusal::WeekJustBeforeHolidays(week)),
        WeekStatus::InHolidays => Err(Refusal::WeekInHolidays(week)),
    }
}

impl Refusal {
    /// Whether an exception of the academic director lifts it (EST-3).
    #[must_use]
    pub const fn is_lifted_by_an_exception(&self) -> bool {
        matches!(self, Self::WeekJustBeforeHolidays(_))
    }

    /// Whether it is of a week that has begun, which nobody chooses any more (EST-3).
    #[must_use]
    pub const fn is_of_a_begun_week(&self) -> bool {
        matches!(self, Self::WeekBegun(_))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::year_refusal::YearRefusal;
    use super::*;
    use crate::season::Season;

    fn ask<const N: usize>(numbers: [i8; N]) -> C {
        C::ChooseWeeks(choose(numbers))
    }

    fn allowed() -> EstablishmentEvent {
        EstablishmentEvent::WeekExceptionGranted {
            week: week(BEFORE_HOLIDAYS),
        }
    }

    #[test]
    fn a_head_chooses_weeks_of_classes() {
        registered_college([])
            .when(ask([4, 5]))
            .then([chosen([4, 5])]);
    }

    #[test]
    fn a_new_choice_replaces_the_old_one() {
        registered_college([chosen([4, 5])])
            .when(ask([5, 11]))
            .then([chosen([5, 11])]);
    }

    #[test]
    fn the_same_choice_again_is_nothing_new() {
        registered_college([chosen([4, 5])])
            .when(ask([4, 5]))
            .then_nothing();
    }

    #[test]
    fn a_choice_is_that_of_a_registered_college_and_has_a_week() {
        college([listed()])
            .when(ask([4]))
            .then_refused(Refusal::NotRegistered);
        registered_college([])
            .when(ask([]))
            .then_refused(Refusal::NoWeek);
        registered_college([chosen([4])])
            .when(ask([]))
            .then_refused(Refusal::NoWeek);
    }

    #[test]
    fn weeks_lie_in_the_time_of_placements_of_that_year() {
        for outside in ["2025-W42", "2026-W18", "2026-W44", "2025-W10"] {
            let outside: Week = outside.parse().unwrap();
            let weeks = [week(4), outside].into();
            registered_college([])
                .when(C::ChooseWeeks(ChooseWeeks {
                    weeks,
                    ..choose([])
                }))
                .then_refused(Refusal::outside_season(outside, Season::default()));
        }
    }

    #[test]
    fn weeks_are_chosen_of_this_year_or_the_next() {
        let of = |year: i16, weeks: [&str; 1]| {
            C::ChooseWeeks(ChooseWeeks {
                school_year: SchoolYear::beginning_in(year),
                weeks: weeks.map(|week| week.parse().unwrap()).into(),
                ..choose([])
            })
        };
        let another = || YearRefusal::AnotherYear(SchoolYear::beginning_in(2025)).into();
        for (year, week) in [(2000, "2001-W04"), (2024, "2025-W04"), (2027, "2028-W04")] {
            registered_college([])
                .when(of(year, [week]))
                .then_refused(another());
        }
        registered_college([])
            .when(of(2999, ["2999-W47"]))
            .then_refused(another());
        let next = of(2026, ["2027-W04"]);
        registered_college([])
            .when(next)
            .then([EstablishmentEvent::WeeksChosen {
                school_year: SchoolYear::beginning_in(2026),
                weeks: ["2027-W04".parse().unwrap()].into(),
            }]);
    }

    #[test]
    fn holidays_are_refused() {
        registered_college([])
            .when(ask([4, IN_HOLIDAYS]))
            .then_refused(Refusal::WeekInHolidays(week(IN_HOLIDAYS)));
        registered_college([EstablishmentEvent::WeekExceptionGranted {
            week: week(IN_HOLIDAYS),
        }])
        .when(ask([IN_HOLIDAYS]))
        .then_refused(Refusal::WeekInHolidays(week(IN_HOLIDAYS)));
    }

    #[test]
    fn a_week_just_before_holidays_needs_an_exception() {
        registered_college([])
            .when(ask([BEFORE_HOLIDAYS]))
            .then_refused(Refusal::WeekJustBeforeHolidays(week(BEFORE_HOLIDAYS)));
        registered_college([allowed()])
            .when(ask([BEFORE_HOLIDAYS]))
            .then([chosen([BEFORE_HOLIDAYS])]);
    }

    #[test]
    fn a_week_chosen_under_an_exception_stays_without_it() {
        let withdrawn = EstablishmentEvent::WeekExceptionWithdrawn {
            week: week(BEFORE_HOLIDAYS),
        };
        registered_college([allowed(), chosen([BEFORE_HOLIDAYS]), withdrawn])
            .when(ask([4, BEFORE_HOLIDAYS]))
            .then([chosen([4, BEFORE_HOLIDAYS])]);
    }

    #[test]
    fn holidays_that_are_not_known_refuse_nothing() {
        let unknown = ChooseWeeks {
            holidays: vec![],
            ..choose([4, BEFORE_HOLIDAYS])
        };
        registered_college([])
            .when(C::ChooseWeeks(unknown))
            .then([chosen([4, BEFORE_HOLIDAYS])]);
    }

    #[test]
    fn a_week_that_has_begun_is_kept_but_not_added() {
        let monday = date(2026, 1, 19);
        assert_eq!(monday, week(4).monday());
        let on_monday = |choice: ChooseWeeks| {
            C::ChooseWeeks(ChooseWeeks {
                today: monday,
                ..choice
            })
        };
        registered_college([])
            .when(on_monday(choose([4, 5])))
            .then_refused(Refusal::WeekBegun(week(4)));
        registered_college([chosen([4])])
            .when(on_monday(choose([4, 5])))
            .then([chosen([4, 5])]);
    }

    #[test]
    fn a_week_with_applications_is_not_dropped() {
        let in_use = |choice| ChooseWeeks {
            weeks_in_use: [week(4), week(11)].into(),
            ..choice
        };
        registered_college([chosen([4, 5])])
            .when(C::ChooseWeeks(in_use(choose([5]))))
            .then_refused(Refusal::WeekInUse(week(4)));
        registered_college([chosen([4, 5])])
            .when(C::ChooseWeeks(in_use(choose([4]))))
            .then([chosen([4])]);
    }
}
