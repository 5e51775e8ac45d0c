//! The head asks for an offer to be reserved: no, asked again and taken back, and in the end yes (EST-9).
use proto::v1;
use proto::v1::ReservationState as State;

use super::colleges::College;
use super::hosts::Offers;
use super::play::Play;
use crate::error::DemoError;

/// All of it.
pub async fn ask(play: &Play, college: &College, offers: &Offers) -> Result<(), DemoError> {
    let (head, farmer) = (college.head, play.cast.farmer);
    let (establishment, offer) = (&college.name, &offers.open);
    let request = || v1::RequestReservationRequest {
        establishment: establishment.clone(),
        offer: offer.clone(),
        word: "Nos élèves y vont à pied.".to_owned(),
        ..Default::default()
    };
    play.ask(head, request()).await?;
    let message = v1::DeclineReservationRequest {
        offer: offer.clone(),
        establishment: establishment.clone(),
        word: "D'autres comptent sur cette place.".to_owned(),
        ..Default::default()
    };
    play.ask(farmer, message).await?;
    stands(play, college, offers, State::Declined).await?;
    play.ask(head, request()).await?;
    let message = v1::WithdrawReservationRequestRequest {
        establishment: establishment.clone(),
        offer: offer.clone(),
        ..Default::default()
    };
    play.ask(head, message).await?;
    stands(play, college, offers, State::Withdrawn).await?;
    play.ask(head, request()).await?;
    let message = v1::AcceptReservationRequest {
        offer: offer.clone(),
        establishment: establishment.clone(),
        ..Default::default()
    };
    play.ask(farmer, message).await?;
    stands(play, college, offers, State::Accepted).await?;
    let message = v1::GetOfferRequest {
        name: offer.clone(),
        ..Default::default()
    };
    let shown = play.ask(head, message).await?.offer.unwrap_or_default();
    let for_college = shown.terms.unwrap_or_default().reserved_for == *establishment;
    play.holds("the offer is reserved for the college", for_college);
    Ok(())
}

/// How the last request stands, as both sides see it.
async fn stands(
    play: &Play,
    college: &College,
    offers: &Offers,
    expected: State,
) -> Result<(), DemoError> {
    let by_college = v1::ListReservationRequestsRequest {
        establishment: college.name.clone(),
        ..Default::default()
    };
    let by_host = v1::ListReservationRequestsRequest {
        host: offers.host.clone(),
        ..Default::default()
    };
    for (who, message) in [(college.head, by_college), (play.cast.farmer, by_host)] {
        let listed = play.ask(who, message).await?.requests;
        let own = listed.iter().find(|one| one.offer == offers.open);
        let is_so = own.map(v1::RequestedReservation::state) == Some(expected);
        let what = format!(
            "a reservation stands as {expected:?}, to the {}",
            who.role().name()
        );
        play.holds(&what, is_so);
    }
    Ok(())
}
