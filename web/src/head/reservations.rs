//! Offers that the head has asked hosts to reserve for the college (EST-9). They are asked for from the
//! page of an offer.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    id: String,
    title: String,
    host: String,
    state: Badge,
    asked: String,
    word: String,
    answer: String,
    waits: bool,
    /// The offer waits no more: it is withdrawn, or reserved elsewhere.
    gone: bool,
}

#[derive(Template)]
#[template(path = "head/reservations.html")]
struct ReservationsPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    by_head: bool,
    exports: Markup,
    next: Option<String>,
}

fn line(one: v1::RequestedReservation) -> Line {
    let waits = one.state() == v1::ReservationState::Requested;
    Line {
        id: names::last(&one.offer).to_owned(),
        state: words::reservation(one.state()),
        asked: dates::day_of(one.requested_time.as_ref()),
        title: match one.offer_title.is_empty() {
            true => "Offre réservée à un autre collège".to_owned(),
            false => one.offer_title,
        },
        host: one.host_display_name,
        word: one.word,
        answer: one.answer,
        waits,
        gone: waits && !one.offer_available,
    }
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let session = of_staff(visit)?;
    let message = v1::ListReservationRequestsRequest {
        host: String::new(),
        establishment: session.scope.clone(),
        waiting: false,
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::ReservationRequests(message)).await;
    }
    let answer = ask!(visit, Reservations.list_reservation_requests, message)?;
    let next = answer.next_page_token;
    let page = ReservationsPage {
        layout: visit.layout("Offres demandées aux organismes"),
        form,
        lines: answer.requests.into_iter().map(line).collect(),
        by_head: session.role == Role::Head,
        exports: links(visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn withdraw(
    visit: Visit,
    Path(offer): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::WithdrawReservationRequestRequest {
        request_id: fields.request_id(),
        establishment: of_staff(&visit)?.scope.clone(),
        offer: format!("offers/{offer}"),
    };
    let answer = act!(visit, Reservations.withdraw_reservation_request, message);
    let sentence = "Votre demande est retirée ; l'organisme en est averti.";
    match after(&visit, &fields, answer, "/head/reservations", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}
