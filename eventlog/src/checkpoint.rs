//! How a reader tells the log that it followed from another one: restored to an older state, a
//! standby that had not everything, a file or a database put in its place.
use std::fmt;

use uuid::Uuid;

use crate::{EventLog, LogError, Position, Recorded};

/// How far a reader has come: the last event that it took, by its place and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Where the event stands.
    pub position: Position,
    /// Its id; nil before the first event.
    pub event_id: Uuid,
}

impl Checkpoint {
    /// Before the first event: of every history.
    pub const START: Self = Self {
        position: Position::START,
        event_id: Uuid::nil(),
    };

    /// After where to read, and how many events at most, so that its own event comes first and
    /// `limit` more.
    pub(crate) fn with_its_event(self, limit: usize) -> (Position, usize) {
        match self.position.0.checked_sub(1) {
            None => (Position::START, limit),
            Some(before) => (Position(before), limit.saturating_add(1)),
        }
    }
}

impl Default for Checkpoint {
    fn default() -> Self {
        Self::START
    }
}

impl From<&Recorded> for Checkpoint {
    fn from(event: &Recorded) -> Self {
        Self {
            position: event.position,
            event_id: event.id,
        }
    }
}

/// The log does not hold the event that was read from it: its history is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnotherHistory {
    /// The event that was read.
    pub followed: Checkpoint,
    /// The event that stands there now, if any.
    pub found: Option<Uuid>,
}

impl fmt::Display for AnotherHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checkpoint { position, event_id } = self.followed;
        write!(
            f,
            "event {event_id} was read at position {position}, where "
        )?;
        match self.found {
            Some(found) => write!(f, "event {found} stands now"),
            None => write!(f, "no event stands now"),
        }
    }
}

impl std::error::Error for AnotherHistory {}

/// What follows a checkpoint in a log that has no shorter way to tell: its own event is read with
/// what follows.
///
/// # Errors
/// As [`EventLog::read_after`].
pub(crate) async fn read_after<L: EventLog + ?Sized>(
    log: &L,
    after: Checkpoint,
    limit: usize,
) -> Result<Vec<Recorded>, LogError> {
    let (from, one_more) = after.with_its_event(limit);
    let events = beyond(after, log.read_all(from, one_more).await?)?;
    if events.is_empty() && limit > 0 {
        // The event itself was sound; whether the next one is damaged is told by a read that
        // begins there.
        return log.read_all(after.position, limit).await;
    }
    Ok(events)
}

/// What follows a checkpoint, of what was read with its own event.
///
/// # Errors
/// `AnotherHistory` when they do not begin with the event of the checkpoint.
pub(crate) fn beyond(
    checkpoint: Checkpoint,
    mut events: Vec<Recorded>,
) -> Result<Vec<Recorded>, LogError> {
    if checkpoint.position == Position::START {
        return Ok(events);
    }
    let first = events
        .first()
        .filter(|event| event.position == checkpoint.position);
    let found = first.map(|event| event.id);
    if found != Some(checkpoint.event_id) {
        return Err(LogError::AnotherHistory(AnotherHistory {
            followed: checkpoint,
            found,
        }));
    }
    events.remove(0);
    Ok(events)
}
