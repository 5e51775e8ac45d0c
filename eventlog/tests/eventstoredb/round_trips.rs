//! How often the server is asked for what is done most.
use std::time::Duration;

use eventlog::{Checkpoint, EventLog, EventStoreDbLog, EventStoreDbOptions};

use super::{append, server, soon};

/// One call for an append to a stream that is known; none for what it stored, however many follow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_takes_one_call_and_to_see_it_takes_none() {
    const APPENDS: u64 = 50;
    let server = server().await;
    let options = EventStoreDbOptions {
        poll: Duration::from_secs(3_600),
        ..EventStoreDbOptions::default()
    };
    let log = EventStoreDbLog::open(&server.url(), options)
        .await
        .expect("opened");
    let first = log.append(append("known", 0, 2)).await.expect("stored");
    let mut followed = vec![Checkpoint::START; 5];
    for place in &mut followed {
        let read = log.read_after(*place, 100).await.expect("read");
        *place = Checkpoint::from(read.last().expect("the first two"));
        assert_eq!(place.position, first.position);
    }
    let before = server.counts().calls;
    for version in 2..2 + APPENDS {
        let mine = append("known", version, 1);
        let id = mine.events[0].id;
        let stored = log.append(mine).await.expect("stored");
        for place in &mut followed {
            let reached = soon(log.wait_beyond(place.position)).await.expect("told");
            assert_eq!(reached, stored.position);
            let read = log.read_after(*place, 100).await.expect("read");
            assert_eq!((read.len(), read[0].id), (1, id));
            assert_eq!(read[0].recorded_at, stored.recorded_at);
            assert_eq!(read[0].position, stored.position);
            *place = Checkpoint::from(&read[0]);
        }
    }
    assert_eq!(server.counts().calls - before, APPENDS);
    // What is kept in memory is what the server holds.
    let fresh = super::open(&server).await;
    let held = fresh
        .read_after(Checkpoint::START, 1_000)
        .await
        .expect("read");
    assert_eq!(
        log.read_after(Checkpoint::START, 1_000)
            .await
            .expect("read"),
        held
    );
}
