//! `MandateService`: representatives of the State.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
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
        call: Call<AppointRepresentativeRequest>,
    ) -> Answer<AppointRepresentativeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let office = mandates::office(message.office(), &message.territory)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, representative) = command.appoint_representative(office, contact).await?;
            Ok(AppointRepresentativeResponse {
                outcome: Some(outcome(done)),
                name: names::of_representative(representative),
            })
        })
        .await
    }

    async fn relieve_representative(
        &self,
        call: Call<RelieveRepresentativeRequest>,
    ) -> Answer<RelieveRepresentativeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let representative = names::representative("name", &message.name)?;
            told(command.relieve_representative(representative).await)
        })
        .await
    }

    async fn list_representatives(
        &self,
        call: Call<ListRepresentativesRequest>,
    ) -> Answer<ListRepresentativesResponse> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::mandates::list_representatives(&self.queries, &caller, message).await)
    }
}
