//! The keys of one issuer as they are kept, and when it is asked for them again. Pure: the instant
//! is given.
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use tokio::time::Instant;

/// How long keys are believed without asking again.
const FRESH: Duration = Duration::from_secs(3_600);
/// How long after keys came an unknown key does not have them fetched again: tokens cost whoever
/// makes them up nothing.
const PAUSE: Duration = Duration::from_secs(30);
/// How long an issuer that failed is left alone; each further failure doubles it.
const FIRST_REST: Duration = Duration::from_secs(2);
/// The longest that it is left alone.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// The keys of an issuer.
#[derive(Debug)]
pub struct Kept {
    /// How long keys may be believed after they came, where no newer ones can be had.
    outage: Duration,
    keys: Option<(Arc<JwkSet>, Instant)>,
    /// Failures since keys came, and when the last was.
    failures: u32,
    failed: Option<Instant>,
}

/// What a token needs.
#[derive(Debug)]
pub enum Need {
    /// It is checked with these.
    Nothing(Arc<JwkSet>),
    /// The issuer is to be asked first.
    Fetch,
    /// There are no keys, and the issuer is not asked for a while.
    Patience,
}

impl Kept {
    /// None yet.
    pub fn nothing(outage: Duration) -> Self {
        Self {
            outage,
            keys: None,
            failures: 0,
            failed: None,
        }
    }

    /// What a token needs that names a key, or none.
    pub fn need(&self, kid: Option<&str>, now: Instant) -> Need {
        let resting = self.failed.is_some_and(|failed| now < failed + self.rest());
        match self.at_hand(now) {
            Some(keys) => {
                let known = kid.is_none_or(|kid| keys.find(kid).is_some());
                let age = self.age(now);
                if resting || age < PAUSE || (known && age < FRESH) {
                    Need::Nothing(keys)
                } else {
                    Need::Fetch
                }
            }
            None if resting => Need::Patience,
            None => Need::Fetch,
        }
    }

    /// The last keys, where they may still be believed.
    pub fn at_hand(&self, now: Instant) -> Option<Arc<JwkSet>> {
        let (keys, _) = self.keys.as_ref()?;
        (self.age(now) < FRESH.max(self.outage)).then(|| Arc::clone(keys))
    }

    /// Keys came.
    pub fn came(&mut self, keys: JwkSet, now: Instant) {
        self.keys = Some((Arc::new(keys), now));
        self.failures = 0;
        self.failed = None;
    }

    /// None came.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.failed = Some(now);
    }

    fn age(&self, now: Instant) -> Duration {
        match &self.keys {
            Some((_, came)) => now.saturating_duration_since(*came),
            None => Duration::MAX,
        }
    }

    fn rest(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        FIRST_REST.saturating_mul(factor).min(LONGEST_REST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::key::published;

    const DAY: Duration = Duration::from_secs(24 * 3_600);

    /// A set of one key, and its name.
    fn set(n: u8) -> (JwkSet, String) {
        let key = published(&[n; 32]);
        let kid = key.common.key_id.clone().unwrap();
        (JwkSet { keys: vec![key] }, kid)
    }

    fn needed(kept: &Kept, kid: &str, now: Instant) -> &'static str {
        match kept.need(Some(kid), now) {
            Need::Nothing(_) => "nothing",
            Need::Fetch => "fetch",
            Need::Patience => "patience",
        }
    }

    #[test]
    fn keys_are_fetched_first_when_old_and_for_an_unknown_one_but_seldom() {
        let mut kept = Kept::nothing(DAY);
        let start = Instant::now();
        let (keys, known) = set(1);
        assert_eq!(needed(&kept, &known, start), "fetch");
        kept.came(keys, start);
        let at = |seconds| start + Duration::from_secs(seconds);
        let need = |kid, seconds| needed(&kept, kid, at(seconds));
        assert_eq!(
            (need(&known, 0), need(&known, 3_599)),
            ("nothing", "nothing")
        );
        assert_eq!(need(&known, 3_600), "fetch");
        assert_eq!((need("other", 29), need("other", 30)), ("nothing", "fetch"));
    }

    #[test]
    fn an_issuer_that_fails_is_asked_ever_more_seldom_and_its_last_keys_serve_meanwhile() {
        let mut kept = Kept::nothing(DAY);
        let mut now = Instant::now();
        let (keys, known) = set(1);
        kept.came(keys, now);
        now += FRESH;
        let mut rests = vec![];
        for _ in 0..7 {
            assert_eq!(needed(&kept, &known, now), "fetch");
            kept.failed(now);
            let failed = now;
            while needed(&kept, &known, now) == "nothing" {
                assert_eq!(
                    needed(&kept, "other", now),
                    "nothing",
                    "none for an unknown one"
                );
                now += Duration::from_secs(1);
            }
            rests.push((now - failed).as_secs());
        }
        assert_eq!(rests, [2, 4, 8, 16, 32, 60, 60]);
        assert!(kept.at_hand(now).is_some());
        let (keys, known) = set(2);
        kept.came(keys, now);
        assert_eq!(needed(&kept, &known, now), "nothing");
    }

    #[test]
    fn keys_are_believed_in_an_outage_so_long_and_no_longer() {
        for (outage, lasts) in [(DAY, DAY), (Duration::ZERO, FRESH)] {
            let mut kept = Kept::nothing(outage);
            let start = Instant::now();
            let (keys, known) = set(1);
            kept.came(keys, start);
            let end = start + lasts;
            kept.failed(end - Duration::from_secs(1));
            let last = end - Duration::from_millis(1);
            assert_eq!(needed(&kept, &known, last), "nothing");
            assert_eq!(needed(&kept, &known, end), "patience");
            assert!(kept.at_hand(end).is_none());
        }
    }
}
