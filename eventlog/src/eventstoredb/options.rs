//! How the log is opened.
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{Clock, SystemClock};

/// How an [`super::EventStoreDbLog`] behaves.
#[derive(Clone)]
pub struct EventStoreDbOptions {
    /// Where recorded times come from.
    pub clock: Arc<dyn Clock>,
    /// What the names of all streams of the log begin with: several logs can share a server. An
    /// empty text, or letters, digits, `_` and `.` with a `:` at the end.
    pub prefix: String,
    /// How long the log waits, when nothing tells it, before it looks for what others wrote.
    pub poll: Duration,
    /// How long an append is tried again after the server was lost, before its outcome is called
    /// unknown; and how long a read is, before the log is called unavailable.
    pub patience: Duration,
    /// How long one answer of the server may take.
    pub answer: Duration,
    /// How many of the last events are remembered, without what they hold; and of how many others
    /// that were read, when they were recorded.
    pub events_remembered: usize,
    /// Of how many streams the ids of all events are remembered.
    pub streams_remembered: usize,
}

impl Default for EventStoreDbOptions {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            prefix: String::new(),
            poll: Duration::from_millis(25),
            patience: Duration::from_secs(5),
            answer: Duration::from_secs(10),
            events_remembered: 65_536,
            streams_remembered: 10_000,
        }
    }
}

impl EventStoreDbOptions {
    pub(super) fn is_prefix_good(&self) -> bool {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        match self.prefix.strip_suffix(':') {
            Some(name) => (1..=64).contains(&name.len()) && name.bytes().all(good),
            None => self.prefix.is_empty(),
        }
    }
}

impl fmt::Debug for EventStoreDbOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStoreDbOptions")
            .field("prefix", &self.prefix)
            .field("poll", &self.poll)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
