//! Pupils draft letters in class, their teachers read them, and most apply from theirs (STU-14).
use std::sync::Arc;

use proto::v1;

use super::applying::{Applicant, nearest, search};
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::season::Span;
use demo_plan::seed::{Dice, happens, some_of};
use wire::names as resource;

/// Some of these draft a letter for the nearest offer that they find; a teacher says what to make of
/// it; most write it anew and apply from it, some throw it away, the others leave it.
pub async fn prepare(
    campaign: &Arc<Campaign>,
    span: Span,
    these: &[Applicant],
) -> Result<(), DemoError> {
    let drafts = |one: &&Applicant| {
        let mut dice = campaign.dice(format_args!("drafts of pupil {}", one.pupil));
        happens(&mut dice, 15)
    };
    let these = these.iter().filter(drafts).cloned().collect();
    let one = |campaign: Arc<Campaign>, applicant: Applicant| async move {
        let mut dice = campaign.dice(format_args!("draft of pupil {}", applicant.pupil));
        let found = nearest(search(&campaign, &mut dice, &applicant).await?);
        match found.into_iter().next() {
            Some(offer) => work_on(&campaign, &mut dice, &applicant, &offer).await,
            None => Ok(()),
        }
    };
    campaign
        .play("pupils draft letters in class", span, these, one)
        .await?;
    Ok(())
}

async fn work_on(
    campaign: &Campaign,
    dice: &mut Dice,
    applicant: &Applicant,
    offer: &v1::FoundOffer,
) -> Result<(), DemoError> {
    let (pupil, calls) = (applicant.pupil, &campaign.calls);
    let caller = campaign.plan.pupil(applicant.student);
    let teacher = campaign.plan.teacher_of(pupil);
    let student = resource::of_student(applicant.student);
    let message = v1::DraftLetterRequest {
        request_id: campaign.request(format_args!("draft of {pupil}")),
        student: student.clone(),
        offer: offer.name.clone(),
        letter: words::first_try(&offer.sector_display_name),
    };
    let draft = calls.ask(caller, message).await?.name;
    let message = v1::GetDraftRequest {
        name: draft.clone(),
        min_position: calls.position(),
        ..v1::GetDraftRequest::default()
    };
    let read = calls.ask(teacher, message).await?;
    let message = v1::LeaveCommentRequest {
        request_id: campaign.request(format_args!("comment {pupil}")),
        student,
        draft: draft.clone(),
        version: read.version,
        text: words::comment(dice),
    };
    calls.ask(teacher, message).await?;
    if happens(dice, 10) {
        let message = v1::DiscardDraftRequest {
            request_id: campaign.request(format_args!("discard {pupil}")),
            name: draft,
        };
        calls.ask(caller, message).await?;
        return Ok(());
    }
    let message = v1::ReviseDraftRequest {
        request_id: campaign.request(format_args!("revise the draft of {pupil}")),
        name: draft.clone(),
        letter: words::letter(dice, &offer.sector_display_name),
    };
    calls.ask(caller, message).await?;
    let week = some_of(dice, &offer.weeks, 1).pop();
    if let Some(week) = week.filter(|_| happens(dice, 80)) {
        let message = v1::ApplyFromDraftRequest {
            request_id: campaign.request(format_args!("apply from draft {pupil}")),
            name: draft,
            week: week.week,
        };
        calls.ask(caller, message).await?;
    }
    Ok(())
}
