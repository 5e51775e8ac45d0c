//! Whether the store keeps the log whole, as the store itself says.
use eventlog::{EventLog, LogError, Position};
use projections::verify::Findings;

use super::Checked;

/// Events that are missing in the store, and events that name what it does not hold. Where all
/// that is found can be read all the same, it is only told.
///
/// # Errors
/// When the log does not answer.
pub async fn whole_in_its_store(log: &dyn EventLog) -> Result<Checked, LogError> {
    let mut found = Findings::default();
    let mut is_missing = false;
    for one in log.irregularities().await? {
        is_missing |= one.is_missing;
        found.add(one.at.unwrap_or(Position::START), || one.what);
    }
    Ok(Checked {
        name: "whole in its store",
        found,
        only_told: !is_missing,
    })
}
