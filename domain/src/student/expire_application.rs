//! An application that nobody answers in time expires (STU-13).
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Refusal, StudentEvent, StudentState, application};
use crate::calendar::Week;
use crate::ids::ApplicationId;
use crate::reference::zones::Zone;
use crate::rules::Rules;

/// Lets an application expire.
#[derive(Clone, Debug)]
pub struct ExpireApplication {
    /// Which.
    pub application: ApplicationId,
    /// Where the pupil's college is.
    pub zone: Zone,
    /// The present day there.
    pub today: Date,
}

/// What an application without an answer expires by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The day, where the college is, since which it asks.
    pub asked_on: Date,
    /// The host said that it is looking at it.
    pub examined: bool,
    /// After how many days the host was reminded last; 0 where it was not.
    pub reminded: u16,
    /// The week asked for.
    pub week: Week,
}

impl Unanswered {
    /// The first day, where the college is, on which an answer is of no use any more: so many days
    /// after it was asked, more where the host is looking at it, and at the latest when nobody is
    /// placed in its week any more (OFF-5).
    #[must_use]
    pub fn expires_on(self, rules: &Rules) -> Date {
        let days = if self.examined {
            rules.examined_expires_after_days
        } else {
            rules.expires_after_days
        };
        let unanswered = self.asked_on.saturating_add(i64::from(days).days());
        unanswered.min(rules.closes_on(self.week))
    }

    /// The reminders still to come, in order: the day of each, where the college is, and after how
    /// many days it is. None on the day on which it expires or later.
    pub fn reminders(self, rules: &Rules) -> impl Iterator<Item = (Date, u16)> {
        let (asked, expires) = (self.asked_on, self.expires_on(rules));
        rules
            .reminders_after_days
            .iter()
            .filter(move |days| **days > self.reminded)
            .map(move |days| (asked.saturating_add(i64::from(*days).days()), *days))
            .take_while(move |(on, _)| *on < expires)
    }

    /// On which days something is to be done for want of an answer.
    #[must_use]
    pub fn due(self, rules: &Rules) -> Due {
        let expires_on = self.expires_on(rules);
        let reminder = self.reminders(rules).next();
        Due {
            next: reminder.map_or(expires_on, |(on, _)| on),
            expires_on,
        }
    }
}

/// On which days something is to be done for want of an answer, where the college is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The first: a reminder, or the end.
    pub next: Date,
    /// The end.
    pub expires_on: Date,
}

/// Expires once; what was answered meanwhile stays as it is.
pub fn expire_application(
    state: &StudentState,
    cmd: ExpireApplication,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let ExpireApplication {
        application: id,
        zone,
        today,
    } = cmd;
    let Some(unanswered) = application(state, id)?.unanswered(zone) else {
        return Ok(vec![]);
    };
    let due = unanswered.expires_on(rules);
    if due > today {
        return Err(Refusal::NotDue(due));
    }
    Ok(vec![StudentEvent::ApplicationExpired {
        application: id,
        due,
    }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::*;
    use crate::reference::zones::{self, PARIS};
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn expire(today: Date) -> StudentCommand {
        StudentCommand::ExpireApplication(ExpireApplication {
            application: A1,
            zone: PARIS,
            today,
        })
    }

    fn expired(due: Date) -> StudentEvent {
        let application = A1;
        StudentEvent::ApplicationExpired { application, due }
    }

    fn examined() -> StudentEvent {
        let (application, at) = (A1, now());
        StudentEvent::ApplicationExamined { application, at }
    }

    #[test]
    fn without_an_answer_it_expires_after_fifteen_days() {
        let (before, due) = (date(2025, 10, 13), date(2025, 10, 14));
        let asked = || student(active()).and([submitted(A1, 7)]);
        asked()
            .when(expire(before))
            .then_refused(Refusal::NotDue(due));
        asked().when(expire(due)).then([expired(due)]);
        asked().when(expire(date(2026, 9, 1))).then([expired(due)]);
        asked().and([expired(due)]).when(expire(due)).then_nothing();
    }

    #[test]
    fn under_examination_it_expires_after_thirty() {
        let asked = || student(active()).and([submitted(A1, 7), examined()]);
        let due = date(2025, 10, 29);
        asked()
            .when(expire(date(2025, 10, 28)))
            .then_refused(Refusal::NotDue(due));
        asked().when(expire(due)).then([expired(due)]);
    }

    #[test]
    fn at_the_latest_when_nobody_is_placed_in_its_week_any_more() {
        let rules = Rules {
            expires_after_days: 365,
            ..Rules::default()
        };
        let state = student(active()).and([submitted(A1, 7)]).state();
        let asked = state.applications[&A1].unanswered(PARIS).unwrap();
        assert_eq!(asked.expires_on(&rules), date(2026, 2, 4));
    }

    #[test]
    fn days_are_those_of_the_college() {
        let state = student(active()).and([submitted(A1, 7)]).state();
        let mut asked = state.applications[&A1].clone();
        asked.asked_at = "2025-09-29T23:00:00Z".parse().unwrap();
        let due = |zone| {
            asked
                .unanswered(zone)
                .unwrap()
                .expires_on(&Rules::default())
        };
        assert_eq!(due(PARIS), date(2025, 10, 15));
        let polynesia = zones::of("987".parse().unwrap());
        assert_eq!(due(polynesia), date(2025, 10, 14));
    }

    #[test]
    fn what_was_answered_stays() {
        for answer in [accepted(A1, 7), declined_by_offer(A1)] {
            student(active())
                .and([submitted(A1, 7), answer])
                .when(expire(date(2026, 3, 1)))
                .then_nothing();
        }
    }

    proptest! {
        /// Never before it is due, and never later than the week closes.
        #[test]
        fn it_expires_between_its_question_and_its_week(days in 0..400_i64, examine: bool) {
            let today = TODAY.saturating_add(days.days());
            let mut past = student(active()).and([submitted(A1, 7)]);
            if examine {
                past = past.and([examined()]);
            }
            let rules = Rules::default();
            let decided = past.when(expire(today)).0;
            let closes = rules.closes_on(week(7));
            if today >= closes {
                prop_assert!(decided.is_ok());
            }
            if let Ok(events) = decided {
                prop_assert_eq!(events.len(), 1);
                prop_assert!(days >= 15);
            }
        }
    }
}
