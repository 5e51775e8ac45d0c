//! What was signed is kept as it was signed: each checkpoint, the statement of each line, and what
//! was made elsewhere. Whether the log is the one that was signed, `placement audit verify` tells.
use ed25519_dalek::VerifyingKey;
use eventlog::Position;
use notary::{CheckpointStore, Line, StoreError};
use projections::verify::Findings;

use super::Checked;

/// So many rows are read at once.
const PAGE: u32 = 1_000;

/// The name of the check.
pub const CHECKPOINTS: &str = "checkpoints as they were signed";

/// Reads all that is kept of what was signed.
///
/// # Errors
/// The store does not answer.
pub async fn kept_as_signed(store: &CheckpointStore) -> Result<Checked, StoreError> {
    let mut found = Findings::default();
    let mut tell = |what: String| found.add(Position::START, || what);
    match keys_and_lines(store).await {
        Ok((keys, lines)) => {
            for line in lines.iter().filter(|line| !line.is_as_signed(&keys)) {
                tell(format!(
                    "the statement of line {} is not as it was signed",
                    line.number
                ));
            }
            let (mut after, mut before) = (0, (0, 0));
            loop {
                let page = store.checkpoints_each(after, PAGE).await?;
                let Some((last, _)) = page.last() else { break };
                let expected = after + 1..;
                after = u64::try_from(*last).unwrap_or(u64::MAX);
                for (expected, (_, one)) in expected.zip(page) {
                    let one = match one {
                        Ok(one) => one,
                        Err(error) => {
                            tell(error.to_string());
                            continue;
                        }
                    };
                    let number = one.number;
                    if number != expected {
                        tell(format!(
                            "checkpoint {expected} is missing, {number} stands there"
                        ));
                    }
                    let place = (one.line, one.size);
                    if place < before || !one.is_as_signed(&lines, &keys) {
                        tell(format!("checkpoint {number} is not as it was signed"));
                    }
                    before = place;
                }
            }
        }
        Err(error @ StoreError::StrangeRow { .. }) => tell(error.to_string()),
        Err(error) => return Err(error),
    }
    for number in store.damaged_attachments().await? {
        tell(format!(
            "what is kept beside checkpoint {number} is not as it came"
        ));
    }
    Ok(Checked {
        name: CHECKPOINTS,
        found,
        only_told: false,
    })
}

/// Whether a log of so many events has all that were signed.
#[must_use]
pub fn as_long_as_signed(events: u64, signed: u64) -> Checked {
    let mut found = Findings::default();
    if events < signed {
        found.add(Position::START, || {
            format!("the log holds {events} events, and a checkpoint of {signed} was signed")
        });
    }
    Checked {
        name: "all events that were signed",
        found,
        only_told: false,
    }
}

async fn keys_and_lines(
    store: &CheckpointStore,
) -> Result<(Vec<VerifyingKey>, Vec<Line>), StoreError> {
    Ok((store.keys().await?, store.lines().await?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ed25519_dalek::SigningKey;
    use eventlog::RecordedAt;
    use notary::note::Note;
    use notary::{AttachmentKind, SignedCheckpoint, TreeHash, TreeHead, key};
    use uuid::Uuid;

    use super::*;
    use crate::verify::signed_of_the_line;

    const ORIGIN: &str = "stages.example/journal/1";

    /// Two checkpoints of one line, and a time stamp beside the second.
    async fn kept(path: &Path) {
        let store = CheckpointStore::open_file(path).await.unwrap();
        let secret = SigningKey::from_bytes(&[7; 32]);
        let public = secret.verifying_key();
        let signs = key::named(ORIGIN, public).unwrap();
        let line = Line {
            number: 1,
            origin: ORIGIN.into(),
            opened_at: RecordedAt(1),
            statement: String::new(),
        };
        for (number, size) in [(1, 5), (2, 12)] {
            let root = TreeHash([u8::try_from(size).unwrap(); 32]);
            let origin = ORIGIN.into();
            let head = TreeHead { origin, size, root };
            let checkpoint = SignedCheckpoint {
                number,
                line: 1,
                size,
                root,
                last_event: Uuid::from_u128(9),
                signed_at: RecordedAt(2),
                note: Note::signed(head.to_string(), &secret, &signs).to_string(),
            };
            let first = (number == 1).then_some((&line, &public));
            let (line, key) = first.unzip();
            assert!(store.keep(&checkpoint, line, key).await.unwrap());
        }
        let kind = AttachmentKind::TimeStamp;
        store
            .attach(2, kind, b"an answer", RecordedAt(3))
            .await
            .unwrap();
        store.close().await;
    }

    #[tokio::test]
    async fn whatever_changed_of_what_was_signed_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notary.db");
        kept(&path).await;
        let whole = std::fs::read(&path).unwrap();
        let verdict = async |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let store = CheckpointStore::open_file(&path).await.unwrap();
            let checked = kept_as_signed(&store).await.unwrap();
            let line = signed_of_the_line(&store).await.unwrap();
            store.close().await;
            (checked, line)
        };
        let (checked, line) = verdict(&whole).await;
        let signed = line.size();
        assert!(checked.passed() && signed == 12, "{checked:?}");
        assert!(as_long_as_signed(12, signed).passed());
        assert!(!as_long_as_signed(11, signed).passed());
        let root = [12_u8; 32];
        let texts: [&[u8]; 4] = [b"\n12\n", &root, b"an answer", ORIGIN.as_bytes()];
        for text in texts {
            let at = whole.windows(text.len()).position(|found| found == text);
            let mut bytes = whole.clone();
            bytes[at.unwrap() + 1] ^= 1;
            let (checked, _) = verdict(&bytes).await;
            assert!(!checked.passed(), "{}", String::from_utf8_lossy(text));
        }
        // No text any more: that row is named, and the others are looked at.
        let at = whole.windows(4).position(|found| found == b"\n12\n");
        let mut bytes = whole.clone();
        bytes[at.unwrap() + 1] ^= 0x80;
        let (checked, line) = verdict(&bytes).await;
        let (_, told) = &checked.found.first[0];
        for named in ["checkpoint 2 of notary_checkpoints", "notary.db"] {
            assert!(told.contains(named), "{named}: {told}");
        }
        assert_eq!(line.size(), 5, "the first is read");
        assert!(line.unreadable[0].contains("checkpoint 2"), "{line:?}");
    }
}
