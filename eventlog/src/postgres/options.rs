//! How a PostgreSQL log is opened.
use std::sync::Arc;
use std::time::Duration;

use crate::{Clock, SystemClock};

/// How a PostgreSQL log is opened.
#[derive(Clone)]
pub struct PostgresOptions {
    /// Where recorded times come from.
    pub clock: Arc<dyn Clock>,
    /// The most appends that share one round trip and one commit (0 counts as 1).
    pub max_batch: usize,
    /// The most appends that may wait for the writer; further ones wait in their callers
    /// (0 counts as 1).
    pub max_waiting: usize,
    /// The most reads at a time, each on a connection of its own (0 counts as 1).
    pub readers: usize,
    /// How long making a connection may take.
    pub connect_within: Duration,
    /// How long one statement may take, waiting for other writers included. The server ends it
    /// then; a server that says nothing is given up somewhat later (up to two seconds).
    pub answer_within: Duration,
    /// How long an append whose answer was lost is asked for again, over new connections, before
    /// its caller is told that the outcome is unknown.
    pub outcome_within: Duration,
    /// How often the end of the log is looked at when no notification comes.
    pub poll: Duration,
}

impl Default for PostgresOptions {
    /// The clock of the machine; 256 appends a batch, 4096 waiting; 4 readers; 5 s to connect,
    /// 15 s to answer, 10 s to learn a lost outcome; a look each second.
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            max_batch: 256,
            max_waiting: 4096,
            readers: 4,
            connect_within: Duration::from_secs(5),
            answer_within: Duration::from_secs(15),
            outcome_within: Duration::from_secs(10),
            poll: Duration::from_secs(1),
        }
    }
}
