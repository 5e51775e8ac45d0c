//! Instants on the wire.
use commands::Failure;
use domain::explain::Expected;
use eventlog::RecordedAt;
use prost_types::Timestamp;

use super::names::bad;

/// An instant of the log.
#[must_use]
pub fn timestamp(at: RecordedAt) -> Timestamp {
    let seconds = at.0.div_euclid(1_000_000);
    // The remainder of a million is below a million, times 1,000 below 2^31.
    let nanos = i32::try_from(at.0.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
    Timestamp { seconds, nanos }
}

/// An instant asked about.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn instant(field: &'static str, at: &Timestamp) -> Result<RecordedAt, Failure> {
    let in_range = (0..1_000_000_000).contains(&at.nanos);
    let micros = at.seconds.checked_mul(1_000_000);
    match micros.and_then(|micros| micros.checked_add(i64::from(at.nanos) / 1_000)) {
        Some(micros) if in_range => Ok(RecordedAt(micros)),
        Some(_) | None => Err(bad(field, Expected("un instant", "an instant"))),
    }
}
