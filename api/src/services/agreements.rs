//! `AgreementService`: placement agreements.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, asker, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::{agreements, calendar, names};

/// The service over both sides.
pub struct AgreementApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::agreement_service_server::AgreementService for AgreementApi {
    async fn amend_agreement(
        &self,
        call: Call<AmendAgreementRequest>,
    ) -> Answer<AmendAgreementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let draft = agreements::draft(message.terms)?;
            let based_on = message.version;
            let (done, version) = command
                .amend_agreement(student, application, based_on, draft)
                .await?;
            Ok(AmendAgreementResponse {
                outcome: Some(outcome(done)),
                version,
            })
        })
        .await
    }

    async fn sign_agreement(
        &self,
        call: Call<SignAgreementRequest>,
    ) -> Answer<SignAgreementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let digest = agreements::terms_digest(&message.terms_digest)?;
            let version = message.version;
            told(
                command
                    .sign_agreement(student, application, version, digest)
                    .await,
            )
        })
        .await
    }

    async fn record_paper_signatures(
        &self,
        call: Call<RecordPaperSignaturesRequest>,
    ) -> Answer<RecordPaperSignaturesResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let signed = agreements::signed_copy(&message)?;
            told(
                command
                    .record_paper_signatures(student, application, signed)
                    .await,
            )
        })
        .await
    }

    async fn record_host_contact(
        &self,
        call: Call<RecordHostContactRequest>,
    ) -> Answer<RecordHostContactResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let on = calendar::day("contact_date", &message.contact_date)?;
            told(
                command
                    .record_host_contact(student, application, on, &message.spoken_to)
                    .await,
            )
        })
        .await
    }

    async fn correct_host_contact(
        &self,
        call: Call<CorrectHostContactRequest>,
    ) -> Answer<CorrectHostContactResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let on = calendar::day_if_given("contact_date", &message.contact_date)?;
            told(
                command
                    .correct_host_contact(student, application, on, &message.spoken_to)
                    .await,
            )
        })
        .await
    }

    async fn record_visit(&self, call: Call<RecordVisitRequest>) -> Answer<RecordVisitResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let on = calendar::day("visit_date", &message.visit_date)?;
            let visitor = agreements::visitor(&message.visitor)?;
            told(
                command
                    .record_visit(student, application, (on, visitor), &message.word)
                    .await,
            )
        })
        .await
    }

    async fn correct_visit(&self, call: Call<CorrectVisitRequest>) -> Answer<CorrectVisitResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let on = calendar::day_if_given("visit_date", &message.visit_date)?;
            let visitor = agreements::visitor(&message.visitor)?;
            told(
                command
                    .correct_visit(student, application, (on, visitor), &message.word)
                    .await,
            )
        })
        .await
    }

    async fn get_agreement(&self, call: Call<GetAgreementRequest>) -> Answer<GetAgreementResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(queries::agreements::get_agreement(&self.queries, &asker, message).await)
    }

    async fn get_agreement_document(
        &self,
        call: Call<GetAgreementDocumentRequest>,
    ) -> Answer<GetAgreementDocumentResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(queries::agreements::get_agreement_document(&self.queries, &asker, message).await)
    }

    async fn list_agreements(
        &self,
        call: Call<ListAgreementsRequest>,
    ) -> Answer<ListAgreementsResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(queries::agreements::list_agreements(&self.queries, &asker, message).await)
    }
}
