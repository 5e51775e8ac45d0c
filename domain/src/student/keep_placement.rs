//! The head keeps a placement whose authorisation was withdrawn (STU-2).
use super::{
    ApplicationStatus, PlacementFlag, Refusal, StudentEvent, StudentState, application, enrolled,
};
use crate::ids::ApplicationId;

/// Keeps a flagged placement.
#[derive(Clone, Copy, Debug)]
pub struct KeepPlacement {
    /// Which.
    pub application: ApplicationId,
}

/// Settles the flag of a placement that was neither given up nor told an outcome. One that has
/// begun may be kept too. Keeping twice changes nothing.
pub fn keep_placement(
    state: &StudentState,
    KeepPlacement { application: id }: KeepPlacement,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    if application(state, id)?.status != ApplicationStatus::Accepted {
        return Err(Refusal::NotPlaced);
    }
    match state.flags.get(&id) {
        None => Err(Refusal::NotFlagged),
        Some(PlacementFlag::Kept) => Ok(vec![]),
        Some(PlacementFlag::Open) => Ok(vec![StudentEvent::PlacementKept { application: id }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn keep() -> StudentCommand {
        StudentCommand::KeepPlacement(KeepPlacement { application: A1 })
    }

    fn placed() -> Past {
        student(active()).and([submitted(A1, 7), accepted(A1, 7)])
    }

    fn withdrawn() -> Past {
        placed().and([authorisation_withdrawn(), flagged(A1)])
    }

    #[test]
    fn a_flagged_placement_is_kept_once() {
        withdrawn().when(keep()).then([kept(A1)]);
        withdrawn().and([kept(A1)]).when(keep()).then_nothing();
    }

    #[test]
    fn another_withdrawal_asks_again() {
        withdrawn()
            .and([
                kept(A1),
                form_handed(),
                authorised(),
                settled(A1),
                authorisation_withdrawn(),
                flagged(A1),
            ])
            .when(keep())
            .then([kept(A1)]);
    }

    #[test]
    fn only_a_placement_that_is_flagged_is_kept() {
        student(active())
            .when(keep())
            .then_refused(Refusal::NoSuchApplication);
        student(active())
            .and([submitted(A1, 7)])
            .when(keep())
            .then_refused(Refusal::NotPlaced);
        placed().when(keep()).then_refused(Refusal::NotFlagged);
        withdrawn()
            .and([form_handed(), authorised(), settled(A1)])
            .when(keep())
            .then_refused(Refusal::NotFlagged);
        for past in [cancelled_by_college(A1, 7), completed(A1)] {
            withdrawn()
                .and([past])
                .when(keep())
                .then_refused(Refusal::NotPlaced);
        }
        student([]).when(keep()).then_refused(Refusal::NotEnrolled);
    }
}
