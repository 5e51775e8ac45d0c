//! Where the child stands, and the authorisation.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::child;
use crate::agreements;
use crate::calls::{act, ask};
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::offers::{Arrangements, HistoryLine};
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    path: String,
    title: String,
    host: String,
    week: String,
    state: Badge,
    agreement: Option<Badge>,
}

#[derive(Template)]
#[template(path = "guardian/child.html")]
struct ChildPage {
    layout: Layout,
    form: Form,
    name: String,
    class: String,
    authorisation: Badge,
    valid: bool,
    withdrawn: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "guardian/application.html")]
struct ApplicationPage {
    layout: Layout,
    path: String,
    host: String,
    week: String,
    state: Badge,
    place: Option<Arrangements>,
    /// Whether there is an agreement, and how it stands.
    agreement: Option<Badge>,
    history: Vec<HistoryLine>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let message = v1::GetStudentFollowUpRequest {
        student: child(visit)?,
        min_position: visit.position(),
        page_size: 200,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let answer = ask!(visit, FollowUps.get_student_follow_up, message)?;
    let follow_up = answer.follow_up.unwrap_or_default();
    let authorisation = follow_up.authorisation();
    let identity = follow_up.identity.unwrap_or_default();
    let lines = follow_up.applications.into_iter().map(|one| Line {
        path: names::application_path("guardian", &one.name),
        state: words::application(one.state(), one.placement_state()),
        agreement: agreements::of(one.agreement()),
        week: dates::week(&one.week),
        title: one.offer_title,
        host: one.host_display_name,
    });
    let page = ChildPage {
        layout: visit.layout("Mon enfant"),
        form,
        name: names::full(&identity),
        class: follow_up.class_label,
        authorisation: words::authorisation(authorisation),
        valid: authorisation == v1::AuthorisationState::Valid,
        withdrawn: authorisation == v1::AuthorisationState::Withdrawn,
        lines: lines.collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn withdraw(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let student = child(&visit)?;
    if !fields.is_ticked("sure") {
        let form = Form::going_on(&visit, &fields).wrong(
            "sure",
            "Cochez la case pour confirmer que vous retirez l'autorisation.",
        );
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    let message = v1::WithdrawAuthorisationRequest {
        request_id: fields.request_id(),
        student,
    };
    match act!(visit, Students.withdraw_authorisation, message) {
        Ok(_) => Ok(visit.done(
            "/guardian",
            "Votre autorisation est retirée. Le collège en est averti.",
        )),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), form).await
        }
    }
}

pub(super) async fn application(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    child(&visit)?;
    let message = v1::GetApplicationRequest {
        name: names::application(&student, &application),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Applications.get_application, message)?;
    let application = answer.application.unwrap_or_default();
    let placement = application.placement.clone().unwrap_or_default();
    let agreement = agreements::of(application.agreement());
    let page = ApplicationPage {
        layout: visit.layout(application.offer_title.clone()),
        path: names::application_path("guardian", &application.name),
        week: dates::week(&application.week),
        state: words::application(application.state(), placement.state()),
        host: application.host_display_name,
        place: placement.arrangements.map(Arrangements::from),
        agreement,
        history: application
            .history
            .into_iter()
            .map(HistoryLine::from)
            .collect(),
    };
    Ok(visit.show(&page))
}
