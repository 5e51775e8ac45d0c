//! What is due by the clock, page by page: the one way in which the folds behind the placement process
//! read their deadlines.
use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::Timestamp;

/// The keys of what is due at an instant, the oldest first: so many at the most, behind the last one of
/// the page before.
pub(crate) fn due_by<K: Copy + Ord>(
    due: &BTreeSet<(Timestamp, K)>,
    now: Timestamp,
    after: Option<(Timestamp, K)>,
    most: usize,
) -> impl Iterator<Item = K> {
    let begin = after.map_or(Bound::Unbounded, Bound::Excluded);
    let behind = due.range((begin, Bound::Unbounded));
    let due = behind.take_while(move |(at, _)| *at <= now);
    due.take(most).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_up_to_the_instant_and_leave_none_out() {
        let at = |second| Timestamp::from_second(second).unwrap();
        // Two at the same instant.
        let due: BTreeSet<_> = [(at(3), 1), (at(1), 2), (at(3), 4), (at(5), 3)].into();
        let page = |after, most| due_by(&due, at(4), after, most).collect::<Vec<_>>();
        assert_eq!(page(None, 10), [2, 1, 4]);
        assert_eq!(page(None, 2), [2, 1]);
        assert_eq!(page(Some((at(3), 1)), 2), [4]);
        // The last one of a page may be over by now.
        assert_eq!(page(Some((at(2), 9)), 1), [1]);
        assert!(page(Some((at(3), 4)), 2).is_empty());
    }
}
