//! One node: what its services share, and serving them.
use std::io;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server as Transport;
use tonic::{Request, Status};

use crate::append::not_leader;
use crate::cluster::Shared;
use crate::listener::Door;
use crate::protocol::event_store::client::gossip::gossip_server::GossipServer;
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeaturesServer;
use crate::protocol::event_store::client::streams::ReadResp;
use crate::protocol::event_store::client::streams::streams_server::StreamsServer;
use crate::rights::{self, Deed, Rights};
use crate::store::Store;

/// The most bytes one message of a client may have.
const LARGEST_MESSAGE: usize = 64 << 20;

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name and password that every call on streams has to bring.
    pub user: Option<(String, String)>,
    /// What that user may do.
    pub rights: Rights,
    /// The most bytes one append may have. A real server begins with 1 MiB and takes up to 16.
    pub max_append_size: usize,
    /// Whether another application writes an event of its own after each that is appended.
    pub others: bool,
    /// How long nobody leads after a leader is gone. A real cluster took 0.3 to 1.7 s.
    pub election: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user: None,
            rights: Rights::default(),
            max_append_size: (16 << 20) - 256,
            others: false,
            election: Duration::from_millis(1_000),
        }
    }
}

/// What the services of one node share.
pub(crate) struct Node {
    pub cluster: Arc<Shared>,
    pub index: usize,
    pub door: Arc<Door>,
    subscriptions: Mutex<CancellationToken>,
}

impl Node {
    pub(crate) fn store(&self) -> &RwLock<Store> {
        &self.cluster.store
    }

    pub(crate) fn grown(&self) {
        self.cluster.grown();
    }

    /// Whether the call brings the name and the password asked for, and whether this node answers
    /// it: a follower turns away who asks for the leader, and nobody answers without one.
    pub(crate) fn admit<T>(&self, request: &Request<T>) -> Result<(), Status> {
        self.cluster.seen.called();
        rights::admit(&self.cluster.options, request)?;
        if self.cluster.leader() == Some(self.index) {
            return Ok(());
        }
        let Some(leader) = self.cluster.named_leader() else {
            return Err(Status::unavailable("Server Is Not Ready"));
        };
        let asked = request.metadata().get("requires-leader");
        if asked.is_some_and(|value| value == "true") {
            return Err(not_leader(leader.port()));
        }
        Ok(())
    }

    pub(crate) fn may(&self, deed: Deed<'_>) -> Result<(), Status> {
        rights::may(&self.cluster.options, deed)
    }

    /// An answer about to be sent to a reader of the one order.
    pub(crate) fn sent(&self, answer: ReadResp) -> ReadResp {
        self.cluster
            .seen
            .sends(prost::Message::encoded_len(&answer));
        answer
    }

    /// Cancelled when subscriptions are to end.
    pub(crate) fn subscriptions(&self) -> CancellationToken {
        self.subscriptions.lock().clone()
    }

    pub(crate) fn end_subscriptions(&self) {
        std::mem::take(&mut *self.subscriptions.lock()).cancel();
    }
}

/// A node that serves, until it is dropped.
pub(crate) struct Serving {
    pub node: Arc<Node>,
    task: JoinHandle<()>,
}

/// A door at a free port, and what comes through it.
pub(crate) type Opened = (
    Arc<Door>,
    mpsc::UnboundedReceiver<io::Result<tokio::io::DuplexStream>>,
);

pub(crate) async fn opened() -> io::Result<Opened> {
    let (sender, incoming) = mpsc::unbounded_channel();
    Ok((Door::open(sender).await?, incoming))
}

impl Serving {
    pub(crate) fn new(cluster: Arc<Shared>, index: usize, (door, incoming): Opened) -> Self {
        let node = Arc::new(Node {
            cluster,
            index,
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
        let task = tokio::spawn(async move {
            // It ends with the server, which is dropped then.
            let _ = serving.await;
        });
        Self { node, task }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.node.door.close();
        self.task.abort();
    }
}

/// The part of a connection string before the hosts.
pub(crate) fn user_part(options: &Options) -> String {
    let user = options.user.as_ref();
    user.map_or_else(String::new, |(name, password)| {
        format!("{name}:{password}@")
    })
}
