//! One application of a pupil: where it stands, its history, and what can still be done.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use v1::ApplicationAct as Act;

use super::student;
use crate::acts::Acts;
use crate::agreements;
use crate::calls::{act, ask};
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::offers::{Arrangements, HistoryLine};
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words::{self, Badge};

#[derive(Template)]
#[template(path = "pupil/application.html")]
struct ApplicationPage {
    layout: Layout,
    form: Form,
    path: String,
    offer: String,
    host: String,
    week: String,
    state: Badge,
    letter: String,
    cv_version: u32,
    /// What the services let the pupil do.
    acts: Acts,
    place: Option<Arrangements>,
    /// Whether there is an agreement, and how it stands.
    agreement: Option<Badge>,
    history: Vec<HistoryLine>,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    form: Form,
) -> Result<Response, Failure> {
    let message = v1::GetApplicationRequest {
        name: name(visit, id)?,
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Applications.get_application, message)?;
    let application = answer.application.unwrap_or_default();
    let acts = Acts::of(&application);
    let state = application.state();
    let placement = application.placement.clone().unwrap_or_default();
    let agreement = agreements::of(application.agreement());
    let page = ApplicationPage {
        layout: visit.layout(application.offer_title.clone()),
        form,
        path: format!("/pupil/applications/{id}"),
        offer: names::last(&application.offer).to_owned(),
        host: application.host_display_name,
        week: dates::week(&application.week),
        state: words::application(state, placement.state()),
        letter: application.letter,
        cv_version: application.cv_version,
        acts,
        place: placement.arrangements.map(Arrangements::from),
        agreement,
        history: application
            .history
            .into_iter()
            .map(HistoryLine::from)
            .collect(),
    };
    Ok(visit.show_as(status, &page))
}

fn name(visit: &Visit, id: &str) -> Result<String, Failure> {
    Ok(format!("{}/applications/{id}", student(visit)?))
}

/// To the page again, which says what was done or why not.
async fn after<T>(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &'static str,
) -> Result<Response, Failure> {
    match answer {
        Ok(_) => Ok(visit.done(&format!("/pupil/applications/{id}"), sentence)),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            page(visit, refused_as(&refusal), id, form).await
        }
    }
}

pub(super) async fn withdraw(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::WithdrawApplicationRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
        reason: fields.text("reason"),
    };
    let answer = act!(visit, Applications.withdraw_application, message);
    after(
        &visit,
        &id,
        &fields,
        answer,
        "Votre candidature est retirée.",
    )
    .await
}

pub(super) async fn cancel(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::CancelPlacementRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
        reason: fields.text("reason"),
    };
    let answer = act!(visit, Applications.cancel_placement, message);
    let sentence = "Votre stage est annulé. L'organisme et votre collège en sont avertis.";
    after(&visit, &id, &fields, answer, sentence).await
}

pub(super) async fn reinstate(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::ReinstateApplicationRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
    };
    let answer = act!(visit, Applications.reinstate_application, message);
    after(
        &visit,
        &id,
        &fields,
        answer,
        "Votre candidature est de nouveau envoyée.",
    )
    .await
}

pub(super) async fn send_cv(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::SendCvRequest {
        request_id: fields.request_id(),
        name: name(&visit, &id)?,
        version: 0,
    };
    let answer = act!(visit, Applications.send_cv, message);
    let sentence = "L'organisme a maintenant la dernière version de votre CV.";
    after(&visit, &id, &fields, answer, sentence).await
}
