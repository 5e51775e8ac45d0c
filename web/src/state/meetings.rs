//! Meetings of departments: with hosts, to win them, and of the heads; recorded and corrected.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{OF_DEPARTMENT, department, department_words, territory};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::state::words;
use crate::visit::Visit;

struct Line {
    path: String,
    kind: &'static str,
    department: String,
    day: String,
    hosts: u32,
    colleges: u32,
    by: &'static str,
}

#[derive(Template)]
#[template(path = "state/meetings.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    exports: Markup,
    may_record: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "state/meeting.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    kinds: Vec<Choice>,
    path: String,
}

fn kinds() -> Vec<Choice> {
    let kinds = [v1::MeetingKind::Mobilisation, v1::MeetingKind::Heads];
    kinds
        .map(|kind| Choice::new(kind.as_str_name(), words::meeting(kind)))
        .into()
}

fn line(one: v1::Meeting) -> Line {
    let by = words::office(one.office());
    let campaign = names::behind(&one.name, "campaigns");
    let details = one.details.unwrap_or_default();
    Line {
        path: format!("/state/meetings/{campaign}/{}", names::last(&one.name)),
        kind: words::meeting(details.kind()),
        department: department_words(&one.department),
        day: dates::day(&details.held_date),
        hosts: details.hosts,
        colleges: details.colleges,
        by,
    }
}

fn message(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListMeetingsRequest, Failure> {
    Ok(v1::ListMeetingsRequest {
        territory: territory(visit)?,
        min_position: visit.position(),
        as_of: None,
        school_year: "all".to_owned(),
        page_size,
        page_token: page_token.to_owned(),
    })
}

async fn ask_for(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListMeetingsResponse, Failure> {
    let message = message(visit, page_size, page_token)?;
    Ok(ask!(visit, Campaigns.list_meetings, message)?)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    list_page(&visit, StatusCode::OK, form).await
}

async fn list_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Meetings(message(visit, 0, "")?)).await;
    }
    let answer = ask_for(visit, 0, visit.query("page")).await?;
    let page = ListPage {
        layout: visit.layout("Réunions"),
        form,
        kinds: kinds(),
        exports: links(visit),
        lines: answer.meetings.into_iter().map(line).collect(),
        may_record: OF_DEPARTMENT.contains(&visit.signed()?.role),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

fn details(fields: &Fields) -> v1::MeetingDetails {
    v1::MeetingDetails {
        kind: fields.choice("details.kind", v1::MeetingKind::from_str_name),
        held_date: fields.get("details.held_date").to_owned(),
        hosts: fields.number("details.hosts"),
        colleges: fields.number("details.colleges"),
    }
}

pub(super) async fn record(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::RecordMeetingRequest {
        request_id: fields.request_id(),
        territory: department(&visit)?,
        details: Some(details(&fields)),
    };
    let answer = act!(visit, Campaigns.record_meeting, message);
    match after(
        &visit,
        &fields,
        answer,
        "/state/meetings",
        "La réunion est enregistrée.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => list_page(&visit, status, *form).await,
    }
}

fn name(campaign: &str, id: &str) -> String {
    format!("campaigns/{campaign}/meetings/{id}")
}

async fn find(visit: &Visit, name: &str) -> Result<v1::Meeting, Failure> {
    let mut token = String::new();
    loop {
        let answer = ask_for(visit, 200, &token).await?;
        if let Some(found) = answer.meetings.into_iter().find(|one| one.name == name) {
            return Ok(found);
        }
        if answer.next_page_token.is_empty() {
            return Err(Failure::NotFound);
        }
        token = answer.next_page_token;
    }
}

pub(super) async fn show(
    visit: Visit,
    Path((campaign, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &campaign, &id, None).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    campaign: &str,
    id: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    department(visit)?;
    let details = find(visit, &name(campaign, id))
        .await?
        .details
        .unwrap_or_default();
    let form = typed.unwrap_or_else(|| {
        Form::new(visit).with([
            ("details.kind", details.kind().as_str_name().to_owned()),
            ("details.held_date", details.held_date.clone()),
            ("details.hosts", details.hosts.to_string()),
            ("details.colleges", details.colleges.to_string()),
        ])
    });
    let page = OnePage {
        layout: visit.layout(format!("Réunion du {}", dates::day(&details.held_date))),
        form,
        kinds: kinds(),
        path: format!("/state/meetings/{campaign}/{id}"),
    };
    Ok(visit.show_as(status, &page))
}

/// It was otherwise, or there was none.
async fn corrected(
    visit: &Visit,
    campaign: &str,
    id: &str,
    fields: &Fields,
    details: Option<v1::MeetingDetails>,
) -> Result<Response, Failure> {
    let sentence = match details {
        Some(_) => "La réunion est corrigée.",
        None => "La réunion est retirée de la liste.",
    };
    let message = v1::CorrectMeetingRequest {
        request_id: fields.request_id(),
        name: name(campaign, id),
        details,
    };
    let answer = act!(visit, Campaigns.correct_meeting, message);
    match after(visit, fields, answer, "/state/meetings", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, campaign, id, Some(*form)).await,
    }
}

pub(super) async fn correct(
    visit: Visit,
    Path((campaign, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let details = details(&fields);
    corrected(&visit, &campaign, &id, &fields, Some(details)).await
}

pub(super) async fn remove(
    visit: Visit,
    Path((campaign, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    corrected(&visit, &campaign, &id, &fields, None).await
}
