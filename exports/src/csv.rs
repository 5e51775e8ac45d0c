//! Comma-separated values (RFC 4180), in UTF-8.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it, which the
//! spreadsheet shows or hides and never runs: quotes alone do not keep it from running one. A text
//! that begins with an apostrophe gets one too, so that a program has every text back by taking one
//! leading apostrophe away.
use crate::table::{Cell, Row};

/// What a spreadsheet is told that the text is UTF-8 by.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// A text that begins with one of these gets an apostrophe: what begins a formula, in its wide form
/// too, what a spreadsheet skips before looking for one, and the apostrophe itself.
const MARKED: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠',
];

/// The first bytes: the names of the columns.
#[must_use]
pub fn head(columns: &[&str], byte_order_mark: bool) -> String {
    let mut csv = String::new();
    if byte_order_mark {
        csv.push_str(BYTE_ORDER_MARK);
    }
    let names: Row = columns
        .iter()
        .map(|name| Cell::Text((*name).to_owned()))
        .collect();
    line(&mut csv, &names);
    csv
}

/// Rows.
#[must_use]
pub fn rows(rows: &[Row]) -> String {
    let mut csv = String::new();
    for row in rows {
        line(&mut csv, row);
    }
    csv
}

fn line(csv: &mut String, row: &Row) {
    for (index, cell) in row.iter().enumerate() {
        if index > 0 {
            csv.push(',');
        }
        field(csv, cell, row.len() == 1);
    }
    csv.push_str("\r\n");
}

fn field(csv: &mut String, cell: &Cell, alone: bool) {
    let words = cell.words();
    let marked = matches!(cell, Cell::Text(text) if text.starts_with(MARKED));
    // A line of one empty field would be an empty line, which many readers skip.
    let quoted = words.contains([',', ';', '\t', '"', '\r', '\n']) || (alone && words.is_empty());
    if quoted {
        csv.push('"');
    }
    if marked {
        csv.push('\'');
    }
    if quoted {
        csv.push_str(&words.replace('"', "\"\""));
        csv.push('"');
    } else {
        csv.push_str(&words);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::cells;

    /// As another program reads it.
    fn read(csv: &[u8]) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(csv);
        let records = reader.records().map(Result::unwrap);
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    fn without_mark(field: &str) -> &str {
        field.strip_prefix('\'').unwrap_or(field)
    }

    #[test]
    fn what_would_be_a_formula_is_text() {
        for begins in ["=", "+", "-", "@", "\t", "\r", "\n", "'", "＝"] {
            let row = vec![Cell::Text(format!("{begins}1+1")), Cell::Whole(-3)];
            let read = read(rows(&[row]).as_bytes());
            assert_eq!(read[0], [format!("'{begins}1+1"), "-3".to_owned()]);
        }
    }

    #[test]
    fn the_head_names_the_columns_and_marks_the_bytes_where_asked() {
        assert_eq!(head(&["Élève", "A,B"], false), "Élève,\"A,B\"\r\n");
        assert!(
            head(&["Élève"], true)
                .as_bytes()
                .starts_with(&[0xEF, 0xBB, 0xBF])
        );
    }

    proptest! {
        #[test]
        fn another_program_reads_every_cell_back(table in cells(1..6, 0..8)) {
            let read = read(rows(&table).as_bytes());
            prop_assert_eq!(read.len(), table.len());
            for (fields, row) in read.iter().zip(&table) {
                let words: Vec<String> = row.iter().map(Cell::words).collect();
                let fields: Vec<&str> = fields.iter().zip(row).map(|(field, cell)| match cell {
                    Cell::Text(_) => without_mark(field),
                    _ => field.as_str(),
                }).collect();
                prop_assert_eq!(fields, words);
            }
        }
    }
}
