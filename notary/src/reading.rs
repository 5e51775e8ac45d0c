//! The tree made from the log alone, event by event, in memory: what is judged without trusting
//! any file of the notary.
use std::collections::HashMap;

use eventlog::{Checkpoint, EventLog, LogError, Position, Recorded, StreamId};

use crate::leaf::Leaf;
use crate::tree::{MemoryTree, wide};

/// Events read at once.
const PAGE: usize = 1_000;

/// The log as it was read.
#[derive(Default)]
pub struct ReadLog {
    /// The tree over all its events.
    pub tree: MemoryTree,
    /// The event of each leaf.
    pub events: Vec<Checkpoint>,
    /// The first events that do not go on from the one before in their stream.
    pub disorder: Vec<Disorder>,
    sequences: HashMap<StreamId, u64>,
}

/// An event that is not the next of its stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "at position {position}: event {found} of stream {stream} stands where event {expected} should"
)]
pub struct Disorder {
    /// Where it stands.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its number in the stream.
    pub found: u64,
    /// The number that it should have.
    pub expected: u64,
}

/// More than so many tell nobody anything.
const MOST_DISORDER: usize = 20;

impl ReadLog {
    /// Reads the whole log; each event is shown with its leaf.
    ///
    /// # Errors
    /// As the log's.
    pub async fn of<E: From<LogError>>(
        log: &dyn EventLog,
        mut each: impl FnMut(&Recorded, &Leaf) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut read = Self::default();
        let mut after = Position::START;
        loop {
            let page = log.read_all(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(read);
            };
            after = last.position;
            for event in &page {
                let leaf = Leaf::from(event);
                each(event, &leaf)?;
                read.add(event, &leaf);
            }
        }
    }

    /// Adds an event at the end.
    pub fn take(&mut self, event: &Recorded) {
        self.add(event, &Leaf::from(event));
    }

    fn add(&mut self, event: &Recorded, leaf: &Leaf) {
        self.tree.push(leaf.hash());
        self.events.push(event.into());
        let last = self.sequences.entry(event.stream.clone()).or_default();
        let expected = *last + 1;
        if event.sequence != expected && self.disorder.len() < MOST_DISORDER {
            self.disorder.push(Disorder {
                position: event.position,
                stream: event.stream.clone(),
                found: event.sequence,
                expected,
            });
        }
        *last = event.sequence;
    }

    /// How many events.
    #[must_use]
    pub fn size(&self) -> u64 {
        wide(self.events.len())
    }

    /// The last event among the first `size`.
    #[must_use]
    pub fn last_of(&self, size: u64) -> Option<Checkpoint> {
        let last = usize::try_from(size.checked_sub(1)?).ok()?;
        self.events.get(last).copied()
    }
}
