//! A stop waits for answers under way, and for nobody who does nothing.
use std::time::Duration;

use proto::v1;
use proto::v1::steering_service_client::SteeringServiceClient;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;

use crate::certificates::{Authority, Folder};
use crate::client::{BAD, GOOD, channel_from, stream_from, tls_channel};
use crate::frames::{self, Kind};
use crate::served::{LONG, Served, committee, operator, patient};

/// Whatever else would end a connection, or the stop, comes too late for this test.
fn endless() -> transport::Transport {
    patient(|timeouts| {
        let never = 10 * LONG;
        timeouts.handshake = never;
        timeouts.preface = never;
        timeouts.head = never;
        timeouts.idle = never;
        timeouts.leaving = never;
        timeouts.ping = never;
        timeouts.stop = never;
        timeouts.parting = Duration::from_millis(200);
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_do_nothing_do_not_hold_the_stop() {
    let served = Served::behind(endless()).await;
    let mut silent = vec![];
    for beginning in [
        &b""[..],
        b"P",
        &frames::PREFACE[..20],
        frames::PREFACE,
        b"POST / HTTP/1.1\r\nhost: localhost\r\n",
    ] {
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        silent.push(stream);
    }
    // HTTP/2 without a call, and with a watch that is not read any more.
    let token = served.token(committee(1));
    let idle = [frames::PREFACE, &frames::settings(None)].concat();
    let mut unread = [frames::PREFACE, &frames::settings(Some(0))].concat();
    let path = "/placement.v1.SteeringService/WatchTerritoryDashboard";
    unread.extend(frames::head(1, &frames::call(path, &token)));
    unread.extend(frames::message(1, b"\x0a\x08national"));
    for bytes in [idle, unread] {
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        frames::send(&mut stream, &bytes).await;
        silent.push(stream);
    }
    // A watch that is read, and a stream of reflection that its client leaves open.
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let mut watch = served.watch(&channel, committee(2)).await.unwrap();
    watch.message().await.unwrap().unwrap();
    let asked = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let asking = futures::StreamExt::chain(
        futures::stream::iter([asked]),
        futures::stream::pending::<ServerReflectionRequest>(),
    );
    let mut reflection = ServerReflectionClient::new(channel.clone());
    let told = reflection.server_reflection_info(asking).await.unwrap();
    let mut told = told.into_inner();
    told.message().await.unwrap().unwrap();

    let stopped = tokio::spawn(served.stopped());
    assert!(
        watch.message().await.unwrap().is_none(),
        "a watch ends well"
    );
    stopped.await.unwrap();
    drop((silent, told));
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_that_do_not_end_do_not_hold_the_stop() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let mut transport = endless();
    transport.tls = Some(folder.files());
    let served = Served::behind(transport).await;
    let silent = stream_from(BAD, served.address).await.unwrap();
    let mut half = stream_from(BAD, served.address).await.unwrap();
    half.write_all(&[22, 3, 1, 1, 0, 1, 0]).await.unwrap();
    let client = ours.believed_by(None);
    let channel = tls_channel(client, served.address).await.unwrap();
    served.ask(&channel, operator(1)).await.unwrap();
    served.stopped().await;
    drop((silent, half, channel));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_under_way_has_its_time() {
    let served = Served::behind(endless()).await;
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let asked = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: 1,
        as_of: None,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut steering = SteeringServiceClient::new(channel.clone());
    let request = served.by(committee(1), asked);
    let mut asking = Box::pin(steering.get_territory_dashboard(request));
    assert!(futures::poll!(&mut asking).is_pending());
    // On one connection calls arrive in order; this one is answered after the first has come.
    served.ask(&channel, operator(1)).await.unwrap();
    // Nothing is written to the log: the call waits until it is told that it waits in vain.
    let stopped = tokio::spawn(served.stopped());
    let answer = timeout(LONG, asking).await.unwrap();
    let reason = crate::refused::reason(&answer.unwrap_err());
    assert_eq!(reason, "UNAVAILABLE");
    stopped.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_frames_that_ask_for_nothing_ends_its_connection_alone() {
    let served = Served::behind(endless()).await;
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let window = 1_u32.to_be_bytes();
    let floods = [
        frames::frame(Kind::Priority, 0, 3, &[0, 0, 0, 1, 7]),
        frames::frame(Kind::Window, 0, 0, &window),
        frames::frame(Kind::Ping, 1, 0, &[0; 8]),
        frames::frame(Kind::Settings, 0, 0, &[]),
        frames::frame(Kind::Unknown, 0, 0, b"what is this?"),
    ];
    for flood in floods {
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        let begin = [frames::PREFACE, &frames::settings(None)].concat();
        frames::send(&mut stream, &begin).await;
        let many = flood.repeat(100);
        let ended = timeout(LONG, async {
            while stream.write_all(&many).await.is_ok() {}
        });
        ended.await.expect("it is read for ever");
        served.ask(&channel, operator(1)).await.unwrap();
    }
    // Who asks and reads as fast as it can is no flood.
    for n in 0..300 {
        served.ask(&channel, operator(n % 7)).await.unwrap();
    }
}
