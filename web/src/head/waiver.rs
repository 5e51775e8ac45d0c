//! The waiver by which a college outside priority education takes part (EST-2).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::Posted;
use crate::roles::Role;
use crate::state::words as of_state;
use crate::state::{Step, waiver_step};
use crate::visit::Visit;
use crate::words::{Badge, network};

#[derive(Template)]
#[template(path = "head/waiver.html")]
struct WaiverPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    school_year: String,
    network: &'static str,
    eligible: bool,
    state: Badge,
    prefecture: Badge,
    services: Badge,
    steps: Vec<Step>,
    by_head: bool,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let year = visit.query("school_year").to_owned();
    page(&visit, StatusCode::OK, &year, None).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    year: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let session = of_staff(visit)?;
    let message = v1::GetWaiverRequest {
        name: session.scope.clone(),
        school_year: year.to_owned(),
        min_position: visit.position(),
        as_of: None,
    };
    let answer = ask!(visit, Waivers.get_waiver, message)?;
    let waiver = answer.waiver.unwrap_or_default();
    let shown = waiver.school_year.clone();
    let mut years = dates::school_years().to_vec();
    if !years.contains(&shown) {
        years.push(shown.clone());
    }
    let form = typed.unwrap_or_else(|| Form::new(visit).with([("school_year", shown.as_str())]));
    let page = WaiverPage {
        layout: visit.layout("Dérogation"),
        form,
        years: years
            .into_iter()
            .map(|year| Choice::new(year.clone(), year))
            .collect(),
        school_year: shown,
        network: network(waiver.network()),
        eligible: waiver.eligible,
        state: of_state::waiver(waiver.state()),
        prefecture: of_state::decision(waiver.prefecture()),
        services: of_state::decision(waiver.academic_services()),
        steps: answer.history.into_iter().map(waiver_step).collect(),
        by_head: session.role == Role::Head,
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn ask_for_it(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let year = fields.get("school_year").to_owned();
    let message = v1::RequestWaiverRequest {
        request_id: fields.request_id(),
        name: of_staff(&visit)?.scope.clone(),
        school_year: year.clone(),
        reason: fields.text("reason"),
    };
    let answer = act!(visit, Waivers.request_waiver, message);
    let path = format!("/head/waiver?school_year={year}");
    let sentence = "Votre demande est envoyée à la préfecture et aux services académiques.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &year, Some(*form)).await,
    }
}
