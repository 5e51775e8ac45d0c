//! Three nodes as the tests hold them.
use std::io;
use std::sync::Arc;

use crate::cluster::{NodeState, Shared};
use crate::faults::Fault;
use crate::listener::Door;
use crate::node::{Options, Serving, opened, user_part};
use crate::seen::Counts;

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
