//! Appending the same event ids again is the same outcome.
use std::sync::Arc;

use super::Harness;
use super::given::{all, append, event, events, grown, refusal, stream};
use crate::RecordedAt;

/// The same append twice: the same outcome, stored once, at the time of the first.
pub async fn a_retry_gives_the_first_outcome(harness: &impl Harness) {
    let log = harness.open().await;
    for count in [1, 3] {
        let stream = stream(&format!("retried-{count}"));
        let mine = append(&stream, 0, events(count));
        let first = log.append(mine.clone()).await.expect("stored");
        let stored = all(&log).await;
        harness
            .clock()
            .set(RecordedAt(first.recorded_at.0 + 1_000_000));
        assert_eq!(log.append(mine).await.expect("known"), first);
        assert_eq!(all(&log).await, stored);
    }
}

/// The first outcome is still the answer when the stream has grown since.
pub async fn a_retry_after_others_gives_the_first_outcome(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("retried");
    let mine = append(&stream, 0, events(2));
    let first = log.append(mine.clone()).await.expect("stored");
    grown(&log, &stream, 2, 3).await;
    assert_eq!(log.append(mine).await.expect("known"), first);
    assert_eq!(log.stream_version(&stream).await.expect("version"), 5);
}

/// The first outcome is still the answer after the log was closed and opened.
pub async fn a_retry_after_reopening_gives_the_first_outcome(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("retried");
    let mine = append(&stream, 0, events(2));
    let first = log.append(mine.clone()).await.expect("stored");
    let log = harness.reopen(log).await;
    assert_eq!(log.append(mine).await.expect("known"), first);
    assert_eq!(all(&log).await.len(), 2);
}

/// The same append sent by several at the same time is stored once and answered alike.
pub async fn retries_at_the_same_time_store_once(harness: &impl Harness) {
    let log = harness.open().await;
    for round in 0..20 {
        let mine = append(
            &stream(&format!("hurried-{round}")),
            0,
            events(1 + round % 2),
        );
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (log, mine) = (Arc::clone(&log), mine.clone());
                tokio::spawn(async move { log.append(mine).await })
            })
            .collect();
        let mut outcomes = Vec::new();
        for one in tries {
            outcomes.push(
                one.await
                    .expect("the writer ends")
                    .expect("stored or known"),
            );
        }
        outcomes.dedup();
        assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    }
    assert_eq!(all(&log).await.len(), 30);
}

/// A writer that reloads the stream between tries expects another version; it is a retry all the
/// same.
pub async fn a_retry_with_another_expectation_gives_the_first_outcome(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("retried");
    grown(&log, &stream, 0, 1).await;
    let mut mine = append(&stream, 1, events(2));
    let first = log.append(mine.clone()).await.expect("stored");
    for expected in [0, 3, 9] {
        mine.expected = expected;
        assert_eq!(log.append(mine.clone()).await.expect("known"), first);
    }
    assert_eq!(log.stream_version(&stream).await.expect("version"), 3);
}

/// An append that mixes events the log holds with others, or holds them in another order, is no
/// retry and can never be stored.
pub async fn a_known_id_among_others_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("mixed");
    let mine = append(&stream, 0, events(3));
    log.append(mine.clone()).await.expect("stored");
    let before = all(&log).await;
    for expected in [0, 3] {
        let mut longer = append(&stream, expected, mine.events.clone());
        longer.events.push(event());
        refusal(log.append(longer).await);
        let mut late = append(&stream, expected, events(1));
        late.events.extend(mine.events.clone());
        refusal(log.append(late).await);
        let mut swapped = append(&stream, expected, mine.events.clone());
        swapped.events.swap(1, 2);
        refusal(log.append(swapped).await);
    }
    assert_eq!(all(&log).await, before);
}

/// An event id belongs to one stream.
pub async fn a_known_id_in_another_stream_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let mine = append(&stream("owner"), 0, events(1));
    log.append(mine.clone()).await.expect("stored");
    for expected in [0, 1] {
        refusal(
            log.append(append(&stream("thief"), expected, mine.events.clone()))
                .await,
        );
    }
    assert_eq!(
        log.stream_version(&stream("thief")).await.expect("version"),
        0
    );
    assert_eq!(all(&log).await.len(), 1);
}
