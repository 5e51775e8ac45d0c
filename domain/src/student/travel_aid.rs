//! Aid for travel to a placement, from the social funds of the college (EST-10).
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    ApplicationStatus, Refusal, StudentEvent, StudentState, TravelAidRefusal, application, enrolled,
};
use crate::ids::ApplicationId;
use crate::personal::Message;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// What was granted, as it now stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TravelAid {
    /// How much, in cents; nothing where a grant was taken back.
    pub cents: u32,
    /// The day on which it was granted.
    pub granted_on: Date,
}

/// The college grants aid for a placement.
#[derive(Clone, Copy, Debug)]
pub struct GrantTravelAid {
    /// For which.
    pub application: ApplicationId,
    /// How much, since when.
    pub aid: TravelAid,
    /// The present day.
    pub today: Date,
}

/// What was recorded of it was wrong, or is otherwise now.
#[derive(Clone, Debug)]
pub struct CorrectTravelAid {
    /// For which placement.
    pub application: ApplicationId,
    /// What is right: nothing where the grant falls away.
    pub aid: TravelAid,
    /// Why, sealed with the pupil's key.
    pub reason: Sealed<Message>,
    /// The present day.
    pub today: Date,
}

/// Once for a placement that the pupil has, or did; a first grant is never overwritten.
pub fn grant_travel_aid(
    state: &StudentState,
    cmd: GrantTravelAid,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let GrantTravelAid {
        application: id,
        aid,
        today,
    } = cmd;
    enrolled(state)?;
    match application(state, id)?.status {
        ApplicationStatus::Accepted | ApplicationStatus::Completed { .. } => {}
        ApplicationStatus::Pending { .. }
        | ApplicationStatus::Withdrawn(_)
        | ApplicationStatus::Declined
        | ApplicationStatus::Expired
        | ApplicationStatus::Cancelled
        | ApplicationStatus::Missed => return Err(Refusal::NotPlaced),
    }
    match state.aids.get(&id) {
        Some(known) if *known == aid => return Ok(vec![]),
        Some(_) => return Err(TravelAidRefusal::RecordedAlready.into()),
        None => {}
    }
    fits(state, id, aid, 1, today, rules)?;
    Ok(vec![StudentEvent::TravelAidGranted {
        application: id,
        cents: aid.cents,
        granted_on: aid.granted_on,
    }])
}

/// Whatever became of the placement: a further fact beside the first. The same again is nothing new.
pub fn correct_travel_aid(
    state: &StudentState,
    cmd: CorrectTravelAid,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let CorrectTravelAid {
        application: id,
        aid,
        reason,
        today,
    } = cmd;
    enrolled(state)?;
    application(state, id)?;
    let known = state.aids.get(&id).ok_or(TravelAidRefusal::NoneRecorded)?;
    if *known == aid {
        return Ok(vec![]);
    }
    fits(state, id, aid, 0, today, rules)?;
    Ok(vec![StudentEvent::TravelAidCorrected {
        application: id,
        cents: aid.cents,
        granted_on: aid.granted_on,
        reason,
    }])
}

/// From `least` to the most that one placement may have; on a day from the beginning of the school
/// year of the placement on, and not to come.
fn fits(
    state: &StudentState,
    id: ApplicationId,
    aid: TravelAid,
    least: u32,
    today: Date,
    rules: &Rules,
) -> Result<(), Refusal> {
    let most = rules.travel_aid_cents;
    if !(least..=most).contains(&aid.cents) {
        return Err(TravelAidRefusal::AmountUnfit { least, most }.into());
    }
    let from = application(state, id)?.week.school_year().begins();
    if (from..=today).contains(&aid.granted_on) {
        Ok(())
    } else {
        Err(TravelAidRefusal::DayUnfit(from).into())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    const GRANTED_ON: Date = date(2025, 9, 20);

    fn aid(cents: u32) -> TravelAid {
        TravelAid {
            cents,
            granted_on: GRANTED_ON,
        }
    }

    fn grant(aid: TravelAid) -> StudentCommand {
        StudentCommand::GrantTravelAid(GrantTravelAid {
            application: A1,
            aid,
            today: TODAY,
        })
    }

    fn correct(aid: TravelAid) -> StudentCommand {
        StudentCommand::CorrectTravelAid(CorrectTravelAid {
            application: A1,
            aid,
            reason: sealed(),
            today: TODAY,
        })
    }

    fn granted(cents: u32) -> StudentEvent {
        StudentEvent::TravelAidGranted {
            application: A1,
            cents,
            granted_on: GRANTED_ON,
        }
    }

    fn corrected(cents: u32) -> StudentEvent {
        StudentEvent::TravelAidCorrected {
            application: A1,
            cents,
            granted_on: GRANTED_ON,
            reason: sealed(),
        }
    }

    fn placed() -> Past {
        student(active()).and([submitted(A1, 7), accepted(A1, 7)])
    }

    #[test]
    fn aid_is_granted_once_and_corrected_by_a_further_fact() {
        placed().when(grant(aid(2_500))).then([granted(2_500)]);
        placed()
            .and([completed(A1)])
            .when(grant(aid(2_500)))
            .then([granted(2_500)]);
        let with_aid = || placed().and([granted(2_500)]);
        with_aid().when(grant(aid(2_500))).then_nothing();
        with_aid()
            .when(grant(aid(3_000)))
            .then_refused(TravelAidRefusal::RecordedAlready.into());
        with_aid()
            .when(correct(aid(3_000)))
            .then([corrected(3_000)]);
        with_aid().when(correct(aid(2_500))).then_nothing();
    }

    #[test]
    fn a_grant_falls_away_and_comes_back_by_further_facts() {
        let with_aid = || placed().and([granted(2_500)]);
        with_aid().when(correct(aid(0))).then([corrected(0)]);
        let without = || with_aid().and([corrected(0)]);
        without()
            .when(grant(aid(2_500)))
            .then_refused(TravelAidRefusal::RecordedAlready.into());
        without().when(correct(aid(1_000))).then([corrected(1_000)]);
        with_aid()
            .and([cancelled(A1, 7)])
            .when(correct(aid(0)))
            .then([corrected(0)]);
    }

    #[test]
    fn only_a_placement_has_aid_and_only_aid_is_corrected() {
        let no_placement = [
            student(active()).and([submitted(A1, 7)]),
            placed().and([cancelled(A1, 7)]),
        ];
        for past in no_placement {
            past.when(grant(aid(1))).then_refused(Refusal::NotPlaced);
        }
        student(active())
            .when(grant(aid(1)))
            .then_refused(Refusal::NoSuchApplication);
        placed()
            .when(correct(aid(1)))
            .then_refused(TravelAidRefusal::NoneRecorded.into());
        student([])
            .when(grant(aid(1)))
            .then_refused(Refusal::NotEnrolled);
        let erased = StudentEvent::StudentErased { student: PUPIL };
        placed()
            .and([granted(1), erased])
            .when(correct(aid(0)))
            .then_refused(Refusal::PupilErased);
    }

    #[test]
    fn the_amount_and_the_day_are_within_bounds() {
        let most = Rules::default().travel_aid_cents;
        for cents in [0, most + 1] {
            placed()
                .when(grant(aid(cents)))
                .then_refused(TravelAidRefusal::AmountUnfit { least: 1, most }.into());
        }
        placed().when(grant(aid(most))).then([granted(most)]);
        placed()
            .and([granted(1)])
            .when(correct(aid(most + 1)))
            .then_refused(TravelAidRefusal::AmountUnfit { least: 0, most }.into());
        let from = date(2025, 8, 1);
        for granted_on in [date(2025, 7, 31), date(2025, 9, 30)] {
            placed()
                .when(grant(TravelAid {
                    cents: 1,
                    granted_on,
                }))
                .then_refused(TravelAidRefusal::DayUnfit(from).into());
        }
        for granted_on in [from, TODAY] {
            let aid = TravelAid {
                cents: 1,
                granted_on,
            };
            assert!(placed().when(grant(aid)).0.is_ok(), "{granted_on}");
        }
    }

    proptest! {
        /// Whatever is asked in whatever order: what stands is the last amount that was taken, and every
        /// amount that was taken is a fact of its own.
        #[test]
        fn what_stands_is_the_last_fact(
            asked in proptest::collection::vec((any::<bool>(), 0_u32..60_000), 1..20),
        ) {
            let mut past = vec![submitted(A1, 7), accepted(A1, 7)];
            let mut last = None;
            let mut facts = 0;
            for (first, cents) in asked {
                let command = if first { grant(aid(cents)) } else { correct(aid(cents)) };
                let decided = student(active()).and(past.clone()).when(command);
                if let Ok(events) = decided.0 {
                    prop_assert!(events.len() <= 1);
                    facts += events.len();
                    last = Some(cents);
                    past.extend(events);
                }
            }
            let told = past.len() - 2;
            let state = student(active()).and(past).state();
            prop_assert_eq!(state.aids.get(&A1).map(|aid| aid.cents), last);
            prop_assert_eq!(told, facts);
        }
    }
}
