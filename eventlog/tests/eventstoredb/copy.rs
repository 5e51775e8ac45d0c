//! Many appends in their order, as a copy makes them.
use std::time::Instant;

use eventlog::{Append, EventLog, Position, RecordedAt};
use eventstoredb_fixture::Fault;

use super::{BEGIN, append, open, server, soon};

/// Events of a few streams, each recorded a little later than the one before.
fn history(events: u64) -> Vec<Append> {
    let mut versions = [0; 7];
    let events = 0..events;
    events
        .map(|number| {
            let stream = usize::try_from((number / 3) % 7).expect("few");
            let version: u64 = versions[stream];
            versions[stream] += 1;
            let at = BEGIN.0 + i64::try_from(number).expect("few") * 10;
            Append {
                recorded_at: Some(RecordedAt(at)),
                ..append(&format!("copied-{stream}"), version, 1)
            }
        })
        .collect()
}

/// In the order given, each with its time; given again, nothing is doubled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_keeps_order_and_times_and_can_be_given_again() {
    const EVENTS: u64 = 20_000;
    let server = server().await;
    let log = open(&server).await;
    let history = history(EVENTS);
    let begun = Instant::now();
    for (number, page) in history.chunks(1_000).enumerate() {
        if number % 5 == 4 {
            server.cut();
        }
        let versions = log.append_in_order(page.to_vec()).await.expect("stored");
        let wanted = page.iter().map(|append| append.expected + 1);
        assert!(versions.into_iter().eq(wanted));
    }
    let took = begun.elapsed();
    println!("{EVENTS} events copied in {took:?}");
    let again = log.append_in_order(history[500..1_500].to_vec()).await;
    assert_eq!(again.expect("as before").len(), 1_000);
    for log in [log, open(&server).await] {
        let read = log.read_all(Position::START, usize::MAX).await;
        let read = read.expect("read");
        assert_eq!(read.len(), history.len());
        for (read, given) in read.iter().zip(&history) {
            assert_eq!(read.id, given.events[0].id);
            assert_eq!(Some(read.recorded_at), given.recorded_at);
            assert_eq!(read.sequence, given.expected + 1);
        }
    }
}

/// What others wrote to a stream is told, and nothing of the copy is stored in its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_into_a_log_that_others_write_to_is_refused() {
    let server = server().await;
    let log = open(&server).await;
    log.append(append("copied-0", 0, 1)).await.expect("stored");
    let refused = soon(log.append_in_order(history(10))).await;
    assert!(refused.is_err(), "{refused:?}");
    server.fail_next_append(Fault::Busy);
    let other = vec![append("copied-9", 0, 2)];
    assert_eq!(soon(log.append_in_order(other)).await.expect("stored"), [2]);
}
