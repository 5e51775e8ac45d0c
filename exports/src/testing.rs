//! Tables for tests.
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::collection::{SizeRange, vec};
use proptest::prelude::*;

use crate::table::{Cell, Row, text};

/// Texts with what formats treat apart: separators, quotes, ends of lines, beginnings of formulas,
/// blanks at either end.
fn any_text() -> impl Strategy<Value = Cell> {
    let awkward = "[ =+@'\"\t\r\n,;é€😀a-]{0,8}";
    prop_oneof![awkward.prop_map(text), "\\PC{0,12}".prop_map(text)]
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let of_day = |days: i32| {
        let first = jiff::civil::date(1970, 1, 1);
        let day = first.checked_add(jiff::Span::new().days(days));
        Cell::Day(day.unwrap_or(Date::ZERO))
    };
    let of_second = |second: i64| Cell::Instant(Timestamp::new(second, 0).unwrap_or_default());
    prop_oneof![
        Just(Cell::Empty),
        any_text(),
        any_text(),
        any::<i64>().prop_map(Cell::Whole),
        (-1e9..1e9_f64).prop_map(Cell::Number),
        (0..40_000_i32).prop_map(of_day),
        (0..4_000_000_000_i64).prop_map(of_second),
        any::<bool>().prop_map(Cell::Whether),
        Just(Cell::Withheld),
    ]
}

/// Rows of as many cells each.
pub(crate) fn cells(
    columns: std::ops::Range<usize>,
    rows: impl Into<SizeRange> + Clone,
) -> impl Strategy<Value = Vec<Row>> {
    columns.prop_flat_map(move |columns| vec(vec(any_cell(), columns), rows.clone()))
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.words())
    }
}
