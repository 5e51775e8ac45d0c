//! `ApplicationService`: asking for seats, answering, giving placements up.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, asker, command, outcome, told};
use queries::{self, QueryService};
use wire::texts::some_text;
use wire::{calendar, names};

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
        call: Request<v1::SubmitApplicationRequest>,
    ) -> Result<Response<v1::SubmitApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let offer = names::offer("offer", &message.offer)?;
            let week = calendar::week("week", &message.week)?;
            let (done, application) = self
                .commands
                .submit_application(&request, student, offer, week, &message.letter)
                .await?;
            let name = names::of_application(student, application);
            Ok(v1::SubmitApplicationResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn withdraw_application(
        &self,
        call: Request<v1::WithdrawApplicationRequest>,
    ) -> Result<Response<v1::WithdrawApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let reason = some_text(&message.reason);
            let done = self
                .commands
                .withdraw_application(&request, student, application, reason)
                .await?;
            Ok(v1::WithdrawApplicationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn reinstate_application(
        &self,
        call: Request<v1::ReinstateApplicationRequest>,
    ) -> Result<Response<v1::ReinstateApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .commands
                .reinstate_application(&request, student, application)
                .await?;
            Ok(v1::ReinstateApplicationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn cancel_placement(
        &self,
        call: Request<v1::CancelPlacementRequest>,
    ) -> Result<Response<v1::CancelPlacementResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .commands
                .cancel_placement(&request, student, application, &message.reason)
                .await?;
            Ok(v1::CancelPlacementResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn examine_application(
        &self,
        call: Request<v1::ExamineApplicationRequest>,
    ) -> Result<Response<v1::ExamineApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .commands
                .examine_application(&request, student, application)
                .await?;
            Ok(v1::ExamineApplicationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn accept_application(
        &self,
        call: Request<v1::AcceptApplicationRequest>,
    ) -> Result<Response<v1::AcceptApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let word = some_text(&message.message);
            let done = self
                .commands
                .accept_application(&request, student, application, word)
                .await?;
            Ok(v1::AcceptApplicationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn decline_application(
        &self,
        call: Request<v1::DeclineApplicationRequest>,
    ) -> Result<Response<v1::DeclineApplicationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .commands
                .decline_application(&request, student, application, &message.message)
                .await?;
            Ok(v1::DeclineApplicationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn cancel_placement_by_host(
        &self,
        call: Request<v1::CancelPlacementByHostRequest>,
    ) -> Result<Response<v1::CancelPlacementByHostResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .commands
                .cancel_placement_by_host(&request, student, application, &message.reason)
                .await?;
            Ok(v1::CancelPlacementByHostResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_application(
        &self,
        call: Request<v1::GetApplicationRequest>,
    ) -> Result<Response<v1::GetApplicationResponse>, Status> {
        let asker = asker(&call)?;
        answer(
            queries::applications::get_application(&self.queries, &asker, call.into_inner()).await,
        )
    }
}
