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
    /// empty text, or letters, digits, `_` and `.` with a `:` at the end. `None`: what the
    /// connection string says as `streamPrefix`; else `placement:`, unless the server holds a log
    /// of an earlier version, whose streams have no prefix.
    pub prefix: Option<String>,
    /// How long the log waits, when nothing tells it, before it looks for what others wrote.
    pub poll: Duration,
    /// How long an open waits for a server or a leader that is not there yet.
    pub start: Duration,
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
            prefix: None,
            poll: Duration::from_secs(1),
            start: Duration::from_secs(30),
            patience: Duration::from_secs(5),
            answer: Duration::from_secs(10),
            events_remembered: 65_536,
            streams_remembered: 10_000,
        }
    }
}

/// What the names of the streams begin with, unless it is said otherwise.
pub(super) const DEFAULT_PREFIX: &str = "placement:";

/// Whether streams may begin so: none is the beginning of another.
pub(super) fn is_prefix_good(prefix: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    match prefix.strip_suffix(':') {
        Some(name) => (1..=64).contains(&name.len()) && name.bytes().all(good),
        None => prefix.is_empty(),
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
