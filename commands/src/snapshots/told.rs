//! The steps of which not all is kept in a snapshot, as the log tells them.
use eventlog::{EventLog, LogError, Position};
use uuid::Uuid;

use crate::kept::WriteSide;
use crate::kept_step::told_by;
use crate::open_step::OpenStep;

/// So many events are asked of the log at once.
const ASKED_AT_ONCE: usize = 500;

/// What the log says of steps of which not all is kept; `None` where it says something else.
pub(super) async fn told_steps(
    log: &dyn EventLog,
    state: &WriteSide,
) -> Result<Option<Vec<OpenStep>>, LogError> {
    let asked = state.told_by_the_log();
    let mut told = Vec::with_capacity(asked.len());
    for some in asked.chunks(ASKED_AT_ONCE) {
        let positions: Vec<Position> = some.iter().map(|(position, _)| *position).collect();
        let events = match log.read_at(&positions).await {
            Ok(events) => events,
            // Whoever follows the log finds out as well, where it is.
            Err(LogError::Damaged(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        told.extend(events.iter().filter_map(told_by));
    }
    let is_told = |(position, cause): &(Position, Uuid)| {
        let same = |step: &OpenStep| step.position == *position && step.cause == *cause;
        told.iter().any(same)
    };
    Ok(asked.iter().all(is_told).then_some(told))
}
