//! A head asks a host to reserve an offer: the host says no, the head asks again and takes it back,
//! and in the end the host says yes.
use domain::principal::Principal;
use proto::v1;

use super::clear;
use super::college::College;
use super::send::Play;
use crate::wire::id;

pub(super) async fn reserve(
    play: &mut Play<'_>,
    college: &College,
    farmer: Principal,
    offer: &str,
) {
    let by_head = play.by(college.head).reservations();
    let by_host = play.by(farmer).reservations();
    let ask = || v1::RequestReservationRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        offer: offer.to_owned(),
        word: clear::ASKED_TO_RESERVE.into(),
    };
    twice!(play, by_head.clone(), request_reservation, ask());
    let message = v1::DeclineReservationRequest {
        request_id: id(),
        offer: offer.to_owned(),
        establishment: college.establishment.clone(),
        word: clear::NOT_RESERVED.into(),
    };
    twice!(play, by_host.clone(), decline_reservation, message);
    twice!(play, by_head.clone(), request_reservation, ask());
    let message = v1::WithdrawReservationRequestRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        offer: offer.to_owned(),
    };
    twice!(play, by_head.clone(), withdraw_reservation_request, message);
    twice!(play, by_head, request_reservation, ask());
    let message = v1::AcceptReservationRequest {
        request_id: id(),
        offer: offer.to_owned(),
        establishment: college.establishment.clone(),
    };
    twice!(play, by_host, accept_reservation, message);
}
