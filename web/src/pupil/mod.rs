//! Pages of pupils: what to do next, the search, an offer and the application to it, letters in
//! preparation, the CV, one's applications.
mod agreement;
mod application;
mod applications;
mod cv;
mod drafts;
mod home;
mod offer;
pub mod search;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use proto::v1;

use agreement::Pupil;

use crate::calls::ask;
use crate::failure::Failure;
use crate::roles::{MenuItem, Role};
use crate::sessions::Session;
use crate::signing;
use crate::site::Site;
use crate::visit::Visit;

/// The menu of a pupil.
pub const MENU: &[MenuItem] = &[
    ("/pupil", "Où j'en suis"),
    ("/pupil/search", "Chercher un stage"),
    ("/pupil/drafts", "Mes lettres"),
    ("/pupil/applications", "Mes candidatures"),
    ("/pupil/cv", "Mon CV"),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/pupil", get(home::show))
        .route("/pupil/search", get(search::show))
        .route("/pupil/offers/{offer}", get(offer::show).post(offer::apply))
        .route("/pupil/offers/{offer}/draft", post(offer::draft))
        .route("/pupil/drafts", get(drafts::list))
        .route(
            "/pupil/drafts/{draft}",
            get(drafts::show).post(drafts::revise),
        )
        .route("/pupil/drafts/{draft}/apply", post(drafts::apply))
        .route("/pupil/drafts/{draft}/discard", post(drafts::discard))
        .route("/pupil/applications", get(applications::show))
        .route("/pupil/applications/{application}", get(application::show))
        .route(
            "/pupil/applications/{application}/withdraw",
            post(application::withdraw),
        )
        .route(
            "/pupil/applications/{application}/cancel",
            post(application::cancel),
        )
        .route(
            "/pupil/applications/{application}/reinstate",
            post(application::reinstate),
        )
        .route(
            "/pupil/applications/{application}/send-cv",
            post(application::send_cv),
        )
        .route(
            "/pupil/applications/{application}/agreement",
            get(signing::show::<Pupil>).post(signing::sign::<Pupil>),
        )
        .route(
            "/pupil/applications/{application}/agreement/document",
            get(signing::document::<Pupil>),
        )
        .route("/pupil/cv", get(cv::show).post(cv::save))
        .route("/pupil/cv/{version}", get(cv::version))
}

/// The session of a pupil.
fn of_pupil(visit: &Visit) -> Result<&Arc<Session>, Failure> {
    visit.role(&[Role::Pupil])
}

/// The pupil who visits, as `students/{uuid}`.
fn student(visit: &Visit) -> Result<String, Failure> {
    Ok(format!("students/{}", of_pupil(visit)?.person))
}

/// Where the pupil stands, with a page of their applications.
async fn follow_up(
    visit: &Visit,
    page_token: &str,
) -> Result<(v1::StudentFollowUp, String), Failure> {
    let message = v1::GetStudentFollowUpRequest {
        student: student(visit)?,
        min_position: visit.position(),
        page_token: page_token.to_owned(),
        ..v1::GetStudentFollowUpRequest::default()
    };
    let answer = ask!(visit, FollowUps.get_student_follow_up, message)?;
    let follow_up = answer.follow_up.unwrap_or_default();
    Ok((follow_up, answer.next_page_token))
}
