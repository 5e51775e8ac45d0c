//! `CampaignService`: targets, difficulties, meetings, and all of it side by side.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
use queries::{QueryService, WatchStream, campaigns, steering};
use wire::imports::Import;
use wire::{campaigns as read, enums, names};

/// The service over both sides.
pub struct CampaignApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::campaign_service_server::CampaignService for CampaignApi {
    type WatchConsolidationStream = WatchStream<WatchConsolidationResponse>;

    async fn fix_targets(&self, call: Call<FixTargetsRequest>) -> Answer<FixTargetsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (import, rows) = Import::read(
                "rows",
                message.rows,
                read::fixed_targets,
                |(campaign, _)| *campaign,
            )?;
            let listed = command.fix_targets(rows).await?;
            let (done, rows) = import.told(listed, self.commands.decided_at())?;
            Ok(FixTargetsResponse {
                outcome: Some(outcome(done)),
                rows,
            })
        })
        .await
    }

    async fn report_difficulty(
        &self,
        call: Call<ReportDifficultyRequest>,
    ) -> Answer<ReportDifficultyResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let department = names::department("territory", &message.territory)?;
            let kind = enums::difficulty_kind(message.kind())?;
            let (done, campaign, difficulty) = command
                .report_difficulty(department, kind, &message.words)
                .await?;
            Ok(ReportDifficultyResponse {
                outcome: Some(outcome(done)),
                name: names::of_difficulty(campaign, difficulty),
            })
        })
        .await
    }

    async fn answer_difficulty(
        &self,
        call: Call<AnswerDifficultyRequest>,
    ) -> Answer<AnswerDifficultyResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (campaign, difficulty) = names::difficulty("name", &message.name)?;
            told(
                command
                    .answer_difficulty(campaign, difficulty, &message.words)
                    .await,
            )
        })
        .await
    }

    async fn close_difficulty(
        &self,
        call: Call<CloseDifficultyRequest>,
    ) -> Answer<CloseDifficultyResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (campaign, difficulty) = names::difficulty("name", &message.name)?;
            told(command.close_difficulty(campaign, difficulty).await)
        })
        .await
    }

    async fn list_difficulties(
        &self,
        call: Call<ListDifficultiesRequest>,
    ) -> Answer<ListDifficultiesResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(campaigns::list_difficulties(&self.queries, &caller, message).await)
    }

    async fn record_meeting(
        &self,
        call: Call<RecordMeetingRequest>,
    ) -> Answer<RecordMeetingResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let department = names::department("territory", &message.territory)?;
            let meeting = read::meeting_told(message.details)?;
            let (done, campaign, meeting) = command.record_meeting(department, meeting).await?;
            Ok(RecordMeetingResponse {
                outcome: Some(outcome(done)),
                name: names::of_meeting(campaign, meeting),
            })
        })
        .await
    }

    async fn correct_meeting(
        &self,
        call: Call<CorrectMeetingRequest>,
    ) -> Answer<CorrectMeetingResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (campaign, meeting) = names::meeting("name", &message.name)?;
            let details = message.details.map(read::meeting).transpose()?;
            told(command.correct_meeting(campaign, meeting, details).await)
        })
        .await
    }

    async fn list_meetings(&self, call: Call<ListMeetingsRequest>) -> Answer<ListMeetingsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(campaigns::list_meetings(&self.queries, &caller, message).await)
    }

    async fn get_consolidation(
        &self,
        call: Call<GetConsolidationRequest>,
    ) -> Answer<GetConsolidationResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(steering::get_consolidation(&self.queries, &caller, message).await)
    }

    async fn watch_consolidation(
        &self,
        call: Call<WatchConsolidationRequest>,
    ) -> Answer<Self::WatchConsolidationStream> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(steering::watch_consolidation(&self.queries, &caller, message).await)
    }
}
