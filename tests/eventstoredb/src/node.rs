//! One node, and the server of one node as the tests hold it.
use std::io;
use std::net::SocketAddr;
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
use crate::cluster::{NodeState, Shared};
use crate::faults::{Delays, Fault};
use crate::listener::Door;
use crate::protocol::event_store::client::gossip::gossip_server::GossipServer;
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeaturesServer;
use crate::protocol::event_store::client::streams::ReadResp;
use crate::protocol::event_store::client::streams::streams_server::StreamsServer;
use crate::rights::{self, Deed, Rights};
use crate::seen::Counts;
use crate::store::{Expected, Proposed, Store};

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

/// What a server held at some time.
#[derive(Clone)]
pub struct Backup(Store);

/// A server of one node on the loopback that ends when it is dropped.
pub struct Server {
    serving: Serving,
}

impl Server {
    /// Starts a server at a free port.
    ///
    /// # Errors
    /// When no port can be listened to.
    pub async fn start(options: Options) -> io::Result<Self> {
        let opened = opened().await?;
        let shared = Shared::new(options, vec![opened.0.address()]);
        Ok(Self {
            serving: Serving::new(shared, 0, opened),
        })
    }

    fn node(&self) -> &Node {
        &self.serving.node
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.node().door.address()
    }

    /// The connection string of a client, with name and password where they are asked for.
    #[must_use]
    pub fn url(&self) -> String {
        let user = user_part(&self.node().cluster.options);
        let address = self.address();
        format!("esdb://{user}{address}?tls=false&discoveryInterval=1")
    }

    /// The next append without a fault of its own meets this one.
    pub fn fail_next_append(&self, fault: Fault) {
        self.node().cluster.faults.push(fault);
    }

    /// From now on appends take longer.
    pub fn delay_appends(&self, delays: Delays) {
        self.node().cluster.faults.set_delays(delays);
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.node().door.cut();
    }

    /// Connections stay, but nothing comes through any more; they end when thawed.
    pub fn freeze(&self) {
        self.node().door.freeze(true);
    }

    /// The end of [`Server::freeze`].
    pub fn thaw(&self) {
        self.node().door.freeze(false);
    }

    /// Ends every subscription, without an error.
    pub fn end_subscriptions(&self) {
        self.node().end_subscriptions();
    }

    /// The server is gone: connections are cut, new ones refused. What it holds stays.
    pub fn stop(&self) {
        self.node().door.close();
    }

    /// The end of [`Server::stop`], at the same address.
    ///
    /// # Errors
    /// When the port cannot be listened to.
    pub async fn start_again(&self) -> io::Result<()> {
        self.node().door.reopen().await
    }

    /// What it holds now.
    #[must_use]
    pub fn backup(&self) -> Backup {
        Backup(self.node().store().read().clone())
    }

    /// Stops the server, puts a backup in place of what it holds, and starts it again.
    ///
    /// # Errors
    /// As [`Server::start_again`]'s.
    pub async fn put_back(&self, backup: &Backup) -> io::Result<()> {
        self.stop();
        self.node().end_subscriptions();
        let length = {
            let mut store = self.node().store().write();
            *store = backup.0.clone();
            store.len()
        };
        self.node().cluster.length.send_replace(length);
        self.start_again().await
    }

    /// Another application writes events of so many bytes each to a stream of its own.
    pub fn write_of_others(&self, stream: &str, events: usize, bytes: usize) {
        let proposed = (0..events).map(|_| Proposed::of_others(bytes)).collect();
        let written = self
            .node()
            .store()
            .write()
            .append(stream, Expected::Any, proposed);
        // Refused only where the stream was deleted for good.
        drop(written);
        self.node().grown();
    }

    /// Writes an event as it is to a stream, behind the back of whoever else writes to it.
    pub fn write_event(&self, stream: &str, data: &str, metadata: &str) {
        let mut event = Proposed::of_others(0);
        event.data = data.into();
        event.custom_metadata = metadata.into();
        let expected = Expected::Any;
        let written = self
            .node()
            .store()
            .write()
            .append(stream, expected, vec![event]);
        drop(written);
        self.node().grown();
    }

    /// What a stream holds: the content type, the data and the metadata of each event.
    #[must_use]
    pub fn held(&self, stream: &str) -> Vec<(String, Vec<u8>, Vec<u8>)> {
        let store = self.node().store().read();
        let (first, next) = store.extent(stream).unwrap_or_default();
        let held = (first..next).filter_map(|revision| store.at_revision(stream, revision));
        held.map(|held| {
            let event = &held.event;
            let content_type = event.metadata.get("content-type").cloned();
            (
                content_type.unwrap_or_default(),
                event.data.clone(),
                event.custom_metadata.clone(),
            )
        })
        .collect()
    }

    /// Where the next record will begin.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.node().store().read().end()
    }

    /// Somebody deletes a stream: its events, or it for good. Whether there was one.
    pub fn delete_stream(&self, stream: &str, for_good: bool) -> bool {
        let deleted = self
            .node()
            .store()
            .write()
            .delete(stream, Expected::Any, for_good);
        self.node().grown();
        deleted.is_ok()
    }

    /// Removes what was deleted, as an operator does from time to time.
    pub fn scavenge(&self) {
        self.node().store().write().scavenge();
    }

    /// What was asked of it since its start.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.node().cluster.seen.counts()
    }

    /// How many events the streams hold whose names do not begin with `$`.
    #[must_use]
    pub fn count(&self) -> usize {
        let store = self.node().store().read();
        (0..store.len())
            .filter_map(|place| store.at(place))
            .filter(|held| !held.stream.starts_with('$'))
            .count()
    }
}

/// The part of a connection string before the hosts.
pub(crate) fn user_part(options: &Options) -> String {
    let user = options.user.as_ref();
    user.map_or_else(String::new, |(name, password)| {
        format!("{name}:{password}@")
    })
}

/// Three nodes on the loopback that end when they are dropped.
pub struct Cluster {
    nodes: Vec<Serving>,
    shared: Arc<Shared>,
}

impl Cluster {
    /// Starts three nodes at free ports; the first one leads.
    ///
    /// # Errors
    /// When no port can be listened to.
    pub async fn start(options: Options) -> io::Result<Self> {
        let doors = [opened().await?, opened().await?, opened().await?];
        let addresses = doors.iter().map(|(door, _)| door.address()).collect();
        let shared = Shared::new(options, addresses);
        let nodes = doors.into_iter().enumerate();
        let nodes = nodes.map(|(index, door)| Serving::new(Arc::clone(&shared), index, door));
        Ok(Self {
            nodes: nodes.collect(),
            shared,
        })
    }

    fn door(&self, node: usize) -> Option<&Arc<Door>> {
        self.nodes.get(node).map(|serving| &serving.node.door)
    }

    /// The connection string that names all three.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts = self.nodes.iter().map(|one| one.node.door.address());
        let hosts: Vec<_> = hosts.map(|host| host.to_string()).collect();
        let user = user_part(&self.shared.options);
        format!("esdb://{user}{}?tls=false", hosts.join(","))
    }

    /// The connection string that names one node, and nothing of the others.
    #[must_use]
    pub fn url_of(&self, node: usize) -> String {
        let user = user_part(&self.shared.options);
        let host = self.door(node).map(|door| door.address().to_string());
        format!("esdb://{user}{}?tls=false", host.unwrap_or_default())
    }

    /// Which node leads, if one does.
    #[must_use]
    pub fn leader(&self) -> Option<usize> {
        self.shared.leader()
    }

    /// The next append without a fault of its own meets this one.
    pub fn fail_next_append(&self, fault: Fault) {
        self.shared.faults.push(fault);
    }

    /// A node is gone: connections are cut, new ones refused.
    pub fn kill(&self, node: usize) {
        if let Some(door) = self.door(node) {
            door.close();
        }
        self.shared.becomes(node, NodeState::Down);
    }

    /// A node stands still: connections stay, and nothing comes through them.
    pub fn freeze(&self, node: usize) {
        if let Some(door) = self.door(node) {
            door.freeze(true);
        }
        self.shared.becomes(node, NodeState::Frozen);
    }

    /// The end of [`Cluster::freeze`].
    pub fn thaw(&self, node: usize) {
        if let Some(door) = self.door(node) {
            door.freeze(false);
        }
        self.shared.becomes(node, NodeState::Runs);
    }

    /// The end of [`Cluster::kill`], at the same address.
    ///
    /// # Errors
    /// When the port cannot be listened to.
    pub async fn start_node(&self, node: usize) -> io::Result<()> {
        if let Some(door) = self.door(node) {
            door.reopen().await?;
        }
        self.shared.becomes(node, NodeState::Runs);
        Ok(())
    }

    /// What was asked of the nodes since their start.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.seen.counts()
    }

    /// How many events the streams hold whose names do not begin with `$`.
    #[must_use]
    pub fn count(&self) -> usize {
        let store = self.shared.store.read();
        (0..store.len())
            .filter_map(|place| store.at(place))
            .filter(|held| !held.stream.starts_with('$'))
            .count()
    }
}
