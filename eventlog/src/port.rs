//! What every log guarantees. One contract suite ([`crate::contract`]) runs over every adapter.
//!
//! 1. An acknowledged append survives `kill -9` and power loss; a batch is never half there.
//! 2. The expected version of the stream is checked; a conflict is told apart from every other error.
//! 3. One total order: a reader by position sees every event once, in order, none skipped.
//! 4. Appending the same event ids again gives the first outcome. (An id that stands in another
//!    stream is refused; EventStoreDB, which cannot look up an id, knows it only while it is among
//!    the last events of the log.)
//! 5. The store itself refuses to change or delete an event. (EventStoreDB: to change it; who may
//!    delete a stream is a matter of its access control, and a gap is damage.)
//! 6. Payload and metadata come back byte for byte.
//! 7. The recorded time never goes back along the order: an instant names one position.
//! 8. An event that the store does not hold as it was written is noticed when it is read: each
//!    carries a checksum over all its columns. (In memory there is none.)
//! 9. A reader that goes on from a [`Checkpoint`] is told when the log does not hold the event
//!    there any more.
//! 10. A log belongs to one installation, whose id it keeps beside the events.
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

use crate::checkpoint::{self, AnotherHistory, Checkpoint};
use crate::in_order;

/// A place in the one order of the log. `Position::START` stands before the first event;
/// positions grow, and may have gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// Before the first event.
    pub const START: Self = Self(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordedAt(pub i64);

/// Where the log reads the time; the only clock of the write side.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in microseconds since the Unix epoch.
    fn now(&self) -> RecordedAt;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> RecordedAt {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        // A clock before 1970 reads as 1970; after the year 294247 it stands still.
        RecordedAt(since.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// The name of a stream: a category (`student`) and an id within it, joined by the first hyphen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    category: Arc<str>,
    id: Arc<str>,
}

/// Why a text names no stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a stream is named category-id: 1-32 of a-z and _, a hyphen, 1-64 of letters, digits and - _ ."
)]
pub struct BadStreamId;

fn good_category(category: &str) -> bool {
    (1..=32).contains(&category.len())
        && category
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn good_id(id: &str) -> bool {
    /// Which bytes an id may hold: a look-up, for a reader checks millions of names.
    const GOOD: [bool; 256] = {
        let mut good = [false; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            good[byte as usize] =
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            byte += 1;
        }
        good
    };
    (1..=64).contains(&id.len()) && id.bytes().all(|b| GOOD[usize::from(b)])
}

impl StreamId {
    /// A stream from its two parts: the category 1-32 of `a-z_`, the id 1-64 of `A-Za-z0-9-_.`.
    ///
    /// # Errors
    /// [`BadStreamId`].
    pub fn new(category: &str, id: &str) -> Result<Self, BadStreamId> {
        if good_category(category) && good_id(id) {
            Ok(Self {
                category: category.into(),
                id: id.into(),
            })
        } else {
            Err(BadStreamId)
        }
    }

    /// As [`StreamId::new`], for an adapter that reads many names of the same category.
    pub(crate) fn in_category(category: &Arc<str>, id: &str) -> Result<Self, BadStreamId> {
        if good_category(category) && good_id(id) {
            Ok(Self {
                category: Arc::clone(category),
                id: id.into(),
            })
        } else {
            Err(BadStreamId)
        }
    }

    /// The kind of thing the stream tells about (`student`).
    #[must_use]
    pub fn category(&self) -> &str {
        &self.category
    }

    /// Which one of its kind.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.category, self.id)
    }
}

impl FromStr for StreamId {
    type Err = BadStreamId;
    fn from_str(s: &str) -> Result<Self, BadStreamId> {
        let (category, id) = s.split_once('-').ok_or(BadStreamId)?;
        Self::new(category, id)
    }
}

/// An event about to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Unique in the log; derived from the request, so that a retry carries the same.
    pub id: Uuid,
    /// The name of its type (`ApplicationSubmitted`).
    pub event_type: Arc<str>,
    /// The version of its schema, from 1.
    pub event_version: u16,
    /// UTF-8 text, kept byte for byte.
    pub payload: Vec<u8>,
    /// UTF-8 text, kept byte for byte.
    pub metadata: Vec<u8>,
}

/// One unit of writing: all its events or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The stream that grows.
    pub stream: StreamId,
    /// How many events the writer believes the stream to hold (0: none yet).
    pub expected: u64,
    /// At least one.
    pub events: Vec<NewEvent>,
    /// When another log recorded them, where these are copied; else the present. Either way the
    /// recorded time never goes back.
    pub recorded_at: Option<RecordedAt>,
}

/// The outcome of an append: the same for a first try and for a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Position of the append's last event.
    pub position: Position,
    /// How many events the stream held just after it.
    pub version: u64,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
}

/// An event as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the one order.
    pub position: Position,
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its number in the stream, from 1.
    pub sequence: u64,
    /// Its id.
    pub id: Uuid,
    /// The name of its type.
    pub event_type: Arc<str>,
    /// The version of its schema.
    pub event_version: u16,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// As it was given.
    pub payload: Vec<u8>,
    /// As it was given.
    pub metadata: Vec<u8>,
}

/// Why the log did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The stream has moved: nothing of this append was stored.
    #[error("stream {stream} holds {actual} events, not {expected}")]
    Conflict {
        /// The stream.
        stream: StreamId,
        /// What the writer believed.
        expected: u64,
        /// What the stream holds.
        actual: u64,
    },
    /// The append can never be stored as it is: nothing was stored.
    #[error("the append is refused: {0}")]
    Refused(String),
    /// The store cannot be reached; for an append, nothing was stored.
    #[error("the log is unavailable: {0}")]
    Unavailable(String),
    /// The store was lost while it answered: the append may or may not be stored. Read back.
    #[error("the outcome of the append is unknown: {0}")]
    UnknownOutcome(String),
    /// What the store holds breaks a guarantee of this port.
    #[error("the log is damaged: {0}")]
    Damaged(Damage),
    /// The log is not the one that was read before.
    #[error("the log has another history: {0}")]
    AnotherHistory(#[from] AnotherHistory),
}

/// What the store holds and this log never wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where the event stands that is damaged or missing, if it is one event.
    pub at: Option<Position>,
    /// What is wrong with it, and the stream that it names.
    pub why: String,
}

impl Damage {
    /// Damage of the event at a position.
    pub fn of_event(at: Position, why: impl fmt::Display) -> Self {
        Self {
            at: Some(at),
            why: why.to_string(),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "at position {at}: {}", self.why),
            None => f.write_str(&self.why),
        }
    }
}

/// Damage of no event in particular.
impl From<String> for Damage {
    fn from(why: String) -> Self {
        Self { at: None, why }
    }
}

/// What the store holds otherwise than it should, though the log can be read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregularity {
    /// Where, if it is at one place.
    pub at: Option<Position>,
    /// Whether events are missing, or will be.
    pub is_missing: bool,
    /// What, in words for an operator.
    pub what: String,
}

impl LogError {
    /// The log is damaged, at no event in particular.
    pub fn damaged(why: impl fmt::Display) -> Self {
        Self::Damaged(why.to_string().into())
    }

    /// Whether the store does not answer for now. That is told once, by whoever serves; those who
    /// follow the log wait for its end without a word.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::UnknownOutcome(_))
    }

    /// There is no event at a position where one must be.
    #[must_use]
    pub fn missing(at: Position) -> Self {
        Self::Damaged(Damage::of_event(at, "there is no event"))
    }
}

/// The log.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Stores one append, on disk when this returns.
    async fn append(&self, append: Append) -> Result<Appended, LogError>;

    /// Stores appends so that their order in the log is the order given, and gives the version of
    /// each stream just after each. Fast where the store takes many at once; for a copy, whose
    /// target nobody else writes to. What a failure leaves is the beginning of what was given.
    ///
    /// # Errors
    /// As [`EventLog::append`], of the first that was not stored.
    async fn append_in_order(&self, appends: Vec<Append>) -> Result<Vec<u64>, LogError> {
        in_order::append(self, appends).await
    }

    /// Whether an append would be taken now, as far as that can be told without one. May cost a
    /// write: to be asked after an append failed, not before each.
    async fn can_append(&self) -> Result<(), LogError> {
        self.head().await.map(drop)
    }

    /// The events of a stream with `sequence > after`, in order, at most `limit` of them;
    /// `Damaged` when one of them is, or is missing.
    async fn read_stream(
        &self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError>;

    /// How many events the stream holds (0: there is no such stream).
    async fn stream_version(&self, stream: &StreamId) -> Result<u64, LogError>;

    /// How many events the stream held when this handle, following the log, saw it last; `None`
    /// where it does not know. Nothing is asked of the store: what others stored in the last
    /// moment may be missing.
    fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        let _ = stream;
        None
    }

    /// The events of the whole log with `position > after`, in order, at most `limit` of them:
    /// all that this handle stored, told of or was told of before. Where there is none of those,
    /// whatever is there; of what others stored in the last moment some may come with the next
    /// page. Those before a damaged or missing event come first; `Damaged` when it is the next.
    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Recorded>, LogError>;

    /// As [`EventLog::read_all`], after an event that was read before, which is looked at again.
    ///
    /// # Errors
    /// `AnotherHistory` when another event stands there now, or none.
    async fn read_after(&self, after: Checkpoint, limit: usize) -> Result<Vec<Recorded>, LogError> {
        checkpoint::read_after(self, after, limit).await
    }

    /// Whether the log is another one than a reader left it: `None` where the event of the
    /// checkpoint still stands in its place.
    ///
    /// # Errors
    /// As any read.
    async fn compare(&self, checkpoint: Checkpoint) -> Result<Option<AnotherHistory>, LogError> {
        match self.read_after(checkpoint, 0).await {
            Ok(_) => Ok(None),
            Err(LogError::AnotherHistory(which)) => Ok(Some(which)),
            Err(error) => Err(error),
        }
    }

    /// The events at just these positions, in the order asked; `Damaged` when one is, or is
    /// missing.
    async fn read_at(&self, positions: &[Position]) -> Result<Vec<Recorded>, LogError>;

    /// The position of the last event (`START` in an empty log).
    async fn head(&self) -> Result<Position, LogError>;

    /// The last event, by its place and its id.
    ///
    /// # Errors
    /// As any read.
    async fn last(&self) -> Result<Checkpoint, LogError> {
        let head = self.head().await?;
        if head == Position::START {
            return Ok(Checkpoint::START);
        }
        let events = self.read_at(&[head]).await?;
        let missing = || LogError::missing(head);
        events.first().map(Checkpoint::from).ok_or_else(missing)
    }

    /// The position of the last event recorded at or before the instant.
    async fn position_at(&self, instant: RecordedAt) -> Result<Position, LogError>;

    /// Waits until the log holds an event after the position, and gives the head.
    async fn wait_beyond(&self, after: Position) -> Result<Position, LogError>;

    /// Of which streams the store says that somebody deleted events. Quick; empty where a store
    /// lets nobody delete any.
    ///
    /// # Errors
    /// As any read.
    async fn deletions(&self) -> Result<Vec<Irregularity>, LogError> {
        Ok(Vec::new())
    }

    /// Reads the whole log for what is irregular in it beyond what a reader is told as damage:
    /// events that are missing or that name what is no more.
    ///
    /// # Errors
    /// As any read.
    async fn irregularities(&self) -> Result<Vec<Irregularity>, LogError> {
        Ok(Vec::new())
    }

    /// The id of the installation that the log belongs to; `None` where it was given to none yet.
    async fn installation(&self) -> Result<Option<Uuid>, LogError>;

    /// Gives the log to an installation, on disk when this returns, unless it belongs to one. The
    /// installation that it belongs to.
    async fn join_installation(&self, installation: Uuid) -> Result<Uuid, LogError>;
}
