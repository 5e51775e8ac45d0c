//! How the service fares. No personal data.
use commands::authorisation::Action;
use commands::{Caller, Desk, Failure};
use eventlog::Position;
use projections::engine::ProjectionStatus;
use proto::v1;

use super::{Reads, permits};

/// Where the log and each projection stand, at this instant; never waits.
pub async fn get_status(
    reads: &Reads,
    desk: &Desk,
    caller: &Caller,
    _: v1::GetStatusRequest,
) -> Result<v1::GetStatusResponse, Failure> {
    let action = Action::GetStatus;
    reads.admit(caller, action)?;
    reads
        .engine
        .read(|folds| permits::in_general(folds.roster(), caller, action))?;
    let status = reads.engine.status().await?;
    let mut projections: Vec<_> = status.projections.into_iter().map(shown).collect();
    projections.push(process(desk, status.head));
    projections.sort_by(|a, b| a.projection.cmp(&b.projection));
    Ok(v1::GetStatusResponse {
        position: status.head.0,
        projections,
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The placement process follows the log as a projection does.
fn process(desk: &Desk, head: Position) -> v1::ProjectionStatus {
    let position = desk.process_position();
    v1::ProjectionStatus {
        projection: "placement-process".to_owned(),
        position: position.0,
        lag_events: head.0.saturating_sub(position.0),
        parked: desk.process_parked().map(|parked| v1::Parked {
            position: parked.position.0,
            reason: parked.reason,
        }),
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
