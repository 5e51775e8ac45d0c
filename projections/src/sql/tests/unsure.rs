//! A transaction whose answer was lost is read back: written once, whether it was committed or not.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{EventLog, Fence, Follower, Lease, LeasedWork, SoleLeases};
use tokio::sync::watch;
use uuid::Uuid;

use super::super::live::Live;
use super::super::store::{Outcome, Serving, Store};
use super::super::worker::{WORK, Worker, WriterSession};
use super::super::{State, TableWriterStatus, Target};
use super::given::{campaign, expected, host_registered, quick, seen};

#[derive(PartialEq)]
enum Lost {
    BeforeTheCommit,
    AfterTheCommit,
}

async fn goes_on(lost: Lost) {
    let url = postgres_fixture::shared().database();
    let log = campaign(61).await;
    let fence = Fence(1);
    let mut store = Store::new(&Target::parse(&url).unwrap());
    assert_eq!(store.prepare().await.unwrap(), Serving::Another);
    let at = store.checkpoint().await.unwrap();
    let live = Live::take_up(&*log, None, &at, false).await.unwrap();
    if lost == Lost::AfterTheCommit {
        let (step, difference) = live.step(fence).await;
        let outcome = store.write(&step, difference.rows).await.unwrap();
        assert_eq!(outcome, Outcome::Done);
    }
    let (state, _) = watch::channel(State {
        status: TableWriterStatus::Starting,
        position: at.position,
        fence: None,
    });
    let follower = Follower::new(log.clone(), live.reached(), 64);
    let (serving, unsure) = (Serving::Another, true);
    let mut worker = Worker {
        log: log.clone(),
        store,
        options: quick(),
        state,
        held: Some(WriterSession {
            live,
            follower,
            fence,
            serving,
            unsure,
        }),
    };
    let last = host_registered(&log, 300).await;
    let lease = Lease::new(
        Arc::new(SoleLeases),
        WORK,
        Uuid::new_v4(),
        Duration::from_secs(60),
    );
    while worker
        .held
        .as_ref()
        .is_some_and(|held| held.live.written() < last)
    {
        worker.step(fence, &lease).await.unwrap();
    }
    assert!(worker.held.is_some_and(|held| !held.unsure));
    assert_eq!(log.head().await.unwrap(), last);
    assert!(seen(&url).await == expected(&log).await);
}

#[tokio::test]
async fn what_was_not_committed_is_written_again() {
    goes_on(Lost::BeforeTheCommit).await;
}

#[tokio::test]
async fn what_was_committed_is_not_taken_for_another_writers() {
    goes_on(Lost::AfterTheCommit).await;
}
