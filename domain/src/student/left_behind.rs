//! What of a pupil's applications does not go along (STU-17).
use super::{ApplicationStatus, FlagCause, StudentEvent, StudentState, WithdrawalCause};
use crate::calendar::Week;

/// Of the weeks that a pupil leaves behind, what is pending falls away, and placements that are not
/// over are flagged for the head.
pub(super) fn left_behind(
    state: &StudentState,
    leaves: impl Fn(Week) -> bool,
) -> Vec<StudentEvent> {
    let fallen = state.pending().filter(|(_, asked)| leaves(asked.week));
    let fallen = fallen.map(|(application, _)| StudentEvent::ApplicationWithdrawn {
        application,
        cause: WithdrawalCause::LeftCollege,
    });
    let accepted = state.applications.iter().filter(|(id, asked)| {
        asked.status == ApplicationStatus::Accepted
            && !state.flags.contains_key(id)
            && leaves(asked.week)
    });
    let flagged = accepted.map(|(application, _)| StudentEvent::PlacementFlagged {
        application: *application,
        cause: FlagCause::LeftCollege,
    });
    fallen.chain(flagged).collect()
}
