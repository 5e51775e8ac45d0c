//! The head opens the search to the whole country, and closes it again (EST-8).
use jiff::civil::Date;

use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::{EstablishmentState, SearchArea};
use super::year_refusal::{YearRefusal, is_planned_now};
use crate::calendar::SchoolYear;
use crate::rules::Rules;

/// The head lets the pupils search the whole country.
#[derive(Clone, Debug)]
pub struct OpenNationwideSearch {
    /// For the placements of which school year.
    pub school_year: SchoolYear,
    /// Fact: the day on which this is asked.
    pub today: Date,
}

/// The head lets the pupils search around the college only.
#[derive(Clone, Debug)]
pub struct CloseNationwideSearch {
    /// For the placements of which school year.
    pub school_year: SchoolYear,
    /// Fact: the day on which this is asked.
    pub today: Date,
}

/// Opens the search of the present school year or the next (EST-13), from the day that the rules set
/// in its first calendar year (EST-8).
pub fn open_nationwide_search(
    state: &EstablishmentState,
    OpenNationwideSearch { school_year, today }: OpenNationwideSearch,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    is_planned_now(school_year, rules.school_year_on(today))?;
    let from = rules.nationwide_from.in_school_year(school_year);
    if today < from {
        return Err(YearRefusal::NationwideTooEarly(from).into());
    }
    Ok(match state.search_area(school_year, rules) {
        SearchArea::RadiusKm(_) => vec![EstablishmentEvent::SearchOpenedNationwide { school_year }],
        SearchArea::Nationwide => vec![],
    })
}

/// Limits the search of the present school year or the next to the radius again, at any time
/// (EST-8).
pub fn close_nationwide_search(
    state: &EstablishmentState,
    CloseNationwideSearch { school_year, today }: CloseNationwideSearch,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    is_planned_now(school_year, rules.school_year_on(today))?;
    Ok(match state.search_area(school_year, rules) {
        SearchArea::RadiusKm(_) => vec![],
        SearchArea::Nationwide => vec![EstablishmentEvent::SearchLimitedToRadius { school_year }],
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn open_on(today: Date) -> C {
        C::OpenNationwideSearch(OpenNationwideSearch {
            school_year: year(),
            today,
        })
    }

    fn close() -> C {
        C::CloseNationwideSearch(CloseNationwideSearch {
            school_year: year(),
            today: TODAY,
        })
    }

    fn opened() -> EstablishmentEvent {
        EstablishmentEvent::SearchOpenedNationwide {
            school_year: year(),
        }
    }

    fn limited() -> EstablishmentEvent {
        EstablishmentEvent::SearchLimitedToRadius {
            school_year: year(),
        }
    }

    #[test]
    fn the_search_opens_from_the_end_of_september() {
        let too_early = YearRefusal::NationwideTooEarly(date(2025, 9, 28)).into();
        registered_college([])
            .when(open_on(date(2025, 9, 27)))
            .then_refused(too_early);
        registered_college([])
            .when(open_on(date(2025, 9, 28)))
            .then([opened()]);
        registered_college([])
            .when(open_on(date(2026, 1, 5)))
            .then([opened()]);
    }

    #[test]
    fn each_school_year_opens_for_itself() {
        let (rules, next) = (Rules::default(), year().next());
        let state = registered_college([opened()]).state();
        assert_eq!(state.search_area(year(), &rules), SearchArea::Nationwide);
        assert_eq!(state.search_area(next, &rules), SearchArea::RadiusKm(60.0));
        let cmd = OpenNationwideSearch {
            school_year: next,
            today: date(2026, 6, 1),
        };
        registered_college([opened()])
            .when(C::OpenNationwideSearch(cmd))
            .then_refused(YearRefusal::NationwideTooEarly(date(2026, 9, 28)).into());
    }

    #[test]
    fn a_year_that_is_over_or_far_is_neither_opened_nor_closed() {
        let another = || YearRefusal::AnotherYear(year()).into();
        for first in [2000, 2024, 2027, 2999] {
            let school_year = SchoolYear::beginning_in(first);
            let open = OpenNationwideSearch {
                school_year,
                today: TODAY,
            };
            registered_college([])
                .when(C::OpenNationwideSearch(open))
                .then_refused(another());
            let close = CloseNationwideSearch {
                school_year,
                today: TODAY,
            };
            registered_college([])
                .when(C::CloseNationwideSearch(close))
                .then_refused(another());
        }
    }

    #[test]
    fn the_search_is_limited_again() {
        registered_college([opened()])
            .when(close())
            .then([limited()]);
        registered_college([opened(), limited()])
            .when(open_on(TODAY))
            .then([opened()]);
    }

    #[test]
    fn asking_twice_is_nothing_new() {
        registered_college([opened()])
            .when(open_on(TODAY))
            .then_nothing();
        registered_college([]).when(close()).then_nothing();
    }

    #[test]
    fn only_in_a_registered_college() {
        college([listed()])
            .when(open_on(TODAY))
            .then_refused(Refusal::NotRegistered);
        college([listed()])
            .when(close())
            .then_refused(Refusal::NotRegistered);
    }
}
