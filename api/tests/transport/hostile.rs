//! One client does everything that a client should not, another one works on.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use proto::v1;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tonic::Code;
use transport::{ConcurrencyLimit, Rate};

use crate::certificates::{Authority, Folder};
use crate::client::{BAD, GOOD, channel_from, stream_from, tls_channel};
use crate::frames;
use crate::served::{LONG, Served, committee, limited, operator};

/// How many of each thing the bad one does.
const MANY: usize = 300;

/// Asks again and again until told to stop; every call must be answered. Gives how many were.
async fn works_on(served: Arc<Served>, stop: Arc<AtomicBool>, least: u32) -> u32 {
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let mut watch = served.watch(&channel, committee(2)).await.unwrap();
    watch.message().await.unwrap().unwrap();
    let mut answered = 0;
    while answered < least || !stop.load(Ordering::Relaxed) {
        let asked = served.ask(&channel, operator(2));
        timeout(LONG, asked).await.unwrap().unwrap();
        answered += 1;
    }
    answered
}

async fn streams(served: &Served, count: usize) -> Vec<TcpStream> {
    let mut streams = vec![];
    for _ in 0..count {
        streams.push(stream_from(BAD, served.address).await.unwrap());
    }
    streams
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_handshakes_that_go_nowhere_stop_nobody_else() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let mut transport = limited(|limits| limits.source_handshakes = ConcurrencyLimit::of(16));
    // So that only a refusal ends one within this test.
    transport.timeouts.handshake = 10 * LONG;
    transport.tls = Some(folder.files());
    let served = Served::behind(transport).await;
    let mut half_open = streams(&served, MANY).await;
    for stream in &mut half_open {
        let _ = stream.write_all(&[22, 3, 1, 1, 0, 1]).await;
    }
    let client = ours.believed_by(None);
    for n in 0..20 {
        let channel = tls_channel(client.clone(), served.address).await.unwrap();
        served.ask(&channel, operator(n)).await.unwrap();
    }
    // All but sixteen are refused at once, whichever they are; those sixteen are waited for.
    let mut ends: FuturesUnordered<_> = half_open
        .iter_mut()
        .map(|stream| async move { stream.read(&mut [0; 16]).await })
        .collect();
    for _ in 0..MANY - 16 {
        let ended = timeout(LONG, ends.next()).await.unwrap().unwrap();
        assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    }
    assert!(futures::poll!(ends.next()).is_pending());
    assert_eq!(ends.len(), 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_client_is_answered_while_another_does_everything_wrong() {
    let transport = limited(|limits| {
        limits.account_watches = ConcurrencyLimit::of(10);
        // The good one asks as fast as it can.
        limits.account_requests = Rate::Unlimited;
        limits.source_connections = ConcurrencyLimit::of(200);
    });
    let served = Arc::new(Served::behind(transport).await);
    let stop = Arc::new(AtomicBool::new(false));
    let good = tokio::spawn(works_on(served.clone(), stop.clone(), 200));

    slow_prefaces(&served).await;
    unread_watches(&served).await;
    too_large_messages(&served).await;
    floods_of_headers(&served).await;
    rapid_resets(&served).await;
    slow_bodies(&served).await;

    stop.store(true, Ordering::Relaxed);
    let answered = timeout(LONG, good).await.unwrap().unwrap();
    assert!(answered >= 200);
}

/// More connections than it may have, each with half a preface.
async fn slow_prefaces(served: &Served) {
    let mut all = streams(served, MANY).await;
    for stream in &mut all {
        let _ = stream.write_all(&frames::PREFACE[..10]).await;
    }
    let mut refused = 0;
    for stream in &mut all[200..] {
        let ended = timeout(LONG, stream.read(&mut [0; 1])).await;
        refused += usize::from(matches!(ended, Ok(Ok(0) | Err(_))));
    }
    assert_eq!(refused, MANY - 200);
}

/// Watches that nobody reads: so many and no more.
async fn unread_watches(served: &Served) {
    let channel = until_connected(served).await;
    let mut open = vec![];
    let mut refused = 0;
    for _ in 0..50 {
        match served.watch(&channel, committee(66)).await {
            Ok(watch) => open.push(watch),
            Err(status) => {
                assert_eq!(status.code(), Code::ResourceExhausted);
                refused += 1;
            }
        }
    }
    assert_eq!((open.len(), refused), (10, 40));
}

/// A connection as soon as there is room for one: those given up before leave theirs.
async fn until_connected(served: &Served) -> tonic::transport::Channel {
    let connected = async {
        loop {
            if let Ok(channel) = channel_from(BAD, served.address).await
                && served.ask(&channel, operator(66)).await.is_ok()
            {
                return channel;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, connected).await.unwrap()
}

async fn too_large_messages(served: &Served) {
    let channel = until_connected(served).await;
    for _ in 0..20 {
        let asked = v1::GetTerritoryDashboardRequest {
            school_year: String::new(),
            name: "a".repeat(2 << 20),
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut client = v1::steering_service_client::SteeringServiceClient::new(channel.clone());
        let asked = served.by(committee(66), asked);
        let status = client.get_territory_dashboard(asked).await.unwrap_err();
        assert_eq!(status.code(), Code::OutOfRange, "{status:?}");
        assert_eq!(crate::refused::reason(&status), "MESSAGE_TOO_LARGE");
    }
}

async fn floods_of_headers(served: &Served) {
    for _ in 0..10 {
        // By HTTP/2, headers without end: the server goes away.
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        let mut bytes = [frames::PREFACE, &frames::settings(None)].concat();
        bytes.extend(frames::flood(1, 1_000));
        let ended = timeout(LONG, async {
            frames::send(&mut stream, &bytes).await;
            frames::until_the_end(&mut stream).await
        });
        ended.await.expect("the server reads on");
        // By HTTP/1, a head larger than any.
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        let head = format!(
            "POST / HTTP/1.1\r\nx-flood: {}\r\n\r\n",
            "a".repeat(1 << 20)
        );
        let mut answer = vec![];
        frames::send(&mut stream, head.as_bytes()).await;
        let ended = timeout(LONG, stream.read_to_end(&mut answer)).await;
        let _reset_or_not = ended.expect("the server reads on");
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{answer:?}"
        );
    }
}

/// Requests given up before they are looked at: the server sees through it after a few.
async fn rapid_resets(served: &Served) {
    let mut calmed = 0;
    for _ in 0..10 {
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        let mut bytes = [frames::PREFACE, &frames::settings(None)].concat();
        for n in 0..1_000 {
            bytes.extend(frames::given_up(2 * n + 1));
        }
        frames::send(&mut stream, &bytes).await;
        let frames = timeout(LONG, frames::until_the_end(&mut stream)).await;
        let frames = frames.expect("the server goes on with it");
        calmed += usize::from(frames::away(&frames) == Some(frames::ENHANCE_YOUR_CALM));
    }
    // Where the connection is reset before the last words are read, nothing is heard of them.
    assert!(calmed >= 1);
}

/// Calls whose message stops in its middle, as many as a connection takes.
async fn slow_bodies(served: &Served) {
    let token = served.token(committee(66));
    let path = "/placement.v1.SteeringService/GetTerritoryDashboard";
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let mut bytes = [frames::PREFACE, &frames::settings(None)].concat();
    for n in 0..200 {
        bytes.extend(frames::head(2 * n + 1, &frames::call(path, &token)));
        bytes.extend(frames::frame(frames::Kind::Data, 0, 2 * n + 1, b"\0"));
    }
    timeout(Duration::from_secs(30), frames::send(&mut stream, &bytes))
        .await
        .unwrap();
    // The calls are open when this is read.
    assert!(stream.read_u8().await.is_ok());
    drop(stream);
}
