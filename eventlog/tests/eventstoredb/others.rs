//! Other applications on the same server, and other logs.
use std::sync::Arc;

use eventlog::{Checkpoint, EventLog, Follower, LogError, Position};
use eventstoredb_fixture::{Options, Server};
use uuid::Uuid;

use super::{append, open, open_at, server, soon};

/// Events of others between two of ours are neither fetched nor looked at twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_of_others_cost_a_follower_nothing() {
    const OTHERS: usize = 100_000;
    let server = server().await;
    let log = Arc::new(open(&server).await);
    let first = log.append(append("alone", 0, 1)).await.expect("stored");
    let mut follower = Follower::new(log.clone(), Checkpoint::START, 10);
    assert_eq!(
        soon(follower.next_batch()).await.expect("followed").len(),
        1
    );
    let before = server.counts();
    for _ in 0..OTHERS / 1_000 {
        server.write_of_others("shoppingCart-17", 1_000, 500);
    }
    let (followed, second) =
        soon(async { tokio::join!(follower.next_batch(), log.append(append("alone", 1, 1))) })
            .await;
    let (followed, second) = (followed.expect("followed"), second.expect("stored"));
    assert_eq!(followed.len(), 1);
    assert_eq!(followed[0].position, second.position);
    assert!(second.position > first.position);
    let after = server.counts();
    let bytes = after.bytes - before.bytes;
    assert!(bytes < 1 << 20, "{bytes} bytes were fetched");
    let looked = after.looked_at - before.looked_at;
    let most = u64::try_from(OTHERS).expect("few") * 11 / 10;
    println!("{OTHERS} events of others: {looked} looks, {bytes} bytes");
    assert!(looked <= most, "{looked} looks");
}

/// Streams of others whose names look like ours neither stop the log nor are part of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_logs_and_a_shop_share_a_server() {
    let server = server().await;
    server.write_of_others("shoppingCart-17", 3, 10);
    server.write_of_others("student-zoe", 3, 10);
    let one = open_at(&server.url(), None).await.expect("opened");
    let named = format!("{}&streamPrefix=second:", server.url());
    let two = open_at(&named, None).await.expect("opened");
    assert_eq!((one.prefix(), two.prefix()), ("placement:", "second:"));
    for version in 0..3 {
        one.append(append("zoe", version, 1)).await.expect("stored");
        server.write_of_others("placement-like", 1, 10);
        two.append(append("zoe", 2 * version, 2))
            .await
            .expect("stored");
    }
    let of_one = one.read_all(Position::START, 100).await.expect("read");
    let of_two = two.read_all(Position::START, 100).await.expect("read");
    assert_eq!((of_one.len(), of_two.len()), (3, 6));
    let (here, there) = (Uuid::new_v4(), Uuid::new_v4());
    assert_eq!(one.join_installation(here).await.expect("joined"), here);
    assert_eq!(two.join_installation(there).await.expect("joined"), there);
    for bad in ["no-colon", "a:b:", ":", "é:"] {
        let refused = open_at(&server.url(), Some(bad)).await;
        assert!(matches!(refused, Err(LogError::Unavailable(_))), "{bad}");
    }
}

/// A log of an earlier version, whose streams had no prefix, is found as it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_without_a_prefix_is_still_found() {
    let server = server().await;
    let old = open_at(&server.url(), Some("")).await.expect("opened");
    let installation = Uuid::new_v4();
    old.join_installation(installation).await.expect("joined");
    old.append(append("old", 0, 3)).await.expect("stored");
    let whole = old.read_all(Position::START, 10).await.expect("read");
    drop(old);
    for url in [server.url(), format!("{}&streamPrefix=", server.url())] {
        let log = open_at(&url, None).await.expect("opened");
        assert_eq!(log.prefix(), "");
        let read = log.read_all(Position::START, 10).await.expect("read");
        assert_eq!(read, whole);
        assert_eq!(log.installation().await.expect("asked"), Some(installation));
    }
}

/// What somebody else wrote to a stream of the log is named with stream, number and position, and
/// what stands before it is read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_write_to_our_streams_is_damage_that_is_named() {
    let server = server().await;
    let log = open(&server).await;
    log.append(append("mixed", 0, 2)).await.expect("stored");
    let at = server.end();
    server.write_of_others("placement:student-mixed", 1, 10);
    log.append(append("sound", 0, 1)).await.expect("stored");
    drop(log);
    let log = open(&server).await;
    let read = log.read_all(Position::START, 10).await.expect("read");
    assert_eq!(read.len(), 2);
    let damaged = log.read_all(read[1].position, 10).await;
    match damaged {
        Err(LogError::Damaged(damage)) => {
            assert_eq!(damage.at, Some(Position(at)));
            assert!(
                damage
                    .why
                    .contains("event 3 of stream placement:student-mixed"),
                "{damage}"
            );
        }
        other => panic!("{other:?}"),
    }
    let behind = log.read_all(Position(at), 10).await.expect("read");
    assert_eq!(behind.len(), 1);
}

/// What is appended is JSON there, with the ids of what it belongs to, byte for byte.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_json_on_the_server() {
    let server = Server::start(Options::default()).await.expect("started");
    let log = open(&server).await;
    let mut mine = append("json", 0, 1);
    mine.events[0].payload = br#"{"b": 1,  "a":2}"#.to_vec();
    mine.events[0].metadata = br#"{"correlation_id":"c1","causation_id":"c2"}"#.to_vec();
    let given = mine.events[0].clone();
    log.append(mine).await.expect("stored");
    let read = log.read_all(Position::START, 10).await.expect("read");
    assert_eq!(
        (&read[0].payload, &read[0].metadata),
        (&given.payload, &given.metadata)
    );
    let held = server.held("placement:student-json");
    assert_eq!(held.len(), 1);
    let (content_type, data, metadata) = &held[0];
    assert_eq!(content_type, "application/json");
    assert_eq!(data, &given.payload);
    let metadata: serde_json::Value = serde_json::from_slice(metadata).expect("JSON");
    assert_eq!(metadata["$correlationId"], "c1");
    assert_eq!(metadata["$causationId"], "c2");
}
