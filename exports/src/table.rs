//! A table: columns with names, and rows of typed cells.
use jiff::Timestamp;
use jiff::civil::Date;

/// What stands in a cell where a figure is withheld (DSH-10).
pub const WITHHELD: &str = "masqué";

/// A cell of a table.
#[derive(Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, never empty: it may hold personal data.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// An instant, of UTC.
    Instant(Timestamp),
    /// Yes or no.
    Whether(bool),
    /// A figure that is withheld.
    Withheld,
}

/// A row: as many cells as the table has columns.
pub type Row = Vec<Cell>;

impl Cell {
    /// What it says, as a text that a person reads and a program parses: the same in every format.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Instant(at) => at.to_string(),
            Self::Whether(true) => "oui".to_owned(),
            Self::Whether(false) => "non".to_owned(),
            Self::Withheld => WITHHELD.to_owned(),
        }
    }
}

/// A text; nothing where it is empty.
pub(crate) fn text(text: impl Into<String>) -> Cell {
    match text.into() {
        text if text.is_empty() => Cell::Empty,
        text => Cell::Text(text),
    }
}

/// Texts after one another; nothing where there are none.
pub(crate) fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Cell {
    let texts: Vec<String> = texts
        .into_iter()
        .map(|text| text.as_ref().to_owned())
        .collect();
    text(texts.join(", "))
}

/// A count.
pub(crate) fn count(count: impl Into<u64>) -> Cell {
    let count = count.into();
    i64::try_from(count).map_or_else(|_| Cell::Text(count.to_string()), Cell::Whole)
}

/// A count that says nothing where it is withheld.
pub(crate) fn unless_withheld(withheld: bool, figure: Cell) -> Cell {
    if withheld { Cell::Withheld } else { figure }
}

/// A number.
pub(crate) fn number(number: f64) -> Cell {
    Cell::Number(number)
}

/// A day as the wire writes it; nothing where there is none.
pub(crate) fn day(day: &str) -> Cell {
    day.parse().map_or_else(|_| text(day), Cell::Day)
}

/// An instant as the wire has it; nothing where there is none.
pub(crate) fn instant(at: Option<prost_types::Timestamp>) -> Cell {
    let at = at.and_then(|at| Timestamp::new(at.seconds, at.nanos).ok());
    at.map_or(Cell::Empty, Cell::Instant)
}

/// An amount of cents, in euros.
pub(crate) fn euros(cents: u64) -> Cell {
    // Exact up to 2^53 cents, more than any college has.
    #[allow(clippy::cast_precision_loss, reason = "see above")]
    let euros = cents as f64 / 100.0;
    Cell::Number(euros)
}
