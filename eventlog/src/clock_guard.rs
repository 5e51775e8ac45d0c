//! A clock that is believed only as far as it is likely: an event recorded far in the future would
//! give its time to every later one, for recorded times never go back.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use crate::{Append, Appended, Clock, EventLog, LogError, LogLayer, RecordedAt};

/// How far the clock may be behind the last event before that is an alarm.
const BEHIND: Duration = Duration::from_mins(1);
/// How often the alarm is told again, at most.
const TOLD_EVERY: Duration = Duration::from_mins(10);

/// The clock is further ahead than is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the clock is {} days ahead of the last event, which is more than {}: nothing is recorded, for \
     every later event would carry that time",
    .by.as_secs() / 86_400, .at_most.as_secs() / 86_400
)]
pub struct ClockAhead {
    /// By how much.
    pub by: Duration,
    /// How much is believed.
    pub at_most: Duration,
}

/// Time that passes at an even pace, from some beginning.
pub type Pace = Box<dyn Fn() -> Duration + Send + Sync>;

/// Judges a clock by the last event, and by how much time has passed since it was believed.
pub struct ClockGuard {
    clock: Arc<dyn Clock>,
    at_most: Duration,
    pace: Pace,
    /// The latest recorded time that is known, in microseconds.
    last: AtomicI64,
    /// What the clock showed when it was first believed, and the pace then.
    believed: (RecordedAt, Duration),
    told: parking_lot::Mutex<Option<Instant>>,
}

impl ClockGuard {
    /// Believes the clock where it is at most so far ahead of the last event (`None`: the log is
    /// empty, and any clock is believed).
    ///
    /// # Errors
    /// [`ClockAhead`].
    pub fn new(
        clock: Arc<dyn Clock>,
        last: Option<RecordedAt>,
        at_most: Duration,
    ) -> Result<Self, ClockAhead> {
        let begun = Instant::now();
        Self::with_pace(clock, last, at_most, Box::new(move || begun.elapsed()))
    }

    /// As [`ClockGuard::new`], with a pace of the caller's.
    ///
    /// # Errors
    /// [`ClockAhead`].
    pub fn with_pace(
        clock: Arc<dyn Clock>,
        last: Option<RecordedAt>,
        at_most: Duration,
        pace: Pace,
    ) -> Result<Self, ClockAhead> {
        let now = clock.now();
        ahead(now, last.unwrap_or(now), at_most)?;
        Ok(Self {
            believed: (now, pace()),
            clock,
            at_most,
            pace,
            last: AtomicI64::new(last.map_or(i64::MIN, |last| last.0)),
            told: parking_lot::Mutex::default(),
        })
    }

    /// Whether an event may be recorded now: the clock is at most so far ahead of the last event,
    /// or of the time that must have passed since it was believed. A log may be idle for a
    /// summer, as long as the clock went on at its pace.
    ///
    /// # Errors
    /// [`ClockAhead`].
    pub fn check(&self) -> Result<(), ClockAhead> {
        let now = self.clock.now();
        let (then, pace) = self.believed;
        let passed = micros((self.pace)().saturating_sub(pace));
        let reckoned = then.0.saturating_add(passed);
        let last = self.last.load(Ordering::Relaxed);
        ahead(now, RecordedAt(reckoned.max(last)), self.at_most)
    }

    /// How far the clock is behind the latest recorded time that is known.
    #[must_use]
    pub fn behind(&self) -> Duration {
        let last = self.last.load(Ordering::Relaxed);
        let by = last.saturating_sub(self.clock.now().0);
        Duration::from_micros(u64::try_from(by).unwrap_or(0))
    }

    /// Takes in when an event was recorded, and tells in the log of the program when the clock is
    /// far behind it.
    pub fn saw(&self, recorded_at: RecordedAt) {
        self.last.fetch_max(recorded_at.0, Ordering::Relaxed);
        let behind = self.behind();
        if behind > BEHIND {
            let mut told = self.told.lock();
            if told.is_none_or(|told| told.elapsed() > TOLD_EVERY) {
                *told = Some(Instant::now());
                tracing::error!(
                    seconds = behind.as_secs(),
                    "the clock is behind the last event: until it has caught up, every event \
                     carries the time of that one, and what is asked as of now is empty"
                );
            }
        }
    }
}

fn ahead(now: RecordedAt, of: RecordedAt, at_most: Duration) -> Result<(), ClockAhead> {
    let by = u64::try_from(now.0.saturating_sub(of.0)).unwrap_or(0);
    let by = Duration::from_micros(by);
    if by > at_most {
        return Err(ClockAhead { by, at_most });
    }
    Ok(())
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// A log that records nothing while its clock is not believed. What another log recorded before
/// has its own times, and is not judged.
pub struct ClockGuardedLog {
    log: Arc<dyn EventLog>,
    guard: Arc<ClockGuard>,
}

impl ClockGuardedLog {
    /// Guards a log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, guard: Arc<ClockGuard>) -> Self {
        Self { log, guard }
    }
}

#[async_trait]
impl LogLayer for ClockGuardedLog {
    fn below(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn on_append(&self, append: Append) -> Result<Appended, LogError> {
        if append.recorded_at.is_none() {
            let checked = self.guard.check();
            checked.map_err(|error| LogError::Unavailable(error.to_string()))?;
        }
        let done = self.log.append(append).await;
        if let Ok(appended) = &done {
            self.guard.saw(appended.recorded_at);
        }
        done
    }
}

#[cfg(test)]
mod tests;
