//! `MandateService`: representatives of the State.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller, command, outcome, told};
use queries::{self, QueryService};
use wire::people::{self, reachable};
use wire::{mandates, names};

/// The service over both sides.
pub struct MandateApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::mandate_service_server::MandateService for MandateApi {
    async fn appoint_representative(
        &self,
        call: Request<v1::AppointRepresentativeRequest>,
    ) -> Result<Response<v1::AppointRepresentativeResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let office = mandates::office(message.office(), &message.territory)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, representative) = self
                .commands
                .appoint_representative(&request, office, contact)
                .await?;
            Ok(v1::AppointRepresentativeResponse {
                outcome: outcome(done),
                name: names::of_representative(representative),
            })
        };
        told(&self.commands, done.await)
    }

    async fn relieve_representative(
        &self,
        call: Request<v1::RelieveRepresentativeRequest>,
    ) -> Result<Response<v1::RelieveRepresentativeResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let representative = names::representative("name", &message.name)?;
            let done = self
                .commands
                .relieve_representative(&request, representative)
                .await?;
            Ok(v1::RelieveRepresentativeResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn list_representatives(
        &self,
        call: Request<v1::ListRepresentativesRequest>,
    ) -> Result<Response<v1::ListRepresentativesResponse>, Status> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::mandates::list_representatives(&self.queries, &caller, message).await)
    }
}
