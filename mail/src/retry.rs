//! When a letter that was not taken is tried again, and when it is given up.
use std::time::Duration;

/// After this long without success a letter is given up (RFC 5321 asks for four to five days).
pub const GIVE_UP_AFTER: Duration = Duration::from_secs(5 * 24 * 3_600);

/// After the first failure.
const FIRST: Duration = Duration::from_secs(30);
/// At most.
const LONGEST: Duration = Duration::from_secs(4 * 3_600);

/// How long to leave a letter alone that failed `attempts` times before, `chance` in 0..1: double
/// each time, between three quarters and five quarters of it, so that letters that failed
/// together do not come together again.
#[must_use]
pub fn wait_after(attempts: u32, chance: f64) -> Duration {
    let doubled = FIRST.saturating_mul(1_u32.checked_shl(attempts.min(16)).unwrap_or(u32::MAX));
    doubled
        .min(LONGEST)
        .mul_f64(0.75 + chance.clamp(0.0, 1.0) / 2.0)
}

/// Whether a letter queued then is given up now; both in microseconds since the Unix epoch.
#[must_use]
pub fn is_given_up(queued_at: i64, now: i64) -> bool {
    let waited = u64::try_from(now.saturating_sub(queued_at)).unwrap_or_default();
    Duration::from_micros(waited) >= GIVE_UP_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_four_hours_and_never_all_alike() {
        assert_eq!(wait_after(0, 0.5), Duration::from_secs(30));
        assert_eq!(wait_after(1, 0.5), Duration::from_secs(60));
        assert_eq!(wait_after(3, 0.5), Duration::from_secs(240));
        for attempts in [9, 16, 40, u32::MAX] {
            assert_eq!(wait_after(attempts, 0.5), LONGEST, "{attempts}");
        }
        assert!(wait_after(4, 0.0) < wait_after(4, 1.0));
        assert_eq!(wait_after(0, 1.0), Duration::from_millis(37_500));
    }

    #[test]
    fn five_days_are_enough() {
        let five = i64::try_from(GIVE_UP_AFTER.as_micros()).unwrap();
        assert!(!is_given_up(7, five + 6));
        assert!(is_given_up(7, five + 7));
        assert!(!is_given_up(7, 0), "a clock that went back");
    }
}
