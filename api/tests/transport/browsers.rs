//! Connections of browsers to the pages: within the limits of all, each with its time, gone at the stop.
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tonic::body::Body;
use transport::{ConcurrencyLimit, ServerTransport, Serves, Transport, accept_browsers};

use crate::client::{BAD, GOOD, stream_from};
use crate::served::LONG;

/// A request of a browser.
pub const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n";
/// The first half of one that sends a form.
const HALF_A_FORM: &[u8] = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 1000\r\n\r\na=1&b=";

/// Pages that say where their visitor comes from, once the whole request is there.
pub struct Pages {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

fn page(peer: SocketAddr) -> impl Serves {
    tower::service_fn(move |request: http::Request<Body>| async move {
        let mut body = request.into_body();
        while let Some(Ok(_)) = next_frame(&mut body).await {}
        Ok::<_, Infallible>(http::Response::new(Body::new(peer.to_string())))
    })
}

async fn next_frame(
    body: &mut Body,
) -> Option<Result<http_body::Frame<prost::bytes::Bytes>, tonic::Status>> {
    std::future::poll_fn(|cx| http_body::Body::poll_frame(std::pin::Pin::new(body), cx)).await
}

impl Pages {
    /// Beside a server of this transport.
    pub async fn beside(transport: &Transport, files: Option<transport::tls::Files>) -> Self {
        let beside = ServerTransport::new(transport).unwrap();
        let pages = beside.pages(files).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(accept_browsers(listener, pages, page, stopped));
        Self {
            address,
            stop: Some(stop),
            serving,
        }
    }

    async fn stopped(mut self) {
        drop(self.stop.take());
        timeout(LONG, &mut self.serving).await.unwrap().unwrap();
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What is answered, up to the end of the visitor's address.
pub async fn answered(stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin)) -> String {
    stream.write_all(GET).await.unwrap();
    let mut answer = vec![];
    while !String::from_utf8_lossy(&answer).contains("\r\n\r\n127.") {
        let read = timeout(LONG, stream.read_buf(&mut answer)).await.unwrap();
        assert!(read.unwrap() > 0, "it ended before it answered");
    }
    String::from_utf8(answer).unwrap()
}

async fn ends(stream: &mut TcpStream) {
    let mut rest = vec![];
    let _reset_or_ended = timeout(LONG, stream.read_to_end(&mut rest)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_finish_a_request_is_not_waited_for_and_keeps_nobody_out() {
    let mut transport = Transport::default();
    transport.limits.source_connections = ConcurrencyLimit::of(3);
    transport.timeouts.head = Duration::from_millis(100);
    transport.timeouts.preface = Duration::from_millis(100);
    let pages = Pages::beside(&transport, None).await;
    let mut halves = vec![];
    for _ in 0..3 {
        let mut half = stream_from(BAD, pages.address).await.unwrap();
        half.write_all(b"GET / HTTP/1.1\r\nhost: nowhere and nobody, said at length\r\nx")
            .await
            .unwrap();
        halves.push(half);
    }
    let mut good = stream_from(GOOD, pages.address).await.unwrap();
    let answer = answered(&mut good).await;
    assert!(
        answer.ends_with(&good.local_addr().unwrap().to_string()),
        "{answer}"
    );
    for half in &mut halves {
        ends(half).await;
    }
    // Its places are free again.
    let served_again = async {
        loop {
            let mut again = stream_from(BAD, pages.address).await.unwrap();
            again.write_all(GET).await.unwrap();
            let mut answer = [0; 12];
            if again.read_exact(&mut answer).await.is_ok() {
                return answer;
            }
        }
    };
    let answer = timeout(LONG, served_again).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_source_so_many_connections_are_held_for_as_long_as_they_live() {
    let mut transport = Transport::default();
    transport.limits.source_connections = ConcurrencyLimit::of(2);
    let pages = Pages::beside(&transport, None).await;
    let mut held = vec![];
    for _ in 0..2 {
        let mut stream = stream_from(BAD, pages.address).await.unwrap();
        answered(&mut stream).await;
        held.push(stream);
    }
    let mut one_more = stream_from(BAD, pages.address).await.unwrap();
    ends(&mut one_more).await;
    let mut good = stream_from(GOOD, pages.address).await.unwrap();
    answered(&mut good).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_stop_half_a_head_and_half_a_form_keep_nobody_waiting() {
    let mut transport = Transport::default();
    transport.timeouts.parting = Duration::from_millis(50);
    transport.timeouts.stop = Duration::from_millis(200);
    let pages = Pages::beside(&transport, None).await;
    let mut idle = stream_from(GOOD, pages.address).await.unwrap();
    answered(&mut idle).await;
    let mut half_a_head = stream_from(BAD, pages.address).await.unwrap();
    half_a_head.write_all(&GET[..30]).await.unwrap();
    let mut half_a_form = stream_from(BAD, pages.address).await.unwrap();
    half_a_form.write_all(HALF_A_FORM).await.unwrap();
    pages.stopped().await;
    for stream in [&mut idle, &mut half_a_head, &mut half_a_form] {
        ends(stream).await;
    }
}
