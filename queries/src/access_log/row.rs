use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
pub(super) type Columns = (i64, i64, String, Vec<u8>, String, i64, String);

impl Access {
    /// `None`: the row is none of ours.
    pub(super) fn of_columns(columns: Columns) -> Option<Self> {
        let (number, at, reader, subject, what, stood_at, trace) = columns;
        Some(Self {
            place: RowPlace { at, number },
            reader,
            subject: PersonId(Uuid::from_slice(&subject).ok()?),
            what,
            position: u64::try_from(stood_at).ok()?,
            trace: u128::from_str_radix(&trace, 16).ok(),
        })
    }
}

/// A trace as it is stored: 32 hexadecimal digits, or nothing.
pub(super) fn trace_text(trace: Option<u128>) -> String {
    trace
        .map(|trace| format!("{trace:032x}"))
        .unwrap_or_default()
}
