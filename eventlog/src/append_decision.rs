//! What becomes of an append, given what the log already holds: stored, answered with its first
//! outcome, or turned away.
use uuid::Uuid;

use crate::{Append, Appended, LogError, Position, RecordedAt, StreamId};

/// Where an event id already stands in the log.
pub(crate) struct KnownEvent {
    /// The stream that holds it.
    pub stream: StreamId,
    /// Its number in that stream.
    pub sequence: u64,
    /// Its place in the log.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum AppendDecision {
    /// The append is new and the stream is where its writer believes it to be.
    Store,
    /// The append is a retry: this was its outcome.
    Already(Appended),
}

/// Decides on an append against a stream that holds `actual` events.
///
/// # Errors
/// `Conflict` when the stream has moved, `Refused` when an id of the append stands elsewhere in
/// the log, and whatever `find` answers.
pub(crate) fn decide_append(
    append: &Append,
    actual: u64,
    mut find: impl FnMut(&Uuid) -> Result<Option<KnownEvent>, LogError>,
) -> Result<AppendDecision, LogError> {
    let mut ids = append.events.iter().map(|event| &event.id);
    let Some(first) = ids.next() else {
        return Err(LogError::Refused("it holds no event".into()));
    };
    let Some(mut last) = find(first)? else {
        for id in ids {
            if find(id)?.is_some() {
                return Err(known(id, "though the event before it is new"));
            }
        }
        if append.expected != actual {
            return Err(LogError::Conflict {
                stream: append.stream.clone(),
                expected: append.expected,
                actual,
            });
        }
        return Ok(AppendDecision::Store);
    };
    if last.stream != append.stream {
        return Err(known(first, "in another stream"));
    }
    for id in ids {
        match find(id)? {
            Some(next) if next.stream == append.stream && next.sequence == last.sequence + 1 => {
                last = next;
            }
            Some(_) => return Err(known(id, "but not after the event before it")),
            None => {
                return Err(LogError::Refused(format!(
                    "event id {id} is new, but the event before it is in the log already"
                )));
            }
        }
    }
    Ok(AppendDecision::Already(Appended {
        position: last.position,
        version: last.sequence,
        recorded_at: last.recorded_at,
    }))
}

fn known(id: &Uuid, how: &str) -> LogError {
    LogError::Refused(format!("event id {id} is in the log already, {how}"))
}
