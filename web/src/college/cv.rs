//! The CV of a pupil as the college reads it; teachers of the class tell the pupil what they make of it
//! (STU-14).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::folder;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::drafts::{self, CommentView};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::offers::CvView;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "college/cv.html")]
struct CvPage {
    layout: Layout,
    form: Form,
    path: String,
    back: String,
    cv: CvView,
    version: u32,
    saved: String,
    /// What teachers said, for teachers alone.
    comments: Vec<CommentView>,
    may_comment: bool,
}

pub async fn show(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let message = v1::GetCvRequest {
        student: format!("students/{student}"),
        min_position: visit.position(),
        ..v1::GetCvRequest::default()
    };
    let answer = ask!(visit, Students.get_cv, message)?;
    let shown = answer.shown.unwrap_or_default();
    let of_teacher = visit.signed()?.role == Role::Teacher;
    let page = CvPage {
        layout: visit.layout("CV de l'élève"),
        form,
        path: format!("{folder}/pupils/{student}/cv"),
        back: format!("{folder}/pupils/{student}"),
        cv: answer.cv.unwrap_or_default().into(),
        version: shown.version,
        saved: dates::instant(shown.saved_time.as_ref()),
        comments: match of_teacher {
            true => drafts::cv_comments(visit, format!("students/{student}")).await?,
            false => vec![],
        },
        may_comment: of_teacher && shown.version > 0,
    };
    Ok(visit.show_as(status, &page))
}

/// Tells the pupil what to make of the version that was read.
pub async fn comment(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    visit.role(&[Role::Teacher])?;
    let message = v1::LeaveCommentRequest {
        request_id: fields.request_id(),
        student: format!("students/{student}"),
        draft: String::new(),
        version: fields.number("version"),
        text: fields.text("text"),
    };
    let answer = act!(visit, Preparation.leave_comment, message);
    let path = format!("{}/pupils/{student}/cv", folder(&visit)?);
    match after(&visit, &fields, answer, &path, drafts::COMMENTED)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &student, *form).await,
    }
}
