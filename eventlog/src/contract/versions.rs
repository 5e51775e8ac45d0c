//! Expected versions: conflicts, all or nothing, streams apart.
use std::sync::Arc;

use super::Harness;
use super::given::{all, append, event, events, grown, ids, refusal, stream};
use crate::LogError;

/// A writer that believes in another version than the stream's is told both, and nothing of its
/// append is stored.
pub async fn a_conflict_is_told_and_stores_nothing(harness: &impl Harness) {
    let log = harness.open().await;
    let moved = stream("moved");
    grown(&log, &moved, 0, 3).await;
    let before = all(&log).await;
    for believed in [0, 2, 4, u64::MAX] {
        match log.append(append(&moved, believed, events(2))).await {
            Err(LogError::Conflict {
                stream,
                expected,
                actual,
            }) => {
                assert_eq!((stream, expected, actual), (moved.clone(), believed, 3));
            }
            other => panic!("a conflict was expected, not {other:?}"),
        }
    }
    assert_eq!(all(&log).await, before);
    assert_eq!(grown(&log, &moved, 3, 1).await.version, 4);
}

/// A stream without events is at version 0 and nowhere else.
pub async fn a_stream_that_does_not_exist_yet_is_not_ahead(harness: &impl Harness) {
    let log = harness.open().await;
    let outcome = log.append(append(&stream("new"), 1, events(1))).await;
    assert!(
        matches!(
            outcome,
            Err(LogError::Conflict {
                expected: 1,
                actual: 0,
                ..
            })
        ),
        "{outcome:?}"
    );
    assert!(all(&log).await.is_empty());
}

/// Of several writers that append after the same version at the same time, exactly one succeeds.
pub async fn of_many_writers_of_one_version_one_wins(harness: &impl Harness) {
    const WRITERS: usize = 8;
    let log = harness.open().await;
    let stream = stream("wanted");
    for version in 0..20 {
        let rivals: Vec<_> = (0..WRITERS)
            .map(|_| {
                let log = Arc::clone(&log);
                let rival = append(&stream, version, events(1));
                tokio::spawn(async move { log.append(rival).await })
            })
            .collect();
        let mut won = 0;
        for rival in rivals {
            match rival.await.expect("the writer ends") {
                Ok(outcome) => {
                    assert_eq!(outcome.version, version + 1);
                    won += 1;
                }
                Err(LogError::Conflict {
                    expected, actual, ..
                }) => {
                    assert_eq!((expected, actual), (version, version + 1));
                }
                Err(other) => panic!("a conflict was expected, not {other:?}"),
            }
        }
        assert_eq!(won, 1, "writers that won version {version}");
    }
    assert_eq!(all(&log).await.len(), 20);
}

/// An append that fails at its last event leaves nothing of the events before it.
pub async fn an_append_is_whole_or_absent(harness: &impl Harness) {
    let log = harness.open().await;
    let (one, other) = (stream("one"), stream("other"));
    let first = append(&other, 0, events(1));
    log.append(first.clone()).await.expect("stored");
    let mut spoiled = append(&one, 0, events(5));
    spoiled.events.extend(first.events);
    refusal(log.append(spoiled.clone()).await);
    assert_eq!(all(&log).await.len(), 1);
    assert_eq!(log.stream_version(&one).await.expect("version"), 0);
    // Without the spoiled event it is as if nothing had been tried.
    spoiled.events.pop();
    assert_eq!(log.append(spoiled).await.expect("stored").version, 5);
}

/// Streams whose names begin alike, or differ in case or in where the hyphen stands, are apart.
pub async fn streams_whose_names_begin_alike_are_apart(harness: &impl Harness) {
    let log = harness.open().await;
    let names = [
        "a-1", "a-1-1", "a-10", "a-1.", "a-1_", "a-A", "a-a", "a-", "ab-1", "a_b-1", "a_-1", "b-1",
    ];
    let streams: Vec<_> = names.iter().filter_map(|name| name.parse().ok()).collect();
    assert_eq!(streams.len(), names.len() - 1, "only `a-` names no stream");
    let mut stored = Vec::new();
    for (index, stream) in streams.iter().enumerate() {
        let mine = append(stream, 0, (0..=index).map(|_| event()).collect());
        log.append(mine.clone()).await.expect("stored");
        stored.push(ids(&mine));
    }
    for (stream, ids) in streams.iter().zip(stored) {
        let read = log.read_stream(stream, 0, 100).await.expect("read");
        assert_eq!(
            read.iter().map(|event| event.id).collect::<Vec<_>>(),
            ids,
            "{stream}"
        );
        assert!(read.iter().all(|event| event.stream == *stream));
        let version = log.stream_version(stream).await.expect("version");
        assert_eq!(usize::try_from(version), Ok(ids.len()), "{stream}");
    }
}
