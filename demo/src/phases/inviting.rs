//! Heads invite organisations that they know: some come by the letter, some do not answer, one
//! invitation in ten is taken back.
use std::sync::Arc;

use proto::v1;
use rand::Rng;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use wire::names as resource;

/// What becomes of an invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Comes,
    StaysAway,
    TakenBack,
}

/// Each head invites the organisation nearest to them.
pub async fn invite(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let colleges = (0..campaign.plan.colleges.len()).collect();
    campaign
        .play("heads invite organisations they know", span, colleges, one)
        .await?;
    Ok(())
}

async fn one(campaign: Arc<Campaign>, number: usize) -> Result<(), DemoError> {
    let plan = &campaign.plan;
    let offer = plan.offers.iter().find(|offer| offer.college == number);
    let Some(host) = offer.map(|offer| offer.host) else {
        return Ok(());
    };
    let (head, uai) = (plan.head(number), plan.colleges[number].listed.uai);
    let siret = plan.hosts[host].siret;
    let message = v1::InviteHostRequest {
        request_id: campaign.request(format_args!("invite to {uai}")),
        establishment: resource::of_establishment(uai),
        organisation: plan.hosts[host].name.clone(),
        mail: format!("accueil.{siret}@exemple.org"),
        word: "Nos élèves gardent un bon souvenir de leur semaine chez vous.".to_owned(),
    };
    let invited = campaign.calls.ask(head, message).await?;
    let (_, invitation) = resource::host_invitation("name", &invited.name)?;
    let answer = match campaign
        .dice(format_args!("answers {uai}"))
        .random_range(0..10)
    {
        0 => Answer::TakenBack,
        1..=7 => Answer::Comes,
        _ => Answer::StaysAway,
    };
    match answer {
        Answer::StaysAway => {}
        Answer::TakenBack => {
            let message = v1::TakeBackHostInvitationRequest {
                request_id: campaign.request(format_args!("invite no more to {uai}")),
                name: invited.name,
            };
            let calls = &campaign.calls;
            calls.ask(head, message).await?;
        }
        Answer::Comes => {
            let link = campaign
                .accounts
                .host_invitation_link(uai, invitation)
                .await;
            let message = v1::FollowHostInvitationRequest {
                request_id: campaign.request(format_args!("comes to {uai}")),
                host: resource::of_host(siret),
                link_token: link.map_err(|error| DemoError::Misunderstood(error.to_string()))?,
            };
            let who = plan.host_person(host);
            campaign.calls.ask(who, message).await?;
        }
    }
    let message = v1::ListHostInvitationsRequest {
        establishment: resource::of_establishment(uai),
        min_position: campaign.calls.position(),
        ..v1::ListHostInvitationsRequest::default()
    };
    let shown = campaign.calls.ask(head, message).await?;
    let came = shown.host_invitations.iter().map(|one| one.host_count);
    let came: u32 = came.sum();
    if came == u32::from(answer == Answer::Comes) {
        Ok(())
    } else {
        let why = format!("{came} organisations came by the invitation of {uai}");
        Err(DemoError::Misunderstood(why))
    }
}
