//! The server's door: connections that can be refused, stopped and cut.
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, copy, duplex, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

const BUFFER: usize = 64 * 1024;

/// What stands between the sockets and the service.
pub(crate) struct Door {
    address: SocketAddr,
    inner: mpsc::UnboundedSender<io::Result<DuplexStream>>,
    open: Mutex<Option<CancellationToken>>,
    connections: Mutex<CancellationToken>,
    frozen: watch::Sender<bool>,
}

impl Door {
    /// Opens a door at a free port of the loopback.
    pub(crate) async fn open(
        inner: mpsc::UnboundedSender<io::Result<DuplexStream>>,
    ) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let door = Arc::new(Self {
            address: listener.local_addr()?,
            inner,
            open: Mutex::new(None),
            connections: Mutex::new(CancellationToken::new()),
            frozen: watch::Sender::new(false),
        });
        door.listen(listener);
        Ok(door)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    fn listen(self: &Arc<Self>, listener: TcpListener) {
        let closed = CancellationToken::new();
        *self.open.lock() = Some(closed.clone());
        let door = Arc::clone(self);
        tokio::spawn(closed.clone().run_until_cancelled_owned(async move {
            while let Ok((socket, _)) = listener.accept().await {
                // Those that come in while the door closes end with the others.
                let carried = Arc::clone(&door).carry(socket);
                tokio::spawn(closed.clone().run_until_cancelled_owned(carried));
            }
        }));
    }

    async fn carry(self: Arc<Self>, socket: TcpStream) {
        let cut = self.connections.lock().clone();
        // Accepted while the door was closed: then either this shows it, or what was taken above is
        // cut.
        if self.open.lock().is_none() {
            return;
        }
        let (outer, inner) = duplex(BUFFER);
        if socket.set_nodelay(true).is_err() || self.inner.send(Ok(inner)).is_err() {
            return;
        }
        let mut frozen = self.frozen.subscribe();
        let mut thawed = self.frozen.subscribe();
        let frozen = async { frozen.wait_for(|frozen| *frozen).await.is_ok() };
        let thawed = async { thawed.wait_for(|frozen| !frozen).await.is_ok() };
        let carried = async {
            tokio::select! {
                () = relay(socket, outer) => {}
                // What was on its way is lost, so a connection that was frozen ends with it.
                _ = frozen => { thawed.await; }
            }
        };
        cut.run_until_cancelled(carried).await;
    }

    /// Cuts every connection; new ones are let in.
    pub(crate) fn cut(&self) {
        let old = std::mem::take(&mut *self.connections.lock());
        old.cancel();
    }

    /// Connections stay, and nothing more comes through them; they end when thawed.
    pub(crate) fn freeze(&self, frozen: bool) {
        self.frozen.send_replace(frozen);
    }

    /// Closes the door: connections are cut, new ones refused.
    pub(crate) fn close(&self) {
        if let Some(open) = self.open.lock().take() {
            open.cancel();
        }
        self.cut();
    }

    /// Opens a closed door at the same address.
    pub(crate) async fn reopen(self: &Arc<Self>) -> io::Result<()> {
        // The listener is dropped by its task, a moment after it was told.
        let listener = loop {
            match TcpListener::bind(self.address).await {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                    tokio::task::yield_now().await;
                }
                bound => break bound?,
            }
        };
        self.listen(listener);
        Ok(())
    }
}

/// Carries bytes both ways until both ends are closed.
async fn relay(mut socket: TcpStream, outer: DuplexStream) {
    let (mut from_socket, mut to_socket) = socket.split();
    let (mut from_outer, mut to_outer) = split(outer);
    let up = async {
        let mut buffer = vec![0; BUFFER];
        loop {
            // Acknowledged when the kernel likes: who waits for that waits for up to 40 ms.
            let count = from_socket.read(&mut buffer).await.unwrap_or(0);
            let read = buffer.get(..count).unwrap_or_default();
            if read.is_empty() || to_outer.write_all(read).await.is_err() {
                break;
            }
        }
        let _ = to_outer.shutdown().await;
    };
    let down = async {
        let _ = copy(&mut from_outer, &mut to_socket).await;
        let _ = to_socket.shutdown().await;
    };
    tokio::join!(up, down);
}
