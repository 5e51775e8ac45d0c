//! Waiting for more, and following.
use std::pin::pin;
use std::sync::Arc;

use super::Harness;
use super::given::{all, grown, soon, stream};
use crate::{Checkpoint, Follower, Position};

/// Who waits beyond the head is woken by the next event, and told the head.
pub async fn waiting_ends_with_the_next_event(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("awaited");
    for version in 0..50 {
        let head = log.head().await.expect("head");
        let mut waiting = pin!(log.wait_beyond(head));
        tokio::select! {
            biased;
            reached = &mut waiting => panic!("nothing came, and yet {reached:?}"),
            () = std::future::ready(()) => {}
        }
        let outcome = grown(&log, &stream, version, 1).await;
        assert_eq!(soon(waiting).await.expect("head"), outcome.position);
    }
}

/// Who waits for what is there is told the head at once.
pub async fn waiting_ends_at_once_when_there_is_more(harness: &impl Harness) {
    let log = harness.open().await;
    let first = grown(&log, &stream("awaited"), 0, 1).await.position;
    let last = grown(&log, &stream("awaited"), 1, 2).await.position;
    for after in [Position::START, first] {
        assert_eq!(soon(log.wait_beyond(after)).await.expect("head"), last);
    }
}

/// A follower gives what is there in batches, waits, and goes on.
pub async fn a_follower_waits_and_goes_on(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("followed");
    let first = grown(&log, &stream, 0, 5).await.position;
    let mut follower = Follower::new(Arc::clone(&log), Checkpoint::START, 3);
    assert_eq!(follower.next_batch().await.expect("followed").len(), 3);
    assert_eq!(follower.next_batch().await.expect("followed").len(), 2);
    assert_eq!(follower.position(), first);
    let reached = follower.checkpoint();
    let next = tokio::spawn(async move { follower.next_batch().await });
    let outcome = grown(&log, &stream, 5, 1).await;
    let batch = soon(next)
        .await
        .expect("the follower ends")
        .expect("followed");
    assert_eq!(batch.len(), 1);
    assert_eq!(batch[0].position, outcome.position);
    let mut later = Follower::new(Arc::clone(&log), reached, 0);
    assert_eq!(later.next_batch().await.expect("followed"), batch);
}

/// Giving up on a follower's batch loses nothing: the next call gives it.
pub async fn a_follower_dropped_while_waiting_loses_nothing(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("followed");
    let mut follower = Follower::new(Arc::clone(&log), Checkpoint::START, 10);
    for version in 0..10 {
        tokio::select! {
            biased;
            batch = follower.next_batch() => panic!("nothing came, and yet {batch:?}"),
            () = std::future::ready(()) => {}
        }
        grown(&log, &stream, version, 1).await;
        let batch = soon(follower.next_batch()).await.expect("followed");
        assert_eq!(batch.len(), 1);
        assert_eq!(batch[0].sequence, version + 1);
    }
    assert_eq!(all(&log).await.len(), 10);
}
