//! `GroupApplicationService`: groups of pupils who come at once.
use std::sync::Arc;

use commands::{CommandService, Failure, NewGroup};
use domain::ids::StudentId;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, asker, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::texts::some_text;
use wire::{calendar, names};

/// The service over both sides.
pub struct GroupApplicationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::group_application_service_server::GroupApplicationService for GroupApplicationApi {
    async fn submit_group_application(
        &self,
        call: Call<SubmitGroupApplicationRequest>,
    ) -> Answer<SubmitGroupApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (establishment, class) = names::class("class", &message.class)?;
            let offer = names::offer("offer", &message.offer)?;
            let students = message.students.iter();
            let students = students.map(|student| names::student("students", student));
            let (done, group) = command
                .submit_group_application(NewGroup {
                    establishment,
                    class,
                    offer,
                    week: calendar::week("week", &message.week)?,
                    students: students.collect::<Result<Vec<StudentId>, Failure>>()?,
                    letter: message.letter,
                })
                .await?;
            Ok(SubmitGroupApplicationResponse {
                outcome: Some(outcome(done)),
                name: names::of_group(offer, group),
            })
        })
        .await
    }

    async fn accept_group_application(
        &self,
        call: Call<AcceptGroupApplicationRequest>,
    ) -> Answer<AcceptGroupApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (offer, group) = names::group("name", &message.name)?;
            let word = some_text(&message.message);
            told(command.accept_group_application(offer, group, word).await)
        })
        .await
    }

    async fn decline_group_application(
        &self,
        call: Call<DeclineGroupApplicationRequest>,
    ) -> Answer<DeclineGroupApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (offer, group) = names::group("name", &message.name)?;
            let word = &message.message;
            told(command.decline_group_application(offer, group, word).await)
        })
        .await
    }

    async fn withdraw_group_application(
        &self,
        call: Call<WithdrawGroupApplicationRequest>,
    ) -> Answer<WithdrawGroupApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (offer, group) = names::group("name", &message.name)?;
            told(command.withdraw_group_application(offer, group).await)
        })
        .await
    }

    async fn get_group_application(
        &self,
        call: Call<GetGroupApplicationRequest>,
    ) -> Answer<GetGroupApplicationResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(queries::groups::get_group_application(&self.queries, &asker, message).await)
    }

    async fn list_group_applications(
        &self,
        call: Call<ListGroupApplicationsRequest>,
    ) -> Answer<ListGroupApplicationsResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(queries::groups::list_group_applications(&self.queries, &asker, message).await)
    }
}
