//! `ApplicationService`: asking for seats, answering, giving placements up.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, asker, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::texts::some_text;
use wire::{answers, calendar, names};

/// The service over both sides.
pub struct ApplicationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::application_service_server::ApplicationService for ApplicationApi {
    async fn submit_application(
        &self,
        call: Call<SubmitApplicationRequest>,
    ) -> Answer<SubmitApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let offer = names::offer("offer", &message.offer)?;
            let week = calendar::week("week", &message.week)?;
            let (done, application) = command
                .submit_application(student, offer, week, &message.letter)
                .await?;
            let name = names::of_application(student, application);
            Ok(SubmitApplicationResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn withdraw_application(
        &self,
        call: Call<WithdrawApplicationRequest>,
    ) -> Answer<WithdrawApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let reason = some_text(&message.reason);
            told(
                command
                    .withdraw_application(student, application, reason)
                    .await,
            )
        })
        .await
    }

    async fn reinstate_application(
        &self,
        call: Call<ReinstateApplicationRequest>,
    ) -> Answer<ReinstateApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.reinstate_application(student, application).await)
        })
        .await
    }

    async fn cancel_placement(
        &self,
        call: Call<CancelPlacementRequest>,
    ) -> Answer<CancelPlacementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(
                command
                    .cancel_placement(student, application, &message.reason)
                    .await,
            )
        })
        .await
    }

    async fn examine_application(
        &self,
        call: Call<ExamineApplicationRequest>,
    ) -> Answer<ExamineApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.examine_application(student, application).await)
        })
        .await
    }

    async fn accept_application(
        &self,
        call: Call<AcceptApplicationRequest>,
    ) -> Answer<AcceptApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let word = some_text(&message.message);
            told(command.accept_application(student, application, word).await)
        })
        .await
    }

    async fn answer_applications(
        &self,
        call: Call<AnswerApplicationsRequest>,
    ) -> Answer<AnswerApplicationsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let names = message.answers.iter().map(|answer| answer.name.clone());
            let names = names.collect();
            let given = command
                .answer_applications(answers::answers(message.answers)?)
                .await?;
            let (done, answers) = answers::told(names, given, self.commands.decided_at())?;
            Ok(AnswerApplicationsResponse {
                outcome: Some(outcome(done)),
                answers,
            })
        })
        .await
    }

    async fn send_cv(&self, call: Call<SendCvRequest>) -> Answer<SendCvResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let version = (message.version != 0).then_some(message.version);
            let (done, version) = command.send_cv(student, application, version).await?;
            Ok(SendCvResponse {
                outcome: Some(outcome(done)),
                version,
            })
        })
        .await
    }

    async fn decline_application(
        &self,
        call: Call<DeclineApplicationRequest>,
    ) -> Answer<DeclineApplicationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(
                command
                    .decline_application(student, application, &message.message)
                    .await,
            )
        })
        .await
    }

    async fn undo_decline(&self, call: Call<UndoDeclineRequest>) -> Answer<UndoDeclineResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.undo_decline(student, application).await)
        })
        .await
    }

    async fn cancel_placement_by_host(
        &self,
        call: Call<CancelPlacementByHostRequest>,
    ) -> Answer<CancelPlacementByHostResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(
                command
                    .cancel_placement_by_host(student, application, &message.reason)
                    .await,
            )
        })
        .await
    }

    async fn keep_placement(
        &self,
        call: Call<KeepPlacementRequest>,
    ) -> Answer<KeepPlacementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.keep_placement(student, application).await)
        })
        .await
    }

    async fn cancel_placement_by_college(
        &self,
        call: Call<CancelPlacementByCollegeRequest>,
    ) -> Answer<CancelPlacementByCollegeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(
                command
                    .cancel_placement_by_college(student, application, &message.reason)
                    .await,
            )
        })
        .await
    }

    async fn get_application(
        &self,
        call: Call<GetApplicationRequest>,
    ) -> Answer<GetApplicationResponse> {
        let asker = asker(&call)?;
        answer(
            queries::applications::get_application(&self.queries, &asker, call.into_inner()).await,
        )
    }
}
