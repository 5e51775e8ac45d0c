//! Connections from within the process, over memory and no network: the pages ask by them in the
//! name of their visitors. Whoever asks so is of this program, proves nothing, and is believed in
//! `x-forwarded-for`; what comes over the network is not believed any more for that.
use std::io;

use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tonic::transport::{Channel, Endpoint};
use tower::service_fn;

/// So many bytes are on the way at most, in each direction of a connection.
const BUFFER: usize = 64 << 10;
/// So many connections wait to be taken in.
const WAITING: usize = 64;

/// The side that asks: whoever has it may connect.
#[derive(Clone, Debug)]
pub struct Within(mpsc::Sender<DuplexStream>);

/// The side that serves: the connections as they come.
pub(super) type Entering = mpsc::Receiver<DuplexStream>;

/// Both sides.
pub(super) fn door() -> (Within, Entering) {
    let (outer, inner) = mpsc::channel(WAITING);
    (Within(outer), inner)
}

impl Within {
    /// A channel to the server; it connects when it is used, and again where the connection ended.
    #[must_use]
    pub fn channel(&self) -> Channel {
        let door = self.0.clone();
        // The address names nobody: it goes into the head of each request alone.
        Endpoint::from_static("http://within").connect_with_connector_lazy(service_fn(move |_| {
            let door = door.clone();
            async move {
                let (ours, theirs) = tokio::io::duplex(BUFFER);
                door.send(theirs)
                    .await
                    .map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
                Ok::<_, io::Error>(TokioIo::new(ours))
            }
        }))
    }
}
