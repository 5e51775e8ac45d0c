//! `HostInvitationService`: a college invites organisations to take part.
use std::sync::Arc;

use commands::{CommandService, FollowedLink, NewHostInvitation};
use proto::v1::{self, *};

use crate::account_service::AccountService;
use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{QueryService, host_invitations};
use wire::names;

/// The service over both sides.
pub struct HostInvitationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// Which links this service made.
    pub accounts: Arc<AccountService>,
}

#[tonic::async_trait]
impl v1::host_invitation_service_server::HostInvitationService for HostInvitationApi {
    async fn invite_host(&self, call: Call<InviteHostRequest>) -> Answer<InviteHostResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let new = NewHostInvitation {
                organisation: message.organisation,
                mail: message.mail,
                word: message.word,
            };
            let (done, invitation) = command.invite_host(uai, new).await?;
            Ok(InviteHostResponse {
                outcome: Some(outcome(done)),
                name: names::of_host_invitation(uai, invitation),
            })
        })
        .await
    }

    async fn take_back_host_invitation(
        &self,
        call: Call<TakeBackHostInvitationRequest>,
    ) -> Answer<TakeBackHostInvitationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, invitation) = names::host_invitation("name", &message.name)?;
            told(command.take_back_host_invitation(uai, invitation).await)
        })
        .await
    }

    async fn follow_host_invitation(
        &self,
        call: Call<FollowHostInvitationRequest>,
    ) -> Answer<FollowHostInvitationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let siret = names::host("host", &message.host)?;
            let link = self.accounts.followed_link(&message.link_token).await?;
            let link = link.unwrap_or(FollowedLink::NotOurs);
            told(command.follow_host_invitation(siret, link).await)
        })
        .await
    }

    async fn list_host_invitations(
        &self,
        call: Call<ListHostInvitationsRequest>,
    ) -> Answer<ListHostInvitationsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(host_invitations::list(&self.queries, &caller, message).await)
    }
}
