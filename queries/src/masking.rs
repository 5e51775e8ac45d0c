//! Which small figures of pupils are withheld, and which others with them, so that nothing shown gives
//! them away (DSH-10).
use std::collections::BTreeSet;

/// What stands in one row and is shown or withheld together: girls, boys and not stated, or other
/// parts of the same pupils.
pub(crate) type Figures = [u64; 3];

/// What is withheld of rows, and of the total that they add up to.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Hidden {
    /// Which rows, by their place.
    pub rows: BTreeSet<usize>,
    /// The total too.
    pub total: bool,
}

/// Nobody is singled out by a zero.
pub(crate) fn is_small(count: u64, below: u64) -> bool {
    (1..below).contains(&count)
}

/// Whether one of these is small.
pub(crate) fn any_small(figures: &Figures, below: u64) -> bool {
    figures.iter().any(|count| is_small(*count, below))
}

/// These together.
pub(crate) fn sum<'a>(rows: impl IntoIterator<Item = &'a Figures>) -> Figures {
    rows.into_iter().fold([0; 3], |mut sum, row| {
        sum.iter_mut()
            .zip(row)
            .for_each(|(sum, count)| *sum += count);
        sum
    })
}

/// The rows in which a figure is small, and so many others, the least ones, that those withheld are two
/// at least and their sum is not small; where there are no such, the total too.
pub(crate) fn hidden(rows: &[Figures], below: u64) -> Hidden {
    let small = (0..rows.len()).filter(|row| any_small(&rows[*row], below));
    let mut hidden: BTreeSet<usize> = small.collect();
    if hidden.is_empty() {
        return Hidden::default();
    }
    loop {
        let together = sum(hidden.iter().map(|row| &rows[*row]));
        if hidden.len() > 1 && !any_small(&together, below) {
            return Hidden {
                rows: hidden,
                total: false,
            };
        }
        // The least of what is still shown; zeros hide nothing.
        let all = |row: &usize| rows[*row].iter().sum::<u64>();
        let shown = (0..rows.len()).filter(|row| !hidden.contains(row) && all(row) > 0);
        match shown.min_by_key(all) {
            Some(row) => hidden.insert(row),
            None => {
                return Hidden {
                    rows: hidden,
                    total: true,
                };
            }
        };
    }
}

/// What holds whatever the figures.
#[cfg(test)]
pub(crate) mod testing {
    /// Numbers below what is asked for, always the same ones.
    pub fn draws(seed: u64) -> impl FnMut(u64) -> u64 {
        let mut chance = seed;
        move |below| {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (chance >> 33) % below
        }
    }

    /// Whether a sum follows from those that are shown, by sums and differences: whether it lies in
    /// their span.
    pub fn follows(wanted: &[i64], shown: &[Vec<i64>]) -> bool {
        const PRIME: i64 = 1_000_003;
        let inverse = |of: i64| {
            let (mut power, mut base, mut left) = (1, of.rem_euclid(PRIME), PRIME - 2);
            while left > 0 {
                if left % 2 == 1 {
                    power = power * base % PRIME;
                }
                base = base * base % PRIME;
                left /= 2;
            }
            power
        };
        let mut rows = shown.to_vec();
        let mut wanted = wanted.to_vec();
        let mut done = 0;
        for column in 0..wanted.len() {
            let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column] != 0) else {
                continue;
            };
            rows.swap(done, pivot);
            let pivot = rows[done].clone();
            let scale = inverse(pivot[column]);
            for row in rows[done + 1..].iter_mut().chain([&mut wanted]) {
                let by = row[column] * scale % PRIME;
                for (value, of_pivot) in row.iter_mut().zip(&pivot) {
                    *value = (*value - by * of_pivot).rem_euclid(PRIME);
                }
            }
            done += 1;
        }
        wanted.iter().all(|value| *value == 0)
    }

    #[test]
    fn a_sum_follows_from_others_where_they_make_it_up() {
        let shown = [vec![1, 1, 1], vec![0, 1, 1]];
        assert!(follows(&[1, 0, 0], &shown), "the difference");
        assert!(!follows(&[0, 1, 0], &shown));
        assert!(follows(&[0, 0, 0], &[]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BELOW: u64 = 5;

    fn told(rows: &[Figures]) -> (Vec<usize>, bool) {
        let hidden = hidden(rows, BELOW);
        (hidden.rows.into_iter().collect(), hidden.total)
    }

    #[test]
    fn a_lone_small_row_takes_the_least_other_with_it() {
        let rows = [[1, 9, 0], [20, 30, 40], [7, 8, 9]];
        assert_eq!(told(&rows), (vec![0, 2], false));
    }

    #[test]
    fn a_small_total_is_withheld_with_all_that_adds_up_to_it() {
        assert_eq!(told(&[[1, 9, 0], [2, 9, 9]]), (vec![0, 1], true));
        assert_eq!(told(&[[4, 0, 0]]), (vec![0], true));
    }

    #[test]
    fn zeros_and_what_is_not_small_are_shown() {
        assert_eq!(told(&[]), (vec![], false));
        assert_eq!(told(&[[0, 0, 0]]), (vec![], false));
        assert_eq!(told(&[[5, 0, 7], [100, 5, 0]]), (vec![], false));
    }
}
