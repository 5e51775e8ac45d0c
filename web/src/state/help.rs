//! Requests of colleges for an association's help: answered and closed.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::difficulties::Step;
use super::{OF_DEPARTMENT, REPRESENTATIVES, department};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::state::words;
use crate::visit::Visit;
use crate::words::{Badge, count};

struct Line {
    /// Where it is answered; empty for who only looks.
    path: String,
    college: String,
    pupils: String,
    association: String,
    state: Badge,
}

#[derive(Template)]
#[template(path = "state/helps.html")]
struct ListPage {
    layout: Layout,
    lines: Vec<Line>,
    exports: Markup,
    open_only: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "state/help.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    path: String,
    pupils: String,
    state: Badge,
    steps: Vec<Step>,
    partners: Vec<Choice>,
    open: bool,
}

/// For whom a request is.
pub(crate) fn pupils(one: &v1::HelpRequest) -> String {
    match one.pupils {
        0 => "Pour le collège".to_owned(),
        some => format!("Pour {}", count(some, "élève", "élèves")),
    }
}

/// A step of a request.
pub(crate) fn step(step: v1::HelpRequestStep) -> Step {
    Step {
        when: dates::instant(step.recorded_time.as_ref()),
        what: words::help_fact(step.fact()),
        who: match step.office() {
            v1::Office::Unspecified => "Collège",
            office => words::office(office),
        },
        words: step.words,
    }
}

fn line(one: v1::HelpRequest, answers: bool) -> Line {
    let uai = names::behind(&one.name, "establishments");
    Line {
        path: match answers {
            true => format!("/state/help/{uai}/{}", names::last(&one.name)),
            false => String::new(),
        },
        pupils: pupils(&one),
        state: words::help_state(one.state()),
        college: format!("{}, {}", one.display_name, one.city),
        association: one.association,
    }
}

fn message(
    visit: &Visit,
    open_only: bool,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListHelpRequestsRequest, Failure> {
    Ok(v1::ListHelpRequestsRequest {
        territory: visit.role(REPRESENTATIVES)?.scope.clone(),
        open_only,
        page_size,
        page_token: page_token.to_owned(),
        min_position: visit.position(),
    })
}

async fn ask_for(
    visit: &Visit,
    open_only: bool,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListHelpRequestsResponse, Failure> {
    let message = message(visit, open_only, page_size, page_token)?;
    Ok(ask!(visit, Helps.list_help_requests, message)?)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let open_only = visit.query("open").is_empty();
    if let Some(format) = asked_for(&visit) {
        return export(
            &visit,
            format,
            Query::HelpRequests(message(&visit, open_only, 0, "")?),
        )
        .await;
    }
    let answer = ask_for(&visit, open_only, 0, visit.query("page")).await?;
    let answers = OF_DEPARTMENT.contains(&visit.signed()?.role);
    let requests = answer.help_requests.into_iter();
    let page = ListPage {
        layout: visit.layout("Demandes d'aide des collèges"),
        exports: links(&visit),
        lines: requests.map(|one| line(one, answers)).collect(),
        open_only,
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

async fn find(visit: &Visit, name: &str) -> Result<v1::HelpRequest, Failure> {
    let mut token = String::new();
    loop {
        let answer = ask_for(visit, false, 200, &token).await?;
        if let Some(found) = answer
            .help_requests
            .into_iter()
            .find(|one| one.name == name)
        {
            return Ok(found);
        }
        if answer.next_page_token.is_empty() {
            return Err(Failure::NotFound);
        }
        token = answer.next_page_token;
    }
}

fn name(uai: &str, id: &str) -> String {
    format!("establishments/{uai}/help_requests/{id}")
}

pub(super) async fn show(
    visit: Visit,
    Path((uai, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &uai, &id, None).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    uai: &str,
    id: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let department = department(visit)?;
    let one = find(visit, &name(uai, id)).await?;
    // The associations that look after the college: only one of them can be named.
    let college = format!("establishments/{uai}");
    let message = v1::ListPartnersRequest {
        territory: department,
        page_size: 200,
        page_token: String::new(),
        min_position: visit.position(),
    };
    let known = ask!(visit, Partners.list_partners, message)?
        .partners
        .into_iter();
    let mut partners = vec![Choice::new("", "Aucune")];
    let here = known.filter(|partner| partner.assignments.contains(&college));
    partners.extend(here.map(|partner| Choice::new(partner.name, partner.association)));
    let form = typed.unwrap_or_else(|| Form::new(visit).with([("partner", one.partner.as_str())]));
    let state = one.state();
    let page = OnePage {
        layout: visit.layout(format!(
            "Demande d'aide : {}, {}",
            one.display_name, one.city
        )),
        form,
        path: format!("/state/help/{uai}/{id}"),
        pupils: pupils(&one),
        state: words::help_state(state),
        steps: one.history.into_iter().map(step).collect(),
        partners,
        open: state != v1::HelpRequestState::Closed,
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn answer(
    visit: Visit,
    Path((uai, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::AnswerHelpRequestRequest {
        request_id: fields.request_id(),
        name: name(&uai, &id),
        partner: fields.get("partner").to_owned(),
        words: fields.text("words"),
    };
    let answer = act!(visit, Helps.answer_help_request, message);
    let path = format!("/state/help/{uai}/{id}");
    match after(
        &visit,
        &fields,
        answer,
        &path,
        "Votre réponse est transmise au collège.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &uai, &id, Some(*form)).await,
    }
}

pub(super) async fn close(
    visit: Visit,
    Path((uai, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::CloseHelpRequestRequest {
        request_id: fields.request_id(),
        name: name(&uai, &id),
    };
    let answer = act!(visit, Helps.close_help_request, message);
    let path = format!("/state/help/{uai}/{id}");
    match after(&visit, &fields, answer, &path, "La demande est close.")? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &uai, &id, Some(*form)).await,
    }
}
