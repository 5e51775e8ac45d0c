//! Clients that take their time, each with its own way.
use std::time::Duration;

use prost::Message;
use proto::v1;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tonic::Code;
use tonic_types::StatusExt;
use transport::Transport;

use crate::certificates::{Authority, Folder};
use crate::client::{BAD, GOOD, channel_from, stream_from, tls_channel};
use crate::frames::{self, Kind};
use crate::served::{LONG, Served, committee, operator, patient};

const SOON: Duration = Duration::from_millis(200);
const DASHBOARD: &str = "/placement.v1.SteeringService/GetTerritoryDashboard";

/// Everything until the server ends the connection.
async fn to_the_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut answer = vec![];
    let ended = timeout(LONG, stream.read_to_end(&mut answer)).await;
    let _reset_or_not = ended.expect("the server waits on");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handshake_that_is_not_gone_on_with_is_given_up() {
    let ours = Authority::new("ours");
    let folder = Folder::with(&ours.server());
    let mut transport = patient(|timeouts| timeouts.handshake = SOON);
    transport.tls = Some(folder.files());
    let served = Served::behind(transport).await;
    let mut silent = stream_from(BAD, served.address).await.unwrap();
    let mut half = stream_from(BAD, served.address).await.unwrap();
    // The beginning of a ClientHello that says to be longer.
    half.write_all(&[22, 3, 1, 1, 0, 1, 0]).await.unwrap();
    for stream in [&mut silent, &mut half] {
        assert!(!to_the_end(stream).await.starts_with(b"HTTP"));
    }
    let channel = tls_channel(ours.believed_by(None), served.address)
        .await
        .unwrap();
    served.ask(&channel, operator(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_never_says_what_it_wants_is_not_waited_for() {
    let served = Served::behind(patient(|timeouts| timeouts.preface = SOON)).await;
    for beginning in [&b""[..], b"P", &frames::PREFACE[..20], b"POST"] {
        let mut stream = stream_from(BAD, served.address).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        assert_eq!(to_the_end(&mut stream).await, b"", "{beginning:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_a_request_must_end() {
    let served = Served::behind(patient(|timeouts| timeouts.head = SOON)).await;
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let head = b"POST / HTTP/1.1\r\nhost: localhost\r\nx-more: ";
    stream.write_all(head).await.unwrap();
    let answer = to_the_end(&mut stream).await;
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_does_not_come_ends_the_call_with_a_reason() {
    let served = Served::behind(patient(|timeouts| timeouts.call = SOON)).await;
    let token = served.token(committee(1));
    // By HTTP/1, a byte of a hundred.
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let head = format!(
        "POST {DASHBOARD} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-type: application/grpc-web+proto\r\ncontent-length: 100\r\n\
         authorization: Bearer {token}\r\n\r\n\0"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = to_the_end(&mut stream).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.contains("grpc-status: 4") || answer.contains("grpc-status:4"),
        "{answer}"
    );
    // By HTTP/2, a byte of a message; other calls of the connection do not wait for it.
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let mut bytes = [frames::PREFACE, &frames::settings(None)].concat();
    bytes.extend(frames::head(1, &frames::call(DASHBOARD, &token)));
    bytes.extend(frames::frame(Kind::Data, 0, 1, b"\0"));
    frames::send(&mut stream, &bytes).await;
    let answered = async {
        let mut seen = vec![];
        // The server's settings and acknowledgement, then the head of stream 1.
        while !seen
            .windows(6)
            .any(|at| at[0] == 1 && at[2..] == [0, 0, 0, 1])
        {
            let byte = stream
                .read_u8()
                .await
                .expect("the server goes away instead");
            seen.push(byte);
        }
    };
    timeout(LONG, answered).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_taken_ends_the_connection() {
    let served = Served::behind(patient(|timeouts| {
        timeouts.preface = SOON;
        timeouts.call = Duration::from_secs(10);
        timeouts.answer = Duration::ZERO;
    }))
    .await;
    // A window of nothing: the answer cannot be sent, the connection is alive all the same.
    let token = served.token(committee(1));
    let asked = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let mut bytes = [frames::PREFACE, &frames::settings(Some(0))].concat();
    bytes.extend(frames::head(1, &frames::call(DASHBOARD, &token)));
    bytes.extend(frames::message(1, &asked.encode_to_vec()));
    frames::send(&mut stream, &bytes).await;
    let frames = timeout(LONG, frames::until_the_end(&mut stream))
        .await
        .unwrap();
    let of_call: Vec<_> = frames
        .iter()
        .filter(|(_, stream, _)| *stream == 1)
        .collect();
    assert!(
        of_call.iter().all(|(kind, ..)| *kind != Kind::Data as u8),
        "{of_call:?}"
    );
    assert!(
        of_call
            .iter()
            .any(|(kind, ..)| *kind == Kind::Headers as u8)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_without_calls_is_asked_to_leave_and_one_with_a_watch_is_not() {
    let transport = patient(|timeouts| {
        timeouts.preface = SOON;
        timeouts.idle = Duration::from_millis(400);
        timeouts.leaving = SOON;
    });
    let served = Served::behind(transport).await;
    let watching = channel_from(GOOD, served.address).await.unwrap();
    let mut watch = served.watch(&watching, committee(1)).await.unwrap();
    watch.message().await.unwrap().unwrap();
    let mut stream = stream_from(BAD, served.address).await.unwrap();
    let bytes = [frames::PREFACE, &frames::settings(None)].concat();
    frames::send(&mut stream, &bytes).await;
    let frames = timeout(LONG, frames::until_the_end(&mut stream))
        .await
        .unwrap();
    assert_eq!(
        frames::away(&frames),
        Some(0),
        "without reproach: {frames:?}"
    );
    assert!(futures::poll!(Box::pin(watch.message())).is_pending());
    served.ask(&watching, operator(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deadline_of_a_client_ends_its_watch() {
    let served = Served::behind(Transport::default()).await;
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let message = v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position: 0,
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    let mut request = served.by(committee(1), message);
    // Not by `set_timeout`, for that makes the client itself give up.
    request
        .metadata_mut()
        .insert("grpc-timeout", "300m".parse().unwrap());
    let mut client = v1::steering_service_client::SteeringServiceClient::new(channel);
    let watch = client.watch_territory_dashboard(request).await.unwrap();
    let mut watch = watch.into_inner();
    watch.message().await.unwrap().unwrap();
    let ended = timeout(LONG, watch.message()).await.unwrap().unwrap_err();
    assert_eq!(ended.code(), Code::DeadlineExceeded);
    let reason = ended
        .get_error_details()
        .error_info()
        .unwrap()
        .reason
        .clone();
    assert_eq!(reason, "DEADLINE_EXCEEDED");
}
