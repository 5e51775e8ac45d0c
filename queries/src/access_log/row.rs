use std::sync::Arc;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;
use uuid::Uuid;

use storage::Database;
use vault::PersonId;

/// A reader is shown something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// When, in microseconds since 1970 (UTC).
    pub at: i64,
    /// Who, by a pseudonym: `teacher:{uuid}`.
    pub reader: Arc<str>,
    /// What, by a word of the program: the name of a method.
    pub what: &'static str,
    /// The position of the log at which what is shown stands.
    pub position: u64,
    /// The trace of the request, where it has one.
    pub trace: Option<u128>,
}

/// A row: one read of one person's data, and those that followed within
/// [`super::AccessSettings::merge_within`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Where it stands among the others.
    pub place: RowPlace,
    /// Who read, by a pseudonym: `teacher:{uuid}`.
    pub reader: String,
    /// Whose data.
    pub subject: PersonId,
    /// What was shown, by a word of the program.
    pub what: String,
    /// The position of the log at which it stood.
    pub position: u64,
    /// The trace of the request, where it had one.
    pub trace: Option<u128>,
}

/// The place of a row: by the instant, then by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowPlace {
    /// When the read was, in microseconds since 1970 (UTC).
    pub at: i64,
    /// Tells rows of one instant apart.
    pub number: i64,
}

/// A row as the store gives it.
/// Texts as bytes: one that is damaged is its row's matter.
pub(super) type Columns = (
    i64,
    i64,
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    i64,
    Vec<u8>,
    Option<i64>,
);

/// In the order of [`Columns`].
pub(super) fn columns(database: &Database) -> String {
    let [reader, what, trace] = ["reader", "what", "trace"].map(|text| database.bytes_of(text));
    format!("id, read_at, {reader}, subject, {what}, stood_at, {trace}, checksum")
}

/// XXH3-64 of what a row tells: numbers in little-endian order, every text after its length, so
/// that no two rows have the same bytes. It finds what a disk changed; it is no proof against
/// whoever can write to the store.
pub(super) fn checksum(
    at: i64,
    reader: &[u8],
    subject: &[u8],
    what: &[u8],
    stood_at: i64,
    trace: &[u8],
) -> i64 {
    let mut bytes = Vec::with_capacity(128);
    bytes.extend_from_slice(&at.to_le_bytes());
    bytes.extend_from_slice(&stood_at.to_le_bytes());
    for text in [reader, subject, what, trace] {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text);
    }
    XxHash3_64::oneshot(&bytes).cast_signed()
}

impl Access {
    /// `None`: the row is none of ours, or not as it was written.
    pub(super) fn of_columns(columns: Columns) -> Option<Self> {
        let (number, at, reader, subject, what, stood_at, trace, written) = columns;
        let now = || checksum(at, &reader, &subject, &what, stood_at, &trace);
        if written.is_some_and(|written| written != now()) {
            return None;
        }
        Some(Self {
            place: RowPlace { at, number },
            reader: String::from_utf8(reader).ok()?,
            subject: PersonId(Uuid::from_slice(&subject).ok()?),
            what: String::from_utf8(what).ok()?,
            position: u64::try_from(stood_at).ok()?,
            trace: u128::from_str_radix(std::str::from_utf8(&trace).ok()?, 16).ok(),
        })
    }
}

/// A trace as it is stored: 32 hexadecimal digits, or nothing.
pub(super) fn trace_text(trace: Option<u128>) -> String {
    trace
        .map(|trace| format!("{trace:032x}"))
        .unwrap_or_default()
}
