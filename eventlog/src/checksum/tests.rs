//! One bit more or less is another checksum.
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn event() -> impl Strategy<Value = Recorded> {
    let names = ("[a-z_]{1,8}", "[A-Za-z0-9._-]{1,12}", "[A-Za-z]{1,12}");
    let numbers = (
        any::<u64>(),
        any::<u64>(),
        any::<u128>(),
        any::<u16>(),
        any::<i64>(),
    );
    let texts = (vec(any::<u8>(), 0..300), vec(any::<u8>(), 0..40));
    (names, numbers, texts).prop_map(|(names, numbers, (payload, metadata))| Recorded {
        position: Position(numbers.0),
        stream: StreamId::new(&names.0, &names.1).unwrap(),
        sequence: numbers.1,
        id: Uuid::from_u128(numbers.2),
        event_type: Arc::from(names.2),
        event_version: numbers.3,
        recorded_at: RecordedAt(numbers.4),
        payload,
        metadata,
    })
}

/// The text with one bit turned over, where that is a text of the same kind.
fn flipped(text: &str, bit: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    String::from_utf8(bytes).ok()
}

/// The event with each of its bits turned over in turn.
fn neighbours(event: &Recorded) -> Vec<Recorded> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Recorded)| {
        let mut other = event.clone();
        change(&mut other);
        all.push(other);
    };
    for bit in 0..64 {
        add(&|e| e.position.0 ^= 1 << bit);
        add(&|e| e.sequence ^= 1 << bit);
        add(&|e| e.recorded_at.0 ^= 1 << bit);
    }
    for bit in 0..128 {
        add(&|e| e.id = Uuid::from_u128(e.id.as_u128() ^ (1 << bit)));
    }
    for bit in 0..16 {
        add(&|e| e.event_version ^= 1 << bit);
    }
    for bit in 0..event.payload.len() * 8 {
        add(&|e| e.payload[bit / 8] ^= 1 << (bit % 8));
    }
    for bit in 0..event.metadata.len() * 8 {
        add(&|e| e.metadata[bit / 8] ^= 1 << (bit % 8));
    }
    for bit in 0..event.event_type.len() * 8 {
        if let Some(other) = flipped(&event.event_type, bit) {
            add(&|e| e.event_type = other.as_str().into());
        }
    }
    let (category, id) = (event.stream.category(), event.stream.id());
    for bit in 0..category.len() * 8 {
        let other = flipped(category, bit).and_then(|other| StreamId::new(&other, id).ok());
        if let Some(other) = other {
            add(&|e| e.stream = other.clone());
        }
    }
    for bit in 0..id.len() * 8 {
        let other = flipped(id, bit).and_then(|other| StreamId::new(category, &other).ok());
        if let Some(other) = other {
            add(&|e| e.stream = other.clone());
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn each_bit_of_each_column_counts(event in event()) {
        let mut checksums = Checksums::default();
        let stored = checksums.of(&event);
        prop_assert!(checksums.check(&event, stored).is_ok());
        for other in neighbours(&event) {
            let found = checksums.check(&other, stored);
            let Err(LogError::Damaged(damage)) = found else {
                return Err(TestCaseError::fail(format!("not noticed: {other:?}")));
            };
            prop_assert_eq!(damage.at, Some(other.position));
            prop_assert!(damage.why.contains(&other.stream.to_string()));
        }
        for bit in 0..64 {
            prop_assert!(checksums.check(&event, stored ^ (1 << bit)).is_err());
        }
    }

    /// A byte that moves from one text to the next is another content.
    #[test]
    fn where_a_text_ends_counts(event in event(), at in any::<prop::sample::Index>()) {
        let mut checksums = Checksums::default();
        let mut whole = event.payload.clone();
        whole.extend_from_slice(&event.metadata);
        let at = at.index(whole.len() + 1);
        prop_assume!(at != event.payload.len());
        let (payload, metadata) = whole.split_at(at);
        let moved = Recorded {
            payload: payload.to_vec(),
            metadata: metadata.to_vec(),
            ..event.clone()
        };
        prop_assert_ne!(checksums.of(&moved), checksums.of(&event));
    }
}

/// What is stored stays readable: this number is in databases.
#[test]
fn a_checksum_is_the_same_for_ever() {
    let event = Recorded {
        position: Position(7),
        stream: "student-1".parse().unwrap(),
        sequence: 3,
        id: Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
        event_type: "Happened".into(),
        event_version: 2,
        recorded_at: RecordedAt(1_767_225_600_000_000),
        payload: br#"{"a":1}"#.to_vec(),
        metadata: b"{}".to_vec(),
    };
    assert_eq!(Checksums::default().of(&event), 0x52c7_3e1d_2071_d8fb);
}
