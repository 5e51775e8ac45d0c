//! The server as the tests hold it.
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server as Transport;
use tonic::{Request, Status};

use crate::faults::{Delays, Fault, Faults};
use crate::listener::Door;
use crate::protocol::event_store::client::gossip::gossip_server::GossipServer;
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeaturesServer;
use crate::protocol::event_store::client::streams::streams_server::StreamsServer;
use crate::store::Store;

/// The most bytes one message of a client may have.
const LARGEST_MESSAGE: usize = 64 << 20;

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name and password that every call on streams has to bring.
    pub user: Option<(String, String)>,
    /// The most bytes one append may have. A real server begins with 1 MiB and takes up to 16.
    pub max_append_size: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user: None,
            max_append_size: (16 << 20) - 256,
        }
    }
}

/// What the services share.
pub(crate) struct Node {
    pub options: Options,
    pub store: RwLock<Store>,
    /// How many records the store holds.
    pub length: watch::Sender<usize>,
    pub faults: Faults,
    pub door: Arc<Door>,
    subscriptions: Mutex<CancellationToken>,
}

impl Node {
    /// Whether the call brings the name and the password asked for.
    pub(crate) fn admit<T>(&self, request: &Request<T>) -> Result<(), Status> {
        use base64::Engine;
        let Some((name, password)) = &self.options.user else {
            return Ok(());
        };
        let pair = format!("{name}:{password}");
        let wanted = base64::engine::general_purpose::STANDARD.encode(pair);
        let given = request.metadata().get("authorization");
        let given = given.and_then(|value| value.to_str().ok());
        if given.and_then(|value| value.strip_prefix("Basic ")) == Some(wanted.as_str()) {
            Ok(())
        } else {
            Err(Status::unauthenticated("Unauthenticated"))
        }
    }

    /// Cancelled when subscriptions are to end.
    pub(crate) fn subscriptions(&self) -> CancellationToken {
        self.subscriptions.lock().clone()
    }

    /// Wakes those who wait for more.
    pub(crate) fn grown(&self) {
        let length = self.store.read().len();
        self.length
            .send_if_modified(|known| length > *known && std::mem::replace(known, length) < length);
    }
}

/// A server on the loopback that ends when it is dropped.
pub struct Server {
    node: Arc<Node>,
    serving: JoinHandle<()>,
}

impl Server {
    /// Starts a server at a free port.
    ///
    /// # Errors
    /// When no port can be listened to.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (sender, incoming) = mpsc::unbounded_channel();
        let door = Door::open(sender).await?;
        let store = Store::new();
        let node = Arc::new(Node {
            options,
            length: watch::Sender::new(store.len()),
            store: RwLock::new(store),
            faults: Faults::default(),
            door,
            subscriptions: Mutex::default(),
        });
        let service = crate::service::Service(Arc::clone(&node));
        let serving = Transport::builder()
            .add_service(
                StreamsServer::new(service.clone()).max_decoding_message_size(LARGEST_MESSAGE),
            )
            .add_service(ServerFeaturesServer::new(service.clone()))
            .add_service(GossipServer::new(service))
            .serve_with_incoming(UnboundedReceiverStream::new(incoming));
        let serving = tokio::spawn(async move {
            // It ends with the server, which is dropped then.
            let _ = serving.await;
        });
        Ok(Self { node, serving })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.node.door.address()
    }

    /// The connection string of a client, with name and password where they are asked for.
    #[must_use]
    pub fn url(&self) -> String {
        let user = self.node.options.user.as_ref();
        let user = user.map_or_else(String::new, |(name, password)| {
            format!("{name}:{password}@")
        });
        let address = self.address();
        format!("esdb://{user}{address}?tls=false&discoveryInterval=1")
    }

    /// The next append without a fault of its own meets this one.
    pub fn fail_next_append(&self, fault: Fault) {
        self.node.faults.push(fault);
    }

    /// From now on appends take longer.
    pub fn delay_appends(&self, delays: Delays) {
        self.node.faults.set_delays(delays);
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.node.door.cut();
    }

    /// Connections stay, but nothing comes through any more; they end when thawed.
    pub fn freeze(&self) {
        self.node.door.freeze(true);
    }

    /// The end of [`Server::freeze`].
    pub fn thaw(&self) {
        self.node.door.freeze(false);
    }

    /// Ends every subscription, without an error.
    pub fn end_subscriptions(&self) {
        std::mem::take(&mut *self.node.subscriptions.lock()).cancel();
    }

    /// The server is gone: connections are cut, new ones refused. What it holds stays.
    pub fn stop(&self) {
        self.node.door.close();
    }

    /// The end of [`Server::stop`], at the same address.
    ///
    /// # Errors
    /// When the port cannot be listened to.
    pub async fn start_again(&self) -> io::Result<()> {
        self.node.door.reopen().await
    }

    /// How many events the streams hold whose names do not begin with `$`.
    #[must_use]
    pub fn count(&self) -> usize {
        let store = self.node.store.read();
        (0..store.len())
            .filter_map(|place| store.at(place))
            .filter(|held| !held.stream.starts_with('$'))
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.node.door.close();
        self.serving.abort();
    }
}
