//! After the last day: did the pupil come, and what did it bring (AGR-5).
use jiff::civil::Date;

use super::{
    ApplicationStatus, CompletionWitness, Refusal, Skill, StudentEvent, StudentState, application,
};
use crate::ids::ApplicationId;
use crate::personal::Debrief;
use crate::sealed::Sealed;

/// Whether the pupil did the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pupil did it.
    Completed,
    /// The pupil did not come.
    Missed,
}

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

/// Once, after the last day of the week.
pub fn tell_outcome(state: &StudentState, cmd: TellOutcome) -> Result<Vec<StudentEvent>, Refusal> {
    let found = application(state, cmd.application)?;
    match (&found.status, cmd.outcome) {
        (ApplicationStatus::Completed { .. }, Outcome::Completed)
        | (ApplicationStatus::Missed, Outcome::Missed) => {
            return Ok(vec![]);
        }
        (ApplicationStatus::Completed { .. }, Outcome::Missed)
        | (ApplicationStatus::Missed, Outcome::Completed) => {
            return Err(Refusal::OutcomeAlreadyTold);
        }
        (ApplicationStatus::Accepted, _) => {}
        (
            ApplicationStatus::Pending { .. }
            | ApplicationStatus::Withdrawn(_)
            | ApplicationStatus::Declined
            | ApplicationStatus::Expired
            | ApplicationStatus::Cancelled,
            _,
        ) => return Err(Refusal::NotPlaced),
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
    Ok(vec![match outcome {
        Outcome::Completed => StudentEvent::PlacementCompleted {
            application,
            witness,
        },
        Outcome::Missed => StudentEvent::PlacementMissed {
            application,
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

/// Only of a completed placement; a later one stands beside the earlier.
pub fn record_debrief(
    state: &StudentState,
    cmd: RecordDebrief,
) -> Result<Vec<StudentEvent>, Refusal> {
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

    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn tell(outcome: Outcome, today: Date) -> StudentCommand {
        let (application, witness) = (A1, CompletionWitness::Host);
        StudentCommand::TellOutcome(TellOutcome {
            application,
            outcome,
            witness,
            today,
        })
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
            .and([completed(A1)])
            .when(tell(Outcome::Missed, AFTER))
            .then_refused(Refusal::OutcomeAlreadyTold);
        placed()
            .when(tell(Outcome::Missed, AFTER))
            .then([StudentEvent::PlacementMissed {
                application: A1,
                witness: CompletionWitness::Host,
            }]);
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
    }
}
