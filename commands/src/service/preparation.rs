//! Preparing in class: drafts of letters, and what teachers write about them (STU-14).
use domain::calendar::Week;
use domain::ids::{ApplicationId, CommentId, DraftId, OfferId, StudentId};
use domain::personal::Letter;
use domain::student::StudentCommand as Command;
use domain::student::{
    CollegeFacts, Commented, CoverLetter, DiscardDraft, DraftLetter, LeaveComment, ReviseDraft,
    StudentEvent,
};

use super::CommandHandler;
use crate::aggregates::Freshness;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The pupil begins a draft for an offer.
    pub async fn draft_letter(
        self,
        student: StudentId,
        offer: OfferId,
        letter: &str,
    ) -> Result<(Outcome, DraftId), Failure> {
        let (service, action) = (self.service, Action::DraftLetter);
        let (execution, state) = self.on_student(action, student).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let draft = DraftId(execution.new_id("draft"));
        let drafted = execution.outcome(async {
            let letter = Letter::checked(letter)?;
            let (uai, current) = (enrolment.establishment, Freshness::Current);
            let college = service.establishments.at(uai.as_str(), current).await?;
            let offer = service
                .offer_open_to_pupil_of(uai, &college, offer, None, current)
                .await?;
            let (class, year) = (enrolment.class, enrolment.school_year);
            Ok(Command::DraftLetter(DraftLetter {
                draft,
                offer,
                college: CollegeFacts::of(&college, class, year, &service.rules),
                letter: service.seal(student.0, &letter).await?,
            }))
        });
        Ok((drafted.await?, draft))
    }

    /// The pupil saves another version of a draft; gives its number.
    pub async fn revise_draft(
        self,
        student: StudentId,
        draft: DraftId,
        letter: &str,
    ) -> Result<(Outcome, u32), Failure> {
        let (service, action) = (self.service, Action::ReviseDraft);
        let (execution, _) = self.on_student(action, student).await?;
        let done = execution.execute(async {
            let letter = Letter::checked(letter)?;
            let letter = service.seal(student.0, &letter).await?;
            Ok(Command::ReviseDraft(ReviseDraft { draft, letter }))
        });
        let done = done.await?;
        let saved = done.find(|event| match event {
            StudentEvent::LetterDrafted { version, .. } => Some(*version),
            _ => None,
        });
        Ok((done.outcome, saved.unwrap_or_default()))
    }

    /// The pupil throws a draft away.
    pub async fn discard_draft(
        self,
        student: StudentId,
        draft: DraftId,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::DiscardDraft, student).await?;
        let command = Command::DiscardDraft(DiscardDraft { draft });
        execution.decide(command).await
    }

    /// The pupil applies from a draft for one week (STU-7).
    pub async fn apply_from_draft(
        self,
        student: StudentId,
        draft: DraftId,
        week: Week,
    ) -> Result<(Outcome, ApplicationId), Failure> {
        let (service, action) = (self.service, Action::ApplyFromDraft);
        let (execution, state) = self.on_student(action, student).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let application = ApplicationId(execution.new_id("application"));
        let applied = execution.outcome(async {
            let known = state.drafts.get(&draft).ok_or(Failure::NotFound)?;
            let (asked, current) = ((known.offer, week), Freshness::Current);
            let letter = async { Ok(CoverLetter::Draft(draft)) };
            service
                .submission(application, enrolment, asked, letter, current)
                .await
        });
        Ok((applied.await?, application))
    }

    /// A teacher of the class writes about a draft or the CV.
    pub async fn leave_comment(
        self,
        student: StudentId,
        about: Commented,
        text: &str,
    ) -> Result<(Outcome, CommentId), Failure> {
        let (service, action) = (self.service, Action::LeaveComment);
        let (execution, _) = self.on_student(action, student).await?;
        let by = self.staff()?;
        let comment = CommentId(execution.new_id("comment"));
        let left = execution.outcome(async {
            Ok(Command::LeaveComment(LeaveComment {
                comment,
                by,
                about,
                text: service.seal_message(student, "text", text).await?,
            }))
        });
        Ok((left.await?, comment))
    }
}
