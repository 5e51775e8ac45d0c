//! The CV of a pupil, with its versions.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::student;
use crate::calls::{act, ask};
use crate::dates;
use crate::drafts::{self, CommentView};
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::offers::CvView;
use crate::posted::Posted;
use crate::visit::Visit;

struct VersionLine {
    number: u32,
    saved: String,
}

#[derive(Template)]
#[template(path = "pupil/cv.html")]
struct CvPage {
    layout: Layout,
    form: Form,
    etag: String,
    versions: Vec<VersionLine>,
    comments: Vec<CommentView>,
}

#[derive(Template)]
#[template(path = "pupil/cv_version.html")]
struct VersionPage {
    layout: Layout,
    cv: CvView,
    saved: String,
}

async fn get(visit: &Visit, version: u32) -> Result<v1::GetCvResponse, Failure> {
    let message = v1::GetCvRequest {
        student: student(visit)?,
        min_position: visit.position(),
        version,
        page_size: 200,
        page_token: String::new(),
    };
    Ok(ask!(visit, Students.get_cv, message)?)
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, None).await
}

async fn page(visit: &Visit, status: StatusCode, typed: Option<Form>) -> Result<Response, Failure> {
    let answer = get(visit, 0).await?;
    let cv = answer.cv.unwrap_or_default();
    let form = typed.unwrap_or_else(|| {
        Form::new(visit).with([
            ("cv.about", cv.about),
            ("cv.skills", cv.skills.join("\n")),
            ("cv.languages", cv.languages.join("\n")),
            ("cv.interests", cv.interests.join("\n")),
            ("cv.experience", cv.experience.join("\n")),
        ])
    });
    let versions = answer
        .versions
        .into_iter()
        .rev()
        .map(|version| VersionLine {
            number: version.version,
            saved: dates::instant(version.saved_time.as_ref()),
        });
    let page = CvPage {
        layout: visit.layout("Mon CV"),
        form,
        etag: answer.etag,
        comments: drafts::cv_comments(visit, student(visit)?).await?,
        versions: versions.collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn version(visit: Visit, Path(version): Path<u32>) -> Result<Response, Failure> {
    let answer = get(&visit, version).await?;
    let shown = answer.shown.unwrap_or_default();
    let page = VersionPage {
        layout: visit.layout(format!("Mon CV, version {}", shown.version)),
        cv: answer.cv.unwrap_or_default().into(),
        saved: dates::instant(shown.saved_time.as_ref()),
    };
    Ok(visit.show(&page))
}

pub(super) async fn save(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::SaveCvRequest {
        request_id: fields.request_id(),
        student: student(&visit)?,
        cv: Some(v1::Cv {
            about: fields.text("cv.about"),
            languages: fields.lines("cv.languages"),
            interests: fields.lines("cv.interests"),
            skills: fields.lines("cv.skills"),
            experience: fields.lines("cv.experience"),
        }),
        etag: fields.get("etag").to_owned(),
    };
    match act!(visit, Students.save_cv, message) {
        Ok(answer) => {
            let sentence = format!(
                "Votre CV est enregistré : c'est la version {}.",
                answer.version
            );
            Ok(visit.done("/pupil/cv", sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), Some(form)).await
        }
    }
}
