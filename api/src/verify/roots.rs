//! The Merkle tree grown from the log alone has, at the size of each checkpoint that was signed, the
//! root that was signed.
use eventlog::{EventLog, LogError, Position};
use notary::{CheckpointStore, GrowingRoot, Leaf, SignedCheckpoint, StoreError};
use projections::verify::Findings;
use projections::{LogItem, TolerantReader};

use super::Checked;

/// So many rows are read at once.
const PAGE: u32 = 1_000;

/// The checkpoints of the line that goes on.
#[derive(Debug, Default)]
pub struct SignedLine {
    /// Those that can be read, the oldest first.
    pub checkpoints: Vec<SignedCheckpoint>,
    /// Why others cannot, of whichever line.
    pub unreadable: Vec<String>,
}

impl SignedLine {
    /// How many events the last of them signs.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.checkpoints.last().map_or(0, |last| last.size)
    }

    /// Whether nothing was signed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.checkpoints.is_empty() && self.unreadable.is_empty()
    }
}

/// The checkpoints of the line that goes on, the oldest first. What lines before it signed may be
/// lost, as their statement says.
///
/// # Errors
/// The store does not answer.
pub async fn signed_of_the_line(store: &CheckpointStore) -> Result<SignedLine, StoreError> {
    let (mut signed, mut after) = (SignedLine::default(), 0);
    loop {
        let page = store.checkpoints_each(after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = u64::try_from(*last).unwrap_or(u64::MAX);
        for (_, one) in page {
            match one {
                Ok(one) => signed.checkpoints.push(one),
                Err(error) => signed.unreadable.push(error.to_string()),
            }
        }
    }
    let line = signed.checkpoints.iter().map(|one| one.line).max();
    signed.checkpoints.retain(|one| Some(one.line) == line);
    Ok(signed)
}

/// Grows the tree, and compares; `signed` was read before the log is. `progress` is told after each
/// page how far it has come.
///
/// # Errors
/// When the log does not answer.
pub async fn roots_as_signed(
    log: &dyn EventLog,
    signed: &SignedLine,
    mut progress: impl FnMut(Position),
) -> Result<(Checked, GrowingRoot), LogError> {
    let mut found = Findings::default();
    let mut root = GrowingRoot::default();
    for unreadable in &signed.unreadable {
        found.add(Position::START, || format!("not compared: {unreadable}"));
    }
    let mut next = signed.checkpoints.iter().peekable();
    let mut reader = TolerantReader::new(log);
    let head = log.head().await?;
    while let Some(met) = reader.next(head).await? {
        let events = match met {
            LogItem::Events(events) => events,
            LogItem::Damaged(at, why) => {
                found.add(at, || format!("the tree ends before it: {why}"));
                break;
            }
        };
        for event in &events {
            root.push(Leaf::from(event).hash());
            while let Some(one) = next.next_if(|one| one.size <= root.size()) {
                if one.size == root.size() && one.root != root.root() {
                    let (number, size) = (one.number, one.size);
                    found.add(event.position, || {
                        format!(
                            "the first {size} events are not those that checkpoint {number} signs"
                        )
                    });
                }
            }
        }
        progress(events.last().map_or(head, |last| last.position));
    }
    if let Some(one) = next.next() {
        let (number, size, held) = (one.number, one.size, root.size());
        found.add(Position::START, || {
            format!("checkpoint {number} signs {size} events, of which {held} were read")
        });
    }
    let checked = Checked {
        name: "roots that were signed",
        found,
        only_told: false,
    };
    Ok((checked, root))
}

#[cfg(test)]
mod tests {
    use eventlog::{Append, MemoryLog, NewEvent, RecordedAt, StreamId};
    use notary::TreeHash;
    use uuid::Uuid;

    use super::*;

    async fn log(events: u64) -> MemoryLog {
        let log = MemoryLog::default();
        let stream = StreamId::new("student", "s").unwrap();
        for expected in 0..events {
            let event = NewEvent {
                id: Uuid::from_u128(expected.into()),
                event_type: "Happened".into(),
                event_version: 1,
                payload: b"{}".to_vec(),
                metadata: b"{}".to_vec(),
            };
            let append = Append {
                stream: stream.clone(),
                expected,
                events: vec![event],
                recorded_at: None,
            };
            log.append(append).await.unwrap();
        }
        log
    }

    async fn root_of(log: &MemoryLog, size: usize) -> TreeHash {
        let mut root = GrowingRoot::default();
        let events = log.read_all(Position::START, size).await.unwrap();
        events
            .iter()
            .for_each(|event| root.push(Leaf::from(event).hash()));
        root.root()
    }

    fn line(checkpoints: Vec<SignedCheckpoint>) -> SignedLine {
        SignedLine {
            checkpoints,
            unreadable: vec![],
        }
    }

    fn signed(number: u64, size: u64, root: TreeHash) -> SignedCheckpoint {
        SignedCheckpoint {
            number,
            line: 1,
            size,
            root,
            signed_at: RecordedAt(0),
            note: String::new(),
            last_event: Uuid::nil(),
        }
    }

    #[tokio::test]
    async fn each_root_that_was_signed_is_that_of_the_log() {
        let log = log(9).await;
        let line = line(vec![
            signed(1, 0, root_of(&log, 0).await),
            signed(2, 3, root_of(&log, 3).await),
            signed(3, 3, root_of(&log, 3).await),
            signed(4, 9, root_of(&log, 9).await),
        ]);
        let mut told = vec![];
        let progress = |at| told.push(at);
        let (checked, root) = roots_as_signed(&log, &line, progress).await.unwrap();
        assert!(checked.passed(), "{checked:?}");
        assert_eq!((root.size(), root.root()), (9, line.checkpoints[3].root));
        assert_eq!(told, [Position(9)]);
    }

    #[tokio::test]
    async fn another_root_is_told_where_it_was_signed_and_events_that_are_missing_too() {
        let log = log(9).await;
        let right = root_of(&log, 9).await;
        let line = line(vec![
            signed(1, 3, right),
            signed(2, 9, right),
            signed(3, 12, right),
        ]);
        let (checked, _) = roots_as_signed(&log, &line, |_| ()).await.unwrap();
        let [(at, other), (nowhere, missing)] = checked.found.first.as_slice() else {
            panic!("{checked:?}");
        };
        assert_eq!((*at, *nowhere), (Position(3), Position::START));
        assert!(other.contains("checkpoint 1"), "{other}");
        assert!(
            missing.contains("checkpoint 3 signs 12 events, of which 9"),
            "{missing}"
        );
        assert!(!checked.passed());
    }
}
