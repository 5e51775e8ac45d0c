//! The offer: its terms and its seats. This stream owns the seats: what it says no to never
//! happens.
mod answer_group;
mod apply_as_group;
mod audience;
mod black_out_text;
mod check_terms;
mod depositing;
mod event;
mod feed_offer;
mod group;
mod publish_offer;
mod refusal;
mod reserve;
mod revise_offer;
mod seats;
mod state;
mod terms;
#[cfg(test)]
mod testing;
mod withdraw_offer;

pub use answer_group::{ConfirmGroup, EndGroup, SeatGroup};
pub use apply_as_group::ApplyAsGroup;
pub use audience::{Audience, is_reserved_elsewhere};
pub use black_out_text::{BLACKED_OUT, BlackOutOfferText};
pub use check_terms::TermsFacts;
pub(crate) use check_terms::check_place;
pub use depositing::{Depositing, depositing};
pub use event::{OFFER_PUBLISHED_V1, OFFER_REVISED_V1, OFFER_TEXT_BLACKED_OUT_V1, OfferEvent};
pub use feed_offer::{EndFedOffer, FeedOffer};
pub use group::{Group, GroupEndCause, GroupMember, GroupStatus};
pub use publish_offer::PublishOffer;
pub use refusal::Refusal;
pub use reserve::{
    AcceptReservation, DeclineReservation, RequestReservation, ReservationFacts, ReservationStatus,
    WithdrawReservationRequest,
};
pub use revise_offer::ReviseOffer;
pub use seats::{ReleaseSeat, TakeSeat};
pub use state::{OfferSource, OfferState, OfferStatus, Published};
pub use terms::{
    Accessibility, BlackOutReason, DailyHours, Format, OfferTerms, Place, ReleaseCause, Tutor,
    WithdrawalReason,
};
pub use withdraw_offer::WithdrawOffer;

use crate::decider::Decider;
use crate::ids::OfferId;
use crate::rules::Rules;

/// The offer as an aggregate: streams `offer-{id}`.
#[derive(Clone, Copy, Debug)]
pub struct Offer;

/// What may be asked of an offer's stream.
#[derive(Clone, Debug)]
pub enum OfferCommand {
    Publish(PublishOffer),
    Feed(FeedOffer),
    EndFed(EndFedOffer),
    Revise(ReviseOffer),
    Withdraw(WithdrawOffer),
    BlackOutText(BlackOutOfferText),
    TakeSeat(TakeSeat),
    ReleaseSeat(ReleaseSeat),
    ApplyAsGroup(ApplyAsGroup),
    SeatGroup(SeatGroup),
    ConfirmGroup(ConfirmGroup),
    EndGroup(EndGroup),
    RequestReservation(RequestReservation),
    WithdrawReservationRequest(WithdrawReservationRequest),
    DeclineReservation(DeclineReservation),
    AcceptReservation(AcceptReservation),
}

impl Decider for Offer {
    const CATEGORY: &'static str = "offer";
    type Id = OfferId;
    type State = OfferState;
    type Command = OfferCommand;
    type Event = OfferEvent;
    type Refusal = Refusal;

    fn decide(
        state: &OfferState,
        command: OfferCommand,
        rules: &Rules,
    ) -> Result<Vec<OfferEvent>, Refusal> {
        match command {
            OfferCommand::Publish(c) => publish_offer::publish_offer(state, c, rules),
            OfferCommand::Feed(c) => feed_offer::feed_offer(state, c, rules),
            OfferCommand::EndFed(c) => feed_offer::end_fed_offer(state, c),
            OfferCommand::Revise(c) => revise_offer::revise_offer(state, c, rules),
            OfferCommand::Withdraw(c) => withdraw_offer::withdraw_offer(state, c),
            OfferCommand::BlackOutText(c) => black_out_text::black_out_offer_text(state, c),
            OfferCommand::TakeSeat(c) => seats::take_seat(state, c, rules),
            OfferCommand::ReleaseSeat(c) => seats::release_seat(state, c),
            OfferCommand::ApplyAsGroup(c) => apply_as_group::apply_as_group(state, c, rules),
            OfferCommand::SeatGroup(c) => answer_group::seat_group(state, c, rules),
            OfferCommand::ConfirmGroup(c) => answer_group::confirm_group(state, c),
            OfferCommand::EndGroup(c) => answer_group::end_group(state, c),
            OfferCommand::RequestReservation(c) => reserve::request_reservation(state, c),
            OfferCommand::WithdrawReservationRequest(c) => {
                reserve::withdraw_reservation_request(state, c)
            }
            OfferCommand::DeclineReservation(c) => reserve::decline_reservation(state, c),
            OfferCommand::AcceptReservation(c) => reserve::accept_reservation(state, c, rules),
        }
    }

    fn evolve(state: OfferState, event: &OfferEvent) -> OfferState {
        state.evolve(event)
    }
}

fn published(state: &OfferState) -> Result<&Published, Refusal> {
    state.published.as_ref().ok_or(Refusal::NoSuchOffer)
}

fn open(state: &OfferState) -> Result<&Published, Refusal> {
    let published = published(state)?;
    match published.status {
        OfferStatus::Open => Ok(published),
        OfferStatus::Withdrawn => Err(Refusal::Withdrawn),
    }
}
