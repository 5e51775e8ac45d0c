//! Letters that the pupil prepares before applying: each saved version is kept, teachers of the class say
//! what they make of it, and the application is made of the newest one (STU-14).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::student;
use crate::after::{After, after};
use crate::calls::act;
use crate::drafts::{self, DraftLine, DraftView};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::{self, OfferView};
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "pupil/drafts.html")]
struct DraftsPage {
    layout: Layout,
    lines: Vec<DraftLine>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pupil/draft.html")]
struct DraftPage {
    layout: Layout,
    form: Form,
    path: String,
    draft: DraftView,
    /// The weeks in which its offer has a seat left; none where it takes no application.
    weeks: Vec<Choice>,
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let answer = drafts::list(&visit, student(&visit)?, 20, visit.query("page")).await?;
    let page = DraftsPage {
        layout: visit.layout("Mes lettres"),
        lines: answer
            .drafts
            .iter()
            .map(|one| DraftLine::of("/pupil", one))
            .collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

fn name(visit: &Visit, id: &str) -> Result<String, Failure> {
    Ok(format!("{}/drafts/{id}", student(visit)?))
}

fn path(id: &str) -> String {
    format!("/pupil/drafts/{id}")
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &id, None).await
}

/// The weeks of an offer in which a seat is left; none where the pupil cannot see it any more.
async fn weeks(visit: &Visit, offer: &str) -> Result<Vec<Choice>, Failure> {
    let offer = match offers::get(visit, offer).await {
        Ok(offer) => OfferView::from(offer),
        Err(Failure::NotFound) => return Ok(vec![]),
        Err(failure) => return Err(failure),
    };
    if !offer.is_published {
        return Ok(vec![]);
    }
    let open = offer.weeks.into_iter().filter(|week| week.left > 0);
    let weeks = open.map(|week| {
        let left = words::count(week.left, "place libre", "places libres");
        Choice::new(week.week, week.words).hinted(left)
    });
    Ok(weeks.collect())
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let draft = drafts::get(visit, name(visit, id)?).await?;
    let weeks = match draft.is_open && draft.is_newest() {
        true => weeks(visit, &draft.offer).await?,
        false => vec![],
    };
    // A form of the page that has no letter leaves it as it was saved.
    let form = typed.unwrap_or_else(|| Form::new(visit));
    let form = match form.has("letter") {
        true => form,
        false => form.with([("letter", draft.letter.as_str())]),
    };
    let page = DraftPage {
        layout: visit.layout(format!("Ma lettre : {}", draft.title)),
        form,
        path: path(id),
        draft,
        weeks,
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, &path(id), sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, Some(*form)).await,
    }
}

/// Saves the next version.
pub(super) async fn revise(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::ReviseDraftRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
        letter: fields.text("letter"),
    };
    let answer = act!(visit, Preparation.revise_draft, message);
    let sentence = match &answer {
        Ok(answer) => format!(
            "Votre lettre est enregistrée : c'est la version {}.",
            answer.version
        ),
        Err(_) => String::new(),
    };
    then(&visit, &id, &fields, answer, &sentence).await
}

/// Throws it away.
pub(super) async fn discard(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::DiscardDraftRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
    };
    let answer = act!(visit, Preparation.discard_draft, message);
    let sentence = "Cette lettre est abandonnée.";
    then(&visit, &id, &fields, answer, sentence).await
}

/// Applies with the newest version.
pub(super) async fn apply(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::ApplyFromDraftRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
        week: fields.get("week").to_owned(),
    };
    match act!(visit, Preparation.apply_from_draft, message) {
        Ok(answer) => {
            let path = format!("/pupil/applications/{}", names::last(&answer.name));
            let sentence = "Votre candidature est envoyée avec cette lettre. L'organisme vous \
                            répondra ici, et vous recevrez un courriel.";
            Ok(visit.done(&path, sentence))
        }
        refused => then(&visit, &id, &fields, refused, "").await,
    }
}
