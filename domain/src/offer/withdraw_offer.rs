//! An offer takes no more applications (OFF-4).
use super::{OfferEvent, OfferState, OfferStatus, Refusal, WithdrawalReason, published};

/// Withdraws an offer.
#[derive(Clone, Debug)]
pub struct WithdrawOffer {
    /// Why.
    pub reason: WithdrawalReason,
}

/// Accepted placements stay; what is pending is declined by what follows from it.
pub fn withdraw_offer(state: &OfferState, cmd: WithdrawOffer) -> Result<Vec<OfferEvent>, Refusal> {
    match published(state)?.status {
        OfferStatus::Withdrawn => Ok(vec![]),
        OfferStatus::Open => Ok(vec![OfferEvent::OfferWithdrawn { reason: cmd.reason }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    #[test]
    fn an_offer_is_withdrawn_once_and_keeps_its_seats() {
        let withdraw = || {
            OfferCommand::Withdraw(WithdrawOffer {
                reason: WithdrawalReason::NoTutor,
            })
        };
        offer([publication()]).when(withdraw()).then([withdrawal()]);
        offer([publication(), withdrawal()])
            .when(withdraw())
            .then_nothing();
        offer([])
            .when(withdraw())
            .then_refused(Refusal::NoSuchOffer);
        let state = offer([publication(), taken(A1, 7), withdrawal()]).state();
        assert_eq!(state.seats_taken(week(7)), 1);
    }
}
