//! Where states are kept along the log: evenly, and no more of them than is said. Pure; positions
//! are numbers here.

/// How many states of the folds are kept for the questions of the past, and how far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spacing {
    /// At least so far apart, in positions: events of a log in SQLite or PostgreSQL, bytes of one in
    /// EventStoreDB.
    pub every: u64,
    /// At most so many; none where it is 0.
    pub most: usize,
    /// At most so many bytes on disk, all together.
    pub bytes: u64,
}

impl Default for Spacing {
    fn default() -> Self {
        Self {
            every: 50_000,
            most: 32,
            bytes: 4 << 30,
        }
    }
}

/// A state on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OnDisk {
    /// Where it stands.
    pub at: u64,
    /// How large its file is.
    pub bytes: u64,
}

impl Spacing {
    /// How far apart two states are in a log that ends there.
    fn step(&self, head: u64) -> u64 {
        let most = u64::try_from(self.most).unwrap_or(u64::MAX);
        self.every.max(head / most.max(1)).max(1)
    }

    /// Which are too many, of states in the order of their positions: one after the other that
    /// whose neighbours lie closest together, so that the longest way to replay grows least.
    pub(super) fn surplus(&self, mut kept: Vec<OnDisk>, head: u64) -> Vec<u64> {
        let mut surplus = vec![];
        while kept.len() > self.most || kept.iter().map(|one| one.bytes).sum::<u64>() > self.bytes {
            let without = |index: usize| {
                let before = index.checked_sub(1).and_then(|before| kept.get(before));
                let before = before.map_or(0, |before| before.at);
                let after = kept.get(index + 1).map_or(head, |after| after.at);
                after.saturating_sub(before)
            };
            let Some(closest) = (0..kept.len()).min_by_key(|index| without(*index)) else {
                break;
            };
            surplus.push(kept.remove(closest).at);
        }
        surplus
    }

    /// The first position after `from` and up to `until` where a state is missing and would stay,
    /// beside those that are there, in the order of their positions.
    pub(super) fn next_due(
        &self,
        kept: &[OnDisk],
        (from, until): (u64, u64),
        head: u64,
    ) -> Option<u64> {
        if self.most == 0 {
            return None;
        }
        let step = self.step(head);
        let mut before = kept.iter().rposition(|one| one.at <= from);
        loop {
            let next = kept.get(before.map_or(0, |before| before + 1));
            let begin = before.and_then(|before| kept.get(before));
            let at = begin
                .map_or(0, |begin| begin.at)
                .saturating_add(step)
                .max(from.saturating_add(1));
            let apart = next.is_none_or(|next| at.saturating_add(step / 2) <= next.at);
            if apart && at <= until && self.would_stay(kept, at, head) {
                return Some(at);
            }
            if next.is_none_or(|next| next.at >= until) {
                return None;
            }
            before = Some(before.map_or(0, |before| before + 1));
        }
    }

    /// Whether one at this position, about as large as the largest, would not be too many at once.
    fn would_stay(&self, kept: &[OnDisk], at: u64, head: u64) -> bool {
        let bytes = kept.iter().map(|one| one.bytes).max().unwrap_or(0);
        let mut with = kept.to_vec();
        let index = with.partition_point(|one| one.at < at);
        with.insert(index, OnDisk { at, bytes });
        !self.surplus(with, head).contains(&at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(positions: &[u64]) -> Vec<OnDisk> {
        let on_disk = |at: &u64| OnDisk { at: *at, bytes: 10 };
        positions.iter().map(on_disk).collect()
    }

    const SPACING: Spacing = Spacing {
        every: 100,
        most: 4,
        bytes: 1_000,
    };

    #[test]
    fn the_first_is_due_after_a_whole_step_and_none_in_a_short_log() {
        assert_eq!(SPACING.next_due(&[], (0, 99), 99), None);
        assert_eq!(SPACING.next_due(&[], (0, 350), 350), Some(100));
        // Of a long log four lie a quarter of it apart.
        assert_eq!(SPACING.next_due(&[], (0, 10_000), 10_000), Some(2_500));
        let kept = at(&[2_500]);
        let due = |from| SPACING.next_due(&kept, (from, 10_000), 10_000);
        assert_eq!(due(2_500), Some(5_000));
        assert_eq!(due(7_000), Some(7_001), "further on than a step already");
    }

    #[test]
    fn a_gap_is_filled_where_there_is_room_for_one_and_left_where_not() {
        let kept = at(&[100, 240, 500]);
        assert_eq!(SPACING.next_due(&kept, (0, 400), 500), Some(365));
        let wide = Spacing { most: 5, ..SPACING };
        assert_eq!(wide.next_due(&kept, (0, 500), 500), Some(340));
        assert_eq!(wide.next_due(&kept, (0, 339), 500), None);
    }

    #[test]
    fn that_goes_first_without_which_the_way_grows_least() {
        let kept = at(&[100, 200, 250, 300, 700]);
        assert_eq!(SPACING.surplus(kept.clone(), 900), [250]);
        let two = Spacing {
            bytes: 25,
            ..SPACING
        };
        assert_eq!(two.surplus(kept, 900), [250, 100, 200]);
        let none = Spacing { most: 0, ..SPACING };
        assert_eq!(none.surplus(at(&[5]), 9), [5]);
        assert_eq!(none.next_due(&[], (0, 1_000), 1_000), None);
    }

    /// The longest way from a state, or the beginning, to the next one, or the end.
    fn longest(kept: &[OnDisk], head: u64) -> u64 {
        let ends = kept.iter().map(|one| one.at).chain([head]);
        let begins = [0].into_iter().chain(kept.iter().map(|one| one.at));
        ends.zip(begins)
            .map(|(end, begin)| end - begin)
            .max()
            .unwrap()
    }

    proptest! {
        /// A log that grows, from which a server keeps states on its way, and replays of some of it
        /// in between.
        #[test]
        fn they_are_bounded_and_lie_evenly(
            every in 1_u64..200,
            most in 2_usize..12,
            heads in prop::collection::vec(1_u64..3_000, 1..30),
            asked in prop::collection::vec(0.0_f64..1.0, 30),
        ) {
            let spacing = Spacing { every, most, bytes: 10 * 9 };
            let mut kept: Vec<OnDisk> = vec![];
            let mut head = 0;
            for (grown, asked) in heads.into_iter().zip(asked) {
                head += grown;
                let asked = (asked * head as f64) as u64;
                for until in [asked, head] {
                    let begin = kept.iter().map(|one| one.at).filter(|at| *at <= until).max();
                    let mut from = begin.unwrap_or(0);
                    while let Some(at) = spacing.next_due(&kept, (from, until), head) {
                        prop_assert!(from < at && at <= until);
                        let index = kept.partition_point(|one| one.at < at);
                        kept.insert(index, OnDisk { at, bytes: 10 });
                        let surplus = spacing.surplus(kept.clone(), head);
                        prop_assert!(!surplus.contains(&at), "written and thrown away at once");
                        kept.retain(|one| !surplus.contains(&one.at));
                        from = at;
                    }
                    prop_assert!(kept.len() <= most.min(9));
                }
            }
            let fits = u64::try_from(most.min(9)).unwrap();
            let ideal = every.max(head / fits);
            prop_assert!(longest(&kept, head) <= 3 * ideal, "{kept:?} of {head}");
        }
    }
}
