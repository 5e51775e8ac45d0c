//! Recorded times with several writers whose clocks differ: they never go back, and every reader
//! finds the same, however it reads.
use std::sync::Arc;

use eventlog::contract::HandClock;
use eventlog::{EventLog, EventStoreDbLog, EventStoreDbOptions, Position, RecordedAt};
use eventstoredb_fixture::Server;

use super::{BEGIN, append, server, soon};

async fn open(server: &Server, clock: Arc<HandClock>, events_remembered: usize) -> EventStoreDbLog {
    let options = EventStoreDbOptions {
        clock,
        events_remembered,
        ..EventStoreDbOptions::default()
    };
    let log = EventStoreDbLog::open(&server.url(), options).await;
    log.expect("opened")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reader_finds_the_same_times() {
    const WRITERS: i64 = 4;
    const APPENDS: u64 = 50;
    let server = server().await;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        // Clocks an hour apart, of which each goes its own way.
        let start = BEGIN.0 - writer * 3_600_000_000;
        let clock = HandClock::at(RecordedAt(start));
        let log = open(&server, Arc::clone(&clock), 8).await;
        writers.push(tokio::spawn(async move {
            let mut told = Vec::new();
            for version in 0..APPENDS {
                let step = i64::try_from(version).expect("few") * 1_800_000_000 * (writer + 1);
                clock.set(RecordedAt(start + step));
                let mine = append(
                    &format!("writer-{writer}"),
                    version,
                    2 - usize::from(version > 0),
                );
                let mine = if version == 0 {
                    mine
                } else {
                    eventlog::Append {
                        expected: version + 1,
                        ..mine
                    }
                };
                let outcome = log.append(mine).await.expect("stored");
                told.push((outcome.position, outcome.recorded_at));
            }
            told
        }));
    }
    let mut told = Vec::new();
    for writer in writers {
        told.extend(soon(writer).await.expect("the writer ends"));
    }

    // A reader that remembers little, and asks in every way.
    let log = open(&server, HandClock::at(BEGIN), 1).await;
    let all = log
        .read_all(Position::START, usize::MAX)
        .await
        .expect("read");
    assert!(
        all.windows(2)
            .all(|pair| pair[0].recorded_at <= pair[1].recorded_at)
    );
    let times: std::collections::HashMap<_, _> = all
        .iter()
        .map(|event| (event.position, event.recorded_at))
        .collect();
    for (position, at) in told {
        assert_eq!(
            times.get(&position),
            Some(&at),
            "what its writer was told of {position}"
        );
    }
    for remembered in [1, 10_000] {
        let log = open(&server, HandClock::at(BEGIN), remembered).await;
        let positions: Vec<_> = all.iter().rev().map(|event| event.position).collect();
        let mut read = log.read_at(&positions).await.expect("read");
        read.reverse();
        assert_eq!(read, all);
        let log = open(&server, HandClock::at(BEGIN), remembered).await;
        for event in &all {
            let read = log.read_stream(&event.stream, event.sequence - 1, 1).await;
            assert_eq!(read.expect("read"), std::slice::from_ref(event));
        }
        for pair in all.windows(2) {
            let page = log.read_all(pair[0].position, 1).await.expect("read");
            assert_eq!(page, std::slice::from_ref(&pair[1]));
            let wanted = all.partition_point(|event| event.recorded_at <= pair[0].recorded_at);
            let found = log
                .position_at(pair[0].recorded_at)
                .await
                .expect("position");
            assert_eq!(found, all[wanted - 1].position);
        }
    }
}
