//! The college asks for the help of an association, for itself or for pupils in difficulty (EST-14): its
//! requests, what was answered, and a new one.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::college::whole_class::{listed_name, present};
use crate::college::{Classes, classes};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::Posted;
use crate::roles::Role;
use crate::state::words::help_state;
use crate::state::{Step, help_pupils, help_step};
use crate::visit::Visit;
use crate::words::Badge;

struct Line {
    id: String,
    pupils: String,
    school_year: String,
    association: String,
    state: Badge,
    closed: bool,
    steps: Vec<Step>,
    students: Vec<String>,
}

#[derive(Template)]
#[template(path = "head/helps.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    open_only: bool,
    by_head: bool,
    exports: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "head/help.html")]
struct AskPage {
    layout: Layout,
    form: Form,
    class: String,
    classes: Vec<Choice>,
    pupils: Vec<Choice>,
}

fn line(one: v1::HelpRequest) -> Line {
    let state = one.state();
    let students = one.students.iter().map(|name| names::last(name).to_owned());
    Line {
        id: names::last(&one.name).to_owned(),
        pupils: help_pupils(&one),
        state: help_state(state),
        closed: state == v1::HelpRequestState::Closed,
        students: students.collect(),
        school_year: one.school_year,
        association: one.association,
        steps: one.history.into_iter().map(help_step).collect(),
    }
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let session = of_staff(visit)?;
    let open_only = visit.query("open") == "yes";
    let message = v1::ListHelpRequestsOfEstablishmentRequest {
        establishment: session.scope.clone(),
        open_only,
        page_size: 0,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::HelpRequestsOfEstablishment(message)).await;
    }
    let answer = ask!(visit, Helps.list_help_requests_of_establishment, message)?;
    let page = ListPage {
        layout: visit.layout("Aide d'une association"),
        form,
        lines: answer.help_requests.into_iter().map(line).collect(),
        open_only,
        by_head: session.role == Role::Head,
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn new(visit: Visit) -> Result<Response, Failure> {
    let class = visit.query("class").to_owned();
    let form = Form::new(&visit).with([("class", class.as_str())]);
    new_page(&visit, StatusCode::OK, &class, form).await
}

async fn new_page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
) -> Result<Response, Failure> {
    visit.role(&[Role::Head])?;
    let Classes { choices, .. } = classes(visit).await?;
    let pupils = match class {
        "" => vec![],
        class => present(visit, names::last(class)).await?.1,
    };
    let page = AskPage {
        layout: visit.layout("Demander l'aide d'une association"),
        form,
        class: class.to_owned(),
        classes: choices,
        pupils: pupils
            .iter()
            .map(|one| Choice::new(one.student.clone(), listed_name(one)))
            .collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn send(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::RequestHelpRequest {
        request_id: fields.request_id(),
        name: visit.role(&[Role::Head])?.scope.clone(),
        students: fields.all("students"),
        words: fields.text("words"),
    };
    let answer = act!(visit, Helps.request_help, message);
    let sentence = "Votre demande est envoyée à la préfecture, au référent et aux services \
                    académiques du département.";
    match after(&visit, &fields, answer, "/head/help", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => {
            let class = fields.get("class").to_owned();
            new_page(&visit, status, &class, *form).await
        }
    }
}

pub(super) async fn close(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let college = visit.role(&[Role::Head])?.scope.clone();
    let message = v1::CloseHelpRequestRequest {
        request_id: fields.request_id(),
        name: format!("{college}/help_requests/{id}"),
    };
    let answer = act!(visit, Helps.close_help_request, message);
    match after(
        &visit,
        &fields,
        answer,
        "/head/help",
        "La demande est close.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}
