//! A log carried from store to store is the same log.
use std::sync::Arc;

use api::copying::{CopyError, Copying};
use api::stores::LogLocation;
use eventlog::{Append, EventLog, MemoryLog, NewEvent, Position, StreamId, SystemClock};
use eventstoredb_fixture::{Options, Server};
use postgres_fixture::shared;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::College;
use uuid::Uuid;

async fn open(place: &str) -> Arc<dyn EventLog> {
    let place: LogLocation = place.parse().unwrap();
    place.open(Arc::new(SystemClock)).await.unwrap().log
}

async fn carry(from: &dyn EventLog, to: &dyn EventLog, at_once: usize) -> (u64, u64) {
    let copying = Copying::new(from, to, at_once).await.unwrap();
    let done = copying.run(|_, _| ()).await.unwrap();
    (done.copied, done.compared)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_goes_from_store_to_store_and_back() {
    let app = TestApp::start().await;
    Campaign::played(&app).await;
    let source = app.app.log.clone();
    let before = source.read_all(Position::START, 100_000).await.unwrap();
    let all = u64::try_from(before.len()).unwrap();

    let postgres = open(&shared().database()).await;
    assert_eq!(carry(&*source, &*postgres, 512).await, (all, all));
    let server = Server::start(Options::default()).await.unwrap();
    let eventstore = open(&server.url()).await;
    assert_eq!(carry(&*postgres, &*eventstore, 1).await, (all, all));
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("back.db").display());
    let back = open(&file).await;
    assert_eq!(carry(&*eventstore, &*back, 512).await, (all, all));
    let after = back.read_all(Position::START, 100_000).await.unwrap();
    assert_eq!(after, before, "positions too, for both count from 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_run_of_streams_keeps_its_order() {
    let source = MemoryLog::default();
    for number in 0..700 {
        let event = NewEvent {
            id: Uuid::new_v4(),
            event_type: "Happened".into(),
            event_version: 1,
            payload: b"{}".to_vec(),
            metadata: b"{}".to_vec(),
        };
        let append = Append {
            stream: StreamId::new("student", &format!("s{number}")).unwrap(),
            expected: 0,
            events: vec![event],
            recorded_at: None,
        };
        source.append(append).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("copy.db").display());
    for target in [open(&shared().database()).await, open(&file).await] {
        assert_eq!(carry(&source, &*target, 512).await, (700, 700));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_goes_on_where_it_was_and_never_into_another_log() {
    let app = TestApp::start().await;
    College::registered(&app.app.commands, 1).await;
    let source = app.app.log.clone();
    let target = open(&shared().database()).await;
    let first = carry(&*source, &*target, 512).await;
    assert_eq!(first.0, first.1);
    assert_eq!(carry(&*source, &*target, 512).await, (0, first.1));
    College::registered(&app.app.commands, 2).await;
    let (copied, compared) = carry(&*source, &*target, 512).await;
    assert!(copied > 0);
    assert_eq!(compared, first.1 + copied);

    let other = TestApp::start().await;
    College::registered(&other.app.commands, 3).await;
    let refused = Copying::new(&*other.app.log, &*target, 512).await;
    assert!(matches!(refused.err(), Some(CopyError::AnotherLog)));
}
