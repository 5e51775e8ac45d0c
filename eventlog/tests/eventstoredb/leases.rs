//! Leases on EventStoreDB.
use std::time::Duration;

use eventlog::{EventLog, EventStoreDbLog, Fence, Leases, Position};
use eventstoredb_fixture::Fault;
use uuid::Uuid;

use super::{open, server, soon};

const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(20);

/// Asks until the lease is given.
async fn won(log: &EventStoreDbLog, holder: Uuid, ttl: Duration) -> Fence {
    soon(async {
        loop {
            if let Some(fence) = log.hold("work", holder, ttl).await.expect("asked") {
                return fence;
            }
        }
    })
    .await
}

/// Who holds a lease keeps it, with its fence; another gets it when it is given back, with a
/// greater one. Other work is another lease.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_has_one_holder_at_a_time() {
    let server = server().await;
    let (one, two) = (open(&server).await, open(&server).await);
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let fence = won(&one, first, LONG).await;
    for _ in 0..20 {
        assert_eq!(
            one.hold("work", first, LONG).await.expect("asked"),
            Some(fence)
        );
        assert_eq!(two.hold("work", second, LONG).await.expect("asked"), None);
    }
    assert!(
        two.hold("other", second, LONG)
            .await
            .expect("asked")
            .is_some()
    );
    // Only the holder gives it back.
    two.release("work", second).await.expect("asked");
    assert_eq!(two.hold("work", second, LONG).await.expect("asked"), None);
    one.release("work", first).await.expect("released");
    let next = won(&two, second, LONG).await;
    assert!(next > fence);
    assert_eq!(one.hold("work", first, LONG).await.expect("asked"), None);
    assert_eq!(
        one.head().await.expect("head"),
        Position::START,
        "no event of the log"
    );
}

/// A holder that is silent loses its lease; when it comes back it is told so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_holder_is_followed_by_another() {
    let server = server().await;
    let (one, two) = (open(&server).await, open(&server).await);
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let fence = won(&one, first, SHORT).await;
    let next = won(&two, second, LONG).await;
    assert!(next > fence);
    assert_eq!(one.hold("work", first, SHORT).await.expect("asked"), None);
    assert_eq!(
        two.hold("work", second, LONG).await.expect("asked"),
        Some(next)
    );
}

/// Of many that ask at the same time for a free lease, one gets it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_one_gets_the_lease() {
    let server = server().await;
    let log = open(&server).await;
    let ask = || log.hold("work", Uuid::new_v4(), LONG);
    let asked = tokio::join!(ask(), ask(), ask(), ask(), ask(), ask());
    let asked = [asked.0, asked.1, asked.2, asked.3, asked.4, asked.5];
    let given = asked.into_iter().filter_map(|one| one.expect("asked"));
    assert_eq!(given.count(), 1);
}

/// A cut while the lease is asked for neither gives it twice nor loses it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_does_not_lose_a_lease() {
    for fault in [Fault::CutBeforeAppend, Fault::CutAfterAppend] {
        let server = server().await;
        let log = open(&server).await;
        let holder = Uuid::new_v4();
        server.fail_next_append(fault);
        let fence = won(&log, holder, LONG).await;
        server.fail_next_append(fault);
        assert_eq!(won(&log, holder, LONG).await, fence);
        let other = log.hold("work", Uuid::new_v4(), LONG).await;
        assert_eq!(other.expect("asked"), None);
    }
}
