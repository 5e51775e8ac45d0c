//! A table as a file, in pieces that are ready to be sent.
use crate::table::Row;
use crate::{csv, xlsx};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv {
        /// Whether they begin with the byte order mark.
        byte_order_mark: bool,
    },
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv { .. } => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The end of its name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Most rows of a file. A workbook is held in memory until it is whole.
    #[must_use]
    pub fn most_rows(self) -> usize {
        match self {
            Self::Csv { .. } => 1_000_000,
            Self::Xlsx => 50_000,
        }
    }
}

/// Why a table does not become a file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// More rows than such a file may hold.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// A text that is longer than a cell of a workbook.
    #[error("a text is too long for a cell")]
    CellTooLong,
    /// The library that writes workbooks refuses.
    #[error("the workbook cannot be written: {0}")]
    Unwritable(String),
}

impl From<rust_xlsxwriter::XlsxError> for ExportError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::MaxStringLengthExceeded => Self::CellTooLong,
            error => Self::Unwritable(error.to_string()),
        }
    }
}

/// A file in the making.
pub struct File {
    format: Format,
    rows: usize,
    /// The workbook, of that format.
    book: Option<Box<xlsx::Book>>,
    /// What was not taken yet.
    ready: Vec<u8>,
}

impl File {
    /// A file with the names of the columns.
    ///
    /// # Errors
    /// `Unwritable` where the library refuses.
    pub fn new(format: Format, title: &str, columns: &[&str]) -> Result<Self, ExportError> {
        let (book, ready) = match format {
            Format::Csv { byte_order_mark } => (None, csv::head(columns, byte_order_mark).into()),
            Format::Xlsx => (Some(Box::new(xlsx::Book::new(title, columns)?)), vec![]),
        };
        Ok(Self {
            format,
            rows: 0,
            book,
            ready,
        })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// `TooManyRows`, `CellTooLong`; `Unwritable` where the library refuses.
    pub fn push(&mut self, rows: &[Row]) -> Result<(), ExportError> {
        self.rows += rows.len();
        if self.rows > self.format.most_rows() {
            return Err(ExportError::TooManyRows(self.format.most_rows()));
        }
        match &mut self.book {
            Some(book) => book.push(rows),
            None => {
                self.ready.extend_from_slice(csv::rows(rows).as_bytes());
                Ok(())
            }
        }
    }

    /// The bytes that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.ready)
    }

    /// The last bytes.
    ///
    /// # Errors
    /// `Unwritable` where the library refuses.
    pub fn finish(mut self) -> Result<Vec<u8>, ExportError> {
        let mut bytes = self.take();
        if let Some(book) = self.book {
            bytes.extend(book.into_bytes()?);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    #[test]
    fn a_file_holds_so_many_rows_and_no_more() {
        for format in [
            Format::Xlsx,
            Format::Csv {
                byte_order_mark: false,
            },
        ] {
            let mut file = File::new(format, "essai", &["a"]).unwrap();
            let most = format.most_rows();
            let rows = vec![vec![Cell::Empty]; most];
            file.push(&rows).unwrap();
            let refused = file.push(&rows[..1]);
            assert!(matches!(refused, Err(ExportError::TooManyRows(rows)) if rows == most));
        }
    }

    #[test]
    fn pieces_are_given_once() {
        let mut file = File::new(
            Format::Csv {
                byte_order_mark: false,
            },
            "essai",
            &["a"],
        )
        .unwrap();
        assert_eq!(file.take(), b"a\r\n");
        file.push(&[vec![Cell::Whole(1)]]).unwrap();
        assert_eq!(file.take(), b"1\r\n");
        assert_eq!(file.finish().unwrap(), b"");
    }
}
