//! `OfferService`: offers of hosts, and the search among them.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::offers::draft;
use wire::{calendar, enums, names};

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
    async fn publish_offer(&self, call: Call<PublishOfferRequest>) -> Answer<PublishOfferResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let host = names::host("host", &message.host)?;
            let draft = draft(message.terms)?;
            let (done, offer) = command.publish_offer(host, draft).await?;
            let name = names::of_offer(offer);
            Ok(PublishOfferResponse {
                outcome: Some(outcome(done)),
                name,
                text_notice: TEXT_NOTICE.to_owned(),
            })
        })
        .await
    }

    async fn copy_offer(&self, call: Call<CopyOfferRequest>) -> Answer<CopyOfferResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let source = names::offer("name", &message.name)?;
            let weeks = calendar::weeks("weeks", &message.weeks)?;
            let (done, offer) = command.copy_offer(source, weeks).await?;
            Ok(CopyOfferResponse {
                outcome: Some(outcome(done)),
                name: names::of_offer(offer),
                text_notice: TEXT_NOTICE.to_owned(),
            })
        })
        .await
    }

    async fn revise_offer(&self, call: Call<ReviseOfferRequest>) -> Answer<ReviseOfferResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("name", &message.name)?;
            let command = command.resting_on(&message.etag);
            let draft = draft(message.terms)?;
            let (done, revision) = command.revise_offer(offer, draft).await?;
            Ok(ReviseOfferResponse {
                outcome: Some(outcome(done)),
                revision,
                text_notice: TEXT_NOTICE.to_owned(),
            })
        })
        .await
    }

    async fn list_offers_of_host(
        &self,
        call: Call<ListOffersOfHostRequest>,
    ) -> Answer<ListOffersOfHostResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::offers::list_offers_of_host(&self.queries, &caller, message).await)
    }

    async fn list_offer_revisions(
        &self,
        call: Call<ListOfferRevisionsRequest>,
    ) -> Answer<ListOfferRevisionsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::offers::list_offer_revisions(&self.queries, &caller, message).await)
    }

    async fn withdraw_offer(
        &self,
        call: Call<WithdrawOfferRequest>,
    ) -> Answer<WithdrawOfferResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("name", &message.name)?;
            let reason = enums::withdrawal_reason(message.reason())?;
            told(command.withdraw_offer(offer, reason).await)
        })
        .await
    }

    async fn black_out_offer_text(
        &self,
        call: Call<BlackOutOfferTextRequest>,
    ) -> Answer<BlackOutOfferTextResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let offer = names::offer("name", &message.name)?;
            let reason = enums::black_out_reason(message.reason())?;
            told(command.black_out_offer_text(offer, reason).await)
        })
        .await
    }

    async fn get_offer(&self, call: Call<GetOfferRequest>) -> Answer<GetOfferResponse> {
        let caller = caller(&call)?;
        answer(queries::offers::get_offer(&self.queries, &caller, call.into_inner()).await)
    }

    async fn search_offers(&self, call: Call<SearchOffersRequest>) -> Answer<SearchOffersResponse> {
        let caller = caller(&call)?;
        answer(queries::offers::search_offers(&self.queries, &caller, call.into_inner()).await)
    }
}
