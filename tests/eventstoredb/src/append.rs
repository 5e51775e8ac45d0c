//! Writes: one append, many on one call, and deletion.
use std::sync::Arc;

use prost::Message;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::metadata::MetadataValue;
use tonic::{Status, Streaming};

use crate::faults::{Fault, cut, pause};
use crate::node::Node;
use crate::protocol::event_store::client::streams::append_req::options::ExpectedStreamRevision;
use crate::protocol::event_store::client::streams::append_req::{Content, ProposedMessage};
use crate::protocol::event_store::client::streams::append_resp::success::{
    CurrentRevisionOption, PositionOption,
};
use crate::protocol::event_store::client::streams::append_resp::wrong_expected_version::{
    CurrentRevisionOption as Current, ExpectedRevisionOption as CachedToken,
};
use crate::protocol::event_store::client::streams::append_resp::{
    Position, Result as Outcome, Success, WrongExpectedVersion,
};
use crate::protocol::event_store::client::streams::batch_append_req::options::ExpectedStreamPosition;
use crate::protocol::event_store::client::streams::{
    AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, DeleteResp, TombstoneResp,
    batch_append_resp, delete_req, delete_resp, tombstone_req, tombstone_resp,
};
use crate::protocol::event_store::client::{self, AllStreamPosition, Empty};
use crate::protocol::google::rpc;
use crate::rights::Deed;
use crate::service::Answers;
use crate::store::{Expected, Proposed, Refusal, Written};
use crate::wire;

const AHEAD: usize = 64;
/// Where no server listens.
const CLOSED_PORT: u16 = 1;

fn proposed(message: ProposedMessage) -> Result<Proposed, Status> {
    for name in ["type", "content-type"] {
        if !message.metadata.contains_key(name) {
            return Err(Status::invalid_argument(format!("metadata without {name}")));
        }
    }
    Ok(Proposed {
        id: wire::id(message.id)?,
        metadata: message.metadata,
        custom_metadata: message.custom_metadata,
        data: message.data,
    })
}

/// Stores an append, with what goes wrong with it and the time it takes.
async fn store(
    node: &Node,
    stream: &str,
    expected: Expected,
    events: Vec<Proposed>,
) -> Result<Result<Written, Refusal>, Status> {
    let size = events
        .iter()
        .map(|event| event.data.len() + event.custom_metadata.len() + 64)
        .sum::<usize>();
    if size > node.cluster.options.max_append_size {
        let most = node.cluster.options.max_append_size;
        let status = Status::invalid_argument(format!("Maximum Append Size of {most} Exceeded."));
        let mut status = wire::exception(status, "maximum-append-size-exceeded");
        let most = MetadataValue::from(most);
        status.metadata_mut().insert("maximum-append-size", most);
        return Err(status);
    }
    node.may(Deed::Append(stream))?;
    let fault = node.cluster.faults.next();
    match fault {
        Some(Fault::CutBeforeAppend) => {
            node.door.cut();
            return Err(cut());
        }
        Some(Fault::NotLeader) => return Err(not_leader(node.door.address().port())),
        Some(Fault::LeaderIsGone) => return Err(not_leader(CLOSED_PORT)),
        Some(Fault::Busy) => return Err(Status::unavailable("Server Is Too Busy")),
        Some(Fault::CutAfterAppend | Fault::StallAfterAppend | Fault::CommitTimeout) | None => {}
    }
    let delays = node.cluster.faults.delays();
    pause(delays.before).await;
    let written = {
        let mut store = node.store().write();
        let written = store.append(stream, expected, events);
        if node.cluster.options.others && !stream.starts_with('$') {
            let other = vec![Proposed::of_others(100)];
            drop(store.append("shoppingCart-17", Expected::Any, other));
        }
        written
    };
    node.grown();
    pause(delays.after).await;
    match fault {
        Some(Fault::CutAfterAppend) => {
            node.door.cut();
            Err(cut())
        }
        Some(Fault::StallAfterAppend) => std::future::pending().await,
        Some(Fault::CommitTimeout) => Err(Status::aborted(
            "Operation timed out: Commit phase timeout.",
        )),
        Some(Fault::CutBeforeAppend | Fault::NotLeader | Fault::LeaderIsGone | Fault::Busy)
        | None => Ok(written),
    }
}

pub(crate) fn not_leader(port: u16) -> Status {
    let mut status = wire::exception(Status::not_found("Leader info available"), "not-leader");
    let port = MetadataValue::from(port);
    let host = MetadataValue::from_static("127.0.0.1");
    status.metadata_mut().insert("leader-endpoint-host", host);
    status.metadata_mut().insert("leader-endpoint-port", port);
    status
}

pub(crate) async fn append(
    node: &Node,
    mut requests: Streaming<AppendReq>,
) -> Result<AppendResp, Status> {
    let first = requests.next().await.transpose()?;
    let Some(Content::Options(options)) = first.and_then(|request| request.content) else {
        return Err(Status::invalid_argument("options come first"));
    };
    let stream = wire::name(options.stream_identifier)?;
    let expected = match options.expected_stream_revision {
        Some(ExpectedStreamRevision::Revision(revision)) => Expected::Revision(revision),
        Some(ExpectedStreamRevision::NoStream(_)) => Expected::NoStream,
        Some(ExpectedStreamRevision::StreamExists(_)) => Expected::StreamExists,
        Some(ExpectedStreamRevision::Any(_)) => Expected::Any,
        None => return Err(Status::invalid_argument("which revision is expected?")),
    };
    let mut events = Vec::new();
    while let Some(request) = requests.next().await.transpose()? {
        let Some(Content::ProposedMessage(message)) = request.content else {
            return Err(Status::invalid_argument("one options, then events"));
        };
        events.push(proposed(message)?);
    }
    let result = match store(node, &stream, expected, events).await? {
        Ok(written) => Outcome::Success(Success {
            current_revision_option: Some(CurrentRevisionOption::CurrentRevision(written.revision)),
            position_option: Some(PositionOption::Position(Position {
                commit_position: written.position,
                prepare_position: written.position,
            })),
        }),
        Err(Refusal::WrongExpectedVersion(last)) => {
            Outcome::WrongExpectedVersion(wrong_version(expected, last))
        }
        Err(Refusal::Deleted) => return Err(wire::deleted(&stream)),
    };
    Ok(AppendResp {
        result: Some(result),
    })
}

fn wrong_version(expected: Expected, last: Option<u64>) -> WrongExpectedVersion {
    let believed = match expected {
        Expected::Any => CachedToken::ExpectedAny(Empty {}),
        Expected::NoStream => CachedToken::ExpectedNoStream(Empty {}),
        Expected::StreamExists => CachedToken::ExpectedStreamExists(Empty {}),
        Expected::Revision(revision) => CachedToken::ExpectedRevision(revision),
    };
    WrongExpectedVersion {
        current_revision_option: Some(match last {
            Some(revision) => Current::CurrentRevision(revision),
            None => Current::CurrentNoStream(Empty {}),
        }),
        expected_revision_option: Some(believed),
        ..WrongExpectedVersion::default()
    }
}

/// Many appends on one call, each answered for itself.
pub(crate) fn batches(
    node: Arc<Node>,
    mut requests: Streaming<BatchAppendReq>,
) -> Answers<BatchAppendResp> {
    let (sender, answers) = tokio::sync::mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let mut open = std::collections::HashMap::new();
        loop {
            let request = tokio::select! {
                () = sender.closed() => return,
                request = requests.next() => request,
            };
            let answer = match request {
                None => return,
                Some(Err(_)) => return,
                Some(Ok(request)) => batch(&node, &mut open, request).await,
            };
            let Some(answer) = answer.transpose() else {
                continue;
            };
            if sender.send(answer).await.is_err() {
                return;
            }
        }
    });
    Box::pin(ReceiverStream::new(answers))
}

/// A batch that has not been ended by its client yet.
type Open = (
    Option<crate::protocol::event_store::client::streams::batch_append_req::Options>,
    Vec<Proposed>,
);

async fn batch(
    node: &Node,
    open: &mut std::collections::HashMap<uuid::Uuid, Open>,
    request: BatchAppendReq,
) -> Result<Option<BatchAppendResp>, Status> {
    let correlation = wire::id(request.correlation_id)?;
    let (options, events) = open.entry(correlation).or_default();
    *options = options.take().or(request.options);
    for message in request.proposed_messages {
        events.push(proposed(ProposedMessage {
            id: message.id,
            metadata: message.metadata,
            custom_metadata: message.custom_metadata,
            data: message.data,
        })?);
    }
    if !request.is_final {
        return Ok(None);
    }
    let (options, events) = open.remove(&correlation).unwrap_or_default();
    let options = options.ok_or_else(|| Status::invalid_argument("a batch without options"))?;
    let stream = wire::name(options.stream_identifier.clone())?;
    use batch_append_resp::ExpectedStreamPosition as Told;
    let (expected, told) = match options.expected_stream_position {
        Some(ExpectedStreamPosition::StreamPosition(at)) => {
            (Expected::Revision(at), Told::StreamPosition(at))
        }
        Some(ExpectedStreamPosition::NoStream(())) => (Expected::NoStream, Told::NoStream(())),
        Some(ExpectedStreamPosition::StreamExists(())) => {
            (Expected::StreamExists, Told::StreamExists(()))
        }
        Some(ExpectedStreamPosition::Any(())) => (Expected::Any, Told::Any(())),
        None => return Err(Status::invalid_argument("which revision is expected?")),
    };
    use batch_append_resp::success::{CurrentRevisionOption, PositionOption};
    let result = match store(node, &stream, expected, events).await? {
        Ok(written) => batch_append_resp::Result::Success(batch_append_resp::Success {
            current_revision_option: Some(CurrentRevisionOption::CurrentRevision(written.revision)),
            position_option: Some(PositionOption::Position(AllStreamPosition {
                commit_position: written.position,
                prepare_position: written.position,
            })),
        }),
        Err(refusal) => batch_append_resp::Result::Error(refused(&refusal, &options)),
    };
    Ok(Some(BatchAppendResp {
        correlation_id: Some(wire::id_to_wire(correlation, false)),
        stream_identifier: options.stream_identifier,
        expected_stream_position: Some(told),
        result: Some(result),
    }))
}

fn refused(
    refusal: &Refusal,
    options: &crate::protocol::event_store::client::streams::batch_append_req::Options,
) -> rpc::Status {
    use client::wrong_expected_version::CurrentStreamRevisionOption as Current;
    let (message, details) = match refusal {
        Refusal::WrongExpectedVersion(last) => {
            let wrong = client::WrongExpectedVersion {
                current_stream_revision_option: Some(match last {
                    Some(revision) => Current::CurrentStreamRevision(*revision),
                    None => Current::CurrentNoStream(()),
                }),
                expected_stream_position_option: None,
            };
            ("WrongExpectedVersion", any("WrongExpectedVersion", &wrong))
        }
        Refusal::Deleted => {
            let deleted = client::StreamDeleted {
                stream_identifier: options.stream_identifier.clone(),
            };
            ("StreamDeleted", any("StreamDeleted", &deleted))
        }
    };
    rpc::Status {
        code: tonic::Code::Unknown.into(),
        message: message.into(),
        details: Some(details),
    }
}

fn any(name: &str, message: &impl Message) -> prost_types::Any {
    prost_types::Any {
        type_url: format!("type.googleapis.com/event_store.client.{name}"),
        value: message.encode_to_vec(),
    }
}

pub(crate) fn delete(node: &Node, options: delete_req::Options) -> Result<DeleteResp, Status> {
    use delete_req::options::ExpectedStreamRevision as Wire;
    let expected = match options.expected_stream_revision {
        Some(Wire::Revision(revision)) => Expected::Revision(revision),
        Some(Wire::NoStream(_)) => Expected::NoStream,
        Some(Wire::StreamExists(_)) => Expected::StreamExists,
        Some(Wire::Any(_)) | None => Expected::Any,
    };
    node.may(Deed::Delete)?;
    let stream = wire::name(options.stream_identifier)?;
    let deleted = node.store().write().delete(&stream, expected, false);
    let refused = |refusal| wire::refused("Delete", &stream, expected, &refusal);
    let position = deleted.map_err(refused)?;
    Ok(DeleteResp {
        position_option: Some(delete_resp::PositionOption::Position(
            delete_resp::Position {
                commit_position: position,
                prepare_position: position,
            },
        )),
    })
}

pub(crate) fn tombstone(
    node: &Node,
    options: tombstone_req::Options,
) -> Result<TombstoneResp, Status> {
    use tombstone_req::options::ExpectedStreamRevision as Wire;
    let expected = match options.expected_stream_revision {
        Some(Wire::Revision(revision)) => Expected::Revision(revision),
        Some(Wire::NoStream(_)) => Expected::NoStream,
        Some(Wire::StreamExists(_)) => Expected::StreamExists,
        Some(Wire::Any(_)) | None => Expected::Any,
    };
    node.may(Deed::Delete)?;
    let stream = wire::name(options.stream_identifier)?;
    let deleted = node.store().write().delete(&stream, expected, true);
    let refused = |refusal| wire::refused("Tombstone", &stream, expected, &refusal);
    let position = deleted.map_err(refused)?;
    Ok(TombstoneResp {
        position_option: Some(tombstone_resp::PositionOption::Position(
            tombstone_resp::Position {
                commit_position: position,
                prepare_position: position,
            },
        )),
    })
}
