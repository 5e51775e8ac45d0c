//! Lists and dashboards as files. Each says once, in [`sheets`], how its answer, as the wire has
//! it, becomes the rows of a `table`; nothing is counted, permitted or masked here. `words`: the
//! values of enums in French. [`File`] writes a table as CSV (`csv`) or as a workbook (`xlsx`).
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
mod csv;
mod file;
pub mod sheets;
mod table;
#[cfg(test)]
mod testing;
mod words;
mod xlsx;

pub use file::{ExportError, File, Format};
pub use sheets::Sheet;
pub use table::{Cell, Row, WITHHELD};
