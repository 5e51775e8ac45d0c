//! A college invites an organisation; one that is there follows the link; the invitation is taken back.
use domain::principal::Principal;
use proto::v1;

use super::clear;
use super::college::College;
use super::send::Play;
use crate::wire::id;

pub(super) async fn invite(play: &mut Play<'_>, college: &College, farmer: Principal, host: &str) {
    let by_head = play.by(college.head).host_invitations();
    let message = v1::InviteHostRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        organisation: clear::INVITED.into(),
        mail: clear::INVITED_MAIL.into(),
        word: clear::INVITED_WORD.into(),
    };
    let name = twice!(play, by_head.clone(), invite_host, message).name;
    let (uai, invitation) = wire::names::host_invitation("name", &name).unwrap();
    let vault = &play.app.app.queries.vault;
    let link = accounts::host_invitation_link(vault, uai, invitation).await;
    let message = v1::FollowHostInvitationRequest {
        request_id: id(),
        host: host.to_owned(),
        link_token: link.unwrap(),
    };
    let by_host = play.by(farmer).host_invitations();
    twice!(play, by_host, follow_host_invitation, message);
    let message = v1::TakeBackHostInvitationRequest {
        request_id: id(),
        name,
    };
    twice!(play, by_head, take_back_host_invitation, message);
}
