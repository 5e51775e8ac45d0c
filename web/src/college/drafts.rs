//! Letters that the pupils of a class prepare, as their teachers read them and say what they make of them
//! (STU-14). Of teachers alone: neither the head nor other staff reads them.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::whole_class::{listed_name, present};
use super::{class_path, folder};
use crate::after::{After, after};
use crate::calls::act;
use crate::drafts::{self, DraftLine, DraftView};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

/// A pupil with the letters that they prepare.
struct Pupil {
    name: String,
    path: String,
    lines: Vec<DraftLine>,
}

#[derive(Template)]
#[template(path = "college/class_drafts.html")]
struct ClassPage {
    layout: Layout,
    class_path: String,
    pupils: Vec<Pupil>,
    /// How many pupils have none.
    without: u64,
}

#[derive(Template)]
#[template(path = "college/draft.html")]
struct DraftPage {
    layout: Layout,
    form: Form,
    path: String,
    back: String,
    draft: DraftView,
}

/// The letters in preparation of a pupil, at most twenty at a time.
pub async fn open_ones(visit: &Visit, student: &str) -> Result<Vec<DraftLine>, Failure> {
    let below = format!("{}/pupils/{student}", folder(visit)?);
    let answer = drafts::list(visit, format!("students/{student}"), 200, "").await?;
    let open = answer.drafts.iter();
    let open = open.filter(|one| one.state() == v1::DraftState::Open);
    Ok(open.map(|one| DraftLine::of(&below, one)).collect())
}

/// The letters in preparation of a class, by pupil.
pub async fn of_class(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    visit.role(&[Role::Teacher])?;
    let (label, students) = present(&visit, &class).await?;
    let (mut pupils, mut without) = (vec![], 0);
    for one in students {
        let student = names::last(&one.student);
        let lines = open_ones(&visit, student).await?;
        match lines.is_empty() {
            true => without += 1,
            false => pupils.push(Pupil {
                name: listed_name(&one),
                path: format!("{}/pupils/{student}", folder(&visit)?),
                lines,
            }),
        }
    }
    let page = ClassPage {
        layout: visit.layout(format!("Lettres en préparation : {label}")),
        class_path: class_path(&visit, &class)?,
        pupils,
        without,
    };
    Ok(visit.show(&page))
}

fn name(student: &str, draft: &str) -> String {
    format!("students/{student}/drafts/{draft}")
}

pub async fn show(
    visit: Visit,
    Path((student, draft)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, &draft, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    draft: &str,
    form: Form,
) -> Result<Response, Failure> {
    visit.role(&[Role::Teacher])?;
    let back = format!("{}/pupils/{student}", folder(visit)?);
    let draft = drafts::get(visit, name(student, draft)).await?;
    let page = DraftPage {
        layout: visit.layout(format!("Lettre : {}", draft.title)),
        form,
        path: format!("{back}/drafts/{}", draft.id),
        back,
        draft,
    };
    Ok(visit.show_as(status, &page))
}

/// Tells the pupil what to make of the version that was read.
pub async fn comment(
    visit: Visit,
    Path((student, draft)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Teacher])?;
    let message = v1::LeaveCommentRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        draft: name(&student, &draft),
        version: fields.number("version"),
        text: fields.text("text"),
    };
    let answer = act!(visit, Preparation.leave_comment, message);
    let path = format!("{}/pupils/{student}/drafts/{draft}", folder(&visit)?);
    match after(&visit, &fields, answer, &path, drafts::COMMENTED)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &student, &draft, *form).await,
    }
}
