//! Difficulties of a campaign: the academic director reports one, rector and prefect answer, and it is
//! closed.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{department_words, territory};
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
use crate::roles::Role;
use crate::state::words;
use crate::visit::Visit;
use crate::words::Badge;

/// Read at once where one of them is looked for.
const MANY: i32 = 200;

/// A step of a matter: what, who, when, in which words.
pub struct Step {
    /// When.
    pub when: String,
    /// What.
    pub what: &'static str,
    /// Who.
    pub who: &'static str,
    /// In which words; may be empty.
    pub words: String,
}

struct Line {
    path: String,
    kind: &'static str,
    department: String,
    state: Badge,
    last: String,
}

#[derive(Template)]
#[template(path = "state/difficulties.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    exports: Markup,
    open_only: bool,
    may_report: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "state/difficulty.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    path: String,
    department: String,
    school_year: String,
    state: Badge,
    steps: Vec<Step>,
    may_answer: bool,
    may_close: bool,
}

fn step(step: v1::DifficultyStep) -> Step {
    Step {
        when: dates::instant(step.recorded_time.as_ref()),
        what: words::difficulty_fact(step.fact()),
        who: words::office(step.office()),
        words: step.words,
    }
}

fn line(one: &v1::Difficulty) -> Line {
    let campaign = names::behind(&one.name, "campaigns");
    let last = one
        .history
        .last()
        .and_then(|step| step.recorded_time.as_ref());
    Line {
        path: format!("/state/difficulties/{campaign}/{}", names::last(&one.name)),
        kind: words::difficulty(one.kind()),
        department: department_words(&one.department),
        state: words::difficulty_state(one.state()),
        last: dates::day_of(last),
    }
}

fn message(
    visit: &Visit,
    year: &str,
    open_only: bool,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListDifficultiesRequest, Failure> {
    Ok(v1::ListDifficultiesRequest {
        territory: territory(visit)?,
        min_position: visit.position(),
        as_of: None,
        school_year: year.to_owned(),
        open_only,
        page_size,
        page_token: page_token.to_owned(),
    })
}

async fn ask_for(
    visit: &Visit,
    year: &str,
    open_only: bool,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListDifficultiesResponse, Failure> {
    let message = message(visit, year, open_only, page_size, page_token)?;
    Ok(ask!(visit, Campaigns.list_difficulties, message)?)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    list_page(&visit, StatusCode::OK, form).await
}

async fn list_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let open_only = visit.query("open").is_empty();
    if let Some(format) = asked_for(visit) {
        return export(
            visit,
            format,
            Query::Difficulties(message(visit, "all", open_only, 0, "")?),
        )
        .await;
    }
    let answer = ask_for(visit, "all", open_only, 0, visit.query("page")).await?;
    let kinds = words::DIFFICULTIES.into_iter();
    let page = ListPage {
        layout: visit.layout("Difficultés de la campagne"),
        form,
        kinds: kinds
            .map(|kind| Choice::new(kind.as_str_name(), words::difficulty(kind)))
            .collect(),
        exports: links(visit),
        lines: answer.difficulties.iter().map(line).collect(),
        open_only,
        may_report: visit.signed()?.role == Role::AcademicDirector,
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn report(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::ReportDifficultyRequest {
        request_id: fields.request_id(),
        territory: territory(&visit)?,
        kind: fields.choice("kind", v1::DifficultyKind::from_str_name),
        words: fields.text("words"),
    };
    let answer = act!(visit, Campaigns.report_difficulty, message);
    let sentence = "La difficulté est signalée au recteur et au préfet.";
    match after(&visit, &fields, answer, "/state/difficulties", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => list_page(&visit, status, *form).await,
    }
}

fn name(campaign: &str, id: &str) -> String {
    format!("campaigns/{campaign}/difficulties/{id}")
}

/// The difficulty of that name, among those of the territory.
async fn find(visit: &Visit, name: &str) -> Result<v1::Difficulty, Failure> {
    let mut token = String::new();
    loop {
        let answer = ask_for(visit, "all", false, MANY, &token).await?;
        if let Some(found) = answer.difficulties.into_iter().find(|one| one.name == name) {
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
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &campaign, &id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    campaign: &str,
    id: &str,
    form: Form,
) -> Result<Response, Failure> {
    let role = visit.signed()?.role;
    let one = find(visit, &name(campaign, id)).await?;
    let state = one.state();
    let open = state != v1::DifficultyState::Closed;
    let page = OnePage {
        layout: visit.layout(words::difficulty(one.kind())),
        form,
        path: line(&one).path,
        department: department_words(&one.department),
        state: words::difficulty_state(state),
        may_answer: open && matches!(role, Role::Prefect | Role::Rector),
        may_close: state == v1::DifficultyState::Answered
            && matches!(role, Role::Prefect | Role::Rector | Role::AcademicDirector),
        school_year: one.school_year,
        steps: one.history.into_iter().map(step).collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn answer(
    visit: Visit,
    Path((campaign, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::AnswerDifficultyRequest {
        request_id: fields.request_id(),
        name: name(&campaign, &id),
        words: fields.text("words"),
    };
    let answer = act!(visit, Campaigns.answer_difficulty, message);
    let path = format!("/state/difficulties/{campaign}/{id}");
    match after(
        &visit,
        &fields,
        answer,
        &path,
        "Votre réponse est transmise au directeur académique.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &campaign, &id, *form).await,
    }
}

pub(super) async fn close(
    visit: Visit,
    Path((campaign, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::CloseDifficultyRequest {
        request_id: fields.request_id(),
        name: name(&campaign, &id),
    };
    let answer = act!(visit, Campaigns.close_difficulty, message);
    let path = format!("/state/difficulties/{campaign}/{id}");
    match after(&visit, &fields, answer, &path, "La difficulté est réglée.")? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &campaign, &id, *form).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_difficulty_is_named_by_campaign_and_id() {
        let mut one = v1::Difficulty {
            name: name("69-2025-2026", "d"),
            department: "departments/69".into(),
            ..v1::Difficulty::default()
        };
        one.set_kind(v1::DifficultyKind::FewOffers);
        let line = line(&one);
        assert_eq!(line.path, "/state/difficulties/69-2025-2026/d");
        assert_eq!(line.kind, "Trop peu d'offres");
        assert_eq!(line.department, "Département 69");
    }
}
