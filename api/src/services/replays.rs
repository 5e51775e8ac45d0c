//! `ReplayService`: replays of the whole log for the national committee.
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::Action;
use domain::principal::Principal;
use eventlog::Position;
use proto::v1::{self, *};
use queries::QueryService;
use uuid::Uuid;
use wire::names;
use wire::times::timestamp;

use crate::call::{Answer, Call, answer, caller};
use crate::replays::{Outcome, Replay, Replays, Stage, Step};
use crate::verify::Checked;

/// The service over the replays of this server.
pub struct ReplayApi {
    /// Who may ask.
    pub queries: Arc<QueryService>,
    /// The replays.
    pub replays: Arc<Replays>,
}

impl ReplayApi {
    fn permit(&self, caller: &Principal, action: Action) -> Result<(), Failure> {
        self.queries.permit_in_general(caller, action)
    }

    fn found(&self, caller: &Principal, name: &str) -> Result<v1::Replay, Failure> {
        self.permit(caller, Action::GetReplay)?;
        let id = match name {
            "" => None,
            name => Some(names::replay("name", name)?),
        };
        let found = self.replays.find(caller.id(), id);
        found.map(shown).ok_or(Failure::NotFound)
    }

    fn cancelled(&self, caller: &Principal, name: &str) -> Result<v1::Replay, Failure> {
        self.permit(caller, Action::CancelReplay)?;
        let id: Uuid = names::replay("name", name)?;
        let found = self.replays.cancel(caller.id(), id);
        found.map(shown).ok_or(Failure::NotFound)
    }
}

#[tonic::async_trait]
impl v1::replay_service_server::ReplayService for ReplayApi {
    async fn start_replay(&self, call: Call<StartReplayRequest>) -> Answer<StartReplayResponse> {
        let caller = caller(&call)?;
        let permitted = self.permit(&caller, Action::StartReplay);
        answer(permitted.map(|()| StartReplayResponse {
            replay: Some(shown(self.replays.ask(caller.id()))),
        }))
    }

    async fn get_replay(&self, call: Call<GetReplayRequest>) -> Answer<GetReplayResponse> {
        let found = self.found(&caller(&call)?, &call.get_ref().name);
        answer(found.map(|replay| GetReplayResponse {
            replay: Some(replay),
        }))
    }

    async fn cancel_replay(&self, call: Call<CancelReplayRequest>) -> Answer<CancelReplayResponse> {
        let cancelled = self.cancelled(&caller(&call)?, &call.get_ref().name);
        answer(cancelled.map(|replay| CancelReplayResponse {
            replay: Some(replay),
        }))
    }
}

fn shown((replay, before): (Replay, usize)) -> v1::Replay {
    let mut shown = v1::Replay {
        name: names::of_replay(replay.id),
        before: u32::try_from(before).unwrap_or(u32::MAX),
        asked_time: Some(timestamp(replay.asked_at)),
        began_time: replay.began_at.map(timestamp),
        ended_time: replay.ended_at.map(timestamp),
        ..v1::Replay::default()
    };
    let state = match replay.stage {
        Stage::Waiting => ReplayState::Waiting,
        Stage::Running {
            step,
            reached,
            until,
        } => {
            shown.set_step(match step {
                Step::Folds => ReplayStep::Folds,
                Step::Invariants => ReplayStep::Invariants,
                Step::Roots => ReplayStep::Roots,
            });
            (shown.reached_position, shown.until_position) = (reached.0, until.0);
            ReplayState::Running
        }
        Stage::Done(done) => {
            shown.outcome = Some(outcome(&done));
            ReplayState::Done
        }
        Stage::Cancelled => ReplayState::Cancelled,
        // Why is told to the operator: it may name stores.
        Stage::Failed => ReplayState::Failed,
    };
    shown.set_state(state);
    shown
}

fn outcome(done: &Outcome) -> ReplayOutcome {
    let Position(last_position) = done.position;
    let (root, tree_size) = done.root;
    ReplayOutcome {
        passed: done.passed(),
        events: done.events,
        last_position,
        tree_size,
        root: root.to_string(),
        checks: done.checks.iter().map(check).collect(),
    }
}

fn check(checked: &Checked) -> ReplayCheck {
    let first = checked.found.first.iter();
    ReplayCheck {
        name: checked.name.to_owned(),
        display_name: french(checked.name).to_owned(),
        passed: checked.passed(),
        found: checked.found.count,
        first: first
            .map(|(position, finding)| ReplayFinding {
                position: position.0,
                finding: finding.clone(),
            })
            .collect(),
    }
}

/// A check in French; its own name where nobody wrote it, which a story refuses.
fn french(name: &'static str) -> &'static str {
    match name {
        "damaged events" => "événements abîmés ou manquants",
        "undecodable events" => "événements illisibles pour ce programme",
        "events out of order" => "événements hors de leur ordre",
        "projections that stand still" => "tableaux arrêtés avant la fin",
        "running figures" => "chiffres affichés, comparés au rejeu",
        "recounted figures" => "chiffres recomptés d'une autre façon",
        "recorded times in order" => "dates d'enregistrement dans l'ordre",
        "each event id once" => "un identifiant par événement",
        "metadata complete" => "qui a agi, et par quelle demande",
        "each request one command" => "une demande, une action",
        "each cause before what follows" => "chaque cause avant ses suites",
        "seats and placements" => "places et stages",
        "placements a pupil, week and year" => "stages par élève, semaine et année",
        "nothing sealed for the erased" => "rien de scellé pour les personnes effacées",
        "roots that were signed" => "racines signées, comparées au journal",
        other => other,
    }
}
