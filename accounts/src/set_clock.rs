//! A clock that can be set: a whole campaign in a minute.
use std::sync::atomic::{AtomicI64, Ordering};

use eventlog::{Clock, RecordedAt, SystemClock};

/// Shows a time of its own until it is let go; from then on that of the machine.
pub struct SetClock(AtomicI64);

impl SetClock {
    const LET_GO: i64 = i64::MIN;

    /// Shows this instant.
    #[must_use]
    pub fn at(instant: RecordedAt) -> Self {
        Self(AtomicI64::new(instant.0))
    }

    /// Shows this instant from now on.
    pub fn set(&self, instant: RecordedAt) {
        self.0.store(instant.0, Ordering::Relaxed);
    }

    /// Shows the time of the machine from now on.
    pub fn let_go(&self) {
        self.0.store(Self::LET_GO, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> RecordedAt {
        match self.0.load(Ordering::Relaxed) {
            Self::LET_GO => SystemClock.now(),
            micros => RecordedAt(micros),
        }
    }
}
