//! Texts of rows, read as the bytes that the store holds.
//!
//! A text that a disk changed may be no UTF-8 any more. The driver of SQLite then fails the whole
//! answer, and names no row. Whoever reads many rows therefore asks for the bytes
//! ([`crate::Database::bytes_of`]) and makes each a text by [`text_of`]: what is damaged is one row's
//! matter, and says which. PostgreSQL takes no text that is none.
use std::fmt::Display;

/// A text of a row is not UTF-8 any more. Quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row} of {table}: {column} is not a text any more")]
pub struct DamagedText {
    /// The table of the row.
    pub table: &'static str,
    /// What names the row there.
    pub row: String,
    /// The column of the text.
    pub column: &'static str,
}

/// The text of these bytes, as `column` of a row of `table` holds them.
///
/// # Errors
/// [`DamagedText`].
pub fn text_of(
    bytes: Vec<u8>,
    table: &'static str,
    row: impl Display,
    column: &'static str,
) -> Result<String, DamagedText> {
    String::from_utf8(bytes).map_err(|_| DamagedText {
        table,
        row: row.to_string(),
        column,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]
    use super::*;

    #[test]
    fn what_is_no_text_names_its_row_and_quotes_nothing() {
        let whole = text_of("Zoé".into(), "letters", 7, "body");
        assert_eq!(whole.unwrap(), "Zoé");
        let damaged = text_of(vec![b'Z', b'o' | 0x80], "letters", 7, "body");
        let told = damaged.unwrap_err().to_string();
        assert_eq!(told, "row 7 of letters: body is not a text any more");
    }
}
