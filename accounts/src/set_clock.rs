//! A clock that can be set: a whole campaign in a minute.
use std::sync::atomic::{AtomicI64, Ordering};

use eventlog::{Clock, RecordedAt, SystemClock};

/// Shows a time of its own until it is let go; from then on that of the machine, or goes on from
/// where it stands.
pub struct SetClock {
    set: AtomicI64,
    /// How far it is ahead of the machine's, in microseconds, once it was let go.
    ahead: AtomicI64,
}

impl SetClock {
    const LET_GO: i64 = i64::MIN;

    /// Shows this instant.
    #[must_use]
    pub fn at(instant: RecordedAt) -> Self {
        Self {
            set: AtomicI64::new(instant.0),
            ahead: AtomicI64::new(0),
        }
    }

    /// Shows this instant from now on.
    pub fn set(&self, instant: RecordedAt) {
        self.set.store(instant.0, Ordering::Relaxed);
    }

    /// Shows the time of the machine from now on.
    pub fn let_go(&self) {
        self.ahead.store(0, Ordering::Relaxed);
        self.set.store(Self::LET_GO, Ordering::Relaxed);
    }

    /// Goes on from the time that it shows, as fast as the machine's.
    pub fn go_on(&self) {
        let shown = self.now();
        let ahead = shown.0.saturating_sub(SystemClock.now().0);
        self.ahead.store(ahead, Ordering::Relaxed);
        self.set.store(Self::LET_GO, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> RecordedAt {
        match self.set.load(Ordering::Relaxed) {
            Self::LET_GO => {
                let ahead = self.ahead.load(Ordering::Relaxed);
                RecordedAt(SystemClock.now().0.saturating_add(ahead))
            }
            micros => RecordedAt(micros),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_from_where_it_stands() {
        let clock = SetClock::at(RecordedAt(1_000));
        assert_eq!(clock.now(), RecordedAt(1_000));
        clock.go_on();
        let hour = 3_600_000_000;
        assert!((1_000..hour).contains(&clock.now().0), "{:?}", clock.now());
        clock.let_go();
        assert!(clock.now().0 > hour);
    }
}
