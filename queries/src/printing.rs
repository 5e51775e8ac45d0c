//! Documents, as an answer gives them.
use commands::Failure;
use documents::{Instant, MEDIA_TYPE, Unwritable};
use eventlog::RecordedAt;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proto::v1;
use sha2::{Digest as _, Sha256};

/// A document that was made, by a name for its file.
///
/// # Errors
/// `Internal` where it could not be made, whatever it says.
pub(super) fn document(
    file_name: String,
    made: Result<Vec<u8>, Unwritable>,
) -> Result<v1::Document, Failure> {
    let content = made.map_err(|why| Failure::Internal(why.to_string()))?;
    Ok(v1::Document {
        file_name,
        media_type: MEDIA_TYPE.to_owned(),
        content_digest: hexadecimal(&Sha256::digest(&content)),
        content,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The instant at which something was recorded.
pub(super) fn timestamp_of(at: RecordedAt) -> Timestamp {
    // What the log recorded lies within the years that can be told.
    Timestamp::from_microsecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The same as a document says it of itself.
pub(super) fn instant_of(at: RecordedAt) -> Instant {
    let at = TimeZone::UTC.to_datetime(timestamp_of(at));
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Instant {
        year: u16::try_from(at.year()).unwrap_or_default(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_carries_its_digest() {
        let made = document("a.pdf".into(), Ok(b"abc".to_vec())).unwrap();
        assert_eq!(
            made.content_digest,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let failed = document("a.pdf".into(), Err(Unwritable::Typeface));
        assert!(matches!(failed, Err(Failure::Internal(_))));
    }

    #[test]
    fn instants_are_of_utc() {
        let at: Timestamp = "2026-03-03T23:05:06Z".parse().unwrap();
        let told = instant_of(RecordedAt(at.as_microsecond()));
        assert_eq!(
            (
                told.year,
                told.month,
                told.day,
                told.hour,
                told.minute,
                told.second
            ),
            (2026, 3, 3, 23, 5, 6)
        );
    }
}
