//! One append.
use tokio_stream::StreamExt;
use tonic::metadata::MetadataValue;
use tonic::{Status, Streaming};

use crate::faults::{Fault, cut, pause};
use crate::node::Node;
use crate::protocol::event_store::client::Empty;
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
use crate::protocol::event_store::client::streams::{AppendReq, AppendResp};
use crate::rights::Deed;
use crate::store::{Expected, Proposed, Refusal, Written};
use crate::wire;

/// Where no server listens.
const CLOSED_PORT: u16 = 1;

pub(crate) fn proposed(message: ProposedMessage) -> Result<Proposed, Status> {
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
pub(crate) async fn store(
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
