//! Leases: one holder at a time.
use std::time::Duration;

use eventlog::Fence;
use uuid::Uuid;

use crate::given::{open, soon};

const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_lease_has_one_holder_until_it_is_released() {
    let url = postgres_fixture::shared().database();
    let (here, there) = (open(&url).await.leases(), open(&url).await.leases());
    let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
    assert_eq!(
        here.hold("work", a, LONG).await.expect("asked"),
        Some(Fence(1))
    );
    assert_eq!(there.hold("work", b, LONG).await.expect("asked"), None);
    // Its own holder renews it; the fence stays.
    assert_eq!(
        there.hold("work", a, LONG).await.expect("asked"),
        Some(Fence(1))
    );
    // Other work is another lease.
    assert_eq!(
        there.hold("other", b, LONG).await.expect("asked"),
        Some(Fence(1))
    );
    // Only the holder gives it back.
    there.release("work", b).await.expect("asked");
    assert_eq!(there.hold("work", b, LONG).await.expect("asked"), None);
    here.release("work", a).await.expect("asked");
    assert_eq!(
        there.hold("work", b, LONG).await.expect("asked"),
        Some(Fence(2))
    );
    assert_eq!(here.hold("work", a, LONG).await.expect("asked"), None);
    // To release what is not held, or unknown, does nothing.
    here.release("work", a).await.expect("asked");
    here.release("unknown", a).await.expect("asked");
    assert_eq!(here.hold("work", a, LONG).await.expect("asked"), None);
}

#[tokio::test]
async fn a_lease_that_ended_goes_to_another_with_a_higher_fence() {
    let url = postgres_fixture::shared().database();
    let leases = open(&url).await.leases();
    let (mut a, mut b) = (Uuid::new_v4(), Uuid::new_v4());
    let first = leases.hold("work", a, SHORT).await.expect("asked");
    let mut fence = first.expect("free");
    for _ in 0..3 {
        let taken = soon(async {
            loop {
                if let Some(taken) = leases.hold("work", b, SHORT).await.expect("asked") {
                    break taken;
                }
            }
        });
        let taken = taken.await;
        assert!(taken > fence, "{taken:?} after {fence:?}");
        fence = taken;
        (a, b) = (b, a);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_ask_at_once_one_holds() {
    let url = postgres_fixture::shared().database();
    let logs = [open(&url).await, open(&url).await, open(&url).await];
    for round in 0..20 {
        let work = format!("work-{round}");
        let asked = logs.iter().map(|log| {
            let (leases, work) = (log.leases(), work.clone());
            tokio::spawn(async move { leases.hold(&work, Uuid::new_v4(), LONG).await })
        });
        let mut held = 0;
        for one in asked.collect::<Vec<_>>() {
            held += usize::from(one.await.expect("ends").expect("asked").is_some());
        }
        assert_eq!(held, 1, "{work}");
    }
}
