//! Who read what is told as it was recorded.
use eventlog::Position;
use projections::verify::Findings;
use queries::access_log::{AccessLog, AccessLogError};

use super::Checked;

/// Reads every row of the access log.
///
/// # Errors
/// It does not answer.
pub async fn reads_as_recorded(accesses: &AccessLog) -> Result<Checked, AccessLogError> {
    let mut found = Findings::default();
    for number in accesses.damaged().await? {
        found.add(Position::START, || {
            format!("row {number} of the access log is not as it was written")
        });
    }
    Ok(Checked {
        name: "reads as they were recorded",
        found,
        only_told: false,
    })
}
