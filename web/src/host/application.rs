//! An application with CV and letter, and the answer to it.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use v1::ApplicationAct as Act;

use super::host;
use crate::acts::Acts;
use crate::agreements;
use crate::calls::{act, ask};
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::offers::{CvView, HistoryLine};
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words::{self, Badge};

/// The two parts of the name of an application.
type Id = Path<(String, String)>;

#[derive(Template)]
#[template(path = "host/application.html")]
struct ApplicationPage {
    layout: Layout,
    form: Form,
    path: String,
    offer: String,
    offer_path: String,
    college: String,
    level: &'static str,
    week: String,
    state: Badge,
    letter: String,
    cv: Option<CvView>,
    /// What the services let the host do.
    acts: Acts,
    /// Whether there is an agreement, and how it stands.
    agreement: Option<Badge>,
    history: Vec<HistoryLine>,
}

pub(super) async fn show(visit: Visit, Path(id): Id) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

fn path((student, application): &(String, String)) -> String {
    format!("/host/applications/{student}/{application}")
}

fn name((student, application): &(String, String)) -> String {
    names::application(student, application)
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &(String, String),
    form: Form,
) -> Result<Response, Failure> {
    host(visit)?;
    let message = v1::GetApplicationRequest {
        name: name(id),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Applications.get_application, message)?;
    let application = answer.application.unwrap_or_default();
    let state = application.state();
    let placement = application.placement.clone().unwrap_or_default();
    let pupil = match application.student_display_name.as_str() {
        "" => "Candidature",
        pupil => pupil,
    };
    let agreement = agreements::of(application.agreement());
    let page = ApplicationPage {
        layout: visit.layout(pupil),
        form,
        path: path(id),
        offer_path: format!("/host/offers/{}", names::last(&application.offer)),
        level: words::level(application.level()),
        week: dates::week(&application.week),
        state: words::application(state, placement.state()),
        acts: Acts::of(&application),
        agreement,
        history: application
            .history
            .into_iter()
            .map(HistoryLine::from)
            .collect(),
        offer: application.offer_title,
        college: application.establishment_display_name,
        letter: application.letter,
        cv: application.cv.map(CvView::from),
    };
    Ok(visit.show_as(status, &page))
}

async fn after<T>(
    visit: &Visit,
    id: &(String, String),
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &'static str,
) -> Result<Response, Failure> {
    match answer {
        Ok(_) => Ok(visit.done(&path(id), sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            page(visit, refused_as(&refusal), id, form).await
        }
    }
}

macro_rules! answers {
    ($($name:ident: $client:ident.$method:ident($request:ident { $($field:ident: $typed:literal),* }), $sentence:literal;)*) => {$(
        pub(super) async fn $name(
            visit: Visit,
            Path(id): Id,
            Posted(fields): Posted,
        ) -> Result<Response, Failure> {
            host(&visit)?;
            let message = v1::$request {
                request_id: fields.request_id(),
                name: name(&id),
                $($field: fields.text($typed),)*
            };
            let answer = act!(visit, $client.$method, message);
            after(&visit, &id, &fields, answer, $sentence).await
        }
    )*};
}

answers! {
    examine: Applications.examine_application(ExamineApplicationRequest {}),
        "L'élève voit que vous examinez sa candidature.";
    accept: Applications.accept_application(AcceptApplicationRequest { message: "accept_message" }),
        "L'élève est placé. Il est averti, et la convention est ouverte.";
    decline: Applications.decline_application(DeclineApplicationRequest { message: "message" }),
        "Votre réponse est envoyée à l'élève.";
    undo: Applications.undo_decline(UndoDeclineRequest {}),
        "La candidature attend de nouveau votre réponse.";
    cancel: Applications.cancel_placement_by_host(CancelPlacementByHostRequest { reason: "reason" }),
        "Le stage est annulé. L'élève et son collège sont avertis.";
    completed: Placements.confirm_completion(ConfirmCompletionRequest {}),
        "C'est noté : le stage a été effectué.";
    missed: Placements.report_absence(ReportAbsenceRequest {}),
        "C'est noté : l'élève ne s'est pas présenté.";
}
