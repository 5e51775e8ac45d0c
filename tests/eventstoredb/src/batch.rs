//! Many appends on one call.
use std::collections::HashMap;
use std::sync::Arc;

use prost::Message;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming};
use uuid::Uuid;

use crate::append::{proposed, store};
use crate::node::Node;
use crate::protocol::event_store::client::streams::append_req::ProposedMessage;
use crate::protocol::event_store::client::streams::batch_append_req::Options;
use crate::protocol::event_store::client::streams::batch_append_req::options::ExpectedStreamPosition;
use crate::protocol::event_store::client::streams::batch_append_resp::success::{
    CurrentRevisionOption, PositionOption,
};
use crate::protocol::event_store::client::streams::batch_append_resp::{
    ExpectedStreamPosition as Told, Result as Outcome, Success,
};
use crate::protocol::event_store::client::streams::{BatchAppendReq, BatchAppendResp};
use crate::protocol::event_store::client::{self, AllStreamPosition};
use crate::protocol::google::rpc;
use crate::service::Answers;
use crate::store::{Expected, Proposed, Refusal};
use crate::wire;

const AHEAD: usize = 64;

/// Many appends on one call, each answered for itself.
pub(crate) fn batches(
    node: Arc<Node>,
    mut requests: Streaming<BatchAppendReq>,
) -> Answers<BatchAppendResp> {
    let (sender, answers) = tokio::sync::mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let mut open = HashMap::new();
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
type Open = (Option<Options>, Vec<Proposed>);

async fn batch(
    node: &Node,
    open: &mut HashMap<Uuid, Open>,
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
    let result = match store(node, &stream, expected, events).await {
        Ok(Ok(written)) => Outcome::Success(Success {
            current_revision_option: Some(CurrentRevisionOption::CurrentRevision(written.revision)),
            position_option: Some(PositionOption::Position(AllStreamPosition {
                commit_position: written.position,
                prepare_position: written.position,
            })),
        }),
        Ok(Err(refusal)) => Outcome::Error(refused(&refusal, &options)),
        // The call goes on: what befalls one append is said in its answer.
        Err(status) => Outcome::Error(failed(&status)),
    };
    Ok(Some(BatchAppendResp {
        correlation_id: Some(wire::id_to_wire(correlation, false)),
        stream_identifier: options.stream_identifier,
        expected_stream_position: Some(told),
        result: Some(result),
    }))
}

/// What befell an append, as a batch is told of it.
fn failed(status: &Status) -> rpc::Status {
    let exception = status.metadata().get("exception");
    let details = match exception.and_then(|name| name.to_str().ok()) {
        Some("access-denied") => any("AccessDenied", &client::AccessDenied {}),
        Some("maximum-append-size-exceeded") => any(
            "MaximumAppendSizeExceeded",
            &client::MaximumAppendSizeExceeded::default(),
        ),
        _ if status.code() == tonic::Code::Aborted => any("Timeout", &client::Timeout {}),
        _ => prost_types::Any {
            type_url: "type.googleapis.com/google.protobuf.Empty".into(),
            value: Vec::new(),
        },
    };
    rpc::Status {
        code: tonic::Code::Unknown.into(),
        message: status.message().into(),
        details: Some(details),
    }
}

fn refused(refusal: &Refusal, options: &Options) -> rpc::Status {
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
