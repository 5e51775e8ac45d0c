//! Carrying a log from one store to another: ids, order and recorded times are kept, positions
//! are the store's own. In the end both are read, and their Merkle trees have the same root.
mod comparing;

use eventlog::{Append, EventLog, LogError, NewEvent, Position, Recorded, StreamId};
use notary::TreeHash;
use uuid::Uuid;

use comparing::Comparing;
pub use comparing::{Held, Parting};

const PAGE: usize = 1_000;

/// Why a log was not copied, or its copy is none.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the logs says no.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The target is not the beginning of the source.
    #[error("the target holds another log: nothing was copied")]
    AnotherLog,
    /// The target is of another installation than the source.
    #[error("the log is of installation {from}, the target of {to}: nothing was copied")]
    OtherInstallation {
        /// The source's.
        from: Uuid,
        /// The target's.
        to: Uuid,
    },
    /// The target numbers a stream otherwise: somebody else writes to it.
    #[error("the target numbers {0} otherwise: does a server write to it?")]
    OtherwiseNumbered(StreamId),
    /// The two are not the same history.
    #[error("the copy is none: {0}")]
    Parted(Box<Parting>),
}

/// What was done to some events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// They were copied.
    Copied,
    /// They were compared with the source.
    Compared,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Events copied this time.
    pub copied: u64,
    /// Events compared, those copied before included.
    pub compared: u64,
    /// The last position of the source that was copied.
    pub position: Position,
    /// The root of the Merkle tree over the events that were compared: as each store gave them, the
    /// same.
    pub root: TreeHash,
    /// The first event, by which a checkpoint says of which log it speaks; none of an empty log.
    pub first_event: Option<Uuid>,
}

/// A copy about to be made. Nobody else may write to the target.
pub struct Copying<'a> {
    source: &'a dyn EventLog,
    target: &'a dyn EventLog,
    begin: Position,
    end: Position,
}

impl<'a> Copying<'a> {
    /// Up to the present head of the source.
    ///
    /// # Errors
    /// Where the target is neither empty nor the beginning of the source.
    pub async fn new(
        source: &'a dyn EventLog,
        target: &'a dyn EventLog,
    ) -> Result<Self, CopyError> {
        let end = source.head().await?;
        let begin = resume_at(source, target).await?;
        if let Some(from) = source.installation().await? {
            let to = target.join_installation(from).await?;
            if to != from {
                return Err(CopyError::OtherInstallation { from, to });
            }
        }
        Ok(Self {
            source,
            target,
            begin,
            end,
        })
    }

    /// The position of the source to which the target holds it already.
    #[must_use]
    pub fn begins_after(&self) -> u64 {
        self.begin.0
    }

    /// About how many events are to be copied and then compared.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.end.0.saturating_sub(self.begin.0) + self.end.0
    }

    /// Copies, compares the whole, and tells of its progress.
    ///
    /// # Errors
    /// Where a log does not answer, or the two differ. What was copied stays; asked again, it
    /// goes on from there.
    pub async fn run(self, mut tell: impl FnMut(Part, u64)) -> Result<Copied, CopyError> {
        let copied = self.copy(&mut tell).await?;
        let same = Comparing::new(self.source, self.target, self.end)
            .run(|events| tell(Part::Compared, events))
            .await?;
        Ok(Copied {
            copied,
            compared: same.size,
            position: self.end,
            root: same.root,
            first_event: same.first_event,
        })
    }

    async fn copy(&self, tell: &mut impl FnMut(Part, u64)) -> Result<u64, CopyError> {
        let (mut after, mut copied) = (self.begin, 0);
        while after < self.end {
            let page = self.source.read_all(after, PAGE).await?;
            let Some(last) = page.last().map(|event| event.position) else {
                break;
            };
            let page = page.into_iter().filter(|event| event.position <= self.end);
            let done = self.carry(page.collect()).await?;
            copied += done;
            tell(Part::Copied, done);
            after = last;
        }
        Ok(copied)
    }

    /// Appends events in their order; how many.
    async fn carry(&self, events: Vec<Recorded>) -> Result<u64, CopyError> {
        let numbers: Vec<_> = events
            .iter()
            .map(|event| (event.stream.clone(), event.sequence))
            .collect();
        let appends = events.into_iter().map(as_append).collect();
        let versions = self.target.append_in_order(appends).await?;
        for ((stream, sequence), version) in numbers.into_iter().zip(&versions) {
            if *version != sequence {
                return Err(CopyError::OtherwiseNumbered(stream));
            }
        }
        Ok(wide(versions.len()))
    }
}

/// Where in the source the target's last event stands.
async fn resume_at(source: &dyn EventLog, target: &dyn EventLog) -> Result<Position, CopyError> {
    let head = target.head().await?;
    if head == Position::START {
        return Ok(Position::START);
    }
    let last = target.read_at(&[head]).await?;
    let Some(last) = last.first() else {
        return Err(LogError::missing(head).into());
    };
    let before = last.sequence.saturating_sub(1);
    let same = source.read_stream(&last.stream, before, 1).await?;
    match same.first() {
        Some(event) if event.id == last.id => Ok(event.position),
        Some(_) | None => Err(CopyError::AnotherLog),
    }
}

fn as_append(event: Recorded) -> Append {
    Append {
        stream: event.stream,
        expected: event.sequence.saturating_sub(1),
        recorded_at: Some(event.recorded_at),
        events: vec![NewEvent {
            id: event.id,
            event_type: event.event_type,
            event_version: event.event_version,
            payload: event.payload,
            metadata: event.metadata,
        }],
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
