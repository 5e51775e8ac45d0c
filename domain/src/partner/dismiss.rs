//! A partner no longer takes part (DSH-7).
use super::event::PartnerEvent;
use super::refusal::Refusal;
use super::state::{PartnerState, PartnerStatus};
use crate::ids::PartnerId;

/// A partner no longer takes part.
#[derive(Clone, Debug)]
pub struct DismissPartner {
    /// Which.
    pub partner: PartnerId,
}

/// Dismisses a partner with all its assignments (DSH-7); once dismissed is dismissed.
pub fn dismiss(
    state: &PartnerState,
    DismissPartner { partner }: DismissPartner,
) -> Result<Vec<PartnerEvent>, Refusal> {
    match (state.is_known(), state.status()) {
        (false, _) => Err(Refusal::Unknown),
        (true, PartnerStatus::Dismissed | PartnerStatus::Erased) => Ok(vec![]),
        (true, PartnerStatus::Active) => Ok(vec![PartnerEvent::PartnerDismissed { partner }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{PartnerCommand, Reach};
    use super::*;

    fn dismiss() -> PartnerCommand {
        PartnerCommand::Dismiss(DismissPartner { partner: PARTNER })
    }

    #[test]
    fn a_partner_is_dismissed_once_with_its_assignments() {
        partner([named(Reach::National), assigned(host())])
            .when(dismiss())
            .then([dismissed()]);
        let past = partner([named(Reach::National), assigned(host()), dismissed()]);
        let state = partner([named(Reach::National), assigned(host()), dismissed()]).state();
        past.when(dismiss()).then_nothing();
        assert!(!state.is_active() && !state.is_assigned(host()));
        assert_eq!(state.assignments().len(), 0);
    }

    #[test]
    fn what_was_not_named_is_unknown() {
        partner([]).when(dismiss()).then_refused(Refusal::Unknown);
    }
}
