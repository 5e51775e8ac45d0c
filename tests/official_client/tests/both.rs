//! What the log writes EventStoreDB's official client reads, and the other way round; in front of
//! the server of the tests, or of a real one that `PLACEMENT_TEST_ESDB` names.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{
    Append, EventLog, EventStoreDbLog, EventStoreDbOptions, LogError, NewEvent, Position, Recorded,
    StreamId,
};
use eventstore::{
    AppendToStreamOptions, Client, EventData, ExpectedRevision, ReadAllOptions, ReadStreamOptions,
    RecordedEvent, StreamPosition, SubscribeToAllOptions, SubscriptionFilter,
};
use eventstoredb_fixture::{Options, Server};
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

/// A log with a prefix of its own, and the official client beside it.
struct Both {
    _server: Option<Server>,
    url: String,
    prefix: String,
    theirs: Client,
}

impl Both {
    async fn new() -> Self {
        let (server, url) = match std::env::var("PLACEMENT_TEST_ESDB") {
            Ok(url) => (None, url),
            Err(_) => {
                println!("PLACEMENT_TEST_ESDB is not set: no real EventStoreDB was asked");
                let server = Server::start(Options::default()).await.expect("started");
                let url = server.url();
                (Some(server), url)
            }
        };
        Self {
            _server: server,
            theirs: Client::new(url.parse().expect("an address")).expect("a client"),
            url,
            prefix: new_prefix(),
        }
    }

    async fn log(&self, prefix: &str) -> EventStoreDbLog {
        let options = EventStoreDbOptions {
            prefix: Some(prefix.to_owned()),
            ..EventStoreDbOptions::default()
        };
        EventStoreDbLog::open(&self.url, options)
            .await
            .expect("opened")
    }

    /// All events of streams that begin so, as the official client reads them.
    async fn theirs_of_all(&self, prefix: &str) -> Vec<RecordedEvent> {
        let options = ReadAllOptions::default().position(StreamPosition::Start);
        let mut read = self.theirs.read_all(&options).await.expect("read");
        let mut all = vec![];
        while let Some(event) = read.next().await.expect("read") {
            all.extend(
                event
                    .event
                    .filter(|event| event.stream_id.starts_with(prefix)),
            );
        }
        all
    }
}

fn new_prefix() -> String {
    format!("both_{}:", Uuid::new_v4().simple())
}

fn append(stream: &str, expected: u64, payloads: &[&str]) -> Append {
    let events = payloads.iter().map(|payload| NewEvent {
        id: Uuid::new_v4(),
        event_type: "ApplicationSubmitted".into(),
        event_version: 2,
        payload: payload.as_bytes().to_vec(),
        metadata: br#"{"correlation_id":"c-1","causation_id":"c-2","actor":"student:7"}"#.to_vec(),
    });
    Append {
        stream: StreamId::new("student", stream).expect("a good name"),
        expected,
        events: events.collect(),
        recorded_at: None,
    }
}

/// Everything but the position.
fn same(ours: &Recorded, copy: &Recorded) -> bool {
    Recorded {
        position: copy.position,
        ..ours.clone()
    } == *copy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_official_client_reads_what_the_log_writes() {
    let both = Both::new().await;
    let log = both.log(&both.prefix).await;
    let filter = SubscriptionFilter::on_stream_name().add_prefix(&both.prefix);
    let followed = SubscribeToAllOptions::default()
        .filter(filter)
        .position(StreamPosition::Start);
    let mut followed = both.theirs.subscribe_to_all(&followed).await;
    log.append(append("zoe", 0, &[r#"{"b": 1,  "a":2}"#, "{}"]))
        .await
        .expect("stored");
    log.append(append("max", 0, &[r#"{"é":"ü"}"#]))
        .await
        .expect("stored");
    log.append_in_order(vec![append("zoe", 2, &["[]"]), append("max", 1, &["1"])])
        .await
        .expect("stored");
    let ours = log.read_all(Position::START, 100).await.expect("read");
    let theirs = both.theirs_of_all(&both.prefix).await;
    assert_eq!((ours.len(), theirs.len()), (5, 5));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(theirs.stream_id, format!("{}{}", both.prefix, ours.stream));
        assert_eq!((theirs.id, theirs.revision + 1), (ours.id, ours.sequence));
        assert_eq!(theirs.position.commit, ours.position.0);
        assert_eq!(theirs.event_type, &*ours.event_type);
        assert_eq!(theirs.data.as_ref(), ours.payload);
        assert!(theirs.is_json);
        let said: Value = serde_json::from_slice(&theirs.custom_metadata).expect("JSON");
        assert_eq!(
            (&said["$correlationId"], &said["$causationId"]),
            (&"c-1".into(), &"c-2".into())
        );
    }
    let name = format!("{}student-zoe", both.prefix);
    let mut stream = both
        .theirs
        .read_stream(
            name,
            &ReadStreamOptions::default().position(StreamPosition::Start),
        )
        .await
        .expect("read");
    let mut revisions = vec![];
    while let Some(event) = stream.next().await.expect("read") {
        revisions.push(event.get_original_event().revision);
    }
    assert_eq!(revisions, [0, 1, 2]);
    for wanted in &ours {
        let event = tokio::time::timeout(Duration::from_secs(60), followed.next());
        let event = event.await.expect("within a minute").expect("followed");
        assert_eq!(event.get_original_event().id, wanted.id);
    }
}

/// Each event as the official client read it, written by it to the streams of another log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_reads_what_the_official_client_writes() {
    let both = Both::new().await;
    let log = both.log(&both.prefix).await;
    for version in 0..20 {
        let stream = if version % 2 == 0 { "zoe" } else { "max" };
        let payload = format!(r#"{{"n": {version}}}"#);
        log.append(append(stream, version / 2, &[&payload]))
            .await
            .expect("stored");
    }
    let ours = log.read_all(Position::START, 100).await.expect("read");
    let second = new_prefix();
    let follower = Arc::new(both.log(&second).await);
    let waiting = tokio::spawn({
        let follower = follower.clone();
        async move { follower.wait_beyond(Position::START).await }
    });
    for event in both.theirs_of_all(&both.prefix).await {
        let name = event.stream_id.strip_prefix(&both.prefix).expect("ours");
        let payload: &RawValue = serde_json::from_slice(&event.data).expect("JSON");
        let copied = EventData::json(&event.event_type, &payload).expect("JSON");
        let copied = copied.metadata(event.custom_metadata.clone()).id(event.id);
        let expected = match event.revision.checked_sub(1) {
            None => ExpectedRevision::NoStream,
            Some(before) => ExpectedRevision::Exact(before),
        };
        let options = AppendToStreamOptions::default().expected_revision(expected);
        let stored = both
            .theirs
            .append_to_stream(format!("{second}{name}"), &options, copied);
        stored.await.expect("stored");
    }
    let woken = tokio::time::timeout(Duration::from_secs(60), waiting);
    woken
        .await
        .expect("within a minute")
        .expect("it ends")
        .expect("woken");
    for log in [&*follower, &both.log(&second).await] {
        let copy = log.read_all(Position::START, 100).await.expect("read");
        assert_eq!(copy.len(), ours.len());
        for (ours, copy) in ours.iter().zip(&copy) {
            assert!(same(ours, copy), "{ours:?} and {copy:?}");
        }
    }
    // What it writes of its own to a stream of the log is damage, and named.
    let options = AppendToStreamOptions::default();
    let strange = EventData::json("Strange", &1)
        .expect("JSON")
        .id(Uuid::new_v4());
    let name = format!("{second}student-zoe");
    both.theirs
        .append_to_stream(name.as_str(), &options, strange)
        .await
        .expect("stored");
    let zoe = StreamId::new("student", "zoe").expect("a good name");
    match both.log(&second).await.read_stream(&zoe, 10, 10).await {
        Err(LogError::Damaged(damage)) => {
            assert!(
                damage.why.contains(&format!("event 11 of stream {name}")),
                "{damage}"
            );
        }
        other => panic!("{other:?}"),
    }
    let next = follower.append(append("zoe", 10, &["{}"])).await;
    assert!(matches!(next, Err(LogError::Conflict { .. })), "{next:?}");
    follower
        .append(append("zoe", 11, &["{}"]))
        .await
        .expect("stored");
}
