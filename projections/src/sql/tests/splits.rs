//! However the log is cut into batches, the rows that were written come to the same tables.
use eventlog::Recorded;
use proptest::prelude::*;

use super::super::image::Image;
use super::super::live::Live;
use super::super::table::TableName;
use super::super::touched::Touched;
use super::given::{Tables, tables};
use crate::folds::Folds;
use crate::record::decode;
use crate::testing::given::SMALL;
use demo_plan::testing::{Campaign, Size};

/// Small enough for many, and often out of the ordinary.
const TINY: Size = Size {
    happenings: 400,
    unusual_one_in: 3,
    ..SMALL
};

async fn written(events: &[Recorded], mut cuts: impl Iterator<Item = usize>) -> (Tables, Folds) {
    let mut folds = Folds::default();
    let (mut image, mut tables_) = (Image::default(), Tables::new());
    let mut touched = Touched::none(&folds);
    let mut rest = events;
    while !rest.is_empty() {
        let size = cuts.next().unwrap_or(25).clamp(1, rest.len());
        let (batch, later) = rest.split_at(size);
        rest = later;
        for event in batch {
            touched.apply(&mut folds, &decode(event).unwrap());
        }
        let groups = touched.groups(&folds);
        let mut difference = image.difference(&folds, groups).await;
        tables_.extend(tables(std::mem::take(&mut difference.rows)));
        image.take(difference);
        touched = Touched::none(&folds);
        // After every batch: a later one may write what an earlier one forgot.
        assert!(
            tables_ == tables(Live::rows(&folds)),
            "after {} events",
            events.len() - rest.len()
        );
    }
    assert!(!folds.is_parked());
    (tables_, folds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_split_gives_the_same_rows(seed: u64, cuts in prop::collection::vec(1usize..90, 10..40)) {
        let events = Campaign::play(seed, TINY).recorded();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (tables_, folds) = runtime.block_on(written(&events, cuts.into_iter()));
        prop_assert!(tables_ == tables(Live::rows(&folds)));
    }
}

#[tokio::test]
async fn every_row_has_a_cell_for_each_column_and_a_key_of_its_own() {
    let events = Campaign::play(7, SMALL).recorded();
    let (_, folds) = written(&events, std::iter::repeat(100)).await;
    let rows = Live::rows(&folds);
    for row in &rows {
        assert_eq!(
            row.cells.len(),
            row.table.table().columns.len(),
            "{:?}",
            row.table
        );
    }
    let count = rows.len();
    let keyed = tables(rows);
    assert_eq!(keyed.len(), count);
    for table in TableName::ALL {
        assert!(keyed.keys().any(|(of, _)| *of == table), "{table:?}");
    }
}

#[tokio::test]
async fn a_quiet_batch_writes_only_what_moved() {
    let events = Campaign::play(7, SMALL).recorded();
    let (last, before) = events.split_last().unwrap();
    let (_, mut folds) = written(before, std::iter::repeat(100)).await;
    let image = Image::of(&folds).await;
    let mut touched = Touched::none(&folds);
    touched.apply(&mut folds, &decode(last).unwrap());
    let difference = image.difference(&folds, touched.groups(&folds)).await;
    assert!(
        difference.rows.len() <= 12,
        "{} rows",
        difference.rows.len()
    );
}
