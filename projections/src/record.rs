//! A stored event, read once for all folds.
use domain::schema::{self, Fact, Undecodable};
use eventlog::{Position, Recorded, RecordedAt};
use uuid::Uuid;

/// A fact with its place in the one order of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where it stands.
    pub position: Position,
    /// When it was recorded, in microseconds since the Unix epoch.
    pub recorded_at: RecordedAt,
    /// The id under which it is stored.
    pub event_id: Uuid,
    /// What happened, and to whom or what.
    pub fact: Fact,
}

/// Reads a stored event.
///
/// # Errors
/// [`Undecodable`] when this program does not know its stream, type or version, or when its
/// payload is not what they promise.
pub fn decode(recorded: &Recorded) -> Result<Record, Undecodable> {
    let fact = schema::decode(
        recorded.stream.category(),
        recorded.stream.id(),
        &recorded.event_type,
        recorded.event_version,
        &recorded.payload,
    )?;
    Ok(Record {
        position: recorded.position,
        recorded_at: recorded.recorded_at,
        event_id: recorded.id,
        fact,
    })
}
