//! Who asks, by which request: what stands in the metadata of every event.
use std::collections::HashMap;

use eventlog::{Position, RecordedAt};
use uuid::Uuid;

/// Where a command comes from. Names no person: actors are pseudonymous.
#[derive(Clone, Debug)]
pub struct Context {
    /// The request; a retry carries the same. Event ids derive from it.
    pub request: Uuid,
    /// The command's name (`SubmitApplication`).
    pub command: &'static str,
    /// Role and id of who asks (`teacher:{uuid}`).
    pub actor: String,
    /// What the request is part of; the first request of a chain.
    pub correlation: Uuid,
    /// The event that made this step necessary, where one did.
    pub causation: Option<Uuid>,
    /// W3C trace context of the call, where there is one.
    pub trace: Option<String>,
}

impl Context {
    /// A request that starts a chain.
    #[must_use]
    pub fn new(request: Uuid, command: &'static str, actor: String) -> Self {
        Self {
            request,
            command,
            actor,
            correlation: request,
            causation: None,
            trace: None,
        }
    }

    /// The step that an event makes necessary: its request derives from that event, so that
    /// whoever takes the step, and however often, it is the same step.
    #[must_use]
    pub fn step(&self, command: &'static str, cause: Uuid) -> Self {
        Self {
            request: Uuid::new_v5(&cause, command.as_bytes()),
            command,
            actor: self.actor.clone(),
            correlation: self.correlation,
            causation: Some(cause),
            trace: self.trace.clone(),
        }
    }

    pub(crate) fn metadata(&self) -> HashMap<String, String> {
        let mut metadata = HashMap::from([
            (REQUEST.to_owned(), self.request.to_string()),
            (COMMAND.to_owned(), self.command.to_owned()),
            (ACTOR.to_owned(), self.actor.clone()),
            (CORRELATION.to_owned(), self.correlation.to_string()),
        ]);
        if let Some(causation) = self.causation {
            metadata.insert(CAUSATION.to_owned(), causation.to_string());
        }
        if let Some(trace) = &self.trace {
            metadata.insert("trace".to_owned(), trace.clone());
        }
        metadata
    }
}

pub(crate) const REQUEST: &str = "request";
pub(crate) const COMMAND: &str = "command";
pub(crate) const ACTOR: &str = "actor";
const CORRELATION: &str = "correlation";
const CAUSATION: &str = "causation";

/// The id of who asks, of `teacher:{uuid}`; nil where none is named.
pub(crate) fn actor_id(actor: &str) -> Uuid {
    let id = actor.split_once(':').map(|(_, id)| id);
    id.and_then(|id| Uuid::try_parse(id).ok())
        .unwrap_or_default()
}

/// The id of the `index`-th event that a request adds to a stream.
#[must_use]
pub fn event_id(request: Uuid, stream: &str, index: usize) -> Uuid {
    Uuid::new_v5(&request, format!("{stream}#{index}").as_bytes())
}

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Where the log stands with it: reads from here on see it.
    pub position: Position,
    /// When it was recorded; `None` where nothing had to be.
    pub recorded_at: Option<RecordedAt>,
}
