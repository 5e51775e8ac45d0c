//! Events between the log and the messages of the protocol.
use std::collections::HashMap;

use serde::de::IgnoredAny;
use tonic::Status;
use uuid::Uuid;

use super::protocol;
use super::protocol::streams::append_req::ProposedMessage;
use super::protocol::streams::read_resp;
use super::protocol::uuid::{Structured, Value};

/// An event for EventStoreDB.
#[derive(Clone)]
pub(in crate::eventstoredb) struct Outgoing {
    pub id: Uuid,
    pub event_type: String,
    pub data: Vec<u8>,
    pub metadata: Vec<u8>,
}

/// An event of EventStoreDB.
pub(in crate::eventstoredb) struct Incoming {
    pub stream: String,
    /// Its number in the stream, from 0.
    pub revision: u64,
    pub id: Uuid,
    pub event_type: String,
    /// Its commit position.
    pub position: u64,
    pub data: Vec<u8>,
    pub metadata: Vec<u8>,
}

/// An id as two halves.
pub(super) fn wire_id(id: Uuid) -> protocol::Uuid {
    let (most, least) = id.as_u64_pair();
    protocol::Uuid {
        value: Some(Value::Structured(Structured {
            most_significant_bits: most.cast_signed(),
            least_significant_bits: least.cast_signed(),
        })),
    }
}

/// An id in either of its forms.
pub(super) fn read_id(id: &protocol::Uuid) -> Option<Uuid> {
    match id.value.as_ref()? {
        Value::Structured(halves) => Some(Uuid::from_u64_pair(
            halves.most_significant_bits.cast_unsigned(),
            halves.least_significant_bits.cast_unsigned(),
        )),
        Value::String(text) => text.parse().ok(),
    }
}

/// As JSON where it is JSON, so that the server's console and its projections read it; the server
/// keeps the bytes as they are either way.
pub(super) fn proposed(event: Outgoing) -> ProposedMessage {
    let content_type = match serde_json::from_slice::<IgnoredAny>(&event.data) {
        Ok(_) => "application/json",
        Err(_) => "application/octet-stream",
    };
    ProposedMessage {
        id: Some(wire_id(event.id)),
        metadata: HashMap::from([
            ("type".to_owned(), event.event_type),
            ("content-type".to_owned(), content_type.to_owned()),
        ]),
        custom_metadata: event.metadata,
        data: event.data,
    }
}

/// The event of an answer; none for a link to an event that is no more.
pub(super) fn incoming(event: read_resp::ReadEvent) -> Result<Option<Incoming>, Status> {
    let strange = |what: &str| Status::internal(format!("an event comes without its {what}"));
    let Some(event) = event.event else {
        return Ok(None);
    };
    let id = event.id.as_ref().and_then(read_id);
    let id = id.ok_or_else(|| strange("id"))?;
    let stream = event.stream_identifier.ok_or_else(|| strange("stream"))?;
    let mut metadata = event.metadata;
    Ok(Some(Incoming {
        stream: String::from_utf8(stream.stream_name).map_err(|_| strange("stream"))?,
        revision: event.stream_revision,
        id,
        event_type: metadata.remove("type").ok_or_else(|| strange("type"))?,
        position: event.commit_position,
        data: event.data,
        metadata: event.custom_metadata,
    }))
}
