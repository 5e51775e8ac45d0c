//! The weeks just before school holidays that colleges ask the academic director for (EST-3).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

struct Line {
    establishment: String,
    college: String,
    week: String,
    words: String,
    asked: String,
}

#[derive(Template)]
#[template(path = "state/exceptions.html")]
struct ExceptionsPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn line(one: v1::RequestedWeek) -> Line {
    Line {
        college: format!("{}, {}", one.display_name, one.city),
        words: dates::week(&one.week),
        asked: dates::day_of(one.requested_time.as_ref()),
        establishment: one.establishment,
        week: one.week,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let message = v1::ListWeekExceptionRequestsRequest {
        territory: visit.role(&[Role::AcademicDirector])?.scope.clone(),
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::WeekExceptionRequests(message)).await;
    }
    let answer = ask!(visit, Establishments.list_week_exception_requests, message)?;
    let page = ExceptionsPage {
        layout: visit.layout("Semaines d'exception demandées"),
        form,
        lines: answer.requests.into_iter().map(line).collect(),
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

/// Allows a week or not, as the button says.
pub(super) async fn decide(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    visit.role(&[Role::AcademicDirector])?;
    let request_id = fields.request_id();
    let name = fields.get("establishment").to_owned();
    let week = fields.get("week").to_owned();
    let (answer, sentence) = match fields.get("decision") {
        "grant" => {
            let message = v1::GrantWeekExceptionRequest {
                request_id,
                name,
                week,
            };
            let answer = act!(visit, Establishments.grant_week_exception, message);
            let told = answer.map(|answer| {
                let mut told = vec!["La semaine est accordée.".to_owned()];
                let warnings = answer.warnings.into_iter();
                told.extend(warnings.map(|warning| warning.message_fr));
                told.join(" ")
            });
            match told {
                Ok(told) => (Ok(()), told),
                Err(refusal) => (Err(refusal), String::new()),
            }
        }
        _ => {
            let message = v1::DeclineWeekExceptionRequest {
                request_id,
                name,
                week,
            };
            let answer = act!(visit, Establishments.decline_week_exception, message);
            let told = "La semaine n'est pas accordée ; le chef d'établissement en est averti.";
            (answer.map(|_| ()), told.to_owned())
        }
    };
    match after(&visit, &fields, answer, "/state/exceptions", &sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}
