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
    generation: u64,
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
            tracing::info!(node = %chosen.node, "a new connection to EventStoreDB");
        }
        known.chosen = Some(chosen.clone());
        Ok(chosen)
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

    /// Asks every node that is named or was told who leads, all at once, and connects to the first
    /// leader that can be reached.
    async fn discover(&self) -> Result<(Channel, Node), String> {
        let nodes: Vec<Node> = {
            let known = self.known.lock();
            let mut seen = HashSet::new();
            let all = self.address.nodes.iter().chain(&known.members);
            all.chain(&known.leader)
                .filter(|node| seen.insert((*node).clone()))
                .cloned()
                .collect()
        };
        let mut asked: FuturesUnordered<_> =
            nodes.into_iter().map(|node| self.gossip(node)).collect();
        let mut failed = vec![];
        while let Some(told) = asked.next().await {
            let (asked_node, members) = match told {
                Ok(told) => told,
                Err(why) => {
                    failed.push(why);
                    continue;
                }
            };
            let leader = members.iter().find(|member| member.leads);
            let Some(leader) = leader.map(|leader| leader.node.clone()) else {
                failed.push(format!("{asked_node} knows no leader"));
                continue;
            };
            self.known.lock().members = members.into_iter().map(|member| member.node).collect();
            match self.connector.connect(&leader).await {
                Ok(channel) => return Ok((channel, leader)),
                Err(why) => failed.push(format!("{asked_node} names a leader: {why}")),
            }
        }
        Err(failed.join("; "))
    }

    /// Who is in the cluster, as a node says.
    async fn gossip(&self, node: Node) -> Result<(Node, Vec<Member>), String> {
        let asked = async {
            let channel = self.connector.connect(&node).await?;
            let mut request = Request::new(Empty {});
            let authorization = self.address.authorization.as_deref();
            if let Some(Ok(value)) = authorization.map(str::parse) {
                request.metadata_mut().insert("authorization", value);
            }
            let told = GossipClient::new(channel).read(request).await;
            told.map_err(|status| format!("{node} does not say who leads: {}", in_full(&status)))
        };
        let told = timeout(self.address.gossip_timeout, asked).await;
        let told = told.map_err(|_| format!("{node} does not say in time who leads"))??;
        let members = told.into_inner().members.into_iter().filter_map(|member| {
            let leads = member.is_alive && member.state() == VNodeState::Leader;
            let end = member.http_end_point?;
            let node = Node {
                host: end.address,
                port: u16::try_from(end.port).ok()?,
            };
            Some(Member { node, leads })
        });
        let members = members.collect();
        Ok((node, members))
    }
}

struct Member {
    node: Node,
    leads: bool,
}
