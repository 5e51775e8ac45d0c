//! A pupil's drafts of letters, and what teachers wrote about them and about the CV (STU-14).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{DraftId, StudentId};
use domain::principal::Principal;
use domain::student::{Commented, StudentEvent};
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::preparation::{CommentLine, DraftLine, DraftStanding};
use proto::v1;
use uuid::Uuid;

use super::establishments::identity;
use super::events::Events;
use super::opening::{Keys, PupilKeys};
use super::pages::Page;
use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};
use wire::names;
use wire::times::timestamp;

/// The drafts, in page tokens.
const LIST: &str = "drafts";
/// The comments, in page tokens.
const COMMENTS: &str = "comments";

/// A pupil's drafts, the newest first, now or as of a past moment.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListDraftsRequest,
) -> Result<v1::ListDraftsResponse, Failure> {
    service.check_role(caller, Action::ListDrafts)?;
    let query = DraftsQuery {
        student: names::student("student", &message.student)?,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (drafts, next_page_token)) =
        service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ListDraftsResponse {
        position,
        drafts,
        next_page_token,
    })
}

/// One version of a draft, with the comments about all of them, now or as of a past moment.
///
/// # Errors
/// As [`list`]; `NotFound` where there is no such draft or version.
pub async fn one(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetDraftRequest,
) -> Result<v1::GetDraftResponse, Failure> {
    service.check_role(&context.caller, Action::GetDraft)?;
    let (student, draft) = names::draft("name", &message.name)?;
    let query = DraftQuery {
        student,
        draft,
        version: message.version,
        page: Page::asked(COMMENTS, message.page_size, &message.page_token)?,
    };
    let (position, shown) = service.answer_as_of(context, &query, &message).await?;
    Ok(v1::GetDraftResponse { position, ..shown })
}

/// The comments about a pupil's CV, the oldest first, now or as of a past moment.
///
/// # Errors
/// As [`list`].
pub async fn about_cv(
    service: &QueryService,
    context: &QueryContext,
    message: v1::ListCvCommentsRequest,
) -> Result<v1::ListCvCommentsResponse, Failure> {
    service.check_role(&context.caller, Action::ListCvComments)?;
    let student = names::student("student", &message.student)?;
    let page = Page::asked(COMMENTS, message.page_size, &message.page_token)?;
    let query = CvCommentsQuery { student, page };
    let (position, (comments, next_page_token)) =
        service.answer_as_of(context, &query, &message).await?;
    Ok(v1::ListCvCommentsResponse {
        position,
        comments,
        next_page_token,
    })
}

struct DraftsQuery {
    student: StudentId,
    page: Page,
}

impl Query for DraftsQuery {
    type Selection = (Vec<DraftLine>, String);
    type Response = (Vec<v1::Draft>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, Action::ListDrafts, self.student)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.preparation())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let preparation = folds.preparation().fold();
        let drafts = preparation.drafts(folds.entities(), self.student);
        let (page, next) = self.page.split(drafts)?;
        Ok((page, next))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (lines, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let newest = |line: &DraftLine| line.versions.last().copied();
        let pointed = lines
            .iter()
            .flat_map(|line| std::iter::once(line.terms).chain(newest(line)));
        let events = service.events(pointed).await?;
        let drafts = lines.iter().map(|line| shown(&events, self.student, line));
        Ok((drafts.collect::<Result<_, _>>()?, next.clone()))
    }
}

struct DraftQuery {
    student: StudentId,
    draft: DraftId,
    /// From 1; 0 for the newest.
    version: u32,
    /// Of the comments.
    page: Page,
}

#[derive(PartialEq)]
struct DraftSelection {
    line: DraftLine,
    comments: Vec<Told>,
    next: String,
    version: u32,
    letter: Position,
}

impl Query for DraftQuery {
    type Selection = DraftSelection;
    type Response = v1::GetDraftResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, Action::GetDraft, self.student)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.preparation())
    }

    fn select(&self, folds: &Folds) -> Result<DraftSelection, Failure> {
        let entities = folds.entities();
        let drafts = folds.preparation().fold().drafts(entities, self.student);
        let mut found = drafts.into_iter().filter(|line| line.draft == self.draft);
        let line = found.next().ok_or(Failure::NotFound)?;
        let newest = u32::try_from(line.versions.len()).unwrap_or(u32::MAX);
        let version = if self.version == 0 {
            newest
        } else {
            self.version
        };
        let index = version.checked_sub(1);
        let index = index.and_then(|index| usize::try_from(index).ok());
        let letter = index.and_then(|index| line.versions.get(index).copied());
        let (comments, next) = self.page.split(told(entities, &line.comments))?;
        Ok(DraftSelection {
            letter: letter.ok_or(Failure::NotFound)?,
            comments,
            next,
            version,
            line,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &DraftSelection,
    ) -> Result<v1::GetDraftResponse, Failure> {
        let line = &selected.line;
        let pointed = [line.terms, selected.letter]
            .into_iter()
            .chain(line.versions.last().copied())
            .chain(pointed(&selected.comments));
        let events = service.events(pointed).await?;
        let keys = service.keys_of_pupils(Action::GetDraft, [self.student]);
        let keys = keys.await?;
        let comments = Comments {
            events: &events,
            pupil: (self.student, &keys),
            teachers: &service.keys(writers(&selected.comments)).await?,
        };
        let event = events.at(selected.letter)?;
        let StudentEvent::LetterDrafted { letter, .. } = event.of_student()? else {
            return Err(event.unexpected("a draft"));
        };
        let letter = keys.open(self.student, letter)?;
        Ok(v1::GetDraftResponse {
            draft: Some(shown(&events, self.student, line)?),
            version: selected.version,
            letter: letter.map(|letter| letter.0).unwrap_or_default(),
            comments: comments.shown(&selected.comments)?,
            next_page_token: selected.next.clone(),
            ..v1::GetDraftResponse::default()
        })
    }
}

struct CvCommentsQuery {
    student: StudentId,
    page: Page,
}

impl Query for CvCommentsQuery {
    type Selection = (Vec<Told>, String);
    type Response = (Vec<v1::Comment>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, Action::ListCvComments, self.student)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.preparation())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let preparation = folds.preparation().fold();
        self.page.split(told(
            entities,
            &preparation.about_cv(entities, self.student),
        ))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (about_cv, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service.events(pointed(about_cv)).await?;
        let keys = service.keys_of_pupils(Action::ListCvComments, [self.student]);
        let comments = Comments {
            events: &events,
            pupil: (self.student, &keys.await?),
            teachers: &service.keys(writers(about_cv)).await?,
        };
        Ok((comments.shown(about_cv)?, next.clone()))
    }
}

fn shown(events: &Events, student: StudentId, line: &DraftLine) -> Result<v1::Draft, Failure> {
    let saved = line.versions.last().copied().ok_or(Failure::NotFound)?;
    let (state, application) = match line.standing {
        DraftStanding::Open => (v1::DraftState::Open, String::new()),
        DraftStanding::Discarded => (v1::DraftState::Discarded, String::new()),
        DraftStanding::Used(application) => (
            v1::DraftState::Used,
            names::of_application(student, application),
        ),
    };
    Ok(v1::Draft {
        name: names::of_draft(student, line.draft),
        offer: names::of_offer(line.offer),
        offer_title: events.terms(line.terms)?.title.to_string(),
        version: count(line.versions.len()),
        saved_time: Some(timestamp(events.at(saved)?.at())),
        state: state.into(),
        application,
        comments: count(line.comments.len()),
    })
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// A comment, and where it is told who wrote it: nowhere once they were erased or removed.
#[derive(PartialEq)]
struct Told {
    comment: CommentLine,
    identity: Option<Position>,
}

fn told(entities: &EntityIndex, comments: &[CommentLine]) -> Vec<Told> {
    let told = comments.iter().map(|comment| {
        let college = entities.establishment(comment.college);
        Told {
            comment: *comment,
            identity: college.and_then(|college| college.identity_of(comment.by)),
        }
    });
    told.collect()
}

fn pointed(told: &[Told]) -> impl Iterator<Item = Position> {
    told.iter()
        .flat_map(|told| std::iter::once(told.comment.at).chain(told.identity))
}

fn writers(told: &[Told]) -> impl Iterator<Item = Uuid> {
    told.iter().map(|told| told.comment.by.0)
}

/// What comments are shown with.
struct Comments<'a> {
    events: &'a Events,
    pupil: (StudentId, &'a PupilKeys),
    teachers: &'a Keys,
}

impl Comments<'_> {
    fn shown(&self, told: &[Told]) -> Result<Vec<v1::Comment>, Failure> {
        told.iter().map(|told| self.one(told)).collect()
    }

    fn one(&self, told: &Told) -> Result<v1::Comment, Failure> {
        let event = self.events.at(told.comment.at)?;
        let StudentEvent::CommentLeft {
            comment,
            by,
            about,
            text,
        } = event.of_student()?
        else {
            return Err(event.unexpected("a comment"));
        };
        let (Commented::Draft { version, .. } | Commented::Cv { version }) = about;
        let (student, keys) = self.pupil;
        let text = keys.open(student, text)?;
        let writer = match told.identity {
            Some(at) => identity(self.events.at(at)?, self.teachers, *by)?,
            None => v1::PersonIdentity::default(),
        };
        Ok(v1::Comment {
            id: comment.to_string(),
            staff: names::of_staff(told.comment.college, *by),
            staff_display_name: writer.full_name,
            version: *version,
            text: text.map(|text| text.0).unwrap_or_default(),
            written_time: Some(timestamp(event.at())),
        })
    }
}
