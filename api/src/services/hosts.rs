//! `HostService`: host organisations and their people.
use std::sync::Arc;

use commands::{CommandService, NewHost};
use proto::v1::{self, *};

use crate::account_service::AccountService;
use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::hosts::organisation;
use wire::names;
use wire::people::{self, reachable};

/// The service over both sides.
pub struct HostApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// Whose account has which address.
    pub accounts: Arc<AccountService>,
}

#[tonic::async_trait]
impl v1::host_service_server::HostService for HostApi {
    async fn register_host(&self, call: Call<RegisterHostRequest>) -> Answer<RegisterHostResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let siret = names::host("name", &message.name)?;
            let person = reachable(people::PERSON, message.person)?;
            let new = NewHost {
                organisation: organisation(message.organisation)?,
                person: self
                    .accounts
                    .with_own_address(command.caller(), "person.mail", person)
                    .await?,
                link: self.accounts.followed_link(&message.link_token).await?,
            };
            let (done, person) = command.register_host(siret, new).await?;
            Ok(RegisterHostResponse {
                outcome: Some(outcome(done)),
                name: names::of_host(siret),
                person: names::of_host_person(siret, person),
            })
        })
        .await
    }

    async fn confirm_host(&self, call: Call<ConfirmHostRequest>) -> Answer<ConfirmHostResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let siret = names::host("name", &message.name)?;
            told(command.confirm_host(siret).await)
        })
        .await
    }

    async fn describe_host(&self, call: Call<DescribeHostRequest>) -> Answer<DescribeHostResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let siret = names::host("name", &message.name)?;
            let command = command.resting_on(&message.etag);
            let organisation = organisation(message.organisation)?;
            told(command.describe_host(siret, organisation).await)
        })
        .await
    }

    async fn add_host_person(
        &self,
        call: Call<AddHostPersonRequest>,
    ) -> Answer<AddHostPersonResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let siret = names::host("host", &message.host)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, person) = command.add_host_person(siret, contact).await?;
            let name = names::of_host_person(siret, person);
            Ok(AddHostPersonResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn remove_host_person(
        &self,
        call: Call<RemoveHostPersonRequest>,
    ) -> Answer<RemoveHostPersonResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (siret, person) = names::host_person("name", &message.name)?;
            told(command.remove_host_person(siret, person).await)
        })
        .await
    }

    async fn list_hosts(&self, call: Call<ListHostsRequest>) -> Answer<ListHostsResponse> {
        let caller = caller(&call)?;
        answer(queries::hosts::list_hosts(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_host(&self, call: Call<GetHostRequest>) -> Answer<GetHostResponse> {
        let caller = caller(&call)?;
        answer(queries::hosts::get_host(&self.queries, &caller, call.into_inner()).await)
    }
}
