//! A log carried from store to store is the same log.
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use api::copying::{CopyError, Copying};
use api::stores::LogLocation;
use eventlog::{
    Append, EventLog, MemoryLog, NewEvent, Position, Recorded, RecordedAt, StreamId, SystemClock,
};
use eventstoredb_fixture::{Options, Server};
use notary::{ReadLog, tree};
use postgres_fixture::shared;
use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::cast::College;
use uuid::Uuid;

async fn open(place: &str) -> Arc<dyn EventLog> {
    let place: LogLocation = place.parse().unwrap();
    place.open(Arc::new(SystemClock)).await.unwrap().log
}

async fn carry(from: &dyn EventLog, to: &dyn EventLog) -> (u64, u64) {
    let copying = Copying::new(from, to).await.unwrap();
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
    assert_eq!(carry(&*source, &*postgres).await, (all, all));
    let server = Server::start(Options::default()).await.unwrap();
    let eventstore = open(&server.url()).await;
    assert_eq!(carry(&*postgres, &*eventstore).await, (all, all));
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("back.db").display());
    let back = open(&file).await;
    assert_eq!(carry(&*eventstore, &*back).await, (all, all));
    let after = back.read_all(Position::START, 100_000).await.unwrap();
    assert_eq!(after, before, "positions too, for both count from 1");
}

/// One event in a stream of its own.
fn alone(number: u64) -> Append {
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "Happened".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    Append {
        stream: StreamId::new("student", &format!("s{number}")).unwrap(),
        expected: 0,
        events: vec![event],
        recorded_at: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_run_of_streams_keeps_its_order() {
    let source = MemoryLog::default();
    for number in 0..700 {
        source.append(alone(number)).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("copy.db").display());
    for target in [open(&shared().database()).await, open(&file).await] {
        assert_eq!(carry(&source, &*target).await, (700, 700));
    }
}

const COPY: &str = "PLACEMENT_TEST_COPY";

/// Not a test of its own: the process that copies, for the one that kills it.
#[test]
fn copy_process() {
    let Ok(told) = std::env::var(COPY) else {
        return;
    };
    let (from, to) = told.split_once(' ').unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let from: LogLocation = from.parse().unwrap();
        let source = from.open_to_read().await.unwrap();
        carry(&*source, &*open(to).await).await;
    });
}

/// Killed with appends under way, several times: what is stored is the beginning of the source,
/// and the next one goes on there.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_to_eventstoredb_that_is_killed_is_gone_on_with() {
    const EVENTS: u64 = 9_000;
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("source.db").display());
    let source = open(&file).await;
    let appends = (0..EVENTS).map(alone).collect();
    source.append_in_order(appends).await.unwrap();
    let server = Server::start(Options::default()).await.unwrap();
    let mut killed_at = vec![];
    for begun in [1, 2_345, 4_567] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "copy::copy_process", "--nocapture"])
            .env(COPY, format!("{file} {}", server.url()))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let reached = async {
            while server.count() < begun {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), reached)
            .await
            .expect("within a minute");
        child.kill().unwrap();
        child.wait().unwrap();
        killed_at.push(server.count());
    }
    println!("killed with {killed_at:?} events stored");
    assert!(
        killed_at
            .iter()
            .all(|stored| *stored < usize::try_from(EVENTS).unwrap())
    );
    let target = open(&server.url()).await;
    let (copied, compared) = carry(&*source, &*target).await;
    assert!((1..EVENTS).contains(&copied), "{copied}");
    assert_eq!(compared, EVENTS);
    assert_eq!(server.count(), usize::try_from(EVENTS).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_goes_on_where_it_was_and_never_into_another_log() {
    let app = TestApp::start().await;
    College::registered(&app.app.commands, 1).await;
    let source = app.app.log.clone();
    let target = open(&shared().database()).await;
    let first = carry(&*source, &*target).await;
    assert_eq!(first.0, first.1);
    assert_eq!(carry(&*source, &*target).await, (0, first.1));
    College::registered(&app.app.commands, 2).await;
    let (copied, compared) = carry(&*source, &*target).await;
    assert!(copied > 0);
    assert_eq!(compared, first.1 + copied);

    let other = TestApp::start().await;
    College::registered(&other.app.commands, 3).await;
    let refused = Copying::new(&*other.app.log, &*target).await;
    assert!(matches!(refused.err(), Some(CopyError::AnotherLog)));
}

/// Writes events as they are told, in the name of an installation, as somebody would who wants a
/// copy to be taken for one: every checksum fits.
async fn forge(events: &[Recorded], installation: Uuid, into: &dyn EventLog) {
    into.join_installation(installation).await.unwrap();
    for event in events {
        let append = Append {
            stream: event.stream.clone(),
            expected: into.stream_version(&event.stream).await.unwrap(),
            recorded_at: Some(event.recorded_at),
            events: vec![NewEvent {
                id: event.id,
                event_type: event.event_type.clone(),
                event_version: event.event_version,
                payload: event.payload.clone(),
                metadata: event.metadata.clone(),
            }],
        };
        into.append(append).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_root_of_a_copy_is_that_of_the_log_whatever_the_store() {
    let app = TestApp::start().await;
    College::registered(&app.app.commands, 1).await;
    let source = app.app.log.clone();
    let read = ReadLog::of(&*source, |_, _| Ok::<_, eventlog::LogError>(()));
    let read = read.await.unwrap();
    let root = tree::root(&read.tree, read.size()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("copy.db").display());
    for place in [file, shared().database()] {
        let target = open(&place).await;
        let copying = Copying::new(&*source, &*target).await.unwrap();
        let done = copying.run(|_, _| ()).await.unwrap();
        assert_eq!((done.compared, done.root), (read.size(), root));
        assert_eq!(done.first_event, Some(read.events[0].event_id));
    }
}

/// In every case the copy ends with the event with which the log ends, so that it is taken for one
/// that is to be gone on with.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_with_something_else_in_its_midst_is_refused_and_it_is_said_where() {
    let source = MemoryLog::default();
    let installation = Uuid::new_v4();
    source.join_installation(installation).await.unwrap();
    // Over more than a page, each in a stream of its own.
    for number in 0..1_100 {
        source.append(alone(number)).await.unwrap();
    }
    let honest = source.read_all(Position::START, 2_000).await.unwrap();
    let at: usize = 1_050;
    type Change = fn(&mut Vec<Recorded>);
    let cases: [(&str, Change, &str); 7] = [
        (
            "a payload",
            |all| all[1_050].payload = b"{ }".to_vec(),
            "its payload",
        ),
        (
            "metadata",
            |all| all[1_050].metadata = b"{ }".to_vec(),
            "its metadata",
        ),
        (
            "a type",
            |all| all[1_050].event_type = "Other".into(),
            "its type",
        ),
        (
            "a time",
            |all| {
                for event in &mut all[1_050..] {
                    event.recorded_at = RecordedAt(event.recorded_at.0 + 1);
                }
            },
            "the time it was recorded",
        ),
        (
            "an order",
            |all| all.swap(1_050, 1_051),
            "the copy has event",
        ),
        (
            "one left out",
            |all| drop(all.remove(1_050)),
            "the copy has event",
        ),
        (
            "one more",
            |all| {
                let mut more = all[1_050].clone();
                more.id = Uuid::from_u128(7);
                more.stream = StreamId::new("student", "nobody").unwrap();
                all.insert(1_050, more);
            },
            "the copy has event 00000000-0000-0000-0000-000000000007",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (number, (case, change, told)) in cases.into_iter().enumerate() {
        let mut events = honest.clone();
        change(&mut events);
        let file = folder.path().join(format!("{number}.db"));
        let mut places = vec![format!("sqlite:{}", file.display())];
        if matches!(case, "a payload" | "one left out") {
            places.push(shared().database());
        }
        for place in places {
            let target = open(&place).await;
            forge(&events, installation, &*target).await;
            let copying = Copying::new(&source, &*target).await.unwrap();
            let error = copying.run(|_, _| ()).await.unwrap_err();
            let said = error.to_string();
            let CopyError::Parted(parting) = error else {
                panic!("{case}: {said}");
            };
            let read = ReadLog::of(&source, |_, _| Ok::<_, eventlog::LogError>(()));
            let root = tree::root(&read.await.unwrap().tree, parting.agree).unwrap();
            assert_eq!(parting.agree, u64::try_from(at).unwrap(), "{case}: {said}");
            assert_eq!(parting.root, root, "{case}");
            let ours = parting.source.unwrap();
            assert_eq!(ours.position, honest[at].position, "{case}");
            assert_eq!(ours.leaf.id, honest[at].id, "{case}");
            assert!(said.contains(told), "{case}: {said}");
            assert!(
                said.contains(&format!("position {}", ours.position)),
                "{said}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_holds_more_than_the_log_is_none() {
    let (source, target) = (MemoryLog::default(), MemoryLog::default());
    source.append(alone(1)).await.unwrap();
    carry(&source, &target).await;
    let copying = Copying::new(&source, &target).await.unwrap();
    // Somebody writes to the target while it is compared.
    target.append(alone(2)).await.unwrap();
    let error = copying.run(|_, _| ()).await.unwrap_err();
    assert!(
        error.to_string().contains("goes on beyond the log"),
        "{error}"
    );
}
