//! Who answers for a partner is erased (SPEC 7).
use super::dismiss::{DismissPartner, dismiss};
use super::event::PartnerEvent;
use super::refusal::Refusal;
use super::state::{PartnerState, PartnerStatus};
use crate::ids::PartnerId;

/// Nobody is to read again who answers, or answered, for the partner.
#[derive(Clone, Debug)]
pub struct ErasePartnerContact {
    /// The partner, whose id is that of the person too.
    pub partner: PartnerId,
}

/// A partner that still takes part is dismissed in the same append: nobody is left who answers for
/// it, and with somebody else it is named anew. Of one that was dismissed before, the person is erased
/// at any time. What the association did stays. Erasing twice changes nothing.
pub fn erase_contact(
    state: &PartnerState,
    ErasePartnerContact { partner }: ErasePartnerContact,
) -> Result<Vec<PartnerEvent>, Refusal> {
    let mut events = dismiss(state, DismissPartner { partner })?;
    match state.status() {
        PartnerStatus::Erased => Ok(vec![]),
        PartnerStatus::Active | PartnerStatus::Dismissed => {
            events.push(PartnerEvent::PartnerContactErased { partner });
            Ok(events)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{AssignPartner, AssignmentFacts, NamePartner, PartnerCommand as C, Reach};
    use super::*;

    fn erase() -> C {
        C::EraseContact(ErasePartnerContact { partner: PARTNER })
    }

    #[test]
    fn a_partner_that_takes_part_is_dismissed_too() {
        partner([named(Reach::National), assigned(host())])
            .when(erase())
            .then([dismissed(), erased()]);
        let past = [
            named(Reach::National),
            assigned(host()),
            dismissed(),
            erased(),
        ];
        let state = partner(past).state();
        assert!(state.is_known() && !state.is_active() && !state.is_assigned(host()));
        assert_eq!(state.status(), PartnerStatus::Erased);
    }

    #[test]
    fn of_one_that_was_dismissed_before_the_person_is_erased_at_any_time() {
        partner([named(Reach::National), dismissed()])
            .when(erase())
            .then([erased()]);
    }

    #[test]
    fn erasing_twice_is_nothing_new_and_it_does_not_come_back() {
        let gone = || partner([named(Reach::National), dismissed(), erased()]);
        gone().when(erase()).then_nothing();
        gone()
            .when(C::Dismiss(DismissPartner { partner: PARTNER }))
            .then_nothing();
        gone()
            .when(C::Name(NamePartner {
                partner: PARTNER,
                association: "Un stage et après".into(),
                reach: Reach::National,
                identity: sealed(),
            }))
            .then_refused(Refusal::NamedAlready);
        gone()
            .when(C::Assign(AssignPartner {
                to: host(),
                facts: AssignmentFacts::LiesIn(vec![ain()]),
            }))
            .then_refused(Refusal::Dismissed);
    }

    #[test]
    fn what_was_not_named_is_unknown() {
        partner([]).when(erase()).then_refused(Refusal::Unknown);
    }
}
