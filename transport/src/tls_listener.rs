//! A listener whose connections speak TLS: of the pages, which stand beside the services with the same
//! certificate and within the same limits of handshakes. Each runs in a task of its own, so that who is
//! slow keeps nobody waiting.
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::server::TlsStream;

use super::accept::{ACCEPT_PAUSE, refuse};
use super::limits::Limits;
use super::metrics;
use super::settings::Timeouts;
use super::tls::{Files, Tls, TlsError};

/// Connections that wait to be served.
const WAITING: usize = 64;

/// Connections of browsers, by TLS and HTTP/1.1.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    tasks: [AbortHandle; 2],
}

impl TlsListener {
    /// With the certificate of these files, which are read again when they change; browsers are asked
    /// for none of their own.
    ///
    /// # Errors
    /// The certificate cannot be served.
    pub(super) fn new(
        listener: TcpListener,
        files: Files,
        timeouts: &Timeouts,
        limits: Arc<Limits>,
    ) -> Result<Self, TlsError> {
        let tls = Arc::new(Tls::of_pages(files)?);
        let (shaken, ready) = mpsc::channel(WAITING);
        let (following, every) = (tls.clone(), timeouts.certificates);
        let following = tokio::spawn(async move { following.follow(every).await });
        let accepting = tokio::spawn(accept(listener, tls, timeouts.handshake, limits, shaken));
        Ok(Self {
            ready,
            tasks: [following.abort_handle(), accepting.abort_handle()],
        })
    }

    /// The next connection that has shaken hands, with where it comes from.
    pub async fn accept(&mut self) -> (TlsStream<TcpStream>, SocketAddr) {
        match self.ready.recv().await {
            Some(accepted) => accepted,
            // Only where the task that accepts was ended, which is with this.
            None => std::future::pending().await,
        }
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn accept(
    listener: TcpListener,
    tls: Arc<Tls>,
    longest: Duration,
    limits: Arc<Limits>,
    shaken: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection of the pages can be taken");
                sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let permits = match limits.shake_hands(peer.ip()) {
            Ok(permits) => permits,
            Err(limit) => {
                refuse(limit, peer.ip());
                continue;
            }
        };
        let (tls, shaken) = (tls.clone(), shaken.clone());
        tokio::spawn(async move {
            let shaking = timeout(longest, shake_hands(&tls, stream)).await;
            drop(permits);
            match shaking {
                Ok(Ok(stream)) => {
                    // Nobody is left to serve it at the stop.
                    let _ = shaken.send((stream, peer)).await;
                }
                Ok(Err(error)) => {
                    metrics::handshake_failed(Tls::why_failed(&error));
                    tracing::debug!(%peer, %error, "no TLS with a browser");
                }
                Err(_) => metrics::handshake_failed("late"),
            }
        });
    }
}

async fn shake_hands(tls: &Tls, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
    stream.set_nodelay(true)?;
    tls.acceptor().accept(stream).await
}
