//! How a SQLite log is opened.
use std::sync::Arc;

use crate::{Clock, SystemClock};

/// How a SQLite log is opened.
#[derive(Clone)]
pub struct SqliteOptions {
    /// Where recorded times come from.
    pub clock: Arc<dyn Clock>,
    /// The most appends that share one transaction and one sync of the disk (0 counts as 1).
    pub max_batch: usize,
    /// The most appends that may wait for the writer; further ones wait in their callers
    /// (0 counts as 1).
    pub max_waiting: usize,
    /// The most long reads (`read_all`, `read_at`, `position_at`) at a time (0 counts as 1).
    pub readers: usize,
    /// Pages a connection keeps in memory, in KiB. Much more than the default makes commits slower,
    /// not faster: SQLite walks the table of these pages after most of them. What does not fit
    /// comes from the page cache of the system.
    pub cache_kib: u32,
    /// How many streams the writer remembers the version of (0 counts as 1).
    pub streams_remembered: usize,
}

impl Default for SqliteOptions {
    /// The clock of the machine; 256 appends a batch, 4096 waiting; 4 readers; 8 MiB of pages;
    /// 65,536 streams remembered.
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            max_batch: 256,
            max_waiting: 4096,
            readers: 4,
            cache_kib: 8 * 1024,
            streams_remembered: 65_536,
        }
    }
}
