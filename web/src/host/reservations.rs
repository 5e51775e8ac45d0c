//! Colleges that ask the host to reserve one of its offers for their pupils (EST-9).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words::{self, Badge};

/// Read at once where one of them is looked for.
const MANY: i32 = 200;

struct Line {
    path: String,
    offer_path: String,
    title: String,
    college: String,
    asked: String,
    state: Badge,
    word: String,
    answer: String,
    /// Whether it waits and the offer can still be reserved.
    may_accept: bool,
    waits: bool,
}

#[derive(Template)]
#[template(path = "host/reservations.html")]
struct ReservationsPage {
    layout: Layout,
    all: bool,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "host/reservation.html")]
struct ReservationPage {
    layout: Layout,
    form: Form,
    line: Line,
}

fn line(one: v1::RequestedReservation) -> Line {
    let offer = names::last(&one.offer);
    let waits = one.state() == v1::ReservationState::Requested;
    Line {
        path: path(offer, names::last(&one.establishment)),
        offer_path: format!("/host/offers/{offer}"),
        state: words::reservation(one.state()),
        college: format!(
            "{}, {}",
            one.establishment_display_name, one.establishment_city
        ),
        asked: dates::day_of(one.requested_time.as_ref()),
        title: one.offer_title,
        word: one.word,
        answer: one.answer,
        may_accept: waits && one.offer_available,
        waits,
    }
}

fn path(offer: &str, uai: &str) -> String {
    format!("/host/reservations/{offer}/{uai}")
}

fn message(
    visit: &Visit,
    waiting: bool,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListReservationRequestsRequest, Failure> {
    Ok(v1::ListReservationRequestsRequest {
        host: host(visit)?,
        establishment: String::new(),
        waiting,
        min_position: visit.position(),
        page_size,
        page_token: page_token.to_owned(),
    })
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let all = visit.query("show") == "all";
    let message = message(&visit, !all, 50, visit.query("page"))?;
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::ReservationRequests(message)).await;
    }
    let answer = ask!(visit, Reservations.list_reservation_requests, message)?;
    let page = ReservationsPage {
        layout: visit.layout("Offres à réserver"),
        all,
        lines: answer.requests.into_iter().map(line).collect(),
        files: exports::links(&visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

/// The two parts that name a request: the offer, and the UAI of the college.
type Id = (String, String);

/// The newest request of that name.
async fn find(visit: &Visit, (offer, uai): &Id) -> Result<v1::RequestedReservation, Failure> {
    let mut token = String::new();
    loop {
        let message = message(visit, false, MANY, &token)?;
        let answer = ask!(visit, Reservations.list_reservation_requests, message)?;
        let found = answer
            .requests
            .into_iter()
            .find(|one| names::last(&one.offer) == offer && names::last(&one.establishment) == uai);
        if let Some(found) = found {
            return Ok(found);
        }
        if answer.next_page_token.is_empty() {
            return Err(Failure::NotFound);
        }
        token = answer.next_page_token;
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<Id>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(visit: &Visit, status: StatusCode, id: &Id, form: Form) -> Result<Response, Failure> {
    let page = ReservationPage {
        layout: visit.layout("Réserver une offre"),
        form,
        line: line(find(visit, id).await?),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    id: &Id,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, &path(&id.0, &id.1), sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, *form).await,
    }
}

pub(super) async fn accept(
    visit: Visit,
    Path(id): Path<Id>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::AcceptReservationRequest {
        request_id: fields.request_id(),
        offer: format!("offers/{}", id.0),
        establishment: format!("establishments/{}", id.1),
    };
    let answer = act!(visit, Reservations.accept_reservation, message);
    let sentence = "L'offre est réservée à ce collège : ses élèves seuls la voient.";
    then(&visit, &id, &fields, answer, sentence).await
}

pub(super) async fn decline(
    visit: Visit,
    Path(id): Path<Id>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::DeclineReservationRequest {
        request_id: fields.request_id(),
        offer: format!("offers/{}", id.0),
        establishment: format!("establishments/{}", id.1),
        word: fields.text("word"),
    };
    let answer = act!(visit, Reservations.decline_reservation, message);
    let sentence = "Votre réponse est envoyée au chef d'établissement.";
    then(&visit, &id, &fields, answer, sentence).await
}
