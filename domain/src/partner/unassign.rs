//! A partner no longer looks after a college or a host (DSH-7).
use super::event::PartnerEvent;
use super::must_be_active;
use super::refusal::Refusal;
use super::state::PartnerState;
use super::terms::Assignment;

/// A partner no longer looks after a college or a host.
#[derive(Clone, Debug)]
pub struct UnassignPartner {
    /// What it looked after.
    pub from: Assignment,
}

/// Takes an assignment back (DSH-7); the partner sees nothing of it from the next call on.
pub fn unassign(
    state: &PartnerState,
    UnassignPartner { from }: UnassignPartner,
) -> Result<Vec<PartnerEvent>, Refusal> {
    must_be_active(state)?;
    if !state.is_assigned(from) {
        return Err(Refusal::NotAssigned);
    }
    Ok(vec![PartnerEvent::PartnerUnassigned { from }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{PartnerCommand, Reach};
    use super::*;

    fn unassign(from: Assignment) -> PartnerCommand {
        PartnerCommand::Unassign(UnassignPartner { from })
    }

    #[test]
    fn an_assignment_is_taken_back() {
        partner([
            named(Reach::National),
            assigned(host()),
            assigned(college()),
        ])
        .when(unassign(host()))
        .then([unassigned(host())]);
        let state = partner([
            named(Reach::National),
            assigned(host()),
            assigned(college()),
            unassigned(host()),
        ])
        .state();
        assert!(!state.is_assigned(host()) && state.is_assigned(college()));
    }

    #[test]
    fn only_one_that_there_is() {
        partner([named(Reach::National), assigned(college())])
            .when(unassign(host()))
            .then_refused(Refusal::NotAssigned);
        partner([named(Reach::National), assigned(host()), dismissed()])
            .when(unassign(host()))
            .then_refused(Refusal::Dismissed);
        partner([])
            .when(unassign(host()))
            .then_refused(Refusal::Unknown);
    }
}
