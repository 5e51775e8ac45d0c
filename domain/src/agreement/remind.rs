//! Who has not signed is reminded, and that the first day came uncovered is noted (AGR-3).
use jiff::civil::Date;

use super::event::AgreementEvent;
use super::state::AgreementState;
use crate::rules::Rules;

/// Says what is due to be said of an agreement that not all have signed.
#[derive(Clone, Copy, Debug)]
pub struct RemindOfAgreement {
    /// The present day where the college is.
    pub today: Date,
}

/// Each reminder is told once, and each version's first day is noted once; nothing where all have
/// signed, or the placement was given up.
pub fn remind(
    state: &AgreementState,
    cmd: RemindOfAgreement,
    rules: &Rules,
) -> Vec<AgreementEvent> {
    let Some((current, unsigned)) = state.current().zip(state.unsigned()) else {
        return vec![];
    };
    let (student, first_day) = (current.student, current.terms.first_day);
    if cmd.today < first_day {
        let due = unsigned.reminder_on(cmd.today, rules);
        let reminded = due.map(|days_before| AgreementEvent::AgreementReminded {
            student,
            days_before,
            first_day,
            missing: current.missing(),
        });
        return Vec::from_iter(reminded);
    }
    if unsigned.first_day_came {
        return vec![];
    }
    vec![AgreementEvent::FirstDayCameUncovered {
        student,
        first_day,
        last_day: current.terms.last_day,
        on: cmd.today,
        missing: current.missing(),
    }]
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::super::{AgreementCommand, AgreementTerms, PARTIES, Party};
    use super::*;
    use crate::digest::FormDigest;
    use crate::testing::*;

    const FIRST_DAY: Date = date(2026, 2, 9);

    fn on(today: Date) -> AgreementCommand {
        AgreementCommand::Remind(RemindOfAgreement { today })
    }

    fn missing_but_host() -> std::collections::BTreeSet<Party> {
        [Party::College, Party::Pupil, Party::Guardian].into()
    }

    fn reminded(days_before: u16) -> AgreementEvent {
        AgreementEvent::AgreementReminded {
            student: PUPIL,
            days_before,
            first_day: FIRST_DAY,
            missing: missing_but_host(),
        }
    }

    fn came(on: Date) -> AgreementEvent {
        AgreementEvent::FirstDayCameUncovered {
            student: PUPIL,
            first_day: FIRST_DAY,
            last_day: week(7).friday(),
            on,
            missing: missing_but_host(),
        }
    }

    fn all_signed() -> AgreementEvent {
        AgreementEvent::AgreementSignedOnPaper {
            version: 1,
            digest: DIGEST,
            parties: PARTIES.into(),
            signed_on: TODAY,
            copy: FormDigest([3; 32]),
            recorded_by: HEAD,
        }
    }

    #[test]
    fn who_has_not_signed_is_reminded_fourteen_and_three_days_before() {
        let opened = || agreement([opened(), signed_by_host()]);
        opened().when(on(date(2026, 1, 25))).then_nothing();
        opened().when(on(date(2026, 1, 26))).then([reminded(14)]);
        let once = || agreement([self::opened(), signed_by_host(), reminded(14)]);
        once().when(on(date(2026, 1, 26))).then_nothing();
        once().when(on(date(2026, 2, 5))).then_nothing();
        once().when(on(date(2026, 2, 6))).then([reminded(3)]);
        let twice = || agreement([self::opened(), signed_by_host(), reminded(14), reminded(3)]);
        twice().when(on(date(2026, 2, 8))).then_nothing();
        twice().when(on(FIRST_DAY)).then([came(FIRST_DAY)]);
    }

    #[test]
    fn the_first_day_is_noted_once_however_late() {
        let year_later = date(2027, 2, 9);
        agreement([opened(), signed_by_host()])
            .when(on(year_later))
            .then([came(year_later)]);
        agreement([opened(), signed_by_host(), came(FIRST_DAY)])
            .when(on(year_later))
            .then_nothing();
    }

    #[test]
    fn nobody_is_reminded_of_what_is_covered_or_was_given_up() {
        for day in [date(2026, 1, 26), date(2026, 2, 6), FIRST_DAY] {
            agreement([]).when(on(day)).then_nothing();
            agreement([opened(), all_signed()])
                .when(on(day))
                .then_nothing();
            agreement([opened(), ended()]).when(on(day)).then_nothing();
        }
    }

    #[test]
    fn terms_for_the_days_that_are_left_are_signed_anew() {
        let thursday = AgreementTerms {
            first_day: FIRST_DAY + 3.days(),
            ..terms()
        };
        let again = agreement([opened(), signed_by_host(), came(FIRST_DAY)])
            .and([amended_to(2, thursday.clone())]);
        let state = again.state();
        assert!(!state.unsigned().unwrap().first_day_came);
        agreement([opened(), came(FIRST_DAY), amended_to(2, thursday)])
            .when(on(FIRST_DAY + 3.days()))
            .then([AgreementEvent::FirstDayCameUncovered {
                student: PUPIL,
                first_day: FIRST_DAY + 3.days(),
                last_day: week(7).friday(),
                on: FIRST_DAY + 3.days(),
                missing: PARTIES.into(),
            }]);
    }

    proptest! {
        /// However often and late it is looked: each reminder once, in order, before the first day,
        /// which is noted once.
        #[test]
        fn each_is_told_once(mut looks in prop::collection::vec(0..400_i64, 1..20)) {
            looks.sort_unstable();
            let mut past = vec![opened(), signed_by_host()];
            let (mut told, mut noted) = (vec![], 0);
            for days in looks {
                let today = TODAY.saturating_add(days.days());
                let decided = agreement([]).and(past.clone()).when(on(today)).0.unwrap();
                prop_assert!(decided.len() <= 1);
                for event in decided {
                    if let AgreementEvent::AgreementReminded { days_before, .. } = &event {
                        prop_assert!(today < FIRST_DAY && noted == 0);
                        prop_assert!(today >= FIRST_DAY - i64::from(*days_before).days());
                        told.push(*days_before);
                    } else {
                        let uncovered =
                            matches!(event, AgreementEvent::FirstDayCameUncovered { .. });
                        prop_assert!(uncovered && today >= FIRST_DAY, "{event:?}");
                        noted += 1;
                    }
                    past.push(event);
                }
            }
            prop_assert!(told.windows(2).all(|pair| pair[0] > pair[1]));
            prop_assert!(noted <= 1);
        }
    }
}
