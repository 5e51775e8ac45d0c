//! `PartnerService`: partner associations.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller, command, outcome, told};
use queries::{self, QueryService};
use wire::people::{self, reachable};
use wire::{mandates, names};

/// The service over both sides.
pub struct PartnerApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::partner_service_server::PartnerService for PartnerApi {
    async fn name_partner(
        &self,
        call: Request<v1::NamePartnerRequest>,
    ) -> Result<Response<v1::NamePartnerResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let reach = mandates::reach(&message.territory)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, partner) = self
                .commands
                .name_partner(&request, message.association.into(), reach, contact)
                .await?;
            Ok(v1::NamePartnerResponse {
                outcome: outcome(done),
                name: names::of_partner(partner),
            })
        };
        told(&self.commands, done.await)
    }

    async fn assign_partner(
        &self,
        call: Request<v1::AssignPartnerRequest>,
    ) -> Result<Response<v1::AssignPartnerResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let partner = names::partner("name", &message.name)?;
            let to = mandates::assignment(&message.assignment)?;
            let done = self.commands.assign_partner(&request, partner, to).await?;
            Ok(v1::AssignPartnerResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn unassign_partner(
        &self,
        call: Request<v1::UnassignPartnerRequest>,
    ) -> Result<Response<v1::UnassignPartnerResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let partner = names::partner("name", &message.name)?;
            let from = mandates::assignment(&message.assignment)?;
            let done = self
                .commands
                .unassign_partner(&request, partner, from)
                .await?;
            Ok(v1::UnassignPartnerResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn dismiss_partner(
        &self,
        call: Request<v1::DismissPartnerRequest>,
    ) -> Result<Response<v1::DismissPartnerResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let partner = names::partner("name", &message.name)?;
            let done = self.commands.dismiss_partner(&request, partner).await?;
            Ok(v1::DismissPartnerResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn list_partners(
        &self,
        call: Request<v1::ListPartnersRequest>,
    ) -> Result<Response<v1::ListPartnersResponse>, Status> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::partners::list_partners(&self.queries, &caller, message).await)
    }

    async fn get_partner(
        &self,
        call: Request<v1::GetPartnerRequest>,
    ) -> Result<Response<v1::GetPartnerResponse>, Status> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::partners::get_partner(&self.queries, &caller, message).await)
    }
}
