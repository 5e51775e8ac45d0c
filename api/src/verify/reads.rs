//! Who read what is told as it was recorded.
use eventlog::Position;
use projections::verify::Findings;
use queries::access_log::{AccessLog, AccessLogError};

use super::Checked;

/// The name of the check.
pub const READS: &str = "reads as they were recorded";

/// Reads every row of the access log.
///
/// # Errors
/// It does not answer.
pub async fn reads_as_recorded(accesses: &AccessLog) -> Result<Checked, AccessLogError> {
    let mut found = Findings::default();
    let place = accesses.place();
    for number in accesses.damaged().await? {
        found.add(Position::START, || {
            format!("row {number} of access_reads in {place} is not as it was written")
        });
    }
    Ok(Checked {
        name: READS,
        found,
        only_told: false,
    })
}
