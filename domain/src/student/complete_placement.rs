//! After the last day: did the pupil come, and what did it bring (AGR-5).
use jiff::civil::Date;

use super::{
    ApplicationStatus, CompletionWitness, Outcome, Refusal, Skill, StudentEvent, StudentState,
    application, enrolled,
};
use crate::ids::ApplicationId;
use crate::personal::Debrief;
use crate::sealed::Sealed;

/// Says whether the pupil did the week.
#[derive(Clone, Debug)]
pub struct TellOutcome {
    /// Of which placement.
    pub application: ApplicationId,
    /// Which.
    pub outcome: Outcome,
    /// Who says so.
    pub witness: CompletionWitness,
    /// The present day.
    pub today: Date,
}

/// After the last day of the week, by host and college each for themself. The college's word holds
/// against the host's, and the host's where the college says nothing. Who told it by mistake tells
/// it otherwise: each word is a further fact, and told twice it is one.
pub fn tell_outcome(state: &StudentState, cmd: TellOutcome) -> Result<Vec<StudentEvent>, Refusal> {
    let found = application(state, cmd.application)?;
    match &found.status {
        ApplicationStatus::Accepted
        | ApplicationStatus::Completed { .. }
        | ApplicationStatus::Missed => {}
        ApplicationStatus::Pending { .. }
        | ApplicationStatus::Withdrawn(_)
        | ApplicationStatus::Declined
        | ApplicationStatus::Expired
        | ApplicationStatus::Cancelled => return Err(Refusal::NotPlaced),
    }
    if cmd.today <= found.week.friday() {
        return Err(Refusal::PlacementNotOver);
    }
    let TellOutcome {
        application,
        outcome,
        witness,
        ..
    } = cmd;
    let before = found.outcomes;
    if before.of(witness) == Some(outcome) {
        return Ok(vec![]);
    }
    let after = before.with(witness, outcome);
    Ok(vec![match (before.holds(), outcome) {
        (None, Outcome::Completed) => StudentEvent::PlacementCompleted {
            application,
            witness,
        },
        (None, Outcome::Missed) => StudentEvent::PlacementMissed {
            application,
            witness,
        },
        (Some(held), _) if after.holds() != Some(held) => StudentEvent::PlacementOutcomeCorrected {
            application,
            outcome,
            witness,
        },
        (Some(_), _) => StudentEvent::PlacementOutcomeToldToo {
            application,
            outcome,
            witness,
        },
    }])
}

/// Writes down what the week brought.
#[derive(Clone, Debug)]
pub struct RecordDebrief {
    /// Of which placement.
    pub application: ApplicationId,
    /// The domains of the *socle commun* at work.
    pub skills: Vec<Skill>,
    /// Sealed with the pupil's key.
    pub debrief: Sealed<Debrief>,
}

/// Only of a completed placement of a pupil of whom something can still be written; a later one stands
/// beside the earlier.
pub fn record_debrief(
    state: &StudentState,
    cmd: RecordDebrief,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    let found = application(state, cmd.application)?;
    if !matches!(found.status, ApplicationStatus::Completed { .. }) {
        return Err(Refusal::NotCompleted);
    }
    let RecordDebrief {
        application,
        mut skills,
        debrief,
    } = cmd;
    skills.sort_unstable();
    skills.dedup();
    Ok(vec![StudentEvent::DebriefRecorded {
        application,
        skills,
        debrief,
    }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn tell(outcome: Outcome, today: Date) -> StudentCommand {
        tell_by(CompletionWitness::Host, outcome, today)
    }

    fn tell_by(witness: CompletionWitness, outcome: Outcome, today: Date) -> StudentCommand {
        StudentCommand::TellOutcome(TellOutcome {
            application: A1,
            outcome,
            witness,
            today,
        })
    }

    fn corrected(witness: CompletionWitness, outcome: Outcome) -> StudentEvent {
        StudentEvent::PlacementOutcomeCorrected {
            application: A1,
            outcome,
            witness,
        }
    }

    fn told_too(witness: CompletionWitness, outcome: Outcome) -> StudentEvent {
        StudentEvent::PlacementOutcomeToldToo {
            application: A1,
            outcome,
            witness,
        }
    }

    fn debrief(skills: Vec<Skill>) -> StudentCommand {
        let (application, debrief) = (A1, sealed());
        StudentCommand::RecordDebrief(RecordDebrief {
            application,
            skills,
            debrief,
        })
    }

    fn placed() -> Past {
        student(active()).and([submitted(A1, 7), accepted(A1, 7)])
    }

    const AFTER: Date = date(2026, 2, 14);

    #[test]
    fn after_the_last_day_it_is_told_once() {
        placed()
            .when(tell(Outcome::Completed, AFTER))
            .then([completed(A1)]);
        placed()
            .and([completed(A1)])
            .when(tell(Outcome::Completed, AFTER))
            .then_nothing();
        placed()
            .when(tell(Outcome::Missed, AFTER))
            .then([StudentEvent::PlacementMissed {
                application: A1,
                witness: CompletionWitness::Host,
            }]);
    }

    #[test]
    fn who_told_it_by_mistake_tells_it_otherwise() {
        use CompletionWitness::Host;
        let by_mistake = || placed().and([completed(A1)]);
        by_mistake()
            .when(tell(Outcome::Missed, AFTER))
            .then([corrected(Host, Outcome::Missed)]);
        let state = by_mistake().and([corrected(Host, Outcome::Missed)]).state();
        assert_eq!(state.applications[&A1].status, ApplicationStatus::Missed);
    }

    #[test]
    fn the_colleges_word_holds_against_the_hosts() {
        use CompletionWitness::{College, Host};
        let by_host = || placed().and([completed(A1)]);
        by_host()
            .when(tell_by(College, Outcome::Missed, AFTER))
            .then([corrected(College, Outcome::Missed)]);
        by_host()
            .when(tell_by(College, Outcome::Completed, AFTER))
            .then([told_too(College, Outcome::Completed)]);
        let by_both = || by_host().and([told_too(College, Outcome::Completed)]);
        by_both()
            .when(tell(Outcome::Missed, AFTER))
            .then([told_too(Host, Outcome::Missed)]);
        let state = by_both().and([told_too(Host, Outcome::Missed)]).state();
        let application = &state.applications[&A1];
        assert!(application.outcomes.contradict());
        assert!(matches!(
            application.status,
            ApplicationStatus::Completed { .. }
        ));
    }

    proptest! {
        /// Whatever is told in whatever order: the college's last word holds, else the host's.
        #[test]
        fn what_holds_is_the_colleges_last_word_else_the_hosts(
            told in proptest::collection::vec((any::<bool>(), any::<bool>()), 1..12),
        ) {
            let mut past = vec![submitted(A1, 7), accepted(A1, 7)];
            let mut last = (None, None);
            for (by_college, came) in told {
                let witness = if by_college {
                    CompletionWitness::College
                } else {
                    CompletionWitness::Host
                };
                let outcome = if came { Outcome::Completed } else { Outcome::Missed };
                let decided = student(active())
                    .and(past.clone())
                    .when(tell_by(witness, outcome, AFTER));
                past.extend(decided.0.unwrap());
                if by_college {
                    last.0 = Some(outcome);
                } else {
                    last.1 = Some(outcome);
                }
                let state = student(active()).and(past.clone()).state();
                let status = &state.applications[&A1].status;
                let shown = if *status == ApplicationStatus::Missed {
                    Outcome::Missed
                } else {
                    let completed = matches!(status, ApplicationStatus::Completed { .. });
                    prop_assert!(completed);
                    Outcome::Completed
                };
                prop_assert_eq!(Some(shown), last.0.or(last.1));
            }
        }
    }

    #[test]
    fn not_before_its_end_and_only_of_a_placement() {
        placed()
            .when(tell(Outcome::Completed, date(2026, 2, 13)))
            .then_refused(Refusal::PlacementNotOver);
        student(active())
            .and([submitted(A1, 7)])
            .when(tell(Outcome::Completed, AFTER))
            .then_refused(Refusal::NotPlaced);
        student(active())
            .when(tell(Outcome::Missed, AFTER))
            .then_refused(Refusal::NoSuchApplication);
    }

    #[test]
    fn a_debrief_is_of_a_completed_placement() {
        placed()
            .when(debrief(vec![]))
            .then_refused(Refusal::NotCompleted);
        placed()
            .and([completed(A1)])
            .when(debrief(vec![
                Skill::Methods,
                Skill::Languages,
                Skill::Methods,
            ]))
            .then([StudentEvent::DebriefRecorded {
                application: A1,
                skills: vec![Skill::Languages, Skill::Methods],
                debrief: sealed(),
            }]);
        placed()
            .and([
                completed(A1),
                StudentEvent::StudentErased { student: PUPIL },
            ])
            .when(debrief(vec![]))
            .then_refused(Refusal::PupilErased);
    }
}
