//! What stands around an event in EventStoreDB: the payload is the event's data, byte for byte;
//! what EventStoreDB has no field for is in the event's own metadata.
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::client::{Filter, Incoming, Outgoing};
use crate::checksum::{Checksums, Content, placed};
use crate::{Damage, LogError, NewEvent, Position, Recorded, RecordedAt, StreamId};

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
    /// Of all that its writer knew: everything but the position; in hexadecimal, for numbers of 64
    /// bits are not safe in JSON. Events of older programs have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
    /// For the server's own projections and console, by its convention; not read here.
    #[serde(
        rename = "$correlationId",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    correlation: Option<String>,
    /// As the correlation.
    #[serde(
        rename = "$causationId",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    causation: Option<String>,
}

/// What the metadata of an event says of what it belongs to, where it says so.
#[derive(Default, Deserialize)]
struct Related {
    correlation_id: Option<String>,
    causation_id: Option<String>,
}

/// The type of the record that ends a stream which was deleted for good.
pub(super) const STREAM_DELETED: &str = "$streamDeleted";

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

pub(super) fn wrap(
    stream: &StreamId,
    sequence: u64,
    event: NewEvent,
    stamp: Stamp,
) -> Result<Outgoing, LogError> {
    let content = Content {
        stream,
        sequence,
        id: &event.id,
        event_type: &event.event_type,
        event_version: event.event_version,
        payload: &event.payload,
        metadata: &event.metadata,
    };
    let checksum = placed(Checksums::default().content(&content), stamp.seen, stamp.at);
    let metadata = String::from_utf8_lossy(&event.metadata);
    let related: Related = serde_json::from_slice(&event.metadata).unwrap_or_default();
    let envelope = Envelope {
        version: event.event_version,
        stamp: stamp.at.0,
        seen: stamp.seen.0,
        metadata,
        checksum: Some(format!("{checksum:016x}")),
        correlation: related.correlation_id,
        causation: related.causation_id,
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

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn of(&self, stream: &StreamId) -> String {
        format!("{}{stream}", self.prefix)
    }

    /// Not the name of a stream of the log, so that its readers do not meet it.
    pub(super) fn of_lease(&self, work: &str) -> String {
        format!("{}lease:{work}", self.prefix)
    }

    /// Of the installation; no name of a stream of the log, as of the leases.
    pub(super) fn of_installation(&self) -> String {
        format!("{}installation", self.prefix)
    }

    /// Which streams the server is asked for. Without a prefix they are told by the form of their
    /// names.
    pub(super) fn filter(&self) -> Filter {
        if self.prefix.is_empty() {
            Filter::Regex("^[a-z_]{1,32}-[A-Za-z0-9_.-]{1,64}$".into())
        } else {
            Filter::Prefix(self.prefix.clone())
        }
    }

    /// Which streams hold what the server was told of the log's streams.
    pub(super) fn filter_of_metadata(&self) -> Filter {
        Filter::Prefix(format!("$${}", self.prefix))
    }

    /// Which stream of the log it is, if it is one.
    pub(super) fn parse(&self, name: &str) -> Option<StreamId> {
        name.strip_prefix(self.prefix.as_str())?.parse().ok()
    }

    /// Whether it stands in the log's order, sound or not.
    pub(super) fn is_event(&self, event: &Incoming) -> bool {
        event.event_type != STREAM_DELETED && self.parse(&event.stream).is_some()
    }

    /// The event, if it is the log's; `Damaged` where somebody else wrote to a stream of the log,
    /// or where it is not as it was written.
    pub(super) fn unwrap(&self, event: Incoming) -> Result<Option<Unsettled>, LogError> {
        let Some(stream) = self.parse(&event.stream) else {
            return Ok(None);
        };
        if event.event_type == STREAM_DELETED {
            return Ok(None);
        }
        let envelope: Envelope = serde_json::from_slice(&event.metadata).map_err(|error| {
            let number = event.revision.saturating_add(1);
            let name = &event.stream;
            let why =
                format!("event {number} of stream {name} was not written by this log: {error}");
            LogError::Damaged(Damage::of_event(Position(event.position), why))
        })?;
        let seen = Position(envelope.seen);
        let recorded = Recorded {
            position: Position(event.position),
            stream,
            sequence: event.revision.saturating_add(1),
            id: event.id,
            event_type: Arc::from(event.event_type),
            event_version: envelope.version,
            recorded_at: RecordedAt(envelope.stamp),
            metadata: envelope.metadata.into_owned().into_bytes(),
            payload: event.data,
        };
        if let Some(stored) = envelope.checksum {
            let content = Checksums::default().content(&Content::from(&recorded));
            let checksum = placed(content, seen, recorded.recorded_at);
            if stored != format!("{checksum:016x}") {
                let why = format!(
                    "event {} of stream {} is not as it was written: its checksum does not fit",
                    recorded.sequence, recorded.stream
                );
                return Err(LogError::Damaged(Damage::of_event(recorded.position, why)));
            }
        }
        Ok(Some(Unsettled { recorded, seen }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever bit turns over in the data or in the envelope: it is damage, or it makes no
    /// difference to what is read.
    #[test]
    fn a_bit_turned_over_is_noticed() {
        let names = Names::new("placement:".into());
        let stream: StreamId = "student-1".parse().unwrap();
        let event = NewEvent {
            id: uuid::Uuid::from_u128(7),
            event_type: "Happened".into(),
            event_version: 1,
            payload: br#"{"n":17}"#.to_vec(),
            metadata: br#"{"actor":"teacher:7"}"#.to_vec(),
        };
        let stamp = Stamp {
            at: RecordedAt(1_767_225_600_000_000),
            seen: Position(41),
        };
        let sent = wrap(&stream, 3, event, stamp).unwrap();
        let stored = |change: &dyn Fn(&mut Incoming)| {
            let mut stored = Incoming {
                stream: names.of(&stream),
                revision: 2,
                id: sent.id,
                event_type: sent.event_type.clone(),
                position: 99,
                data: sent.data.clone(),
                metadata: sent.metadata.clone(),
            };
            change(&mut stored);
            names.unwrap(stored)
        };
        let Ok(Some(whole)) = stored(&|_| {}) else {
            unreachable!("as it was written")
        };
        assert_eq!(whole.recorded.sequence, 3);
        let noticed = |read: Result<Option<Unsettled>, LogError>| match read {
            Err(LogError::Damaged(damage)) => damage.at == Some(Position(99)),
            // A space more in the JSON is none less in what it says; a name of a field that is
            // not known is passed over, and the checksum with it only where it was its own.
            Ok(Some(read)) => read.recorded == whole.recorded && read.seen == whole.seen,
            Ok(None) | Err(_) => false,
        };
        for bit in 0..sent.data.len() * 8 {
            let turned = stored(&|event| event.data[bit / 8] ^= 1 << (bit % 8));
            assert!(turned.is_err() && noticed(turned), "bit {bit} of the data");
        }
        for bit in 0..sent.metadata.len() * 8 {
            let turned = stored(&|event| event.metadata[bit / 8] ^= 1 << (bit % 8));
            assert!(noticed(turned), "bit {bit} of the envelope");
        }
        for bit in 0..64 {
            let turned = stored(&|event| event.revision ^= 1 << bit);
            assert!(noticed(turned), "bit {bit} of the revision");
        }
        assert!(noticed(
            stored(&|event| event.id = uuid::Uuid::from_u128(6))
        ));
        assert!(noticed(stored(
            &|event| event.event_type = "Happenee".into()
        )));
        assert!(noticed(stored(
            &|event| event.stream = "placement:student-2".into()
        )));
    }
}
