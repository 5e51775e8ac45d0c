//! Documents that people print and sign, in French, as PDF: the agreement of a placement
//! ([`Agreement`], AGR-1, AGR-2) and the form of parental authorisation ([`AuthorisationForms`],
//! STU-1).
//!
//! Content in, bytes out: no clock, no IO, nothing drawn at random. The same content gives the same
//! bytes with the same program. They are PDF/A-3a and PDF/UA-1: fonts embedded, tagged in reading
//! order, with title and language.
//!
//! The typeface has Latin letters. A sign that it does not have is written by its number,
//! `⟨U+4E2D⟩`, and the document says so: no two texts are printed alike, and none vanishes.
//!
//! `flow` lays text out over pages, cut by `lines` to the widths that `typeface` tells; `writer`
//! writes what was laid out.
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
mod agreement;
mod authorisation;
mod flow;
mod lines;
mod typeface;
mod writer;

pub use agreement::{Agreement, Party, Signature, Terms};
pub use authorisation::{AuthorisationForms, FormPupil};

/// The media type of every document.
pub const MEDIA_TYPE: &str = "application/pdf";

/// An instant in UTC, for the date that a document says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Year, 0-9999.
    pub year: u16,
    /// Month, 1-12.
    pub month: u8,
    /// Day of the month, 1-31.
    pub day: u8,
    /// Hour, 0-23.
    pub hour: u8,
    /// Minute, 0-59.
    pub minute: u8,
    /// Second, 0-59.
    pub second: u8,
}

/// Why no document was made: a fault of the program, whatever the content.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// The typeface that is built in cannot be read.
    #[error("the typeface cannot be read")]
    Typeface,
    /// What was laid out is no PDF/A-3a and PDF/UA-1. Repeats nothing of the content.
    #[error("not PDF/A-3a and PDF/UA-1: {0}")]
    NotConforming(&'static str),
}
