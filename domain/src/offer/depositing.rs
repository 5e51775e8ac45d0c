//! On which days an offer of a week is deposited (OFF-2).
use jiff::civil::Date;

use crate::calendar::Week;
use crate::rules::Rules;

/// How a day stands towards the deposit of offers of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depositing {
    /// Before the day on which the deposit opens: it is refused (OFF-2).
    TooEarly,
    /// It may be deposited, and pupils can still be placed in it.
    Open,
    /// Nobody is placed in it any more (OFF-5): an offer of it would stay empty.
    Over,
}

/// How a day stands towards the deposit of offers of a week of the season.
#[must_use]
pub fn depositing(week: Week, today: Date, rules: &Rules) -> Depositing {
    if today < rules.deposit_opens(week.school_year()) {
        Depositing::TooEarly
    } else if today < rules.closes_on(week) {
        Depositing::Open
    } else {
        Depositing::Over
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn on(today: Date, rules: &Rules) -> Depositing {
        depositing("2026-W47".parse().unwrap(), today, rules)
    }

    #[test]
    fn a_week_is_deposited_from_june_on_and_until_nobody_is_placed_in_it() {
        let rules = Rules::default();
        assert_eq!(on(date(2026, 5, 31), &rules), Depositing::TooEarly);
        assert_eq!(on(date(2026, 6, 1), &rules), Depositing::Open);
        // Three working days before the Monday, 16 November.
        assert_eq!(on(date(2026, 11, 10), &rules), Depositing::Open);
        assert_eq!(on(date(2026, 11, 11), &rules), Depositing::Over);
        assert_eq!(on(date(2027, 6, 1), &rules), Depositing::Over);
    }

    #[test]
    fn both_days_are_those_of_the_configuration() {
        let rules = Rules {
            deposit_from: "09-01".parse().unwrap(),
            lead_working_days: 0,
            ..Rules::default()
        };
        assert_eq!(on(date(2026, 8, 31), &rules), Depositing::TooEarly);
        assert_eq!(on(date(2026, 9, 1), &rules), Depositing::Open);
        assert_eq!(on(date(2026, 11, 15), &rules), Depositing::Open);
        assert_eq!(on(date(2026, 11, 16), &rules), Depositing::Over);
    }
}
