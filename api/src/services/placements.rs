//! `PlacementService`: after the last day; and the aid for the travel to placements.
use std::sync::Arc;

use commands::{CommandService, Failure};
use domain::student::TravelAid;
use proto::v1::{self, *};

use crate::call::{Answer, Call, carry_out, told};
use wire::{calendar, enums, names};

/// The service over the write side.
pub struct PlacementApi(pub Arc<CommandService>);

#[tonic::async_trait]
impl v1::placement_service_server::PlacementService for PlacementApi {
    async fn confirm_completion(
        &self,
        call: Call<ConfirmCompletionRequest>,
    ) -> Answer<ConfirmCompletionResponse> {
        carry_out(&self.0, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.confirm_completion(student, application).await)
        })
        .await
    }

    async fn report_absence(
        &self,
        call: Call<ReportAbsenceRequest>,
    ) -> Answer<ReportAbsenceResponse> {
        carry_out(&self.0, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            told(command.report_absence(student, application).await)
        })
        .await
    }

    async fn record_debrief(
        &self,
        call: Call<RecordDebriefRequest>,
    ) -> Answer<RecordDebriefResponse> {
        carry_out(&self.0, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let skills = enums::each(&message.skills, enums::skill);
            let skills = skills.collect::<Result<Vec<_>, Failure>>()?;
            told(
                command
                    .record_debrief(student, application, skills, &message.debrief)
                    .await,
            )
        })
        .await
    }

    async fn grant_travel_aid(
        &self,
        call: Call<GrantTravelAidRequest>,
    ) -> Answer<GrantTravelAidResponse> {
        carry_out(&self.0, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let aid = aid(message.amount_cents, &message.granted_date)?;
            told(command.grant_travel_aid(student, application, aid).await)
        })
        .await
    }

    async fn correct_travel_aid(
        &self,
        call: Call<CorrectTravelAidRequest>,
    ) -> Answer<CorrectTravelAidResponse> {
        carry_out(&self.0, call, |command, message| async move {
            let (student, application) = names::application("name", &message.name)?;
            let aid = aid(message.amount_cents, &message.granted_date)?;
            told(
                command
                    .correct_travel_aid(student, application, aid, &message.reason)
                    .await,
            )
        })
        .await
    }
}

fn aid(cents: u32, granted_date: &str) -> Result<TravelAid, Failure> {
    Ok(TravelAid {
        cents,
        granted_on: calendar::day("granted_date", granted_date)?,
    })
}
