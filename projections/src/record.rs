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
    /// Who did it, where that is somebody who may act in the streams of others: a guardian, staff
    /// of a college, a person of a host, a representative of the State, an association.
    pub actor: Option<Uuid>,
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
        actor: actor(&recorded.metadata),
        fact,
    })
}

/// Those who may act in the streams of others, by the names of their roles.
const KINDS: [&str; 13] = [
    "guardian",
    "teacher",
    "head",
    "other_staff",
    "host_person",
    "prefect",
    "referent",
    "academic_director",
    "region_prefect",
    "rector",
    "partner",
    "national_committee",
    "pooling_partner",
];

/// The id within `"actor":"teacher:{uuid}"`. Looked for as text: the metadata of every event is
/// written by one program, and to read all of it for this would slow down every replay.
fn actor(metadata: &[u8]) -> Option<Uuid> {
    let (_, rest) = str::from_utf8(metadata).ok()?.split_once("\"actor\":\"")?;
    let (kind, id) = rest.split('"').next()?.rsplit_once(':')?;
    KINDS
        .contains(&kind)
        .then(|| Uuid::try_parse(id).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use domain::principal::Role;

    use super::*;

    #[test]
    fn who_acted_is_read_where_they_may_act_in_the_streams_of_others() {
        let id = Uuid::from_u128(0xa1);
        let by = |who: &str| {
            format!("{{\"request\":\"7\",\"actor\":\"{who}\",\"command\":\"OpenClass\"}}")
        };
        for role in Role::ALL {
            let found = actor(by(&format!("{}:{id}", role.name())).as_bytes());
            let acts_elsewhere = !matches!(role, Role::Pupil | Role::Operator);
            assert_eq!(found, acts_elsewhere.then_some(id), "{role:?}");
        }
        for other in [
            "process".into(),
            "teacher:7".into(),
            "teacher".into(),
            String::new(),
        ] {
            assert_eq!(actor(by(&other).as_bytes()), None, "{other}");
        }
        for none in [&b"{}"[..], b"", b"\xff"] {
            assert_eq!(actor(none), None);
        }
    }
}
