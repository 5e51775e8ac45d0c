//! `HostService`: host organisations and their people.
use std::sync::Arc;

use commands::{CommandService, NewHost};
use proto::v1;
use tonic::{Request, Response, Status};

use crate::account_service::AccountService;
use crate::call::{answer, caller, command, outcome, resting_on, told};
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
    async fn register_host(
        &self,
        call: Request<v1::RegisterHostRequest>,
    ) -> Result<Response<v1::RegisterHostResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let siret = names::host("name", &message.name)?;
            let person = reachable(people::PERSON, message.person)?;
            let new = NewHost {
                organisation: organisation(message.organisation)?,
                person: self
                    .accounts
                    .with_own_address(&request.caller, "person.mail", person)
                    .await?,
            };
            let (done, person) = self.commands.register_host(&request, siret, new).await?;
            Ok(v1::RegisterHostResponse {
                outcome: outcome(done),
                name: names::of_host(siret),
                person: names::of_host_person(siret, person),
            })
        };
        told(&self.commands, done.await)
    }

    async fn describe_host(
        &self,
        call: Request<v1::DescribeHostRequest>,
    ) -> Result<Response<v1::DescribeHostResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let siret = names::host("name", &message.name)?;
            let request = resting_on(request, &message.etag);
            let organisation = organisation(message.organisation)?;
            let done = self
                .commands
                .describe_host(&request, siret, organisation)
                .await?;
            Ok(v1::DescribeHostResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn add_host_person(
        &self,
        call: Request<v1::AddHostPersonRequest>,
    ) -> Result<Response<v1::AddHostPersonResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let siret = names::host("host", &message.host)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, person) = self
                .commands
                .add_host_person(&request, siret, contact)
                .await?;
            let name = names::of_host_person(siret, person);
            Ok(v1::AddHostPersonResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn remove_host_person(
        &self,
        call: Request<v1::RemoveHostPersonRequest>,
    ) -> Result<Response<v1::RemoveHostPersonResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (siret, person) = names::host_person("name", &message.name)?;
            let done = self
                .commands
                .remove_host_person(&request, siret, person)
                .await?;
            Ok(v1::RemoveHostPersonResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_host(
        &self,
        call: Request<v1::GetHostRequest>,
    ) -> Result<Response<v1::GetHostResponse>, Status> {
        let caller = caller(&call)?;
        answer(queries::hosts::get_host(&self.queries, &caller, call.into_inner()).await)
    }
}
