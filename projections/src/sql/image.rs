//! What stands in the tables, kept as one digest for each row, so that only rows that moved are
//! written.
use rustc_hash::FxHashMap;

use super::row::{Group, Row};
use crate::folds::Folds;

/// Groups filled before another task may run.
const TURN: usize = 256;

/// The digests of the rows that were written, group by group.
#[derive(Debug, Default)]
pub(super) struct Image {
    written: FxHashMap<Group, Vec<u64>>,
}

/// Rows that moved, and the image once they are written.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub(super) rows: Vec<Row>,
    groups: Vec<(Group, Vec<u64>)>,
}

impl Image {
    /// The image of tables that hold what the folds hold.
    pub(super) async fn of(folds: &Folds) -> Self {
        let mut image = Self::default();
        for (count, group) in Group::all(folds).enumerate() {
            let digests = group.rows(folds).iter().map(Row::digest).collect();
            image.written.insert(group, digests);
            if count % TURN == 0 {
                tokio::task::yield_now().await;
            }
        }
        image
    }

    /// The rows of these groups that are not in the tables as the folds have them.
    pub(super) async fn difference(
        &self,
        folds: &Folds,
        groups: impl Iterator<Item = Group>,
    ) -> Difference {
        let mut difference = Difference::default();
        for (count, group) in groups.enumerate() {
            self.compare(folds, group, &mut difference);
            if count % TURN == 0 {
                tokio::task::yield_now().await;
            }
        }
        difference
    }

    fn compare(&self, folds: &Folds, group: Group, difference: &mut Difference) {
        let rows = group.rows(folds);
        let digests: Vec<u64> = rows.iter().map(Row::digest).collect();
        let before = self.written.get(&group).map_or(&[][..], Vec::as_slice);
        if before == digests {
            return;
        }
        // Rows are only ever added, but not always at the end: compared as sets.
        let moved = rows.into_iter().zip(&digests);
        let moved = moved.filter(|(_, digest)| !before.contains(digest));
        difference.rows.extend(moved.map(|(row, _)| row));
        difference.groups.push((group, digests));
    }

    /// The difference is written.
    pub(super) fn take(&mut self, difference: Difference) {
        self.written.extend(difference.groups);
    }
}
