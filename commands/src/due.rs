//! What is due by the clock: how the folds behind the placement process keep and read their
//! deadlines.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use jiff::Timestamp;

/// Keys by the instant at which each is due. Most are due at midnight, so that there are few instants;
/// an instant at which nothing is due any more is not kept.
#[derive(Debug, PartialEq)]
pub(crate) struct Calendar<K> {
    instants: BTreeMap<Timestamp, BTreeSet<K>>,
}

impl<K> Default for Calendar<K> {
    fn default() -> Self {
        Self {
            instants: BTreeMap::new(),
        }
    }
}

impl<K: Copy + Ord> Calendar<K> {
    /// It is due at an instant.
    pub fn put(&mut self, at: Timestamp, key: K) {
        self.instants.entry(at).or_default().insert(key);
    }

    /// It is not due at that instant any more.
    pub fn remove(&mut self, at: Timestamp, key: K) {
        if let Some(keys) = self.instants.get_mut(&at) {
            keys.remove(&key);
            if keys.is_empty() {
                self.instants.remove(&at);
            }
        }
    }

    /// The keys of what is due at an instant, the oldest first, and those of one instant in their own
    /// order: so many at the most, behind the last one of the page before.
    pub fn due_by(
        &self,
        now: Timestamp,
        after: Option<(Timestamp, K)>,
        most: usize,
    ) -> impl Iterator<Item = K> {
        let begin = after.map_or(Bound::Unbounded, |(at, _)| Bound::Included(at));
        let instants = self.instants.range((begin, Bound::Unbounded));
        let due = instants.take_while(move |(at, _)| **at <= now);
        let keys = due.flat_map(move |(at, keys)| {
            let behind = after.filter(|(last, _)| last == at);
            let begin = behind.map_or(Bound::Unbounded, |(_, key)| Bound::Excluded(key));
            keys.range((begin, Bound::Unbounded))
        });
        keys.take(most).copied()
    }

    /// How many are due at any instant.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.instants.values().map(BTreeSet::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn pages_follow_one_another_up_to_the_instant_and_leave_none_out() {
        let mut calendar = Calendar::default();
        // Two at the same instant.
        for (second, key) in [(3, 1), (1, 2), (3, 4), (5, 3)] {
            calendar.put(at(second), key);
        }
        let page = |after, most| calendar.due_by(at(4), after, most).collect::<Vec<_>>();
        assert_eq!(page(None, 10), [2, 1, 4]);
        assert_eq!(page(None, 2), [2, 1]);
        assert_eq!(page(Some((at(3), 1)), 2), [4]);
        // The last one of a page may be over by now.
        assert_eq!(page(Some((at(2), 9)), 1), [1]);
        assert!(page(Some((at(3), 4)), 2).is_empty());
        assert!(page(Some((at(5), 3)), 2).is_empty());
    }

    proptest! {
        /// Whatever is put and removed, it is one ordered set of instants with their keys.
        #[test]
        fn it_is_an_ordered_set_that_is_read_page_by_page(
            steps in prop::collection::vec((any::<bool>(), 0..5_i64, 0..4_u8), 0..60),
            now in 0..6_i64,
            most in 1..5_usize,
        ) {
            let (mut calendar, mut all) = (Calendar::default(), BTreeSet::new());
            for (put, second, key) in steps {
                if put {
                    calendar.put(at(second), key);
                    all.insert((at(second), key));
                } else {
                    calendar.remove(at(second), key);
                    all.remove(&(at(second), key));
                }
            }
            prop_assert_eq!(calendar.len(), all.len());
            let instants: BTreeSet<_> = all.iter().map(|(at, _)| *at).collect();
            prop_assert_eq!(calendar.instants.len(), instants.len(), "an empty instant is kept");
            let due: Vec<_> = all.iter().filter(|(then, _)| *then <= at(now)).copied().collect();
            let (mut read, mut after) = (vec![], None);
            loop {
                let page: Vec<_> = calendar.due_by(at(now), after, most).collect();
                if page.is_empty() {
                    break;
                }
                read.extend(page);
                after = due.get(read.len() - 1).copied();
            }
            let keys: Vec<_> = due.iter().map(|(_, key)| *key).collect();
            prop_assert_eq!(read, keys);
        }
    }
}
