//! Reads: pages, order, what is missing.
use std::sync::Arc;

use super::Harness;
use super::given::{ALL, all, grown, stream};
use crate::{EventLog, LogError, Position};

const STREAMS: usize = 3;
const EACH: u64 = 150;

/// Three streams of 150 events each, interleaved.
async fn filled(harness: &impl Harness) -> Arc<dyn EventLog> {
    let log = harness.open().await;
    for version in 0..EACH / 5 {
        for number in 0..STREAMS {
            grown(&log, &stream(&format!("read-{number}")), version * 5, 5).await;
        }
    }
    log
}

/// Pages of any size add up to the whole, in order.
pub async fn a_read_of_all_gives_pages_in_order(harness: &impl Harness) {
    let log = filled(harness).await;
    let whole = all(&log).await;
    assert_eq!(whole.len(), STREAMS * 150);
    assert!(
        whole
            .windows(2)
            .all(|pair| pair[0].position < pair[1].position)
    );
    assert_eq!(
        log.read_all(Position::START, usize::MAX)
            .await
            .expect("read"),
        whole
    );
    for limit in [1, 7, 64, 65, 100, whole.len()] {
        let mut pages = Vec::new();
        let mut after = Position::START;
        loop {
            let page = log.read_all(after, limit).await.expect("read");
            assert!(page.len() <= limit);
            let Some(last) = page.last() else { break };
            after = last.position;
            pages.extend(page);
        }
        assert_eq!(pages, whole, "pages of {limit}");
    }
    assert!(
        log.read_all(Position::START, 0)
            .await
            .expect("read")
            .is_empty()
    );
    let head = log.head().await.expect("head");
    assert!(log.read_all(head, 10).await.expect("read").is_empty());
    assert!(
        log.read_all(Position(u64::MAX), 10)
            .await
            .expect("read")
            .is_empty()
    );
}

/// Pages of a stream add up to the stream, whatever stands between its events in the log.
pub async fn a_read_of_a_stream_gives_pages_in_order(harness: &impl Harness) {
    let log = filled(harness).await;
    let stream = stream("read-1");
    let whole: Vec<_> = all(&log)
        .await
        .into_iter()
        .filter(|e| e.stream == stream)
        .collect();
    assert_eq!(log.read_stream(&stream, 0, ALL).await.expect("read"), whole);
    assert_eq!(
        log.read_stream(&stream, 0, usize::MAX).await.expect("read"),
        whole
    );
    for limit in [1, 7, 63, 64, 65, 100] {
        let mut pages = Vec::new();
        loop {
            let after = u64::try_from(pages.len()).expect("a few");
            let page = log.read_stream(&stream, after, limit).await.expect("read");
            assert!(page.len() <= limit);
            if page.is_empty() {
                break;
            }
            pages.extend(page);
        }
        assert_eq!(pages, whole, "pages of {limit}");
    }
    assert!(
        log.read_stream(&stream, 0, 0)
            .await
            .expect("read")
            .is_empty()
    );
    assert!(
        log.read_stream(&stream, EACH, 10)
            .await
            .expect("read")
            .is_empty()
    );
    assert!(
        log.read_stream(&stream, u64::MAX, 10)
            .await
            .expect("read")
            .is_empty()
    );
}

/// Events come in the order their positions were asked for, as often as they were.
pub async fn a_read_at_positions_keeps_their_order(harness: &impl Harness) {
    let log = filled(harness).await;
    let whole = all(&log).await;
    for count in [3, 64, 200] {
        let wanted: Vec<_> = (0..count)
            .map(|n| whole[(n * 271 + 13) % whole.len()].clone())
            .collect();
        let mut positions: Vec<_> = wanted.iter().map(|event| event.position).collect();
        assert_eq!(log.read_at(&positions).await.expect("read"), wanted);
        positions.reverse();
        positions.push(positions[0]);
        let read = log.read_at(&positions).await.expect("read");
        let found: Vec<_> = read.iter().map(|event| event.position).collect();
        assert_eq!(found, positions);
    }
}

/// A position without an event is damage, named, even among others.
pub async fn a_read_at_a_missing_position_is_damage(harness: &impl Harness) {
    let log = harness.open().await;
    let last = grown(&log, &stream("read"), 0, 2).await.position;
    for missing in [Position::START, Position(last.0 + 1), Position(u64::MAX)] {
        match log.read_at(&[last, missing]).await {
            Err(LogError::Damaged(damage)) => assert_eq!(damage.at, Some(missing)),
            other => panic!("damage was expected, not {other:?}"),
        }
    }
}
