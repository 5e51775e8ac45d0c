//! The colleges of a department: whose head waits to be confirmed, and all of them by name or city.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::department;
use crate::calls::ask;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::state::words;
use crate::visit::Visit;
use crate::words::network;

/// Read at once where those that wait are looked for.
const MANY: i32 = 200;
/// So many pages at most: no department has as many colleges.
const MOST_PAGES: usize = 10;

struct Line {
    path: String,
    name: String,
    city: String,
    network: &'static str,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "state/colleges.html")]
struct CollegesPage {
    layout: Layout,
    form: Form,
    waiting: Vec<Line>,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn line(one: v1::ListedEstablishment) -> Line {
    let state = words::college(one.state());
    let listing = one.listing.unwrap_or_default();
    Line {
        path: format!("/state/colleges/{}", names::last(&listing.name)),
        network: network(listing.network()),
        state,
        name: listing.display_name,
        city: listing.city,
    }
}

async fn ask_for(
    visit: &Visit,
    message: v1::SearchEstablishmentsRequest,
) -> Result<v1::SearchEstablishmentsResponse, Failure> {
    Ok(ask!(visit, Directory.search_establishments, message)?)
}

/// Those whose head nobody has confirmed.
async fn waiting(visit: &Visit, department: &str) -> Result<Vec<Line>, Failure> {
    let mut waiting = vec![];
    let mut token = String::new();
    for _ in 0..MOST_PAGES {
        let message = v1::SearchEstablishmentsRequest {
            min_position: visit.position(),
            page_size: MANY,
            page_token: token,
            text: String::new(),
            department: department.to_owned(),
        };
        let answer = ask_for(visit, message).await?;
        let found = answer
            .establishments
            .into_iter()
            .filter(|one| one.state() == v1::EstablishmentState::AwaitsConfirmation);
        waiting.extend(found.map(line));
        token = answer.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    Ok(waiting)
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let department = department(&visit)?;
    let message = v1::SearchEstablishmentsRequest {
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        text: visit.query("text").to_owned(),
        department: department.clone(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Establishments(message)).await;
    }
    let answer = ask_for(&visit, message).await?;
    let page = CollegesPage {
        layout: visit.layout("Les collèges du département"),
        form: Form::new(&visit).with([("text", visit.query("text"))]),
        waiting: waiting(&visit, &department).await?,
        lines: answer.establishments.into_iter().map(line).collect(),
        exports: links(&visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}
