//! Connections, each in a task of its own: who is slow keeps nobody waiting.
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_rustls::server::TlsStream;
use tonic::body::Body;
use tower::Service;

use super::certificate::ClientCertificate;
use super::connection::{CloseReason, Connection, ConnectionAction, Peer};
use super::frames::FrameBudget;
use super::http::http_builder;
use super::io::MeteredIo;
use super::limits::{ConnectionPermits, Limits};
use super::metrics;
use super::page_service::PageService;
use super::settings::{Timeouts, Transport};
use super::source_service::SourceService;
use super::tls::{Files, Tls, TlsError};
use super::within::{Entering, Within, door};

/// How long nothing is taken after the system could not give a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Between two looks for sources and accounts to forget.
const FORGETTING: Duration = Duration::from_secs(10);

/// What every connection of a server passes through.
pub struct ServerTransport {
    limits: Arc<Limits>,
    timeouts: Timeouts,
    frames: FrameBudget,
    http: Builder<TokioExecutor>,
    tls: Option<Arc<Tls>>,
    /// Connections from within the process; none where they are not taken.
    entering: Option<Entering>,
}

impl ServerTransport {
    /// With the certificates read.
    ///
    /// # Errors
    /// Where the certificates cannot be served.
    pub fn new(transport: &Transport) -> Result<Self, TlsError> {
        let tls = transport.tls.clone().map(Tls::load).transpose()?;
        Ok(Self {
            limits: Arc::new(Limits::new(&transport.limits)),
            timeouts: transport.timeouts.clone(),
            frames: transport.sizes.frames,
            http: http_builder(&transport.timeouts, &transport.sizes),
            tls: tls.map(Arc::new),
            entering: None,
        })
    }

    /// Takes connections from within the process, in place of those taken until now.
    pub fn open_within(&mut self) -> Within {
        let (within, entering) = door();
        self.entering = Some(entering);
        within
    }

    /// By which browsers come to the pages beside: with the certificate of these files, in clear without
    /// any, within the limits that all connections of this transport share and its timeouts.
    ///
    /// # Errors
    /// The certificate cannot be served.
    pub fn pages(&self, files: Option<Files>) -> Result<Self, TlsError> {
        let tls = files.map(Tls::of_pages).transpose()?;
        Ok(Self {
            limits: self.limits(),
            timeouts: self.timeouts.clone(),
            frames: self.frames,
            http: self.http.clone().http1_only(),
            tls: tls.map(Arc::new),
            entering: None,
        })
    }

    /// The limits that its connections share.
    pub(super) fn limits(&self) -> Arc<Limits> {
        self.limits.clone()
    }

    /// How long a call may take to begin its answer.
    pub(super) fn longest_call(&self) -> Duration {
        self.timeouts.call
    }

    /// How long answers under way are waited for at the stop.
    pub fn longest_stop(&self) -> Duration {
        self.timeouts.stop
    }

    /// Reads certificates again and forgets who is quiet, for as long as it is polled.
    async fn keep(&self) {
        let forgetting = async {
            loop {
                sleep(FORGETTING).await;
                self.limits.forget();
            }
        };
        match &self.tls {
            Some(tls) => {
                tokio::join!(forgetting, tls.follow(self.timeouts.certificates));
            }
            None => forgetting.await,
        }
    }
}

/// What serves the requests of all connections.
pub trait Serves:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> Serves for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// What serves the requests of one connection, as they come from it.
pub trait ServesIncoming:
    Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> ServesIncoming for S where
    S: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// Serves until `shutdown` is over; then nobody listens any more, and this ends when the calls
/// under way have. Dropped, it ends them.
pub async fn accept(
    listener: TcpListener,
    transport: ServerTransport,
    service: impl Serves,
    shutdown: impl Future<Output = ()>,
) {
    let serve = move |one: Accepted, arriving| {
        let (connection, service) = (one.peer, service.clone());
        let limits = one.transport.limits();
        let serving = move |certificate| {
            let connection = Connection::new(connection, certificate);
            let service = SourceService::new(service, connection.clone(), limits);
            (connection, service)
        };
        one.serve(arriving, serving)
    };
    accept_each(listener, transport, serve, shutdown).await;
}

/// As [`accept`], for the pages: `service_for` makes the service of one connection, which is told where
/// it comes from.
pub async fn accept_browsers<S: Serves>(
    listener: TcpListener,
    transport: ServerTransport,
    service_for: impl Fn(SocketAddr) -> S,
    shutdown: impl Future<Output = ()>,
) {
    let serve = move |one: Accepted, arriving| {
        let peer = one.peer;
        let address = peer.address();
        let service = service_for(address);
        let serving = move |certificate| {
            let connection = Connection::new(peer, certificate);
            (connection.clone(), PageService::new(service, connection))
        };
        one.serve(arriving, serving)
    };
    accept_each(listener, transport, serve, shutdown).await;
}

/// How a connection comes.
enum Arriving {
    /// By the network, with its permits for as long as it lives.
    Network(TcpStream, ConnectionPermits),
    /// From within the process, which neither shakes hands nor counts among those of a source.
    Within(DuplexStream),
}

async fn accept_each<Serving>(
    listener: TcpListener,
    mut transport: ServerTransport,
    serve: impl Fn(Accepted, Arriving) -> Serving,
    shutdown: impl Future<Output = ()>,
) where
    Serving: Future<Output = ()> + Send + 'static,
{
    let mut entering = transport.entering.take();
    let transport = Arc::new(transport);
    let mut connections = JoinSet::new();
    let (stop, stopping) = watch::channel(false);
    let accepted = |peer| Accepted {
        peer,
        transport: transport.clone(),
        stopping: stopping.clone(),
    };
    {
        let mut shutdown = pin!(shutdown);
        let mut keeping = pin!(transport.keep());
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                () = &mut keeping => {}
                Some(_) = connections.join_next() => {}
                Some(stream) = comes_in(&mut entering) => {
                    connections.spawn(serve(accepted(Peer::Within), Arriving::Within(stream)));
                }
                came = listener.accept() => match came {
                    Ok((stream, peer)) => match transport.limits.connect(peer.ip()) {
                        Ok(permits) => {
                            let arriving = Arriving::Network(stream, permits);
                            connections.spawn(serve(accepted(Peer::Network(peer)), arriving));
                        }
                        Err(why) => refuse(why, peer.ip()),
                    },
                    Err(error) => {
                        tracing::warn!(%error, "no connection can be taken");
                        sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
    }
    drop(listener);
    drop(entering);
    stop.send_replace(true);
    while connections.join_next().await.is_some() {}
}

/// The next connection from within the process; never ready where none are taken.
async fn comes_in(entering: &mut Option<Entering>) -> Option<DuplexStream> {
    match entering {
        Some(entering) => entering.recv().await,
        None => std::future::pending().await,
    }
}

/// Ready once the server stops.
async fn until_stop(stopping: &mut watch::Receiver<bool>) {
    // Where nobody is left to say so, it has stopped.
    let _ = stopping.wait_for(|stop| *stop).await;
}

fn refuse(why: &'static str, peer: IpAddr) {
    metrics::refused(why);
    tracing::debug!(%peer, why, "connection refused");
}

/// One connection.
struct Accepted {
    peer: Peer,
    transport: Arc<ServerTransport>,
    stopping: watch::Receiver<bool>,
}

/// Counts a connection for as long as it lives.
struct ConnectionGauge;

impl ConnectionGauge {
    fn new() -> Self {
        metrics::connections(true);
        Self
    }
}

impl Drop for ConnectionGauge {
    fn drop(&mut self) {
        metrics::connections(false);
    }
}

impl Accepted {
    /// `serving` makes the connection, with what its client showed of itself, and the service of it.
    async fn serve<S>(
        mut self,
        arriving: Arriving,
        serving: impl FnOnce(Option<ClientCertificate>) -> (Arc<Connection>, S),
    ) where
        S: ServesIncoming,
    {
        let _gauge = ConnectionGauge::new();
        let (stream, _permits) = match arriving {
            Arriving::Network(stream, permits) => (stream, permits),
            Arriving::Within(stream) => return self.serve_http(stream, serving(None)).await,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection that is gone already");
            return;
        }
        let Some(tls) = self.transport.tls.clone() else {
            return self.serve_http(stream, serving(None)).await;
        };
        let shaken = self.shake_hands(&tls, stream).await;
        if let Some(stream) = shaken {
            let certificate = ClientCertificate::of(stream.get_ref().1.peer_certificates());
            self.serve_http(stream, serving(certificate)).await;
        }
    }

    async fn shake_hands(&mut self, tls: &Tls, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
        let peer = self.peer.ip();
        let _permits = self
            .transport
            .limits
            .shake_hands(peer)
            .map_err(|why| refuse(why, peer))
            .ok()?;
        let shaking = timeout(
            self.transport.timeouts.handshake,
            tls.acceptor().accept(stream),
        );
        let why = tokio::select! {
            () = until_stop(&mut self.stopping) => return None,
            shaken = shaking => match shaken {
                Ok(Ok(stream)) => return Some(stream),
                Ok(Err(error)) => {
                    tracing::debug!(%peer, %error, "no TLS with a client");
                    Tls::why_failed(&error)
                }
                Err(_) => "late",
            },
        };
        metrics::handshake_failed(why);
        None
    }

    /// Speaks HTTP until one of both has enough.
    async fn serve_http<IO, S>(mut self, io: IO, (connection, service): (Arc<Connection>, S))
    where
        IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
        S: ServesIncoming,
    {
        let ServerTransport {
            timeouts,
            frames,
            http,
            ..
        } = &*self.transport;
        let io = TokioIo::new(MeteredIo::new(io, connection.clone(), *frames));
        let mut talking = pin!(http.serve_connection(io, TowerToHyperService::new(service)));
        let mut asked_to_leave = false;
        let mut next_check = Instant::now() + timeouts.preface;
        loop {
            tokio::select! {
                ended = talking.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(peer = %self.peer.ip(), %error, "a connection ended badly");
                    }
                    return;
                }
                () = until_stop(&mut self.stopping) => {
                    talking.as_mut().graceful_shutdown();
                    let left = connection.left(timeouts.parting);
                    tokio::select! {
                        _ = talking.as_mut() => {}
                        _ = timeout(timeouts.stop, left) => {}
                    }
                    return;
                }
                () = sleep_until(next_check) => {
                    let now = Instant::now();
                    match connection.next_action(now, timeouts) {
                        ConnectionAction::Wait(until) => next_check = until,
                        // It is told first, so that a call on its way is not lost.
                        ConnectionAction::Close(CloseReason::Idle) if !asked_to_leave => {
                            asked_to_leave = true;
                            next_check = now + timeouts.leaving;
                            metrics::ended(CloseReason::Idle.name());
                            talking.as_mut().graceful_shutdown();
                        }
                        ConnectionAction::Close(CloseReason::Idle) => return,
                        ConnectionAction::Close(why) => {
                            metrics::ended(why.name());
                            return;
                        }
                    }
                }
            }
        }
    }
}
