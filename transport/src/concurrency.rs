//! How many of something there may be at a time, for each key on its own.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use parking_lot::Mutex;

use super::ConcurrencyLimit;

/// Counts for each key; it knows only keys of which there is one at least.
#[derive(Debug)]
pub struct ConcurrencyLimiter<K: Hash + Eq + Copy> {
    most: ConcurrencyLimit,
    // The hasher of the standard library: strangers choose the keys.
    taken: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Hash + Eq + Copy> ConcurrencyLimiter<K> {
    /// At most so many of each key.
    pub fn new(most: ConcurrencyLimit) -> Self {
        Self {
            most,
            taken: Arc::default(),
        }
    }

    /// One more of a key until the permit is dropped; nothing where there are as many as may be.
    pub fn take(&self, key: K) -> Option<Permit<K>> {
        let mut taken = self.taken.lock();
        let of_key = taken.get(&key).copied().unwrap_or(0);
        match self.most {
            ConcurrencyLimit::Of(most) if of_key >= most.get() => return None,
            ConcurrencyLimit::Of(_) | ConcurrencyLimit::Unlimited => {}
        }
        taken.insert(key, of_key.saturating_add(1));
        Some(Permit {
            key,
            taken: self.taken.clone(),
        })
    }

    /// How many there are of a key.
    #[cfg(test)]
    pub fn of(&self, key: K) -> u32 {
        self.taken.lock().get(&key).copied().unwrap_or(0)
    }
}

/// One of a key, for as long as it lives.
#[derive(Debug)]
#[must_use]
pub struct Permit<K: Hash + Eq + Copy> {
    key: K,
    taken: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Hash + Eq + Copy> Drop for Permit<K> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock();
        if let Some(of_key) = taken.get_mut(&self.key) {
            *of_key = of_key.saturating_sub(1);
            if *of_key == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_taken_until_it_is_dropped_and_an_empty_key_is_forgotten() {
        let counts = ConcurrencyLimiter::new(ConcurrencyLimit::of(2));
        let first = counts.take('a').unwrap();
        let second = counts.take('a').unwrap();
        assert!(counts.take('a').is_none());
        let other = counts.take('b').unwrap();
        drop(first);
        assert_eq!(counts.of('a'), 1);
        let third = counts.take('a').unwrap();
        assert!(counts.take('a').is_none());
        drop((second, third, other));
        assert!(counts.taken.lock().is_empty());
    }

    #[test]
    fn without_a_limit_any_number_has_a_permit() {
        let counts = ConcurrencyLimiter::new(ConcurrencyLimit::Unlimited);
        let permits: Vec<_> = (0..1_000).map(|_| counts.take(()).unwrap()).collect();
        assert_eq!(counts.of(()), 1_000);
        drop(permits);
        assert_eq!(counts.of(()), 0);
    }
}
