//! What stands around an event in EventStoreDB: the payload is the event's data, byte for byte;
//! what EventStoreDB has no field for is in the event's own metadata.
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::client::{Incoming, Outgoing};
use crate::{LogError, NewEvent, Position, Recorded, RecordedAt, StreamId};

/// The metadata of an event in EventStoreDB, as JSON.
#[derive(Serialize, Deserialize)]
struct Envelope<'a> {
    /// The version of the schema of the payload.
    version: u16,
    /// The writer's clock, or the time of the event at `seen` where that is later.
    stamp: i64,
    /// The position up to which the writer knew the log when it stamped.
    seen: u64,
    /// The metadata of the event: as it is text, it comes back byte for byte.
    metadata: std::borrow::Cow<'a, str>,
}

/// When its writer believed an event to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    pub at: RecordedAt,
    /// No event up to this position has a later time.
    pub seen: Position,
}

/// An event whose place in time is not settled yet: `recorded.recorded_at` is its stamp.
pub(super) struct Unsettled {
    pub recorded: Recorded,
    pub seen: Position,
}

pub(super) fn wrap(event: NewEvent, stamp: Stamp) -> Result<Outgoing, LogError> {
    let metadata = String::from_utf8_lossy(&event.metadata);
    let envelope = Envelope {
        version: event.event_version,
        stamp: stamp.at.0,
        seen: stamp.seen.0,
        metadata,
    };
    let metadata =
        serde_json::to_vec(&envelope).map_err(|error| LogError::Refused(error.to_string()))?;
    Ok(Outgoing {
        id: event.id,
        event_type: event.event_type.to_string(),
        data: event.payload,
        metadata,
    })
}

/// The names of the streams of one log.
pub(super) struct Names {
    prefix: String,
}

impl Names {
    pub(super) fn new(prefix: String) -> Self {
        Self { prefix }
    }

    pub(super) fn of(&self, stream: &StreamId) -> String {
        format!("{}{stream}", self.prefix)
    }

    /// Not the name of a stream of the log, so that its readers do not meet it.
    pub(super) fn of_lease(&self, work: &str) -> String {
        format!("{}lease:{work}", self.prefix)
    }

    /// Which stream of the log it is, if it is one.
    pub(super) fn parse(&self, name: &str) -> Option<StreamId> {
        name.strip_prefix(self.prefix.as_str())?.parse().ok()
    }

    /// The event, if it is the log's; `Damaged` where somebody else wrote to a stream of the log.
    pub(super) fn unwrap(&self, event: Incoming) -> Result<Option<Unsettled>, LogError> {
        let Some(stream) = self.parse(&event.stream) else {
            return Ok(None);
        };
        let envelope: Envelope = serde_json::from_slice(&event.metadata).map_err(|error| {
            LogError::Damaged(format!(
                "the event at position {} was not written by this log: {error}",
                event.position
            ))
        })?;
        Ok(Some(Unsettled {
            seen: Position(envelope.seen),
            recorded: Recorded {
                position: Position(event.position),
                stream,
                sequence: event.revision + 1,
                id: event.id,
                event_type: Arc::from(event.event_type),
                event_version: envelope.version,
                recorded_at: RecordedAt(envelope.stamp),
                metadata: envelope.metadata.into_owned().into_bytes(),
                payload: event.data,
            },
        }))
    }
}
