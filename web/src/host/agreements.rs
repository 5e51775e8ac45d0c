//! The agreements of a host: those that wait for its signature, or all.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::agreements::{missing, state};
use crate::calls::ask;
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::visit::Visit;
use crate::words::Badge;

struct Line {
    path: String,
    pupil: String,
    college: String,
    offer: String,
    week: String,
    state: Badge,
    missing: String,
}

impl From<v1::ListedAgreement> for Line {
    fn from(one: v1::ListedAgreement) -> Self {
        Self {
            path: format!("{}/agreement", names::application_path("host", &one.name)),
            state: state(one.state()),
            missing: missing(one.missing()),
            week: dates::week(&one.week),
            pupil: one.student_display_name,
            college: one.establishment_display_name,
            offer: one.offer_title,
        }
    }
}

#[derive(Template)]
#[template(path = "host/agreements.html")]
struct AgreementsPage {
    layout: Layout,
    all: bool,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let all = visit.query("show") == "all";
    let message = v1::ListAgreementsRequest {
        host: host(&visit)?,
        waiting_for_me: !all,
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        ..v1::ListAgreementsRequest::default()
    };
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::Agreements(message)).await;
    }
    let answer = ask!(visit, Agreements.list_agreements, message)?;
    let next = answer.next_page_token;
    let page = AgreementsPage {
        layout: visit.layout("Conventions"),
        all,
        lines: answer.agreements.into_iter().map(Line::from).collect(),
        files: exports::links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
