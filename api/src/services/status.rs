//! `StatusService`: how the service fares. No personal data.
use std::sync::Arc;

use commands::authorisation::Action;
use commands::{CommandService, Failure, ParkedStep};
use domain::principal::Principal;
use eventlog::Position;
use mail::state::Planning;
use projections::engine::ProjectionStatus;
use projections::sql::TableWriterStatus;
use proto::v1;
use tonic::{Request, Response, Status};
use wire::times::timestamp;

use crate::app::App;
use crate::call::{answer, caller};

/// The service over the whole platform.
pub struct StatusApi(pub Arc<App>);

#[tonic::async_trait]
impl v1::status_service_server::StatusService for StatusApi {
    async fn get_status(
        &self,
        call: Request<v1::GetStatusRequest>,
    ) -> Result<Response<v1::GetStatusResponse>, Status> {
        let caller = caller(&call)?;
        answer(get_status(&self.0, &caller, call.into_inner()).await)
    }
}

/// Where the log and each projection stand, at this instant; never waits.
async fn get_status(
    app: &App,
    caller: &Principal,
    _: v1::GetStatusRequest,
) -> Result<v1::GetStatusResponse, Failure> {
    let queries = &app.queries;
    queries.permit_in_general(caller, Action::GetStatus)?;
    let status = queries.engine.status().await?;
    let mut projections: Vec<_> = status.projections.into_iter().map(shown).collect();
    projections.push(process(&app.commands, status.head));
    projections.extend(letters(app, status.head));
    projections.extend(tables(app, status.head));
    projections.sort_by(|a, b| a.projection.cmp(&b.projection));
    let parked_steps = app.commands.process_parked_steps();
    let steps = parked_steps
        .borrow()
        .iter()
        .take(STEPS)
        .map(parked)
        .collect();
    Ok(v1::GetStatusResponse {
        position: status.head.0,
        projections,
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        lost_position: app.lost.map_or(0, |lost| lost.position.0),
        parked_steps: steps,
    })
}

/// So many parked steps are told, the first ones.
const STEPS: usize = 100;

/// The placement process follows the log as a projection does.
fn process(commands: &CommandService, head: Position) -> v1::ProjectionStatus {
    let position = commands.process_position();
    v1::ProjectionStatus {
        projection: "placement-process".to_owned(),
        position: position.0,
        lag_events: head.0.saturating_sub(position.0),
        parked: commands.process_parked().map(|parked| v1::Parked {
            position: parked.position.0,
            reason: parked.reason,
        }),
    }
}

/// The planning of letters, where this server does it.
fn letters(app: &App, head: Position) -> Option<v1::ProjectionStatus> {
    let state = app.mail.watch().borrow().clone();
    let parked = match state.planning {
        Planning::Starting | Planning::StandingBy | Planning::Stopped => return None,
        Planning::Following | Planning::Waiting(_) => None,
        Planning::Parked { at, why } => Some((at, why)),
    };
    Some(beside("letters", state.position, head, parked))
}

/// The tables for BI tools, where this server writes them.
fn tables(app: &App, head: Position) -> Option<v1::ProjectionStatus> {
    let state = app.dashboards.as_ref()?.watch().borrow().clone();
    let parked = match state.status {
        TableWriterStatus::Starting
        | TableWriterStatus::StandingBy
        | TableWriterStatus::Stopped => return None,
        TableWriterStatus::Rebuilding
        | TableWriterStatus::Following
        | TableWriterStatus::Waiting(_) => None,
        TableWriterStatus::Parked(why) => Some((state.position, why)),
    };
    Some(beside("sql-dashboards", state.position, head, parked))
}

/// What follows the log beside the projections, and where and why it stands still, if it does.
fn beside(
    name: &str,
    position: Position,
    head: Position,
    parked: Option<(Position, String)>,
) -> v1::ProjectionStatus {
    v1::ProjectionStatus {
        projection: name.to_owned(),
        position: position.0,
        lag_events: head.0.saturating_sub(position.0),
        parked: parked.map(|(at, reason)| v1::Parked {
            position: at.0,
            reason,
        }),
    }
}

fn parked(step: &ParkedStep) -> v1::ParkedStep {
    v1::ParkedStep {
        position: step.position.0,
        step: step.step.to_owned(),
        application_id: step
            .application
            .map(|id| id.to_string())
            .unwrap_or_default(),
        student_id: step.student.map(|id| id.to_string()).unwrap_or_default(),
        since_time: Some(timestamp(step.since)),
        tries: step.tries,
        reason: step.reason.clone(),
    }
}

fn shown(status: ProjectionStatus) -> v1::ProjectionStatus {
    v1::ProjectionStatus {
        projection: status.name.replace('_', "-"),
        position: status.position.0,
        lag_events: status.lag,
        parked: status.parked.map(|parked| v1::Parked {
            position: parked.position.0,
            reason: parked.reason.to_string(),
        }),
    }
}
