//! Which texts fit a column of type `json`.
use serde::de::IgnoredAny;
use serde_json::Value;

/// What stands in the `json` column where the text is no JSON.
pub(super) const ABSENT: &str = "null";

/// A text as the two columns that hold it.
pub(super) struct Columns<'a> {
    /// For the column of type `json`.
    pub json: &'a str,
    /// For the column beside it, where the text is no JSON.
    pub text: Option<&'a [u8]>,
}

/// So many brackets nest no deeper than PostgreSQL can follow.
const SHALLOW: usize = 1000;

/// Splits bytes known to be UTF-8. What passes here, PostgreSQL takes as `json`, and keeps byte
/// for byte; it takes a little more, which is then kept as text.
pub(super) fn columns(bytes: &[u8]) -> Columns<'_> {
    match std::str::from_utf8(bytes) {
        Ok(json) if is_json(bytes) => Columns { json, text: None },
        _ => Columns {
            json: ABSENT,
            text: Some(bytes),
        },
    }
}

fn is_json(bytes: &[u8]) -> bool {
    let brackets = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{'));
    if brackets.count() <= SHALLOW {
        // Looks at the text without building anything, however deep it nests.
        serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
    } else {
        serde_json::from_slice::<Value>(bytes).is_ok()
    }
}
