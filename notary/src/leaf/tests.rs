#![allow(clippy::unwrap_used, reason = "these are tests")]
use eventlog::{Position, Recorded, RecordedAt, limits};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn event() -> Recorded {
    Recorded {
        position: Position(7),
        stream: "student-0192d2f0-0000-7000-8000-0000000000aa"
            .parse()
            .unwrap(),
        sequence: 3,
        id: Uuid::from_u128(0x0192_d2f0_0000_7000_8000_0000_0000_0001),
        event_type: "ApplicationSubmitted".into(),
        event_version: 1,
        recorded_at: RecordedAt(1_767_225_600_000_000),
        payload: b"{\"offer\":1}".to_vec(),
        metadata: b"{}".to_vec(),
    }
}

/// Proofs that were handed out depend on every byte of it.
#[test]
fn the_text_of_a_leaf_stays_what_it_is() {
    let leaf = Leaf::from(&event());
    let expected = "placement leaf v1\n\
        id 0192d2f0-0000-7000-8000-000000000001\n\
        stream student-0192d2f0-0000-7000-8000-0000000000aa\n\
        sequence 3\n\
        version 1\n\
        recorded 1767225600000000\n\
        payload 11 d1a6864720ac3acf97c2650ec8b9d1cd2ed9e878fc6cf540aeb1b997d1285e4d\n\
        metadata 2 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n\
        type ApplicationSubmitted\n";
    let text = leaf.text();
    assert_eq!(text, expected);
    assert_eq!(
        leaf.hash().to_string(),
        "sUyTz233dfrvdMf0AA/aiMW8lW42v+Thz437/+zkfhU="
    );
    assert_eq!(Leaf::parse(&text).unwrap(), leaf);
}

#[test]
fn a_leaf_is_small_whatever_the_event_holds() {
    let longest = Recorded {
        stream: format!("{}-{}", "a".repeat(32), "b".repeat(64))
            .parse()
            .unwrap(),
        sequence: u64::MAX,
        event_version: u16::MAX,
        event_type: "é".repeat(limits::MAX_EVENT_TYPE / 2).into(),
        recorded_at: RecordedAt(i64::MIN),
        payload: vec![b' '; limits::MAX_PAYLOAD],
        metadata: vec![b' '; limits::MAX_METADATA],
        ..event()
    };
    let text = Leaf::from(&longest).text();
    assert!(text.len() <= MAX_LEAF, "{}", text.len());
    assert!(MAX_LEAF < usize::from(u16::MAX));
}

#[test]
fn the_position_is_not_in_a_leaf_and_all_else_is() {
    let one = event();
    let leaf = Leaf::from(&one);
    let moved = Recorded {
        position: Position(8),
        ..one.clone()
    };
    assert_eq!(Leaf::from(&moved), leaf);
    let others = [
        Recorded {
            stream: "student-b".parse().unwrap(),
            ..one.clone()
        },
        Recorded {
            sequence: 4,
            ..one.clone()
        },
        Recorded {
            id: Uuid::from_u128(1),
            ..one.clone()
        },
        Recorded {
            event_type: "ApplicationSubmitted2".into(),
            ..one.clone()
        },
        Recorded {
            event_version: 2,
            ..one.clone()
        },
        Recorded {
            recorded_at: RecordedAt(1),
            ..one.clone()
        },
        Recorded {
            payload: b"{\"offer\":2}".to_vec(),
            ..one.clone()
        },
        Recorded {
            metadata: b"[]".to_vec(),
            ..one.clone()
        },
    ];
    for other in others {
        assert_ne!(Leaf::from(&other).hash(), leaf.hash(), "{other:?}");
    }
}

/// A type may hold what looks like the rest of a leaf.
#[test]
fn a_type_with_newlines_is_read_back() {
    let one = Recorded {
        event_type: "A\ntype B\nplacement leaf v1\n".into(),
        ..event()
    };
    let leaf = Leaf::from(&one);
    assert_eq!(Leaf::parse(&leaf.text()).unwrap(), leaf);
}

#[test]
fn every_byte_of_a_leaf_counts() {
    let leaf = Leaf::from(&event());
    let text = leaf.text().into_bytes();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut other = text.clone();
            other[at] ^= 1 << bit;
            let Ok(other) = String::from_utf8(other) else {
                continue;
            };
            // It is no leaf, or another one.
            if let Ok(other) = Leaf::parse(&other) {
                assert_ne!(other, leaf);
                assert_ne!(other.hash(), leaf.hash());
            }
        }
    }
}

#[test]
fn payload_and_metadata_are_told_apart_from_others_byte_by_byte() {
    let one = event();
    let leaf = Leaf::from(&one);
    assert_eq!(leaf.check(&one.payload, &one.metadata), Ok(()));
    for at in 0..one.payload.len() {
        let mut other = one.payload.clone();
        other[at] ^= 1;
        assert_eq!(
            leaf.check(&other, &one.metadata),
            Err(OtherContent("payload"))
        );
    }
    for at in 0..one.metadata.len() {
        let mut other = one.metadata.clone();
        other[at] ^= 1;
        assert_eq!(
            leaf.check(&one.payload, &other),
            Err(OtherContent("metadata"))
        );
    }
}

proptest! {
    /// What was written is read back, so no two events have one text.
    #[test]
    fn a_leaf_is_read_back(
        id: u128, sequence in 1_u64.., version in 1_u16.., recorded: i64,
        stream in "[a-z_]{1,32}-[A-Za-z0-9_.-]{1,64}", event_type in ".{1,32}",
        payload: Vec<u8>, metadata: Vec<u8>,
    ) {
        let event = Recorded {
            stream: stream.parse().unwrap(),
            sequence,
            id: Uuid::from_u128(id),
            event_type: event_type.into(),
            event_version: version,
            recorded_at: RecordedAt(recorded),
            payload,
            metadata,
            ..event()
        };
        let leaf = Leaf::from(&event);
        prop_assert_eq!(&Leaf::parse(&leaf.text()).unwrap(), &leaf);
        prop_assert!(leaf.check(&event.payload, &event.metadata).is_ok());
    }

    #[test]
    fn no_text_makes_a_reader_of_leaves_panic(text in "(placement leaf v1\n)?(\\PC|\n){0,200}") {
        let _ = Leaf::parse(&text);
    }
}
