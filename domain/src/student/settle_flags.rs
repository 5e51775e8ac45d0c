//! What settles the flags of placements: a valid authorisation, or an open access (STU-2, EST-2).
use super::{StudentEvent, StudentState};

/// A form that comes back settles what was flagged, but where the access was closed because the
/// college is not eligible: that is for the head until it opens again (EST-2).
pub(super) fn settled_by_form(state: &StudentState) -> impl Iterator<Item = StudentEvent> {
    flags_settled(state).filter(|_| state.closed_in.is_none())
}

/// Whatever was flagged asks for the head no more: the authorisation is valid again (STU-2), or the
/// access open (EST-2).
pub(super) fn flags_settled(state: &StudentState) -> impl Iterator<Item = StudentEvent> {
    let flagged = state.flags.keys().copied();
    flagged.map(|application| StudentEvent::PlacementFlagSettled { application })
}
