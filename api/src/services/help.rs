//! `HelpService`: a college asks for the help of an association.
use std::sync::Arc;

use commands::CommandService;
use domain::explain::Expected;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{QueryService, help_requests};
use wire::names;

/// Most pupils that a request is read with; the rule allows fewer.
const MOST_STUDENTS: usize = 200;

/// The service over both sides.
pub struct HelpApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::help_service_server::HelpService for HelpApi {
    async fn request_help(&self, call: Call<RequestHelpRequest>) -> Answer<RequestHelpResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            if message.students.len() > MOST_STUDENTS {
                let expected = Expected("60 élèves au plus", "at most 60 pupils");
                return Err(names::bad("students", expected));
            }
            let students = message.students.iter();
            let students = students.map(|name| names::student("students", name));
            let students = students.collect::<Result<Vec<_>, _>>()?;
            let (done, request) = command.request_help(uai, students, &message.words).await?;
            Ok(RequestHelpResponse {
                outcome: Some(outcome(done)),
                name: names::of_help_request(uai, request),
            })
        })
        .await
    }

    async fn answer_help_request(
        &self,
        call: Call<AnswerHelpRequestRequest>,
    ) -> Answer<AnswerHelpRequestResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, request) = names::help_request("name", &message.name)?;
            let partner = match message.partner.as_str() {
                "" => None,
                name => Some(names::partner("partner", name)?),
            };
            let words = &message.words;
            told(
                command
                    .answer_help_request(uai, request, partner, words)
                    .await,
            )
        })
        .await
    }

    async fn close_help_request(
        &self,
        call: Call<CloseHelpRequestRequest>,
    ) -> Answer<CloseHelpRequestResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, request) = names::help_request("name", &message.name)?;
            told(command.close_help_request(uai, request).await)
        })
        .await
    }

    async fn list_help_requests(
        &self,
        call: Call<ListHelpRequestsRequest>,
    ) -> Answer<ListHelpRequestsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(help_requests::list(&self.queries, &caller, message).await)
    }

    async fn list_help_requests_of_establishment(
        &self,
        call: Call<ListHelpRequestsOfEstablishmentRequest>,
    ) -> Answer<ListHelpRequestsOfEstablishmentResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(help_requests::list_of_establishment(&self.queries, &caller, message).await)
    }
}
