//! A proxy between program and store that does harm on demand: it understands just enough of the
//! PostgreSQL protocol to do it at a chosen point of an append.
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What happens to one append on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It passes.
    None,
    /// The connection is cut, and the server never sees it.
    CutBefore,
    /// The server gets half of it, and then the end of the connection.
    CutWithin,
    /// The server gets all of it and the connection is cut at once, while it works.
    CutDuring,
    /// The server commits, and its answer is lost with the connection.
    CutBeforeReply,
    /// The outcomes come through, but not the word that they are committed.
    CutWithinReply,
    /// The server never sees it, and the connection stays open without a word.
    SilentBefore,
    /// The server commits, and the connection stays open without a word.
    SilentAfter,
    /// It takes its time.
    Slow,
}

pub struct Proxy {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    plan: Mutex<VecDeque<Fault>>,
    done: AtomicUsize,
    away: AtomicBool,
    then_away: AtomicBool,
}

impl State {
    fn next(&self) -> Fault {
        let planned = self.plan.lock().expect("not poisoned").pop_front();
        let fault = planned.unwrap_or(Fault::None);
        if fault != Fault::None {
            self.done.fetch_add(1, Ordering::SeqCst);
            if self.then_away.load(Ordering::SeqCst) {
                self.away.store(true, Ordering::SeqCst);
            }
        }
        fault
    }
}

impl Proxy {
    /// A proxy before the server at this port of the loopback address.
    pub async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if shared.away.load(Ordering::SeqCst) {
                    continue;
                }
                tokio::spawn(connection(client, server, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    /// The address of a database, through this proxy.
    pub fn through(&self, url: &str) -> String {
        let (rest, name) = url.rsplit_once('/').expect("a name");
        let (rest, _) = rest.rsplit_once(':').expect("a port");
        format!("{rest}:{}/{name}?sslmode=disable", self.port)
    }

    /// Lets these things happen to the next appends, one each.
    pub fn plan(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state.plan.lock().expect("not poisoned").extend(faults);
    }

    /// How many faults happened so far.
    pub fn done(&self) -> usize {
        self.state.done.load(Ordering::SeqCst)
    }

    /// With the next fault the server goes away: new connections are cut at once.
    pub fn go_away_with_the_next_fault(&self) {
        self.state.then_away.store(true, Ordering::SeqCst);
    }

    /// New connections pass again.
    pub fn come_back(&self) {
        self.state.then_away.store(false, Ordering::SeqCst);
        self.state.away.store(false, Ordering::SeqCst);
    }
}

/// The end of either direction is the end of both.
async fn connection(client: TcpStream, server: u16, state: Arc<State>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else {
        return;
    };
    for socket in [&client, &server] {
        socket.set_nodelay(true).expect("a socket");
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let now = Mutex::new(Fault::None);
    tokio::select! {
        _ = requests(from_client, to_server, &state, &now) => {}
        _ = replies(from_server, to_client, &now) => {}
    }
}

/// One message: its type (0 for the first of a connection, which has none) and all its bytes.
async fn message(from: &mut OwnedReadHalf, typed: bool) -> std::io::Result<(u8, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut kind = 0;
    if typed {
        kind = from.read_u8().await?;
        bytes.push(kind);
    }
    let length = from.read_u32().await?;
    bytes.extend(length.to_be_bytes());
    let start = bytes.len();
    bytes.resize(start + usize::try_from(length).expect("64 bits") - 4, 0);
    from.read_exact(&mut bytes[start..]).await?;
    Ok((kind, bytes))
}

/// Passes on what the client asks, each request up to its end at once.
async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: &State,
    now: &Mutex<Fault>,
) -> std::io::Result<()> {
    let (_, startup) = message(&mut from, false).await?;
    to.write_all(&startup).await?;
    let mut writes = false;
    loop {
        let (mut request, mut binds) = (Vec::new(), false);
        loop {
            let (kind, bytes) = message(&mut from, true).await?;
            writes |= kind == b'P' && bytes.windows(11).any(|part| part == b"log_append(");
            binds |= kind == b'B';
            request.extend(bytes);
            // Sync, a simple query, good-bye, a password.
            if matches!(kind, b'S' | b'Q' | b'X' | b'p') {
                break;
            }
        }
        let fault = if writes && binds {
            state.next()
        } else {
            Fault::None
        };
        *now.lock().expect("not poisoned") = fault;
        match fault {
            Fault::CutBefore => return Ok(()),
            Fault::CutWithin => return to.write_all(&request[..request.len() / 2]).await,
            Fault::CutDuring => return to.write_all(&request).await,
            Fault::SilentBefore => std::future::pending().await,
            Fault::Slow => {
                // Some bytes at a time, each in a packet of its own.
                for some in request.chunks(16) {
                    to.write_all(some).await?;
                    tokio::task::yield_now().await;
                }
                continue;
            }
            Fault::None | Fault::CutBeforeReply | Fault::CutWithinReply | Fault::SilentAfter => {}
        }
        to.write_all(&request).await?;
    }
}

async fn replies(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    now: &Mutex<Fault>,
) -> std::io::Result<()> {
    loop {
        let (kind, bytes) = message(&mut from, true).await?;
        let fault = *now.lock().expect("not poisoned");
        let last = kind == b'Z';
        match fault {
            Fault::CutBeforeReply | Fault::CutWithinReply if last => return Ok(()),
            Fault::SilentAfter if last => std::future::pending().await,
            Fault::CutBeforeReply | Fault::SilentAfter => continue,
            Fault::None
            | Fault::CutBefore
            | Fault::CutWithin
            | Fault::CutDuring
            | Fault::CutWithinReply
            | Fault::SilentBefore
            | Fault::Slow => {}
        }
        to.write_all(&bytes).await?;
    }
}
