//! How often something may happen, for each key on its own.
use std::fmt;
use std::hash::Hash;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::Rate;

type Limiter<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// A rate for each key. What it remembers of a key is gone once [`RateLimits::forget`] finds that key
/// as fresh as one never seen.
pub struct RateLimits<K: Hash + Eq + Clone, C: Clock = MonotonicClock> {
    limiter: Option<Limiter<K, C>>,
    clock: C,
}

impl<K: Hash + Eq + Clone> RateLimits<K> {
    /// By the monotonic clock of the machine.
    pub fn new(rate: Rate) -> Self {
        Self::by(MonotonicClock, rate)
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> RateLimits<K, C> {
    /// By a clock.
    pub fn by(clock: C, rate: Rate) -> Self {
        let limiter = match rate {
            Rate::Unlimited => None,
            Rate::Of { per_second, burst } => {
                let quota = Quota::per_second(per_second).allow_burst(burst);
                Some(RateLimiter::hashmap_with_clock(quota, clock.clone()))
            }
        };
        Self { limiter, clock }
    }

    /// Once more for a key; else how long until then.
    ///
    /// # Errors
    /// The wait, above zero, where it is too often.
    pub fn once(&self, key: &K) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            wait.max(Duration::from_millis(1))
        })
    }

    /// Lets go of the keys that have been quiet for long enough.
    pub fn forget(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    /// How many keys are remembered.
    #[cfg(test)]
    pub fn remembered(&self) -> usize {
        self.limiter.as_ref().map_or(0, RateLimiter::len)
    }
}

impl<K: Hash + Eq + Clone, C: Clock> fmt::Debug for RateLimits<K, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn a_key_waits_for_as_long_as_it_is_told_and_no_other_key_waits() {
        let clock = FakeRelativeClock::default();
        let rates = RateLimits::by(clock.clone(), Rate::of(10, 3));
        for _ in 0..3 {
            assert_eq!(rates.once(&"a"), Ok(()));
        }
        let wait = rates.once(&"a").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_millis(100));
        assert_eq!(rates.once(&"b"), Ok(()));
        clock.advance(wait);
        assert_eq!(rates.once(&"a"), Ok(()));
        assert!(rates.once(&"a").is_err());
    }

    #[test]
    fn keys_that_are_quiet_are_forgotten_and_busy_ones_are_not() {
        let clock = FakeRelativeClock::default();
        let rates = RateLimits::by(clock.clone(), Rate::of(10, 100));
        for key in 0..1_000 {
            rates.once(&key).unwrap();
        }
        assert_eq!(rates.remembered(), 1_000);
        clock.advance(Duration::from_secs(20));
        for _ in 0..100 {
            rates.once(&7).unwrap();
        }
        rates.forget();
        assert_eq!(rates.remembered(), 1);
        assert!(rates.once(&7).is_err());
    }

    #[test]
    fn without_a_limit_nothing_is_remembered() {
        let rates = RateLimits::new(Rate::Unlimited);
        for _ in 0..10_000 {
            assert_eq!(rates.once(&1), Ok(()));
        }
        assert_eq!(rates.remembered(), 0);
    }
}
