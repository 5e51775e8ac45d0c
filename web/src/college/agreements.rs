//! The agreements of a college or of a class: which lack a signature, a first contact or a visit.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{Classes, classes, college, folder};
use crate::agreements::{missing, state};
use crate::calls::ask;
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::visit::Visit;
use crate::words::Badge;

struct Line {
    path: String,
    pupil: String,
    host: String,
    first_day: String,
    state: Badge,
    missing: String,
    contact: String,
    visit: String,
}

#[derive(Template)]
#[template(path = "college/agreements.html")]
struct AgreementsPage {
    layout: Layout,
    form: Form,
    path: String,
    classes: Vec<Choice>,
    shown: Vec<Choice>,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn line(folder: &str, one: v1::ListedAgreement) -> Line {
    let student = names::behind(&one.name, "students");
    Line {
        path: format!("{folder}/agreements/{student}/{}", names::last(&one.name)),
        first_day: dates::day(&one.first_date),
        state: state(one.state()),
        missing: missing(one.missing()),
        contact: dates::day(&one.contact_date),
        visit: dates::day(&one.visit_date),
        pupil: one.student_display_name,
        host: one.host_display_name,
    }
}

pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let folder = folder(&visit)?;
    let Classes { choices, asked } = classes(&visit).await?;
    let show = visit.query("show");
    let message = v1::ListAgreementsRequest {
        host: String::new(),
        establishment: college(&visit)?,
        class: asked.clone(),
        waiting_for_me: show == "mine",
        not_covered: show == "missing",
        to_contact: show == "contact",
        to_visit: show == "visit",
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Agreements(message)).await;
    }
    let answer = match choices.is_empty() {
        // A teacher without a class has no agreement.
        true => v1::ListAgreementsResponse::default(),
        false => ask!(visit, Agreements.list_agreements, message)?,
    };
    let mut shown = vec![
        Choice::new("", "Toutes"),
        Choice::new("missing", "Celles où il manque une signature"),
        Choice::new("contact", "Celles dont l'organisme n'a pas été contacté"),
        Choice::new("visit", "Celles sans visite"),
    ];
    if folder == "/head" {
        shown.insert(1, Choice::new("mine", "Celles que le collège doit signer"));
    }
    let next = answer.next_page_token;
    let page = AgreementsPage {
        layout: visit.layout("Conventions de stage"),
        form: Form::new(&visit).with([("class", asked.as_str()), ("show", show)]),
        path: format!("{folder}/agreements"),
        classes: choices,
        shown,
        lines: answer
            .agreements
            .into_iter()
            .map(|one| line(folder, one))
            .collect(),
        exports: links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
