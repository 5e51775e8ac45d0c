//! What one append may hold, the same for every adapter.
use std::collections::HashSet;

use crate::{Append, LogError};

/// The most events one append may hold.
pub const MAX_EVENTS: usize = 1000;
/// The most bytes one payload may hold (1 MiB).
pub const MAX_PAYLOAD: usize = 1 << 20;
/// The most bytes the metadata of one event may hold (1 MiB).
pub const MAX_METADATA: usize = 1 << 20;
/// The most bytes the name of an event type may hold.
pub const MAX_EVENT_TYPE: usize = 128;

/// Whether the append can be stored at all, whatever the log holds.
///
/// # Errors
/// [`LogError::Refused`] with the first reason found: no event or too many, an id given twice, a
/// type without name or version, a payload or metadata too large or not UTF-8.
pub fn check(append: &Append) -> Result<(), LogError> {
    let events = &append.events;
    if events.is_empty() {
        return refused("it holds no event".into());
    }
    if events.len() > MAX_EVENTS {
        return refused(format!(
            "it holds {} events, more than {MAX_EVENTS}",
            events.len()
        ));
    }
    for (index, event) in events.iter().enumerate() {
        let nth = index + 1;
        if event.event_type.is_empty() || event.event_type.len() > MAX_EVENT_TYPE {
            return refused(format!(
                "event {nth}: a type has 1 to {MAX_EVENT_TYPE} bytes"
            ));
        }
        if event.event_version == 0 {
            return refused(format!("event {nth}: versions of a schema begin at 1"));
        }
        text(nth, "payload", &event.payload, MAX_PAYLOAD)?;
        text(nth, "metadata", &event.metadata, MAX_METADATA)?;
    }
    if events.len() > 1 {
        let mut seen = HashSet::with_capacity(events.len());
        if let Some(twice) = events.iter().find(|event| !seen.insert(event.id)) {
            return refused(format!("it holds the event id {} twice", twice.id));
        }
    }
    Ok(())
}

fn text(nth: usize, what: &str, bytes: &[u8], most: usize) -> Result<(), LogError> {
    if bytes.len() > most {
        return refused(format!(
            "event {nth}: {what} of {} bytes, over {most}",
            bytes.len()
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(()),
        Err(error) => refused(format!("event {nth}: {what} is not UTF-8: {error}")),
    }
}

fn refused(why: String) -> Result<(), LogError> {
    Err(LogError::Refused(why))
}
