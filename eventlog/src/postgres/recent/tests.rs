#![allow(clippy::unwrap_used, reason = "a test stops where it stands")]
use uuid::Uuid;

use super::*;
use crate::RecordedAt;

fn stream(id: &str) -> StreamId {
    StreamId::new("student", id).unwrap()
}

fn event(position: u64, id: &str, sequence: u64, bytes: usize) -> Recorded {
    Recorded {
        position: Position(position),
        stream: stream(id),
        sequence,
        id: Uuid::from_u128(u128::from(position)),
        event_type: "Happened".into(),
        event_version: 1,
        recorded_at: RecordedAt(0),
        payload: vec![b'x'; bytes],
        metadata: vec![],
    }
}

fn seen(position: u64) -> Checkpoint {
    (&event(position, "a", 1, 1)).into()
}

fn positions(events: Option<Vec<Recorded>>) -> Option<Vec<u64>> {
    events.map(|events| events.iter().map(|event| event.position.0).collect())
}

#[test]
fn gives_what_follows_a_position_and_nothing_of_what_it_has_not_seen() {
    let mut recent = Recent::beyond(seen(10));
    assert_eq!(positions(recent.after(Position(10), 5)), Some(vec![]));
    recent.extend(vec![event(11, "a", 1, 1), event(13, "b", 1, 1)]);
    recent.extend(vec![event(13, "b", 1, 1), event(14, "a", 2, 1)]);
    assert_eq!(recent.end(), seen(14));
    for known in [10, 11, 13, 14] {
        assert!(recent.knows(seen(known)), "{known}");
    }
    let other = |position| Checkpoint {
        position: Position(position),
        event_id: Uuid::from_u128(99),
    };
    for unknown in [other(10), other(11), other(14), seen(9), seen(12), seen(15)] {
        assert!(!recent.knows(unknown), "{unknown:?}");
    }
    assert_eq!(positions(recent.after(Position(9), 5)), None);
    assert_eq!(positions(recent.after(Position(10), 2)), Some(vec![11, 13]));
    assert_eq!(positions(recent.after(Position(11), 5)), Some(vec![13, 14]));
    assert_eq!(positions(recent.after(Position(12), 5)), Some(vec![13, 14]));
    assert_eq!(positions(recent.after(Position(14), 5)), Some(vec![]));
    assert_eq!(positions(recent.after(Position(15), 5)), None);
}

#[test]
fn knows_the_versions_of_the_streams_it_met() {
    let mut recent = Recent::beyond(Checkpoint::START);
    recent.extend(vec![event(1, "a", 7, 1), event(2, "a", 8, 1)]);
    assert_eq!(recent.version(&stream("a")), Some(8));
    assert_eq!(recent.version(&stream("b")), None);
    recent.note(&stream("b"), 3);
    recent.note(&stream("a"), 5);
    assert_eq!(recent.version(&stream("b")), Some(3));
    assert_eq!(recent.version(&stream("a")), Some(8), "it never shrinks");
}

#[test]
fn forgets_the_oldest_beyond_its_room() {
    let mut recent = Recent::beyond(Checkpoint::START);
    recent.extend((1..=5_000).map(|at| event(at, "a", at, 1)).collect());
    assert_eq!(positions(recent.after(Position(903), 1)), None);
    assert_eq!(positions(recent.after(Position(904), 1)), Some(vec![905]));
    recent.extend(vec![event(5_001, "a", 5_001, MOST_BYTES)]);
    assert_eq!(
        positions(recent.after(Position(5_000), 1)),
        Some(vec![5_001])
    );
    assert_eq!(positions(recent.after(Position(4_999), 1)), None);
}
