//! The whole register replayed by the server: asked for, how far it has come (by loading the page
//! again), taken back, and what came of it.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1::{self, ReplayState, ReplayStep};
use tonic::Code;

use super::of_committee;
use crate::after::{After, after};
use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::Posted;
use crate::visit::Visit;

const PATH: &str = "/committee/replay";

struct Check {
    name: String,
    passed: bool,
    found: String,
    first: Vec<Finding>,
}

struct Finding {
    /// Where in the register, if anywhere.
    at: Option<u64>,
    text: String,
}

struct Outcome {
    passed: bool,
    events: String,
    last: u64,
    root: String,
    size: String,
    checks: Vec<Check>,
}

struct Shown {
    name: String,
    state: &'static str,
    under_way: bool,
    before: u32,
    asked: String,
    ended: String,
    /// Which step of three, and how far, in percent.
    step: Option<(&'static str, u64)>,
    outcome: Option<Outcome>,
}

#[derive(Template)]
#[template(path = "committee/replay.html")]
struct ReplayPage {
    layout: Layout,
    form: Form,
    replay: Option<Shown>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_committee(visit)?;
    let message = v1::GetReplayRequest::default();
    let replay = match ask!(visit, Replays.get_replay, message) {
        Ok(answer) => answer.replay,
        // None was asked for yet, or the server has forgotten it.
        Err(refusal) if refusal.code == Code::NotFound => None,
        Err(refusal) => return Err(refusal.into()),
    };
    let page = ReplayPage {
        layout: visit.layout("Rejouer le registre"),
        form,
        replay: replay.map(shown),
    };
    Ok(visit.show_as(status, &page))
}

fn shown(replay: v1::Replay) -> Shown {
    let (state, under_way) = match replay.state() {
        ReplayState::Waiting => ("En attente", true),
        ReplayState::Running => ("En cours", true),
        ReplayState::Done => ("Terminé", false),
        ReplayState::Cancelled => ("Interrompu", false),
        ReplayState::Failed => ("Sans résultat : un registre n'a pas répondu", false),
        ReplayState::Unspecified => ("Inconnu", false),
    };
    let step = match replay.step() {
        ReplayStep::Folds => Some("1 sur 3 : les chiffres"),
        ReplayStep::Invariants => Some("2 sur 3 : les règles"),
        ReplayStep::Roots => Some("3 sur 3 : les racines signées"),
        ReplayStep::Unspecified => None,
    };
    let percent = replay.reached_position.saturating_mul(100) / replay.until_position.max(1);
    Shown {
        state,
        under_way,
        before: replay.before,
        asked: dates::instant(replay.asked_time.as_ref()),
        ended: dates::instant(replay.ended_time.as_ref()),
        step: step.map(|step| (step, percent)),
        outcome: replay.outcome.map(outcome),
        name: replay.name,
    }
}

fn outcome(outcome: v1::ReplayOutcome) -> Outcome {
    let checks = outcome.checks.into_iter().map(|check| Check {
        name: check.display_name,
        passed: check.passed,
        found: number(check.found),
        first: check
            .first
            .into_iter()
            .map(|one| Finding {
                at: (one.position > 0).then_some(one.position),
                text: one.finding,
            })
            .collect(),
    });
    Outcome {
        passed: outcome.passed,
        events: number(outcome.events),
        last: outcome.last_position,
        root: outcome.root,
        size: number(outcome.tree_size),
        checks: checks.collect(),
    }
}

pub(super) async fn start(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let message = v1::StartReplayRequest {};
    let answer = ask!(visit, Replays.start_replay, message);
    match after(&visit, &fields, answer, PATH, "Le rejeu est demandé.")? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}

pub(super) async fn cancel(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let message = v1::CancelReplayRequest {
        name: fields.get("replay").to_owned(),
    };
    let answer = ask!(visit, Replays.cancel_replay, message);
    match after(&visit, &fields, answer, PATH, "Le rejeu est interrompu.")? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form).await,
    }
}
