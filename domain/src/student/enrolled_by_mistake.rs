//! A pupil was enrolled by mistake: twice, or somebody who never was one (STU-16).
use super::{Refusal, Standing, StudentEvent, StudentState, enrolled};
use crate::ids::StudentId;

/// Takes a pupil out of the figures.
#[derive(Clone, Copy, Debug)]
pub struct MarkEnrolledByMistake {
    /// The pupil.
    pub student: StudentId,
}

/// Only one who never applied: whoever did is somebody, and hosts have heard of them. From then on
/// they count nowhere and never act. Told twice it is one fact.
pub fn mark_enrolled_by_mistake(
    state: &StudentState,
    MarkEnrolledByMistake { student }: MarkEnrolledByMistake,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    if state.standing == Standing::EnrolledByMistake {
        return Ok(vec![]);
    }
    if !state.applications.is_empty() {
        return Err(Refusal::HasApplied);
    }
    Ok(vec![StudentEvent::StudentEnrolledByMistake { student }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Troisieme;
    use crate::student::{MoveStudent, OpenAccess, StudentCommand};
    use crate::testing::*;

    fn mistake() -> StudentCommand {
        StudentCommand::MarkEnrolledByMistake(MarkEnrolledByMistake { student: PUPIL })
    }

    fn marked() -> StudentEvent {
        StudentEvent::StudentEnrolledByMistake { student: PUPIL }
    }

    #[test]
    fn a_pupil_who_never_applied_is_taken_out_once() {
        student([in_class(Troisieme)])
            .when(mistake())
            .then([marked()]);
        student(active()).when(mistake()).then([marked()]);
        student(active())
            .and([marked()])
            .when(mistake())
            .then_nothing();
    }

    #[test]
    fn not_one_who_applied_whatever_became_of_it() {
        let applied = || student(active()).and([submitted(A1, 7)]);
        for past in [
            applied(),
            applied().and([declined_by_offer(A1)]),
            applied().and([accepted(A1, 7), completed(A1)]),
        ] {
            past.when(mistake()).then_refused(Refusal::HasApplied);
        }
        student([])
            .when(mistake())
            .then_refused(Refusal::NotEnrolled);
    }

    #[test]
    fn from_then_on_nothing_is_done_in_their_name() {
        let gone = || student(active()).and([marked()]);
        assert!(!gone().state().may_act());
        gone()
            .when(StudentCommand::OpenAccess(OpenAccess {
                by: TEACHER,
                participation: crate::establishment::Participation::Open,
            }))
            .then_refused(Refusal::EnrolledByMistake);
        gone()
            .when(StudentCommand::Move(MoveStudent {
                class: troisieme(),
                today: TODAY,
            }))
            .then_refused(Refusal::EnrolledByMistake);
        gone()
            .when(StudentCommand::SubmitApplication(apply(A1, 7)))
            .then_refused(Refusal::EnrolledByMistake);
    }
}
