//! A door within the process. Who comes by it is of this program, crosses no network and proves
//! nothing, and is believed in `x-forwarded-for`: the pages ask for their visitors by it. What comes
//! by the network is believed no more for that.
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

/// The outer side: whoever has it may come in.
#[derive(Clone, Debug)]
pub struct Within(mpsc::Sender<DuplexStream>);

/// The inner side: who comes in.
pub(super) type Entering = mpsc::Receiver<DuplexStream>;

/// Both sides of a new door.
pub(super) fn door() -> (Within, Entering) {
    let (outer, inner) = mpsc::channel(WAITING);
    (Within(outer), inner)
}

impl Within {
    /// A channel through the door; it connects when it is used, and again where the connection ended.
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
