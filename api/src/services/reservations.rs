//! `ReservationService`: offers that a host is asked to reserve for a college.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, told};
use queries::{self, QueryService};
use wire::names;

/// The service over both sides.
pub struct ReservationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::reservation_service_server::ReservationService for ReservationApi {
    async fn request_reservation(
        &self,
        call: Call<RequestReservationRequest>,
    ) -> Answer<RequestReservationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let offer = names::offer("offer", &message.offer)?;
            told(command.request_reservation(uai, offer, &message.word).await)
        })
        .await
    }

    async fn withdraw_reservation_request(
        &self,
        call: Call<WithdrawReservationRequestRequest>,
    ) -> Answer<WithdrawReservationRequestResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let offer = names::offer("offer", &message.offer)?;
            told(command.withdraw_reservation_request(uai, offer).await)
        })
        .await
    }

    async fn accept_reservation(
        &self,
        call: Call<AcceptReservationRequest>,
    ) -> Answer<AcceptReservationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("offer", &message.offer)?;
            let uai = names::establishment("establishment", &message.establishment)?;
            told(command.accept_reservation(offer, uai).await)
        })
        .await
    }

    async fn decline_reservation(
        &self,
        call: Call<DeclineReservationRequest>,
    ) -> Answer<DeclineReservationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("offer", &message.offer)?;
            let uai = names::establishment("establishment", &message.establishment)?;
            told(command.decline_reservation(offer, uai, &message.word).await)
        })
        .await
    }

    async fn list_reservation_requests(
        &self,
        call: Call<ListReservationRequestsRequest>,
    ) -> Answer<ListReservationRequestsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::reservations::list(&self.queries, &caller, message).await)
    }
}
