//! What an association did: recorded and corrected.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::partner;
use crate::after::{After, after};
use crate::calls::{act, ask, me};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::state::{Activity, activity, assignment_words, words};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "association/activities.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    kinds: Vec<Choice>,
    assignments: Vec<Choice>,
    lines: Vec<Activity>,
    exports: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "association/activity.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    kinds: Vec<Choice>,
    shown: Activity,
    path: String,
}

fn kinds() -> Vec<Choice> {
    words::ACTIVITIES
        .map(|kind| Choice::new(kind.as_str_name(), words::activity(kind)))
        .into()
}

fn message(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListActivitiesRequest, Failure> {
    Ok(v1::ListActivitiesRequest {
        name: partner(visit)?,
        page_size,
        page_token: page_token.to_owned(),
        min_position: visit.position(),
    })
}

async fn ask_for(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListActivitiesResponse, Failure> {
    let message = message(visit, page_size, page_token)?;
    Ok(ask!(visit, Partners.list_activities, message)?)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit).with([("assignment", visit.query("of"))]);
    list_page(&visit, StatusCode::OK, form).await
}

async fn list_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Activities(message(visit, 0, "")?)).await;
    }
    let answer = ask_for(visit, 0, visit.query("page")).await?;
    let mine = me(visit, 200, "").await?.belongings.into_iter();
    let mine = mine.filter(|one| !one.name.starts_with("partners/"));
    let mut assignments: Vec<Choice> = mine
        .map(|one| Choice::new(one.name, one.display_name))
        .collect();
    let asked = visit.query("of");
    if !asked.is_empty() && assignments.iter().all(|one| one.value != asked) {
        // Beyond the first page of a large association.
        assignments.push(Choice::new(asked, assignment_words(asked)));
    }
    let page = ListPage {
        layout: visit.layout("Ce que j'ai fait"),
        form,
        kinds: kinds(),
        assignments,
        exports: links(visit),
        lines: answer.activities.into_iter().map(activity).collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

fn details(fields: &Fields) -> v1::ActivityDetails {
    v1::ActivityDetails {
        kind: fields.choice("details.kind", v1::ActivityKind::from_str_name),
        held_date: fields.get("details.held_date").to_owned(),
        people: fields.number("details.people"),
    }
}

pub(super) async fn record(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let code = fields.get("department");
    let message = v1::RecordActivityRequest {
        request_id: fields.request_id(),
        name: partner(&visit)?,
        assignment: fields.get("assignment").to_owned(),
        department: match code {
            "" => String::new(),
            code => format!("departments/{}", code.to_ascii_uppercase()),
        },
        details: Some(details(&fields)),
    };
    let answer = act!(visit, Partners.record_activity, message);
    match after(
        &visit,
        &fields,
        answer,
        "/association/activities",
        "Votre action est notée.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => list_page(&visit, status, *form).await,
    }
}

async fn find(visit: &Visit, id: &str) -> Result<v1::Activity, Failure> {
    let mut token = String::new();
    loop {
        let answer = ask_for(visit, 200, &token).await?;
        if let Some(found) = answer
            .activities
            .into_iter()
            .find(|one| names::last(&one.name) == id)
        {
            return Ok(found);
        }
        if answer.next_page_token.is_empty() {
            return Err(Failure::NotFound);
        }
        token = answer.next_page_token;
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &id, None).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let one = find(visit, id).await?;
    let details = one.details.clone().unwrap_or_default();
    let form = typed.unwrap_or_else(|| {
        Form::new(visit).with([
            ("details.kind", details.kind().as_str_name().to_owned()),
            ("details.held_date", details.held_date.clone()),
            ("details.people", details.people.to_string()),
        ])
    });
    let shown = activity(one);
    let page = OnePage {
        layout: visit.layout(format!("{}, {}", shown.kind, shown.day)),
        form,
        kinds: kinds(),
        path: format!("/association/activities/{id}"),
        shown,
    };
    Ok(visit.show_as(status, &page))
}

/// It was otherwise, or there was nothing.
async fn corrected(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    details: Option<v1::ActivityDetails>,
) -> Result<Response, Failure> {
    let sentence = match details {
        Some(_) => "L'action est corrigée.",
        None => "L'action est retirée.",
    };
    let message = v1::CorrectActivityRequest {
        request_id: fields.request_id(),
        name: format!("{}/activities/{id}", partner(visit)?),
        details,
    };
    let answer = act!(visit, Partners.correct_activity, message);
    match after(visit, fields, answer, "/association/activities", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, id, Some(*form)).await,
    }
}

pub(super) async fn correct(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let details = details(&fields);
    corrected(&visit, &id, &fields, Some(details)).await
}

pub(super) async fn remove(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    corrected(&visit, &id, &fields, None).await
}
