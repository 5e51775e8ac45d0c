//! What of a pupil's applications does not go along (STU-17).
use super::{
    ApplicationStatus, FlagCause, PlacementFlag, StudentEvent, StudentState, WithdrawalCause,
};
use jiff::civil::Date;

use crate::calendar::Week;

/// Of the weeks that a pupil leaves behind, what is pending falls away, and placements that are not
/// over today are flagged for the head: also one that they kept for another cause.
pub(super) fn left_behind(
    state: &StudentState,
    today: Date,
    leaves: impl Fn(Week) -> bool,
) -> Vec<StudentEvent> {
    let fallen = state.pending().filter(|(_, asked)| leaves(asked.week));
    let fallen = fallen.map(|(application, _)| StudentEvent::ApplicationWithdrawn {
        application,
        cause: WithdrawalCause::LeftCollege,
    });
    let accepted = state.applications.iter().filter(|(id, asked)| {
        asked.status == ApplicationStatus::Accepted
            && state.flags.get(id) != Some(&PlacementFlag::Open)
            && today <= asked.week.friday()
            && leaves(asked.week)
    });
    let flagged = accepted.map(|(application, _)| StudentEvent::PlacementFlagged {
        application: *application,
        cause: FlagCause::LeftCollege,
    });
    fallen.chain(flagged).collect()
}
