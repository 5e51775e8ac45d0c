//! `PreparationService`: drafts of letters, and what teachers write about them.
use std::sync::Arc;

use commands::{CommandService, Failure};
use domain::student::Commented;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, asker, caller, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::texts::some_text;
use wire::{calendar, names};

/// The service over both sides.
pub struct PreparationApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::preparation_service_server::PreparationService for PreparationApi {
    async fn draft_letter(&self, call: Call<DraftLetterRequest>) -> Answer<DraftLetterResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let offer = names::offer("offer", &message.offer)?;
            let (done, draft) = command
                .draft_letter(student, offer, &message.letter)
                .await?;
            Ok(DraftLetterResponse {
                outcome: Some(outcome(done)),
                name: names::of_draft(student, draft),
            })
        })
        .await
    }

    async fn revise_draft(&self, call: Call<ReviseDraftRequest>) -> Answer<ReviseDraftResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, draft) = names::draft("name", &message.name)?;
            let (done, version) = command
                .revise_draft(student, draft, &message.letter)
                .await?;
            Ok(ReviseDraftResponse {
                outcome: Some(outcome(done)),
                version,
            })
        })
        .await
    }

    async fn discard_draft(&self, call: Call<DiscardDraftRequest>) -> Answer<DiscardDraftResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, draft) = names::draft("name", &message.name)?;
            told(command.discard_draft(student, draft).await)
        })
        .await
    }

    async fn apply_from_draft(
        &self,
        call: Call<ApplyFromDraftRequest>,
    ) -> Answer<ApplyFromDraftResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (student, draft) = names::draft("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            let (done, application) = command.apply_from_draft(student, draft, week).await?;
            Ok(ApplyFromDraftResponse {
                outcome: Some(outcome(done)),
                name: names::of_application(student, application),
            })
        })
        .await
    }

    async fn leave_comment(&self, call: Call<LeaveCommentRequest>) -> Answer<LeaveCommentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let version = message.version;
            let about = match some_text(&message.draft) {
                None => Commented::Cv { version },
                Some(name) => {
                    let (of, draft) = names::draft("draft", name)?;
                    if of != student {
                        return Err(Failure::NotFound);
                    }
                    Commented::Draft { draft, version }
                }
            };
            let (done, comment) = command.leave_comment(student, about, &message.text).await?;
            Ok(LeaveCommentResponse {
                outcome: Some(outcome(done)),
                id: comment.to_string(),
            })
        })
        .await
    }

    async fn list_drafts(&self, call: Call<ListDraftsRequest>) -> Answer<ListDraftsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::preparation::list(&self.queries, &caller, message).await)
    }

    async fn get_draft(&self, call: Call<GetDraftRequest>) -> Answer<GetDraftResponse> {
        let (asker, message) = (asker(&call)?, call.into_inner());
        answer(queries::preparation::one(&self.queries, &asker, message).await)
    }

    async fn list_cv_comments(
        &self,
        call: Call<ListCvCommentsRequest>,
    ) -> Answer<ListCvCommentsResponse> {
        let (asker, message) = (asker(&call)?, call.into_inner());
        answer(queries::preparation::about_cv(&self.queries, &asker, message).await)
    }
}
