//! `PartnerService`: partner associations, and what they do.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::people::{self, reachable};
use wire::{campaigns, mandates, names};

/// The service over both sides.
pub struct PartnerApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::partner_service_server::PartnerService for PartnerApi {
    async fn name_partner(&self, call: Call<NamePartnerRequest>) -> Answer<NamePartnerResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let reach = mandates::reach(&message.territory)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, partner) = command
                .name_partner(message.association.into(), reach, contact)
                .await?;
            Ok(NamePartnerResponse {
                outcome: Some(outcome(done)),
                name: names::of_partner(partner),
            })
        })
        .await
    }

    async fn assign_partner(
        &self,
        call: Call<AssignPartnerRequest>,
    ) -> Answer<AssignPartnerResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let partner = names::partner("name", &message.name)?;
            let to = mandates::assignment(&message.assignment)?;
            told(command.assign_partner(partner, to).await)
        })
        .await
    }

    async fn unassign_partner(
        &self,
        call: Call<UnassignPartnerRequest>,
    ) -> Answer<UnassignPartnerResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let partner = names::partner("name", &message.name)?;
            let from = mandates::assignment(&message.assignment)?;
            told(command.unassign_partner(partner, from).await)
        })
        .await
    }

    async fn dismiss_partner(
        &self,
        call: Call<DismissPartnerRequest>,
    ) -> Answer<DismissPartnerResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let partner = names::partner("name", &message.name)?;
            told(command.dismiss_partner(partner).await)
        })
        .await
    }

    async fn list_partners(&self, call: Call<ListPartnersRequest>) -> Answer<ListPartnersResponse> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::partners::list_partners(&self.queries, &caller, message).await)
    }

    async fn get_partner(&self, call: Call<GetPartnerRequest>) -> Answer<GetPartnerResponse> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::partners::get_partner(&self.queries, &caller, message).await)
    }
    async fn record_activity(
        &self,
        call: Call<RecordActivityRequest>,
    ) -> Answer<RecordActivityResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let partner = names::partner("name", &message.name)?;
            let about = mandates::assignment(&message.assignment)?;
            let department = match message.department.as_str() {
                "" => None,
                name => Some(names::department("department", name)?),
            };
            let activity = campaigns::activity_told(message.details)?;
            let (done, activity) = command
                .record_activity(partner, about, department, activity)
                .await?;
            Ok(RecordActivityResponse {
                outcome: Some(outcome(done)),
                name: names::of_activity(partner, activity),
            })
        })
        .await
    }

    async fn correct_activity(
        &self,
        call: Call<CorrectActivityRequest>,
    ) -> Answer<CorrectActivityResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (partner, activity) = names::activity("name", &message.name)?;
            let details = message.details.map(campaigns::activity).transpose()?;
            told(command.correct_activity(partner, activity, details).await)
        })
        .await
    }

    async fn list_activities(
        &self,
        call: Call<ListActivitiesRequest>,
    ) -> Answer<ListActivitiesResponse> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::partners::list_activities(&self.queries, &caller, message).await)
    }
}
