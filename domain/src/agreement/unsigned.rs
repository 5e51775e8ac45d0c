//! When it is said that not all have signed an agreement (AGR-3): pure policy of days.
use jiff::ToSpan;
use jiff::civil::Date;

use crate::rules::Rules;

/// What an agreement that not all have signed is reminded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// When its present version was made: of it all were told that day.
    pub made_on: Date,
    /// Its first day.
    pub first_day: Date,
    /// How many days before the first day was reminded last; none where it was not.
    pub reminded: Option<u16>,
    /// It was noted that the first day of this version came.
    pub first_day_came: bool,
}

impl Unsigned {
    /// The reminders still to come, in order: the day of each, where the college is, and how many
    /// days before the first day it is. None of a day on which the present version was not there yet,
    /// or was made.
    pub fn reminders(self, rules: &Rules) -> impl Iterator<Item = (Date, u16)> {
        let before = rules.agreement_reminders_days_before.iter().copied();
        before
            .filter(move |days| self.reminded.is_none_or(|last| *days < last))
            .map(move |days| {
                let on = self.first_day.saturating_sub(i64::from(days).days());
                (on, days)
            })
            .filter(move |(on, _)| *on > self.made_on)
    }

    /// The reminder to be told on a day: of several that are due, as after a downtime, the last one
    /// alone; none from the first day on.
    #[must_use]
    pub fn reminder_on(self, today: Date, rules: &Rules) -> Option<u16> {
        let due = self.reminders(rules).take_while(|(on, _)| *on <= today);
        let last = due.last().map(|(_, days)| days);
        last.filter(|_| today < self.first_day)
    }

    /// The next day on which something is to be said: a reminder, or that the first day came; none
    /// once that is noted.
    #[must_use]
    pub fn due(self, rules: &Rules) -> Option<Date> {
        if self.first_day_came {
            return None;
        }
        let reminder = self.reminders(rules).next();
        Some(reminder.map_or(self.first_day, |(on, _)| on))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const FIRST_DAY: Date = date(2026, 2, 9);

    fn made_on(day: Date) -> Unsigned {
        Unsigned {
            made_on: day,
            first_day: FIRST_DAY,
            reminded: None,
            first_day_came: false,
        }
    }

    fn days(unsigned: Unsigned) -> Vec<u16> {
        let rules = Rules::default();
        let reminders = unsigned.reminders(&rules);
        reminders.map(|(_, days)| days).collect()
    }

    #[test]
    fn two_reminders_fourteen_and_three_days_before_the_first_day() {
        let early = made_on(date(2025, 12, 1));
        assert_eq!(
            early.reminders(&Rules::default()).collect::<Vec<_>>(),
            [(date(2026, 1, 26), 14), (date(2026, 2, 6), 3)]
        );
        assert_eq!(early.due(&Rules::default()), Some(date(2026, 1, 26)));
        let once = Unsigned {
            reminded: Some(14),
            ..early
        };
        assert_eq!(days(once), [3]);
        let twice = Unsigned {
            reminded: Some(3),
            ..early
        };
        assert_eq!(days(twice), Vec::<u16>::new());
        assert_eq!(twice.due(&Rules::default()), Some(FIRST_DAY));
        let noted = Unsigned {
            first_day_came: true,
            ..twice
        };
        assert_eq!(noted.due(&Rules::default()), None);
    }

    #[test]
    fn nobody_is_reminded_of_a_version_on_the_day_on_which_it_was_made() {
        assert_eq!(days(made_on(date(2026, 1, 25))), [14, 3]);
        assert_eq!(days(made_on(date(2026, 1, 26))), [3]);
        assert_eq!(days(made_on(date(2026, 2, 6))), Vec::<u16>::new());
    }

    #[test]
    fn of_several_that_are_due_the_last_alone_and_none_from_the_first_day_on() {
        let early = made_on(date(2025, 12, 1));
        let told = |today| early.reminder_on(today, &Rules::default());
        assert_eq!(told(date(2026, 1, 25)), None);
        assert_eq!(told(date(2026, 1, 26)), Some(14));
        assert_eq!(told(date(2026, 1, 27)), Some(14), "a day late");
        assert_eq!(told(date(2026, 2, 6)), Some(3));
        assert_eq!(told(date(2026, 2, 8)), Some(3));
        assert_eq!(told(FIRST_DAY), None);
        assert_eq!(told(date(2027, 2, 9)), None, "a year late");
    }
}
