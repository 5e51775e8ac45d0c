//! Many appends on one call: the server takes them in the order in which they were sent.
use std::collections::HashMap;

use tonic::Status;
use uuid::Uuid;

use super::append::Stored;
use super::event::{Outgoing, proposed, wire_id};
use super::failure::Failure;
use super::protocol::streams::batch_append_req::options::ExpectedStreamPosition;
use super::protocol::streams::batch_append_req::{Options, ProposedMessage};
use super::protocol::streams::batch_append_resp::success::{CurrentRevisionOption, PositionOption};
use super::protocol::streams::{BatchAppendReq, BatchAppendResp, batch_append_resp};
use super::{Connection, identifier};

/// One of many appends.
pub(in crate::eventstoredb) struct OneOfMany {
    pub stream: String,
    /// How many events its stream holds before it.
    pub after: u64,
    pub events: Vec<Outgoing>,
}

impl Connection {
    /// Appends in order; gives what came of each up to the first that was not stored.
    pub(in crate::eventstoredb) async fn append_many(
        &self,
        appends: &[OneOfMany],
    ) -> Result<Vec<Stored>, Failure> {
        let requests: Vec<BatchAppendReq> = (0_u64..).zip(appends).map(request).collect();
        let count = appends.len();
        let request = self.request(futures::stream::iter(requests));
        let chosen = self.chosen().await?;
        let mut answered = self
            .ask_of(&chosen, |mut client| async move {
                let mut answers = client.batch_append(request).await?.into_inner();
                let mut answered = HashMap::with_capacity(count);
                while answered.len() < count {
                    let Some(answer) = answers.message().await? else {
                        return Err(Status::unavailable("the server ended the call"));
                    };
                    answered.insert(number(&answer)?, answer.result);
                }
                Ok(answered)
            })
            .await?;
        let in_order = (0_u64..).take(count).map(|number| answered.remove(&number));
        let stored: Result<Vec<_>, _> = in_order.map(|one| outcome(one.flatten())).collect();
        if let Err(Failure::Lost(_)) = &stored {
            // A node that says so of one append may not lead any more.
            self.cluster.leave(&chosen, None);
        }
        stored
    }
}

/// A batch that is whole; its number is its correlation.
fn request((number, append): (u64, &OneOfMany)) -> BatchAppendReq {
    let expected = match append.after.checked_sub(1) {
        None => ExpectedStreamPosition::NoStream(()),
        Some(revision) => ExpectedStreamPosition::StreamPosition(revision),
    };
    let events = append.events.iter().cloned().map(|event| {
        let event = proposed(event);
        ProposedMessage {
            id: event.id,
            metadata: event.metadata,
            custom_metadata: event.custom_metadata,
            data: event.data,
        }
    });
    BatchAppendReq {
        correlation_id: Some(wire_id(Uuid::from_u128(number.into()))),
        options: Some(Options {
            stream_identifier: Some(identifier(&append.stream)),
            expected_stream_position: Some(expected),
            deadline_option: None,
        }),
        proposed_messages: events.collect(),
        is_final: true,
    }
}

fn number(answer: &BatchAppendResp) -> Result<u64, Status> {
    let id = answer.correlation_id.as_ref();
    let id = id.and_then(super::event::read_id);
    let number = id.and_then(|id| u64::try_from(id.as_u128()).ok());
    number.ok_or_else(|| Status::internal("an answer to nothing that was asked"))
}

fn outcome(result: Option<batch_append_resp::Result>) -> Result<Stored, Failure> {
    match result {
        Some(batch_append_resp::Result::Success(success)) => {
            let version = match success.current_revision_option {
                Some(CurrentRevisionOption::CurrentRevision(revision)) => revision + 1,
                Some(CurrentRevisionOption::NoStream(())) | None => 0,
            };
            let position = match success.position_option {
                Some(PositionOption::Position(at)) => Some(at.commit_position),
                Some(PositionOption::NoPosition(())) | None => None,
            };
            Ok(Stored { version, position })
        }
        Some(batch_append_resp::Result::Error(error)) => Err(refused(&error)),
        None => Err(Failure::Lost("an answer that says nothing".into())),
    }
}

/// What a batch was turned away for: the name of a message, by its type.
fn refused(error: &super::protocol::RpcStatus) -> Failure {
    let kind = error.details.as_ref().map_or("", |details| {
        details.type_url.rsplit('.').next().unwrap_or_default()
    });
    let told = error.message.clone();
    match kind {
        "WrongExpectedVersion" => Failure::WrongRevision,
        "StreamDeleted" => Failure::StreamDeleted(format!("a stream was deleted: {told}")),
        "AccessDenied" => Failure::Denied(format!("EventStoreDB denies it: {told}")),
        "MaximumAppendSizeExceeded" | "BadRequest" => Failure::Never(format!(
            "EventStoreDB takes no such append ({kind}): {told}"
        )),
        _ => Failure::Lost(format!("EventStoreDB answers {kind} {told}")),
    }
}
