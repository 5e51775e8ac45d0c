//! `OfferService`: offers of hosts, and the search among them.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller, command, outcome, resting_on, told};
use queries::{self, QueryService};
use wire::offers::draft;
use wire::{enums, names};

/// What a host is told each time: the log keeps what was said.
const TEXT_NOTICE: &str = "Le titre et la description d'une offre sont conservés en clair et sans \
                           limite de durée : n'y nommez personne. Le tuteur se dit dans les champs \
                           prévus, qui sont chiffrés.";

/// The service over both sides.
pub struct OfferApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::offer_service_server::OfferService for OfferApi {
    async fn publish_offer(
        &self,
        call: Request<v1::PublishOfferRequest>,
    ) -> Result<Response<v1::PublishOfferResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let host = names::host("host", &message.host)?;
            let draft = draft(message.terms)?;
            let (done, offer) = self.commands.publish_offer(&request, host, draft).await?;
            let name = names::of_offer(offer);
            Ok(v1::PublishOfferResponse {
                outcome: outcome(done),
                name,
                text_notice: TEXT_NOTICE.to_owned(),
            })
        };
        told(&self.commands, done.await)
    }

    async fn revise_offer(
        &self,
        call: Request<v1::ReviseOfferRequest>,
    ) -> Result<Response<v1::ReviseOfferResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let offer = names::offer("name", &message.name)?;
            let request = resting_on(request, &message.etag);
            let draft = draft(message.terms)?;
            let (done, revision) = self.commands.revise_offer(&request, offer, draft).await?;
            Ok(v1::ReviseOfferResponse {
                outcome: outcome(done),
                revision,
                text_notice: TEXT_NOTICE.to_owned(),
            })
        };
        told(&self.commands, done.await)
    }

    async fn withdraw_offer(
        &self,
        call: Request<v1::WithdrawOfferRequest>,
    ) -> Result<Response<v1::WithdrawOfferResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let offer = names::offer("name", &message.name)?;
            let reason = enums::withdrawal_reason(message.reason())?;
            let done = self
                .commands
                .withdraw_offer(&request, offer, reason)
                .await?;
            Ok(v1::WithdrawOfferResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn black_out_offer_text(
        &self,
        call: Request<v1::BlackOutOfferTextRequest>,
    ) -> Result<Response<v1::BlackOutOfferTextResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let offer = names::offer("name", &message.name)?;
            let reason = enums::black_out_reason(message.reason())?;
            let done = self.commands.black_out_offer_text(&request, offer, reason);
            Ok(v1::BlackOutOfferTextResponse {
                outcome: outcome(done.await?),
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_offer(
        &self,
        call: Request<v1::GetOfferRequest>,
    ) -> Result<Response<v1::GetOfferResponse>, Status> {
        let caller = caller(&call)?;
        answer(queries::offers::get_offer(&self.queries, &caller, call.into_inner()).await)
    }

    async fn search_offers(
        &self,
        call: Request<v1::SearchOffersRequest>,
    ) -> Result<Response<v1::SearchOffersResponse>, Status> {
        let caller = caller(&call)?;
        answer(queries::offers::search_offers(&self.queries, &caller, call.into_inner()).await)
    }
}
