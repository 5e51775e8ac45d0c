//! By which requests a stream grew, as the metadata of its events tell it.
use std::collections::HashMap;
use std::sync::Arc;

use eventlog::{Position, RecordedAt};
use uuid::Uuid;

use crate::context::{
    ACTOR, CAUSATION, COMMAND, CORRELATION, Context, DIGEST, Digest, Origin, REQUEST, actor_id,
};
use crate::failure::Failure;
use crate::repository::{POSITION, RECORDED_AT};

/// A request by which a stream grew, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedRequest {
    pub request: Uuid,
    /// The request that this one is part of.
    pub whole: Uuid,
    pub command: Arc<str>,
    /// Whose request it was.
    pub actor: Uuid,
    pub source: Source,
    /// The number of its first event in the stream, and how many there are.
    pub first: u64,
    pub events: usize,
    /// Position and instant of its last event.
    pub position: Position,
    pub recorded_at: RecordedAt,
}

/// What made a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Somebody, who asked what is digested here.
    Asked(Digest),
    /// Somebody, before what was asked had a digest.
    AskedBefore,
    /// An event of another stream.
    Step,
}

/// The requests of a stream's events, in order: each by its number and metadata.
pub(crate) fn recorded_requests<'a>(
    events: impl Iterator<Item = (u64, &'a HashMap<String, String>)>,
) -> Vec<RecordedRequest> {
    let mut requests: Vec<RecordedRequest> = vec![];
    for (sequence, metadata) in events {
        let text = |key: &str| metadata.get(key).map(String::as_str);
        let id = |key| text(key).and_then(|id| Uuid::try_parse(id).ok());
        let number = |key| text(key).and_then(|number| number.parse().ok());
        let Some(request) = id(REQUEST) else {
            continue;
        };
        let actor = actor_id(text(ACTOR).unwrap_or_default());
        let source = match (text(CAUSATION), text(DIGEST).and_then(Digest::parse)) {
            (Some(_), _) => Source::Step,
            (None, Some(digest)) => Source::Asked(digest),
            (None, None) => Source::AskedBefore,
        };
        let position = Position(number(POSITION).unwrap_or_default());
        let recorded_at = text(RECORDED_AT).and_then(|at| at.parse().ok());
        let recorded_at = RecordedAt(recorded_at.unwrap_or_default());
        match requests.last_mut() {
            Some(last) if (last.request, last.actor, last.source) == (request, actor, source) => {
                (last.position, last.recorded_at) = (position, recorded_at);
                last.events += 1;
            }
            Some(_) | None => requests.push(RecordedRequest {
                request,
                whole: id(CORRELATION).unwrap_or(request),
                command: text(COMMAND).unwrap_or_default().into(),
                actor,
                source,
                first: sequence,
                events: 1,
                position,
                recorded_at,
            }),
        }
    }
    requests
}

/// A request among those by which a stream grew. Steps and what is asked are never taken for one
/// another, and neither are the requests of two who ask, whatever their ids.
///
/// # Errors
/// [`Failure::RequestReused`] where the id served for something else.
pub(crate) fn find<'a>(
    requests: &'a [RecordedRequest],
    context: &Context,
) -> Result<Option<&'a RecordedRequest>, Failure> {
    let digest = match context.origin {
        Origin::Step { before, .. } => {
            let same = |recorded: &&RecordedRequest| {
                recorded.source == Source::Step
                    && *recorded.command == *context.command
                    && (recorded.request == context.request || recorded.request == before)
            };
            return Ok(requests.iter().rev().find(same));
        }
        Origin::Asked(digest) => digest,
    };
    let mut found = None;
    let own = requests
        .iter()
        .filter(|recorded| recorded.actor == context.actor);
    for recorded in own.rev() {
        match recorded.source {
            Source::Asked(known) if recorded.whole == context.chain.correlation => {
                if known != digest {
                    return Err(Failure::RequestReused);
                }
                if recorded.request == context.request {
                    found = found.or(Some(recorded));
                }
            }
            Source::AskedBefore if recorded.request == context.request => {
                if *recorded.command != *context.command {
                    return Err(Failure::RequestReused);
                }
                found = found.or(Some(recorded));
            }
            Source::Asked(_) | Source::AskedBefore | Source::Step => {}
        }
    }
    Ok(found)
}
