//! What comes back is what was given.
use std::sync::Arc;

use super::Harness;
use super::given::{all, append, event, stream};
use crate::NewEvent;

/// Texts that a store which understands JSON, numbers or Unicode would be tempted to tidy.
const ODD: &[&str] = &[
    "",
    "{}",
    " \t\r\n{ \"a\" :\t1 }\r\n\n ",
    "{\"b\":1,\"a\":2}",
    "{\"a\":1,\"a\":2,\"a\":1}",
    "{\"n\":123456789012345678901234567890.1234567890e-400,\"m\":1.0,\"z\":-0,\"e\":1E+2}",
    "12345678901234567890",
    "007",
    "1e3",
    "null",
    "{\"é\":\"e\u{301}\",\"\\u00e9\":\"\u{e9}\",\"\\/\":\"/\"}",
    "{\"emoji\":\"👩\u{200d}👩\u{200d}👧\",\"right to left\":\"\u{202e}שלום\",\"high\":\"\u{10ffff}\"}",
    "\u{feff}{\"mark\":\"of order\"}",
    "{\"nul\":\"\u{0}\",\"controls\":\"\u{1}\u{7f}\u{85}\"}",
    "\u{0}",
    "not json at all: ' \" ; DROP TABLE events; -- \\",
    "{\"long\":\"                                                                        \"}   ",
];

/// Payload and metadata come back byte for byte, from every read, and after reopening.
pub async fn payload_and_metadata_come_back_byte_for_byte(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("odd");
    let odd: Vec<NewEvent> = ODD
        .iter()
        .zip(ODD.iter().rev())
        .map(|(payload, metadata)| NewEvent {
            payload: payload.as_bytes().to_vec(),
            metadata: metadata.as_bytes().to_vec(),
            ..event()
        })
        .collect();
    log.append(append(&stream, 0, odd.clone()))
        .await
        .expect("stored");
    let log = harness.reopen(log).await;
    let by_position = all(&log).await;
    let by_stream = log.read_stream(&stream, 0, 100).await.expect("read");
    let positions: Vec<_> = by_position.iter().map(|event| event.position).collect();
    let by_positions = log.read_at(&positions).await.expect("read");
    for read in [by_position, by_stream, by_positions] {
        assert_eq!(read.len(), odd.len());
        for (read, given) in read.iter().zip(&odd) {
            assert_eq!(read.payload, given.payload, "{}", read.sequence);
            assert_eq!(read.metadata, given.metadata, "{}", read.sequence);
        }
    }
}

/// Every field of an event comes back.
pub async fn every_field_comes_back(harness: &impl Harness) {
    let log = harness.open().await;
    let named = "a_long_category-Id.with_every-kind.0F"
        .parse()
        .expect("a good name");
    let mut given = Vec::new();
    for (name, version) in [("Été", 1), ("ApplicationSubmitted", 7), ("x", u16::MAX)] {
        given.push(NewEvent {
            event_type: Arc::from(name),
            event_version: version,
            ..event()
        });
    }
    let outcome = log
        .append(append(&named, 0, given.clone()))
        .await
        .expect("stored");
    let read = all(&log).await;
    assert_eq!(read.len(), given.len());
    for ((sequence, read), given) in (1..).zip(&read).zip(&given) {
        assert_eq!(read.stream, named);
        assert_eq!(
            read.stream.to_string(),
            "a_long_category-Id.with_every-kind.0F"
        );
        assert_eq!(read.sequence, sequence);
        assert_eq!(read.id, given.id);
        assert_eq!(read.event_type, given.event_type);
        assert_eq!(read.event_version, given.event_version);
        assert_eq!(read.recorded_at, outcome.recorded_at);
    }
}
