//! A workbook of one sheet (Office Open XML). Every text is written as a text: none is a formula.
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::ExportError;
use crate::table::{Cell, Row, WITHHELD};

/// Longest name of a sheet that readers take, in characters.
const LONGEST_NAME: usize = 31;
/// How days are shown.
const DAY: &str = "yyyy-mm-dd";
/// Wide enough for a name or a day.
const COLUMN_WIDTH: f64 = 20.0;
/// Beyond it a number of a workbook, a double, is not exact any more.
const EXACT: i64 = 1 << 53;
/// Days before it are none of a workbook.
const FIRST_YEAR: i16 = 1900;

/// A workbook in the making. It is held in memory: what it says lies in no file on the way.
pub struct Book {
    workbook: Workbook,
    bold: Format,
    day: Format,
    /// The next row.
    row: u32,
}

impl Book {
    /// A workbook with the names of its columns in the first row, which stays in sight. The same
    /// rows always make the same bytes: it says that it was made on the day of the note that the
    /// scheme rests on, whenever it is made.
    ///
    /// # Errors
    /// `Unwritable` where the library refuses.
    pub fn new(title: &str, columns: &[&str]) -> Result<Self, ExportError> {
        let mut book = Self {
            workbook: Workbook::new(),
            bold: Format::new().set_bold(),
            day: Format::new().set_num_format(DAY),
            row: 1,
        };
        let made = ExcelDateTime::from_ymd(2019, 7, 24)?;
        let properties = DocProperties::new().set_creation_datetime(&made);
        book.workbook.set_properties(&properties);
        let name: String = title.chars().take(LONGEST_NAME).collect();
        let sheet = book.workbook.add_worksheet();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, *name, &book.bold)?;
            sheet.set_column_width(column, COLUMN_WIDTH)?;
        }
        Ok(book)
    }

    /// Adds rows.
    ///
    /// # Errors
    /// `CellTooLong` for a text of more than 32,767 characters; `Unwritable` where the library
    /// refuses otherwise.
    pub fn push(&mut self, rows: &[Row]) -> Result<(), ExportError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for row in rows {
            for (column, cell) in (0..).zip(row) {
                put(sheet, (self.row, column), cell, &self.day)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// `Unwritable` where the library refuses.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, text)?,
        // No more digits than a double holds are lost: see `EXACT`.
        #[allow(clippy::cast_precision_loss, reason = "see above")]
        Cell::Whole(number) if (-EXACT..=EXACT).contains(number) => {
            sheet.write_number(row, column, *number as f64)?
        }
        Cell::Number(number) if number.is_finite() => sheet.write_number(row, column, *number)?,
        Cell::Day(date) if date.year() > FIRST_YEAR => {
            let at = ExcelDateTime::parse_from_str(&date.to_string())?;
            sheet.write_datetime_with_format(row, column, &at, day)?
        }
        Cell::Whether(yes) => sheet.write_boolean(row, column, *yes)?,
        Cell::Withheld => sheet.write_string(row, column, WITHHELD)?,
        // A workbook knows no instants: its times are of no zone.
        Cell::Whole(_) | Cell::Number(_) | Cell::Day(_) | Cell::Instant(_) => {
            sheet.write_string(row, column, cell.words())?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::cells;

    const COLUMNS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

    fn written(table: &[Row]) -> Vec<u8> {
        let columns = table.first().map_or(1, Vec::len);
        let mut book = Book::new("essai", &COLUMNS[..columns]).unwrap();
        book.push(table).unwrap();
        book.into_bytes().unwrap()
    }

    /// As another library reads it: the rows below the names; and whether any cell is a formula.
    fn read(bytes: Vec<u8>) -> (Vec<Vec<Data>>, bool) {
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let formulas = book.worksheet_formula("essai").unwrap();
        let is_formula = formulas
            .used_cells()
            .any(|(_, _, formula)| !formula.is_empty());
        let sheet = book.worksheet_range("essai").unwrap();
        (
            sheet.rows().skip(1).map(<[Data]>::to_vec).collect(),
            is_formula,
        )
    }

    /// XML knows one end of a line; texts of the platform hold no other.
    fn one_end_of_line(text: &str) -> String {
        text.replace("\r\n", "\n").replace('\r', "\n")
    }

    fn says(data: &Data, cell: &Cell) -> bool {
        match (cell, data) {
            (Cell::Empty, Data::Empty) => true,
            (Cell::Whole(number), Data::Float(read)) => *number == *read as i64,
            (Cell::Number(number), Data::Float(read)) => number == read,
            (Cell::Whether(yes), Data::Bool(read)) => yes == read,
            (Cell::Day(_), Data::DateTime(read)) => {
                let (year, month, day, ..) = read.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}") == cell.words()
            }
            (_, Data::String(read)) => one_end_of_line(read) == one_end_of_line(&cell.words()),
            _ => false,
        }
    }

    #[test]
    fn what_would_be_a_formula_is_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "=HYPERLINK(\"http://a.example\")",
        ] {
            let (rows, is_formula) = read(written(&[vec![Cell::Text(text.to_owned())]]));
            assert_eq!(rows[0][0], Data::String(text.to_owned()));
            assert!(!is_formula, "{text}");
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_refused() {
        let mut book = Book::new("essai", &["a"]).unwrap();
        let refused = book.push(&[vec![Cell::Text("a".repeat(32_768))]]);
        assert!(matches!(refused, Err(ExportError::CellTooLong)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn another_library_reads_every_cell_back(table in cells(1..6, 1..6)) {
            let bytes = written(&table);
            prop_assert_eq!(&bytes, &written(&table), "the same bytes");
            let (read, is_formula) = read(bytes);
            prop_assert!(!is_formula);
            for (index, row) in table.iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    // Rows and columns at the end of which nothing stands are not read.
                    let data = read.get(index).and_then(|row| row.get(column));
                    let data = data.unwrap_or(&Data::Empty);
                    prop_assert!(says(data, cell), "{:?} is read as {:?}", cell, data);
                }
            }
        }
    }
}
