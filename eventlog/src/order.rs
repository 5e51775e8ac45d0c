//! Whether what a store gave is all that was asked for.
use crate::{Damage, LogError, Position, Recorded, StreamId};

/// The events of a page of a stream follow on `after`, and on one another.
///
/// # Errors
/// `Damaged` where one is missing or belongs to another stream.
pub(crate) fn of_stream(stream: &StreamId, after: u64, page: &[Recorded]) -> Result<(), LogError> {
    let mut sequence = after;
    for event in page {
        sequence = sequence.saturating_add(1);
        if event.stream != *stream || event.sequence != sequence {
            let why = format!(
                "event {} of stream {} stands where event {sequence} of stream {stream} should",
                event.sequence, event.stream
            );
            return Err(LogError::Damaged(Damage::of_event(event.position, why)));
        }
    }
    Ok(())
}

/// Keeps the events of a page of a log without gaps up to the first that is missing.
///
/// # Errors
/// `Damaged` where the event just after `after` is.
pub(crate) fn of_log(after: Position, mut page: Vec<Recorded>) -> Result<Vec<Recorded>, LogError> {
    let mut position = after;
    let mut whole = 0;
    for event in &page {
        position.0 = position.0.saturating_add(1);
        if event.position != position {
            break;
        }
        whole += 1;
    }
    if whole == 0 && !page.is_empty() {
        return Err(LogError::missing(position));
    }
    page.truncate(whole);
    Ok(page)
}
