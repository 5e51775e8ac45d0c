//! The head invites two organisations: one invitation is taken back, by the other one the host came
//! (EST-11).
use proto::v1;

use super::colleges::College;
use super::hosts::Offers;
use super::play::{Play, misunderstood};
use crate::error::DemoError;
use wire::names as resource;

/// All of it.
pub async fn invite(play: &Play, college: &College, offers: &Offers) -> Result<(), DemoError> {
    let invited = async |organisation: &str, mail: &str| {
        let message = v1::InviteHostRequest {
            establishment: college.name.clone(),
            organisation: organisation.to_owned(),
            mail: mail.to_owned(),
            word: "Nos élèves gardent un bon souvenir de leur semaine.".to_owned(),
            ..Default::default()
        };
        let answer = play.ask(college.head, message).await?;
        Ok::<_, DemoError>(answer.name)
    };
    let back = invited("La boulangerie", "boulangerie@exemple.org").await?;
    let message = v1::TakeBackHostInvitationRequest {
        name: back,
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let comes = invited("La ferme", "ferme@exemple.org").await?;
    let (uai, invitation) = resource::host_invitation("name", &comes)?;
    let link = play.campaign.accounts.host_invitation_link(uai, invitation);
    let message = v1::FollowHostInvitationRequest {
        host: offers.host.clone(),
        link_token: link.await.map_err(|error| misunderstood(&error))?,
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    let message = v1::ListHostInvitationsRequest {
        establishment: college.name.clone(),
        ..Default::default()
    };
    let listed = play.ask(college.head, message).await?.host_invitations;
    play.lists(
        "invitations of hosts, one taken back among them",
        2,
        &listed,
    );
    let came: u32 = listed.iter().map(|one| one.host_count).sum();
    play.counts("hosts that came by an invitation", 1, u64::from(came));
    Ok(())
}
