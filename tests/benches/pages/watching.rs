//! People who look at live figures over connections of their own.
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tests::cast::College;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use transport::{ServerTransport, Transport, accept_browsers};

use super::STREAMS;
use super::visiting::{Pages, Visitor};
use crate::kit::Campaign;

/// What every value begins with: the first of its lines, behind the length of the part that it is.
const VALUE: &[u8] = b"\r\ndata:";
/// For so long all of them may take to see a value.
const SEEN: Duration = Duration::from_secs(50);

/// What the process has in memory, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes.unwrap().parse::<u64>().unwrap() << 10
}

/// How much memory so many take who look at the dashboard of the country, each over a connection of their
/// own, once each has seen it and has seen it change.
pub async fn memory(
    pages: &Arc<Pages>,
    campaign: &Campaign,
    committees: &[Visitor],
    watchers: usize,
) -> u64 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = web::router(pages.site.clone());
    let service_for = move |peer| web::visited_from(routes.clone(), peer);
    let transport = ServerTransport::new(&Transport::without_limits()).unwrap();
    let transport = transport.pages(None).unwrap();
    let stop = std::future::pending();
    tokio::spawn(accept_browsers(listener, transport, service_for, stop));
    let before = resident();
    let seen: Vec<_> = (0..watchers)
        .map(|_| Arc::new(watch::Sender::new(0)))
        .collect();
    let mut watching = vec![];
    for (n, seen) in seen.iter().enumerate() {
        let visitor = &committees[n / STREAMS];
        let stream = opened(address, visitor).await;
        watching.push(tokio::spawn(counted(stream, seen.clone())));
    }
    all_see(&seen, 1).await;
    // Something happens in the country.
    College::registered(&campaign.app.commands, 2).await;
    all_see(&seen, 2).await;
    let taken = resident().saturating_sub(before);
    for one in watching {
        one.abort();
    }
    taken
}

async fn opened(address: SocketAddr, Visitor(cookie): &Visitor) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /state/live?territory=national HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\
         accept: text/event-stream\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Counts the values; nothing of them is kept.
async fn counted(mut stream: TcpStream, seen: Arc<watch::Sender<usize>>) {
    let mut buffer = [0; 2_048];
    // The end of what was read before, in which a value may begin.
    let mut kept = 0;
    let mut begun = false;
    while let Ok(read @ 1..) = stream.read(&mut buffer[kept..]).await {
        let end = kept + read;
        let part = &buffer[..end];
        if !begun {
            assert!(part.starts_with(b"HTTP/1.1 200"), "a stream was refused");
            begun = true;
        }
        let found = part.windows(VALUE.len()).filter(|some| *some == VALUE);
        let found = found.count();
        seen.send_modify(|seen| *seen += found);
        kept = end.min(VALUE.len() - 1);
        buffer.copy_within(end - kept..end, 0);
    }
}

async fn all_see(seen: &[Arc<watch::Sender<usize>>], values: usize) {
    let waiting = async {
        for seen in seen {
            let mut seen = seen.subscribe();
            seen.wait_for(|seen| *seen >= values).await.unwrap();
        }
    };
    let all = tokio::time::timeout(SEEN, waiting).await;
    let missing = seen.iter().filter(|seen| *seen.borrow() < values);
    assert!(
        all.is_ok(),
        "{} of {} saw nothing",
        missing.count(),
        seen.len()
    );
}
