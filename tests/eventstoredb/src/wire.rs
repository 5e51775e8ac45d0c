//! Between what the server holds and the messages of the protocol.
use uuid::Uuid;

use tonic::Status;

use crate::protocol::event_store::client::streams::ReadResp;
use crate::protocol::event_store::client::streams::read_resp::read_event::{
    Position, RecordedEvent,
};
use crate::protocol::event_store::client::streams::read_resp::{Content, ReadEvent};
use crate::protocol::event_store::client::uuid::{Structured, Value};
use crate::protocol::event_store::client::{self, StreamIdentifier};
use crate::store::{Expected, Refusal, Stored};

pub(crate) fn id(wire: Option<client::Uuid>) -> Result<Uuid, Status> {
    match wire.and_then(|id| id.value) {
        Some(Value::Structured(Structured {
            most_significant_bits: most,
            least_significant_bits: least,
        })) => Ok(Uuid::from_u64_pair(
            most.cast_unsigned(),
            least.cast_unsigned(),
        )),
        Some(Value::String(text)) => text
            .parse()
            .map_err(|_| Status::invalid_argument("an id that is no UUID")),
        None => Err(Status::invalid_argument("an id is missing")),
    }
}

/// Ids go out as their text or as two halves, as the reader asks.
pub(crate) fn id_to_wire(id: Uuid, as_text: bool) -> client::Uuid {
    let value = if as_text {
        Value::String(id.to_string())
    } else {
        let (most, least) = id.as_u64_pair();
        Value::Structured(Structured {
            most_significant_bits: most.cast_signed(),
            least_significant_bits: least.cast_signed(),
        })
    };
    client::Uuid { value: Some(value) }
}

pub(crate) fn name(wire: Option<StreamIdentifier>) -> Result<String, Status> {
    let bytes = wire.map(|stream| stream.stream_name).unwrap_or_default();
    match String::from_utf8(bytes) {
        Ok(name) if !name.is_empty() => Ok(name),
        Ok(_) | Err(_) => Err(Status::invalid_argument("a stream without a name")),
    }
}

pub(crate) fn name_to_wire(name: &str) -> Option<StreamIdentifier> {
    Some(StreamIdentifier {
        stream_name: name.as_bytes().to_vec(),
    })
}

pub(crate) fn content(content: Content) -> ReadResp {
    ReadResp {
        content: Some(content),
    }
}

pub(crate) fn event(stored: &Stored, as_text: bool) -> ReadResp {
    content(event_content(stored, as_text))
}

pub(crate) fn event_content(stored: &Stored, as_text: bool) -> Content {
    let event = RecordedEvent {
        id: Some(id_to_wire(stored.event.id, as_text)),
        stream_identifier: name_to_wire(&stored.stream),
        stream_revision: stored.revision,
        prepare_position: stored.position,
        commit_position: stored.position,
        metadata: stored.event.metadata.clone(),
        custom_metadata: stored.event.custom_metadata.clone(),
        data: stored.event.data.clone(),
    };
    Content::Event(ReadEvent {
        event: Some(event),
        link: None,
        position: Some(Position::CommitPosition(stored.position)),
    })
}

/// A status with the name of the exception, as the server adds it.
pub(crate) fn exception(mut status: Status, name: &'static str) -> Status {
    let name = tonic::metadata::MetadataValue::from_static(name);
    status.metadata_mut().insert("exception", name);
    status
}

pub(crate) fn deleted(stream: &str) -> Status {
    let status = Status::failed_precondition(format!("Event stream '{stream}' is deleted."));
    let mut status = exception(status, "stream-deleted");
    // A name that no trailer can carry is left out.
    if let Ok(name) = stream.parse() {
        status.metadata_mut().insert("stream-name", name);
    }
    status
}

/// Why a stream is not deleted.
pub(crate) fn refused(
    operation: &str,
    stream: &str,
    expected: Expected,
    refusal: &Refusal,
) -> Status {
    let Refusal::WrongExpectedVersion(last) = refusal else {
        return deleted(stream);
    };
    let expected = match expected {
        Expected::NoStream => "-1".to_owned(),
        Expected::Any => "-2".to_owned(),
        Expected::StreamExists => "-4".to_owned(),
        Expected::Revision(revision) => revision.to_string(),
    };
    let actual = last.map_or_else(|| "-1".to_owned(), |last| last.to_string());
    let text = format!(
        "{operation} failed due to WrongExpectedVersion. Stream: {stream}, Expected version: \
         {expected}, Actual version: {actual}"
    );
    exception(Status::failed_precondition(text), "wrong-expected-version")
}
