//! `PlacementService`: after the last day.
use std::sync::Arc;

use commands::{CommandService, Failure};
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{command, outcome, told};
use wire::{enums, names};

/// The service over the write side.
pub struct PlacementApi(pub Arc<CommandService>);

#[tonic::async_trait]
impl v1::placement_service_server::PlacementService for PlacementApi {
    async fn confirm_completion(
        &self,
        call: Request<v1::ConfirmCompletionRequest>,
    ) -> Result<Response<v1::ConfirmCompletionResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .0
                .confirm_completion(&request, student, application)
                .await?;
            Ok(v1::ConfirmCompletionResponse {
                outcome: outcome(done),
            })
        };
        told(&self.0, done.await)
    }

    async fn report_absence(
        &self,
        call: Request<v1::ReportAbsenceRequest>,
    ) -> Result<Response<v1::ReportAbsenceResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let done = self
                .0
                .report_absence(&request, student, application)
                .await?;
            Ok(v1::ReportAbsenceResponse {
                outcome: outcome(done),
            })
        };
        told(&self.0, done.await)
    }

    async fn record_debrief(
        &self,
        call: Request<v1::RecordDebriefRequest>,
    ) -> Result<Response<v1::RecordDebriefResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (student, application) = names::application("name", &message.name)?;
            let skills = enums::each(&message.skills, enums::skill);
            let skills = skills.collect::<Result<Vec<_>, Failure>>()?;
            let done = self
                .0
                .record_debrief(&request, student, application, skills, &message.debrief)
                .await?;
            Ok(v1::RecordDebriefResponse {
                outcome: outcome(done),
            })
        };
        told(&self.0, done.await)
    }
}
