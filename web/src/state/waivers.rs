//! Waivers of colleges outside priority education: which wait for a decision, and the decision.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::difficulties::Step;
use super::{OF_DEPARTMENT, department};
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
use crate::state::words;
use crate::visit::Visit;
use crate::words::{Badge, network};

struct Line {
    path: String,
    college: String,
    school_year: String,
    state: Badge,
    prefecture: Badge,
    services: Badge,
    last: String,
}

#[derive(Template)]
#[template(path = "state/waivers.html")]
struct ListPage {
    layout: Layout,
    lines: Vec<Line>,
    exports: Markup,
    mine_only: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "state/waiver.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    line: Line,
    network: &'static str,
    eligible: bool,
    steps: Vec<Step>,
    agreed: bool,
}

fn line(one: v1::Waiver) -> Line {
    Line {
        path: format!(
            "/state/waivers/{}/{}",
            names::last(&one.establishment),
            one.school_year
        ),
        state: words::waiver(one.state()),
        prefecture: words::decision(one.prefecture()),
        services: words::decision(one.academic_services()),
        last: dates::day_of(one.last_time.as_ref()),
        college: format!("{}, {}", one.display_name, one.city),
        school_year: one.school_year,
    }
}

/// A step of a waiver.
pub fn step(step: v1::WaiverStep) -> Step {
    Step {
        when: dates::instant(step.recorded_time.as_ref()),
        what: words::waiver_fact(step.fact()),
        who: words::office(step.office()),
        words: step.reason,
    }
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let mine_only = visit.query("all").is_empty();
    let message = v1::ListWaiversRequest {
        territory: department(&visit)?,
        school_year: String::new(),
        awaiting_caller: mine_only,
        min_position: visit.position(),
        as_of: None,
        page_size: 0,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Waivers(message)).await;
    }
    let answer = ask!(visit, Waivers.list_waivers, message)?;
    let page = ListPage {
        layout: visit.layout("Dérogations"),
        exports: links(&visit),
        lines: answer.waivers.into_iter().map(line).collect(),
        mine_only,
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

pub(super) async fn show(
    visit: Visit,
    Path((uai, year)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &uai, &year, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    uai: &str,
    year: &str,
    form: Form,
) -> Result<Response, Failure> {
    let role = visit.role(OF_DEPARTMENT)?.role;
    let message = v1::GetWaiverRequest {
        name: format!("establishments/{uai}"),
        school_year: year.to_owned(),
        min_position: visit.position(),
        as_of: None,
    };
    let answer = ask!(visit, Waivers.get_waiver, message)?;
    let waiver = answer.waiver.unwrap_or_default();
    // The authority of who visits.
    let own = match role {
        Role::AcademicDirector => waiver.academic_services(),
        _ => waiver.prefecture(),
    };
    let page = OnePage {
        layout: visit.layout(format!(
            "Dérogation : {}, {}",
            waiver.display_name, waiver.city
        )),
        form,
        network: network(waiver.network()),
        eligible: waiver.eligible,
        steps: answer.history.into_iter().map(step).collect(),
        agreed: own == v1::WaiverDecision::Agreed,
        line: line(waiver),
    };
    Ok(visit.show_as(status, &page))
}

/// Agrees, refuses, or takes an agreement back, as the button says.
pub(super) async fn decide(
    visit: Visit,
    Path((uai, year)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let request_id = fields.request_id();
    let name = format!("establishments/{uai}");
    let school_year = year.clone();
    let reason = fields.text("reason");
    let (answer, sentence) = match fields.get("decision") {
        "agree" => {
            let message = v1::AgreeToWaiverRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            let answer = act!(visit, Waivers.agree_to_waiver, message);
            (
                answer.map(|_| ()),
                "Votre accord est enregistré ; le collège et l'autre autorité en sont avertis.",
            )
        }
        "withdraw" => {
            let message = v1::WithdrawWaiverAgreementRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            let answer = act!(visit, Waivers.withdraw_waiver_agreement, message);
            (
                answer.map(|_| ()),
                "Votre accord est retiré ; le collège et l'autre autorité en sont avertis.",
            )
        }
        _ => {
            let message = v1::RefuseWaiverRequest {
                request_id,
                name,
                school_year,
                reason,
            };
            let answer = act!(visit, Waivers.refuse_waiver, message);
            (
                answer.map(|_| ()),
                "Votre refus est enregistré ; le collège en est averti.",
            )
        }
    };
    let path = format!("/state/waivers/{uai}/{year}");
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &uai, &year, *form).await,
    }
}
