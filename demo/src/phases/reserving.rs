//! Some heads ask a host to reserve an offer for their college; the host says yes or no (EST-9).
use std::sync::Arc;

use domain::ids::OfferId;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use wire::names as resource;

/// How many of a hundred heads ask.
const ASK: u32 = 30;
/// To how many of a hundred of them the host says yes.
const YES: u32 = 50;

/// Heads ask for an offer near them, of which nobody has asked for a seat yet.
pub async fn ask(
    campaign: &Arc<Campaign>,
    span: Span,
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let plan = &campaign.plan;
    let asks = |college: &usize| {
        let uai = plan.colleges[*college].listed.uai;
        happens(
            &mut campaign.dice(format_args!("asks to reserve {uai}")),
            ASK,
        )
    };
    let wanted = |college: usize| {
        let offers = plan.offers.iter().zip(offers);
        let mut free = offers.filter(|(offer, _)| !offer.reserved && offer.group.is_none());
        let found = free.find(|(offer, _)| offer.college == college)?;
        Some((college, found.0.host, *found.1))
    };
    let colleges = (0..plan.colleges.len()).filter(asks);
    let these = colleges.filter_map(wanted).collect();
    campaign
        .play("heads ask to reserve an offer", span, these, one)
        .await?;
    Ok(())
}

async fn one(
    campaign: Arc<Campaign>,
    (college, host, offer): (usize, usize, OfferId),
) -> Result<(), DemoError> {
    let (plan, calls) = (&campaign.plan, &campaign.calls);
    let uai = plan.colleges[college].listed.uai;
    let (establishment, name) = (resource::of_establishment(uai), resource::of_offer(offer));
    let message = v1::RequestReservationRequest {
        request_id: campaign.request(format_args!("reserve for {uai}")),
        establishment: establishment.clone(),
        offer: name.clone(),
        word: "Votre atelier est à deux pas du collège.".to_owned(),
    };
    // One that is too far is refused: that is part of the game.
    let asked = calls.ask(plan.head(college), message).await;
    if calls.allowed(asked)?.is_none() {
        return Ok(());
    }
    let by_host = plan.host_person(host);
    if happens(&mut campaign.dice(format_args!("reserves for {uai}")), YES) {
        let message = v1::AcceptReservationRequest {
            request_id: campaign.request(format_args!("reserved for {uai}")),
            offer: name,
            establishment,
        };
        calls.ask(by_host, message).await?;
    } else {
        let message = v1::DeclineReservationRequest {
            request_id: campaign.request(format_args!("not reserved for {uai}")),
            offer: name,
            establishment,
            word: "D'autres collèges comptent sur cette place.".to_owned(),
        };
        calls.ask(by_host, message).await?;
    }
    Ok(())
}
