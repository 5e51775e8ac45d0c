//! A start goes on from what was kept of the write side, and holds what the whole log tells.
use std::sync::Arc;

use commands::snapshots::{self, SnapshotOptions};
use commands::{CommandService, process};
use eventlog::{Append, Clock, EventLog, MemoryLog, NewEvent, Position, Recorded};
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::office::Office;
use tokio::sync::watch;

/// One in so many places is a snapshot kept; of those, one in so many is gone on from to the end.
const KEPT_EVERY: usize = 3;
const GONE_ON_EVERY: usize = 10;

fn again(event: &Recorded) -> Append {
    Append {
        stream: event.stream.clone(),
        expected: event.sequence - 1,
        events: vec![NewEvent {
            id: event.id,
            event_type: event.event_type.clone(),
            event_version: event.event_version,
            payload: event.payload.clone(),
            metadata: event.metadata.clone(),
        }],
        recorded_at: Some(event.recorded_at),
    }
}

/// Writes a snapshot of what a write side holds.
async fn keep(commands: &Arc<CommandService>, options: &SnapshotOptions) {
    let (_stop, stopping) = watch::channel(true);
    snapshots::run(commands.clone(), options.clone(), Position::START, stopping).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_it_was_kept_a_start_holds_what_the_whole_log_tells() {
    let app = TestApp::start().await;
    Campaign::played(&app).await;
    let events = app.app.log.read_all(Position::START, 1_000_000).await;
    let events = events.unwrap();
    let office = Office::in_memory();
    office.clock.set(app.clock.now());
    let log = Arc::new(MemoryLog::new(office.clock.clone()));
    let live = office.desk_on(log.clone());
    let folder = tempfile::tempdir().unwrap();
    let options = SnapshotOptions {
        folder: folder.path().to_path_buf(),
        every: 1_000_000,
    };
    let mut gone_on = vec![];
    for (number, event) in events.iter().enumerate() {
        log.append(again(event)).await.unwrap();
        process::catch_up(&live).await.unwrap();
        if number % KEPT_EVERY != 0 {
            continue;
        }
        keep(&live, &options).await;
        let started = office.desk_on(log.clone());
        let from = snapshots::take_up(&started, &options).await.unwrap();
        assert_eq!(from, event.position, "after {}", event.event_type);
        let differing = snapshots::differing(&live, &started);
        assert_eq!(differing, Vec::<&str>::new(), "after {}", event.event_type);
        if number % (KEPT_EVERY * GONE_ON_EVERY) == 0 {
            gone_on.push((from, started));
        }
    }
    let whole = office.desk_on(log.clone());
    process::catch_up(&whole).await.unwrap();
    assert!(gone_on.len() > 5, "{} events", events.len());
    for (from, started) in gone_on {
        process::catch_up(&started).await.unwrap();
        let differing = snapshots::differing(&whole, &started);
        assert_eq!(differing, Vec::<&str>::new(), "from {from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_again_goes_on_from_what_it_kept() {
    let app = TestApp::start().await;
    Campaign::played(&app).await;
    let app = app.restarted().await;
    let head = app.app.log.head().await.unwrap();
    let options = SnapshotOptions {
        folder: app.snapshots().join("commands"),
        every: u64::MAX,
    };
    let office = Office::in_memory();
    office.clock.set(app.clock.now());
    let started = office.desk_on(app.app.log.clone());
    let from = snapshots::take_up(&started, &options).await.unwrap();
    assert!(Position::START < from && from <= head, "kept at the stop");
    process::catch_up(&started).await.unwrap();
    let whole = office.desk_on(app.app.log.clone());
    process::catch_up(&whole).await.unwrap();
    let none = Vec::<&str>::new();
    assert_eq!(snapshots::differing(&whole, &started), none);
    process::catch_up(&app.app.commands).await.unwrap();
    assert_eq!(snapshots::differing(&whole, &app.app.commands), none);
}
