//! `EvaluationService`: what partners think of offers and completed placements.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, told};
use queries::{QueryService, evaluations};
use wire::names;

/// The service over both sides.
pub struct EvaluationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::evaluation_service_server::EvaluationService for EvaluationApi {
    async fn evaluate_offer(
        &self,
        call: Call<EvaluateOfferRequest>,
    ) -> Answer<EvaluateOfferResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("name", &message.name)?;
            let comment = &message.comment;
            told(command.evaluate_offer(offer, message.mark, comment).await)
        })
        .await
    }

    async fn evaluate_placement(
        &self,
        call: Call<EvaluatePlacementRequest>,
    ) -> Answer<EvaluatePlacementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let (mark, comment) = (message.mark, &message.comment);
            told(
                command
                    .evaluate_placement(student, application, mark, comment)
                    .await,
            )
        })
        .await
    }

    async fn list_evaluable(
        &self,
        call: Call<ListEvaluableRequest>,
    ) -> Answer<ListEvaluableResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(evaluations::list_evaluable(&self.queries, &caller, message).await)
    }

    async fn list_evaluations_of_host(
        &self,
        call: Call<ListEvaluationsOfHostRequest>,
    ) -> Answer<ListEvaluationsOfHostResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(evaluations::list_of_host(&self.queries, &caller, message).await)
    }
}
