//! A host that has not answered is reminded (STU-13).
use jiff::civil::Date;

use super::{Refusal, StudentEvent, StudentState, application};
use crate::ids::ApplicationId;
use crate::reference::zones::Zone;
use crate::rules::Rules;

/// Reminds the host of an application.
#[derive(Clone, Debug)]
pub struct RemindHost {
    /// Which.
    pub application: ApplicationId,
    /// Where the pupil's college is.
    pub zone: Zone,
    /// The present day there.
    pub today: Date,
}

/// Each reminder is told once. Where several are due, as after a downtime, the last one alone; none
/// where the application was answered or is to expire by now.
pub fn remind_host(
    state: &StudentState,
    cmd: RemindHost,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let RemindHost {
        application: id,
        zone,
        today,
    } = cmd;
    let Some(unanswered) = application(state, id)?.unanswered(zone) else {
        return Ok(vec![]);
    };
    let expires_on = unanswered.expires_on(rules);
    if expires_on <= today {
        return Ok(vec![]);
    }
    let due = unanswered
        .reminders(rules)
        .take_while(|(on, _)| *on <= today)
        .last();
    Ok(due.map_or_else(Vec::new, |(_, after_days)| {
        vec![StudentEvent::HostReminded {
            application: id,
            after_days,
            expires_on,
        }]
    }))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::*;
    use crate::reference::zones::PARIS;
    use crate::student::{ExpireApplication, StudentCommand};
    use crate::testing::*;

    fn remind(today: Date) -> StudentCommand {
        StudentCommand::RemindHost(RemindHost {
            application: A1,
            zone: PARIS,
            today,
        })
    }

    fn reminded(after_days: u16, expires_on: Date) -> StudentEvent {
        StudentEvent::HostReminded {
            application: A1,
            after_days,
            expires_on,
        }
    }

    fn examined() -> StudentEvent {
        let (application, at) = (A1, now());
        StudentEvent::ApplicationExamined { application, at }
    }

    /// It was asked on 29 September.
    const EXPIRES: Date = date(2025, 10, 14);

    #[test]
    fn a_host_is_reminded_after_seven_and_after_fourteen_days() {
        let asked = || student(active()).and([submitted(A1, 7)]);
        asked().when(remind(date(2025, 10, 5))).then_nothing();
        let first = reminded(7, EXPIRES);
        let at_first = date(2025, 10, 6);
        asked().when(remind(at_first)).then([first.clone()]);
        let told = || asked().and([first.clone()]);
        told().when(remind(at_first)).then_nothing();
        told().when(remind(date(2025, 10, 12))).then_nothing();
        let second = reminded(14, EXPIRES);
        let at_second = date(2025, 10, 13);
        told().when(remind(at_second)).then([second.clone()]);
        told().and([second]).when(remind(at_second)).then_nothing();
    }

    #[test]
    fn of_several_that_are_due_the_last_alone_is_told() {
        student(active())
            .and([submitted(A1, 7), examined()])
            .when(remind(date(2025, 10, 20)))
            .then([reminded(14, date(2025, 10, 29))]);
    }

    #[test]
    fn nobody_is_reminded_of_what_is_to_expire_or_was_answered() {
        let asked = || student(active()).and([submitted(A1, 7)]);
        asked().when(remind(EXPIRES)).then_nothing();
        asked().when(remind(date(2026, 10, 14))).then_nothing();
        for answer in [accepted(A1, 7), declined_by_offer(A1)] {
            let answered = asked().and([answer]);
            answered.when(remind(date(2025, 10, 6))).then_nothing();
        }
    }

    #[test]
    fn what_asks_again_is_reminded_of_anew() {
        let asked_again = StudentEvent::ApplicationReinstated {
            application: A1,
            at: "2025-11-01T09:00:00Z".parse().unwrap(),
        };
        student(active())
            .and([submitted(A1, 7), reminded(14, EXPIRES), asked_again])
            .when(remind(date(2025, 11, 8)))
            .then([reminded(7, date(2025, 11, 16))]);
    }

    #[test]
    fn reminders_are_those_of_the_configuration() {
        let state = student(active()).and([submitted(A1, 7)]).state();
        let unanswered = state.applications[&A1].unanswered(PARIS).unwrap();
        let days = |reminders: &[u16]| {
            let rules = Rules {
                reminders_after_days: reminders.to_vec(),
                ..Rules::default()
            };
            let due = unanswered.reminders(&rules);
            due.map(|(_, days)| days).collect::<Vec<_>>()
        };
        assert_eq!(days(&[7, 14]), [7, 14]);
        assert_eq!(days(&[3, 14, 15, 20]), [3, 14], "before it expires");
        assert_eq!(days(&[]), Vec::<u16>::new());
    }

    proptest! {
        /// However often and late it is looked, each reminder is told once, in order, and never when
        /// it expires.
        #[test]
        fn each_is_told_once_before_it_expires(mut looks in prop::collection::vec(0..40_i64, 1..12), examine: bool) {
            looks.sort_unstable();
            let mut past = vec![submitted(A1, 7)];
            past.extend(examine.then(examined));
            let mut told = vec![];
            for days in looks {
                let today = TODAY.saturating_add(days.days());
                let decided = student(active()).and(past.clone()).when(remind(today)).0.unwrap();
                prop_assert!(decided.len() <= 1);
                for event in decided {
                    if let StudentEvent::HostReminded { after_days, expires_on, .. } = &event {
                        prop_assert!(i64::from(*after_days) <= days && *expires_on > today);
                        told.push(*after_days);
                    }
                    past.push(event);
                }
                let expiring = StudentCommand::ExpireApplication(ExpireApplication {
                    application: A1, zone: PARIS, today,
                });
                if let Ok(events) = student(active()).and(past.clone()).when(expiring).0 {
                    past.extend(events);
                }
            }
            prop_assert!(told.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
