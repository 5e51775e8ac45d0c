//! A CSV file, read strictly: a row is a line. Quotes stand around a whole cell or nowhere, and no
//! cell holds a line break, so that a quote gone astray spoils its own line and no other.
use std::borrow::Cow;

use wire::pupil_lists::physical;

/// A line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number in the file, from 1; blank lines count.
    pub number: u64,
    /// What stands between its commas, quotes undone; or why that cannot be told.
    pub cells: Result<Vec<Cow<'a, str>>, BadLine>,
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// Some bytes are no text.
    #[error("it is not in UTF-8")]
    NotUtf8,
    /// A cell begins with a quote that nothing closes.
    #[error("cell {0}: a quote is opened and not closed on this line (no cell holds a line break)")]
    QuoteNotClosed(usize),
    /// A cell that does not begin with a quote holds one.
    #[error("cell {0}: a quote stands within a cell that does not begin with one")]
    StrayQuote(usize),
    /// Something stands between the closing quote of a cell and the next comma.
    #[error("cell {0}: text stands after the quote that closes the cell")]
    TextAfterQuote(usize),
}

/// Why a whole file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    /// It begins as UTF-16 does.
    #[error("the file is in UTF-16; save it in UTF-8 (\"CSV UTF-8\" in a spreadsheet)")]
    Utf16,
    /// It holds bytes beyond ASCII, and nowhere a letter in UTF-8.
    #[error(
        "the file is not in UTF-8 (first seen on line {0}): it looks like Latin-1 or Windows-1252; \
         save it in UTF-8 (\"CSV UTF-8\" in a spreadsheet)"
    )]
    Latin1(u64),
}

/// The lines of a file that are not blank, in order. They end with LF, CRLF or CR.
///
/// # Errors
/// The whole file is in another encoding than UTF-8. A few damaged bytes are told by line.
pub fn lines(bytes: &[u8]) -> Result<Vec<Line<'_>>, BadFile> {
    let told = written(bytes)?.into_iter();
    let told = told.map(|(number, line)| Line {
        number,
        cells: line.and_then(cells),
    });
    Ok(told.collect())
}

/// A line by its number, or why it is no text.
pub type Written<'a> = (u64, Result<&'a str, BadLine>);

/// The lines of a file that are not blank, in order, as they stand.
///
/// # Errors
/// As [`lines`].
pub fn written(bytes: &[u8]) -> Result<Vec<Written<'_>>, BadFile> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(BadFile::Utf16);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let physical = (1..).zip(physical(bytes));
    let written = physical.filter(|(_, line)| !line.trim_ascii().is_empty());
    let lines: Vec<Written<'_>> = written
        .map(|(number, line)| {
            let text = std::str::from_utf8(line);
            (number, text.map_err(|_| BadLine::NotUtf8))
        })
        .collect();
    let beyond_ascii = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let damaged = lines.iter().find(|(_, line)| line.is_err());
    match damaged {
        Some((number, _)) if !beyond_ascii => Err(BadFile::Latin1(*number)),
        Some(_) | None => Ok(lines),
    }
}

fn cells(line: &str) -> Result<Vec<Cow<'_, str>>, BadLine> {
    let mut cells = vec![];
    let mut rest = Some(line);
    while let Some(line) = rest {
        let number = cells.len() + 1;
        let (cell, after) = match line.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted, number)?,
            None => plain_cell(line, number)?,
        };
        cells.push(cell);
        rest = after;
    }
    Ok(cells)
}

/// A cell and what follows the comma behind it, if there is one.
type Cut<'a> = (Cow<'a, str>, Option<&'a str>);

fn plain_cell(line: &str, number: usize) -> Result<Cut<'_>, BadLine> {
    let (cell, after) = match line.split_once(',') {
        Some((cell, after)) => (cell, Some(after)),
        None => (line, None),
    };
    if cell.contains('"') {
        return Err(BadLine::StrayQuote(number));
    }
    Ok((cell.into(), after))
}

/// From behind the quote that opens the cell. A doubled quote stands for one.
fn quoted_cell(line: &str, number: usize) -> Result<Cut<'_>, BadLine> {
    let mut from = 0;
    let end = loop {
        let found = line.get(from..).and_then(|rest| rest.find('"'));
        let at = from + found.ok_or(BadLine::QuoteNotClosed(number))?;
        match line.as_bytes().get(at + 1) {
            Some(b'"') => from = at + 2,
            Some(_) | None => break at,
        }
    };
    let (cell, after) = (&line[..end], &line[end + 1..]);
    let cell = if cell.contains('"') {
        Cow::Owned(cell.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(cell)
    };
    match after.strip_prefix(',') {
        Some(after) => Ok((cell, Some(after))),
        None if after.is_empty() => Ok((cell, None)),
        None => Err(BadLine::TextAfterQuote(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Vec<Cow<'_, str>>, BadLine> {
        cells(line)
    }

    #[test]
    fn cells_stand_between_commas_and_quotes_around_them() {
        assert_eq!(read("a,,c").unwrap(), ["a", "", "c"]);
        assert_eq!(read("a,").unwrap(), ["a", ""]);
        assert_eq!(read(r#""a,b","",c"#).unwrap(), ["a,b", "", "c"]);
        assert_eq!(read(r#""dit ""La Cour""""#).unwrap(), [r#"dit "La Cour""#]);
    }

    #[test]
    fn a_quote_gone_astray_is_told_with_its_cell() {
        assert_eq!(read(r#"a,"b,c"#), Err(BadLine::QuoteNotClosed(2)));
        assert_eq!(read(r#"a,"b"""#), Err(BadLine::QuoteNotClosed(2)));
        assert_eq!(read(r#"a,b",c"#), Err(BadLine::StrayQuote(2)));
        assert_eq!(read(r#"a, "b""#), Err(BadLine::StrayQuote(2)));
        assert_eq!(read(r#""a"b,c"#), Err(BadLine::TextAfterQuote(1)));
        assert_eq!(read(r#""a" ,c"#), Err(BadLine::TextAfterQuote(1)));
    }

    #[test]
    fn lines_end_in_three_ways_and_blank_ones_count_but_hold_nothing() {
        for file in [
            "a\n\nb\nc",
            "a\r\n\r\nb\r\nc\r\n",
            "a\r\rb\rc",
            "\u{feff}a\n \nb\nc\n",
        ] {
            let lines = lines(file.as_bytes()).unwrap();
            let told: Vec<(u64, String)> = lines
                .into_iter()
                .map(|line| (line.number, line.cells.unwrap().concat()))
                .collect();
            let expected = [(1, "a"), (3, "b"), (4, "c")];
            assert_eq!(
                told,
                expected.map(|(n, cell)| (n, cell.to_owned())),
                "{file:?}"
            );
        }
        assert_eq!(lines(b"").unwrap(), []);
    }

    #[test]
    fn another_encoding_is_told_once_for_the_file() {
        let latin1 = b"name\nA\nColl\xe8ge\n\xc9cole\n";
        assert_eq!(lines(latin1), Err(BadFile::Latin1(3)));
        assert_eq!(lines(b"\xff\xfen\0a\0"), Err(BadFile::Utf16));
        let damaged = "Collège\nB\u{e9}".as_bytes();
        let lines = lines(&damaged[..damaged.len() - 1]).unwrap();
        assert!(lines[0].cells.is_ok());
        assert_eq!(lines[1].cells, Err(BadLine::NotUtf8));
    }
}
