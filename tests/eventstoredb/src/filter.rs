//! Which events of the one order a reader wants.
use regex::Regex;
use tonic::Status;

use crate::protocol::event_store::client::streams::read_req::options::FilterOptions;
use crate::protocol::event_store::client::streams::read_req::options::filter_options::{
    Expression, Filter as Wire, Window,
};
use crate::store::Stored;

/// What the name of the stream, or of the event's type, has to be like.
pub(crate) struct Filter {
    on: On,
    regex: Option<Regex>,
    prefixes: Vec<String>,
    /// After how many events that were looked at and not wanted the reader is told how far it is.
    pub checkpoint: u64,
}

#[derive(Clone, Copy)]
enum On {
    Stream,
    EventType,
}

impl Filter {
    pub(crate) fn new(wire: FilterOptions) -> Result<Self, Status> {
        let (on, expression) = match wire.filter {
            Some(Wire::StreamIdentifier(expression)) => (On::Stream, expression),
            Some(Wire::EventType(expression)) => (On::EventType, expression),
            None => return Err(Status::invalid_argument("a filter on what?")),
        };
        let Expression { regex, prefix } = expression;
        if regex.is_empty() == prefix.is_empty() {
            return Err(Status::invalid_argument("a regex or prefixes, one of them"));
        }
        let regex = if regex.is_empty() {
            None
        } else {
            let regex = Regex::new(&regex);
            Some(regex.map_err(|error| Status::invalid_argument(error.to_string()))?)
        };
        let window = match wire.window {
            Some(Window::Max(0)) => return Err(Status::invalid_argument("a window of nothing")),
            Some(Window::Max(max)) => max,
            Some(Window::Count(_)) | None => 32,
        };
        Ok(Self {
            on,
            regex,
            prefixes: prefix,
            checkpoint: u64::from(window) * u64::from(wire.checkpoint_interval_multiplier.max(1)),
        })
    }

    pub(crate) fn wants(&self, stored: &Stored) -> bool {
        let text = match self.on {
            On::Stream => &*stored.stream,
            On::EventType => stored.event.metadata.get("type").map_or("", String::as_str),
        };
        match &self.regex {
            Some(regex) => regex.is_match(text),
            None => self.prefixes.iter().any(|prefix| text.starts_with(prefix)),
        }
    }
}
