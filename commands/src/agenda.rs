//! When each open step is taken: once its command had time to take it itself, and again, ever more
//! patiently, where that came to nothing.
use std::collections::HashMap;
use std::time::Duration;

use domain::placement_policy::Step;
use tokio::time::Instant;
use uuid::Uuid;

use crate::open_step::{OpenStep, StepKey};

/// How long a step that could not be taken is left alone: longer each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryDelays {
    /// After the first try.
    pub first: Duration,
    /// At the most.
    pub most: Duration,
}

impl Default for RetryDelays {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            most: Duration::from_secs(300),
        }
    }
}

impl RetryDelays {
    /// How long to wait after so many tries: each time twice as long, to the most.
    fn after(&self, tries: u32) -> Duration {
        let factor = 2_u32.saturating_pow(tries.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.most)
    }
}

/// The open steps with the instant from which on each is to be taken.
pub(crate) struct Agenda {
    grace: Duration,
    patience: RetryDelays,
    entries: HashMap<(StepKey, Uuid), Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    due: Instant,
    tries: u32,
}

impl Agenda {
    pub fn new(grace: Duration, patience: RetryDelays) -> Self {
        Self {
            grace,
            patience,
            entries: HashMap::new(),
        }
    }

    /// Takes in which steps are open now.
    pub fn look(&mut self, open: &[OpenStep], now: Instant) {
        let mut known = std::mem::take(&mut self.entries);
        for step in open {
            let entry = known.remove(&key(step)).unwrap_or(Entry {
                due: now + self.grace_of(step),
                tries: 0,
            });
            self.entries.insert(key(step), entry);
        }
    }

    /// No command declines for a withdrawn offer, or closes the access of a whole college: that is for
    /// the process alone, at once.
    fn grace_of(&self, step: &OpenStep) -> Duration {
        match step.step {
            Step::DeclineApplication(..) | Step::CloseAccess(..) => Duration::ZERO,
            Step::PlacePupil(..)
            | Step::ReleaseSeat(..)
            | Step::OpenAgreement(..)
            | Step::CarryOnGroup(..)
            | Step::MoveWithClass(..)
            | Step::EndAgreement(..) => self.grace,
        }
    }

    /// When the next step is due.
    pub fn next(&self) -> Option<Instant> {
        self.entries.values().map(|entry| entry.due).min()
    }

    /// Whether a step is due.
    pub fn is_due(&self, step: &OpenStep, now: Instant) -> bool {
        let entry = self.entries.get(&key(step));
        entry.is_some_and(|entry| entry.due <= now)
    }

    /// It was taken: until the log shows its fact it is left alone.
    pub fn taken(&mut self, step: &OpenStep, now: Instant) {
        let due = now + self.grace.max(self.patience.first);
        self.entries.insert(key(step), Entry { due, tries: 0 });
    }

    /// It could not be taken.
    pub fn failed(&mut self, step: &OpenStep, now: Instant) {
        if let Some(entry) = self.entries.get_mut(&key(step)) {
            entry.tries += 1;
            entry.due = now + self.patience.after(entry.tries);
        }
    }
}

fn key(step: &OpenStep) -> (StepKey, Uuid) {
    (step.key, step.cause)
}

#[cfg(test)]
mod tests {
    use domain::ids::{ApplicationId, OfferId};
    use domain::offer::{ReleaseCause, ReleaseSeat};
    use eventlog::Position;

    use super::*;

    fn release(n: u128) -> OpenStep {
        let application = ApplicationId(Uuid::from_u128(n));
        let cause = ReleaseCause::CancelledByPupil;
        OpenStep {
            key: StepKey::Release(application),
            cause: Uuid::from_u128(100 + n),
            position: Position(1),
            step: Step::ReleaseSeat(
                OfferId(Uuid::from_u128(7)),
                ReleaseSeat { application, cause },
            ),
        }
    }

    #[test]
    fn one_that_fails_waits_longer_each_time_and_holds_up_no_other() {
        let seconds = Duration::from_secs;
        let patience = RetryDelays {
            first: seconds(1),
            most: seconds(5),
        };
        let mut agenda = Agenda::new(seconds(2), patience);
        let (one, other) = (release(1), release(2));
        let open = [one.clone(), other.clone()];
        let begin = Instant::now();
        agenda.look(&open, begin);
        assert!(!agenda.is_due(&one, begin));
        assert_eq!(agenda.next(), Some(begin + seconds(2)));
        let mut now = begin + seconds(2);
        assert!(agenda.is_due(&one, now) && agenda.is_due(&other, now));
        for wait in [1, 2, 4, 5, 5] {
            agenda.failed(&one, now);
            agenda.look(&open, now);
            assert!(agenda.is_due(&other, now), "the other is not held up");
            now += seconds(wait);
            assert!(!agenda.is_due(&one, now - Duration::from_millis(1)));
            assert!(agenda.is_due(&one, now));
        }
        agenda.taken(&one, now);
        assert!(!agenda.is_due(&one, now));
        agenda.look(&[other], now);
        assert!(!agenda.is_due(&one, now + seconds(900)), "it is done");
    }
}
