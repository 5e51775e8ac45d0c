//! Which node is asked: the leader, found anew whenever a connection was lost or a node says that
//! it does not lead.
use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use parking_lot::Mutex;
use tokio::time::timeout;
use tonic::Request;
use tonic::transport::Channel;

use super::address::{Address, Node};
use super::connect::{Connector, in_full};
use super::protocol::Empty;
use super::protocol::gossip::gossip_client::GossipClient;
use super::protocol::gossip::member_info::VNodeState;
use crate::LogError;

/// How long after a failed choice the next one waits, so that a lost server is not hammered.
const BETWEEN_CHOICES: Duration = Duration::from_millis(20);

/// A connection and where it leads.
#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) channel: Channel,
    pub(super) node: Node,
    /// From 1; grows with each new connection.
    pub(super) generation: u64,
}

/// What is known of the nodes.
#[derive(Default)]
struct Known {
    chosen: Option<Chosen>,
    /// Who was last said to lead, and is tried first.
    leader: Option<Node>,
    /// The members that gossip told.
    members: Vec<Node>,
    generation: u64,
    /// How many choices were made, and why the last one failed, if it did.
    choices: u64,
    failed: Option<String>,
}

/// The nodes of one server or cluster.
pub(super) struct Cluster {
    address: Address,
    connector: Connector,
    known: Mutex<Known>,
    /// One choice at a time; the others take what it found.
    choosing: tokio::sync::Mutex<()>,
}

impl Cluster {
    /// # Errors
    /// As [`Connector::new`]'s.
    pub(super) fn new(address: Address) -> Result<Self, LogError> {
        Ok(Self {
            connector: Connector::new(&address)?,
            address,
            known: Mutex::default(),
            choosing: tokio::sync::Mutex::default(),
        })
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// The connection in use, or a new one.
    ///
    /// # Errors
    /// Why no node can be asked, in words for an operator.
    pub(super) async fn chosen(&self) -> Result<Chosen, String> {
        let asked_at = {
            let known = self.known.lock();
            if let Some(chosen) = &known.chosen {
                return Ok(chosen.clone());
            }
            known.choices
        };
        let _choosing = self.choosing.lock().await;
        {
            let known = self.known.lock();
            match (&known.chosen, &known.failed) {
                (Some(chosen), _) => return Ok(chosen.clone()),
                // It failed while this one waited: all who waited share it.
                (None, Some(why)) if known.choices > asked_at => return Err(why.clone()),
                (None, _) => {}
            }
        }
        let found = if self.address.discovers {
            self.discover().await
        } else {
            self.connect_straight().await
        };
        if found.is_err() {
            tokio::time::sleep(BETWEEN_CHOICES).await;
        }
        let mut known = self.known.lock();
        known.choices += 1;
        known.failed = found.as_ref().err().cloned();
        let (channel, node) = found?;
        known.generation += 1;
        let chosen = Chosen {
            channel,
            node,
            generation: known.generation,
        };
        if chosen.generation > 1 {
            tracing::debug!(node = %chosen.node, "a new connection to EventStoreDB");
        }
        known.chosen = Some(chosen.clone());
        Ok(chosen)
    }

    /// Whether it is the connection in use.
    pub(super) fn is_current(&self, chosen: &Chosen) -> bool {
        let known = self.known.lock();
        let now = known.chosen.as_ref();
        now.is_some_and(|now| now.generation == chosen.generation)
    }

    /// The connection is not used any more; `leader` is who is said to lead.
    pub(super) fn leave(&self, chosen: &Chosen, leader: Option<Node>) {
        let mut known = self.known.lock();
        if known
            .chosen
            .as_ref()
            .is_some_and(|now| now.generation == chosen.generation)
        {
            known.chosen = None;
            known.leader = leader;
        }
    }

    /// The one node that is named, or the one that it says to lead.
    async fn connect_straight(&self) -> Result<(Channel, Node), String> {
        let leader = self.known.lock().leader.take();
        let mut failed = vec![];
        for node in leader.iter().chain(&self.address.nodes) {
            match self.connector.connect(node).await {
                Ok(channel) => return Ok((channel, node.clone())),
                Err(why) => failed.push(why),
            }
        }
        Err(failed.join("; "))
    }

    /// Asks every node that is named or was told who leads, all at once, and takes the first that
    /// says so of itself: what others say of it may be older than its end.
    async fn discover(&self) -> Result<(Channel, Node), String> {
        let nodes: Vec<Node> = {
            let known = self.known.lock();
            let all = self.address.nodes.iter().chain(&known.members);
            all.chain(&known.leader).cloned().collect()
        };
        let mut seen = HashSet::new();
        let mut asked: FuturesUnordered<_> = nodes
            .into_iter()
            .filter(|node| seen.insert(node.clone()))
            .map(|node| self.gossip(node, None))
            .collect();
        let mut failed = vec![];
        while let Some(told) = asked.next().await {
            let told = match told {
                Ok(told) => told,
                Err(why) => {
                    failed.push(why);
                    continue;
                }
            };
            let leader = told.members.iter().find(|member| member.leads);
            let Some(leader) = leader.map(|leader| leader.node.clone()) else {
                failed.push(format!("{} knows no leader", told.node));
                continue;
            };
            self.known.lock().members = told.members.into_iter().map(|one| one.node).collect();
            if leader == told.node {
                return Ok((told.channel, leader));
            }
            if seen.insert(leader.clone()) {
                asked.push(self.gossip(leader, Some(told.node)));
            }
        }
        Err(failed.join("; "))
    }

    /// Who is in the cluster, as a node says; `named_by` is who named it, if it was not the
    /// connection string.
    async fn gossip(&self, node: Node, named_by: Option<Node>) -> Result<Told, String> {
        let asked = async {
            let channel = self.connector.connect(&node).await?;
            let mut request = Request::new(Empty {});
            let authorization = self.address.authorization.as_deref();
            if let Some(Ok(value)) = authorization.map(str::parse) {
                request.metadata_mut().insert("authorization", value);
            }
            let told = GossipClient::new(channel.clone()).read(request).await;
            let told = told
                .map_err(|status| format!("{node} does not say who leads: {}", in_full(&status)));
            Ok::<_, String>((channel, told?))
        };
        let told = timeout(self.address.gossip_timeout, asked).await;
        let told = told.unwrap_or_else(|_| Err(format!("{node} does not say in time who leads")));
        let (channel, told) = told.map_err(|why| match &named_by {
            Some(by) => format!(
                "{by} names {node} as the leader, an address that its cluster advertises: {why}"
            ),
            None => why,
        })?;
        let members = told.into_inner().members.into_iter().filter_map(|member| {
            let leads = member.is_alive && member.state() == VNodeState::Leader;
            let end = member.http_end_point?;
            let node = Node {
                host: end.address,
                port: u16::try_from(end.port).ok()?,
            };
            Some(Member { node, leads })
        });
        Ok(Told {
            members: members.collect(),
            node,
            channel,
        })
    }
}

/// What a node said, and the way to it.
struct Told {
    node: Node,
    channel: Channel,
    members: Vec<Member>,
}

struct Member {
    node: Node,
    leads: bool,
}
