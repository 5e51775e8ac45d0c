//! What the suite needs of an adapter.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;

use crate::{Clock, EventLog, RecordedAt};

/// A clock that shows what it was told to show.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows the instant.
    #[must_use]
    pub fn at(instant: RecordedAt) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(instant.0)))
    }

    /// From now on it shows the instant, be it earlier or later.
    pub fn set(&self, instant: RecordedAt) {
        self.0.store(instant.0, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.0.load(Ordering::SeqCst))
    }
}

/// A log of its own, empty at first, that the suite opens and reopens.
#[async_trait]
pub trait Harness: Send + Sync {
    /// Opens the log for the first time.
    async fn open(&self) -> Arc<dyn EventLog>;

    /// Closes the log (the caller holds the only reference) and opens it again. An adapter that
    /// keeps nothing gives the same log back.
    async fn reopen(&self, log: Arc<dyn EventLog>) -> Arc<dyn EventLog>;

    /// The clock that the log reads, which begins later than 1970.
    fn clock(&self) -> &HandClock;
}
