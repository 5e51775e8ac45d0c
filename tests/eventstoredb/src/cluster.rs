//! What the nodes share: one log, and who leads. The log that the nodes agree on is one object:
//! what a leader acknowledged every later one holds, as the protocol of a real cluster makes sure.
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use crate::faults::{Faults, takes};
use crate::node::Options;
use crate::seen::Seen;
use crate::store::Store;

/// For so long the others go on naming a leader that is gone.
const STALE: Duration = Duration::from_millis(250);

/// How a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeState {
    Runs,
    Frozen,
    Down,
}

struct Roles {
    states: Vec<NodeState>,
    addresses: Vec<SocketAddr>,
    leader: Option<usize>,
    /// Whom followers name; for a moment one that is gone.
    named: Option<usize>,
    /// Grows with each change, so that an election that was overtaken elects nobody.
    term: u64,
}

/// The nodes' common state.
pub(crate) struct Shared {
    pub options: Options,
    pub store: RwLock<Store>,
    /// How many records the store holds.
    pub length: watch::Sender<usize>,
    pub faults: Faults,
    pub seen: Seen,
    roles: Mutex<Roles>,
}

/// A member, as the others see it.
pub(crate) struct Member {
    pub address: SocketAddr,
    pub leads: bool,
    pub is_alive: bool,
}

impl Shared {
    pub(crate) fn new(options: Options, addresses: Vec<SocketAddr>) -> Arc<Self> {
        let store = Store::new();
        Arc::new(Self {
            options,
            length: watch::Sender::new(store.len()),
            store: RwLock::new(store),
            faults: Faults::default(),
            seen: Seen::default(),
            roles: Mutex::new(Roles {
                states: vec![NodeState::Runs; addresses.len()],
                addresses,
                leader: Some(0),
                named: Some(0),
                term: 0,
            }),
        })
    }

    pub(crate) fn leader(&self) -> Option<usize> {
        self.roles.lock().leader
    }

    /// Where the leader listens, as a follower says.
    pub(crate) fn named_leader(&self) -> Option<SocketAddr> {
        let roles = self.roles.lock();
        roles
            .named
            .and_then(|named| roles.addresses.get(named).copied())
    }

    pub(crate) fn members(&self) -> Vec<Member> {
        let roles = self.roles.lock();
        let members = roles.addresses.iter().zip(&roles.states).enumerate();
        members
            .map(|(index, (address, state))| Member {
                address: *address,
                leads: roles.named == Some(index),
                is_alive: *state == NodeState::Runs,
            })
            .collect()
    }

    /// A node changes. Where it led, or nobody leads and a majority runs, another is chosen after
    /// the time that an election takes.
    pub(crate) fn becomes(self: &Arc<Self>, node: usize, state: NodeState) {
        let term = {
            let mut roles = self.roles.lock();
            if let Some(known) = roles.states.get_mut(node) {
                *known = state;
            }
            let running = |roles: &Roles, node| roles.states.get(node) == Some(&NodeState::Runs);
            let majority = {
                let runs = roles.states.iter().filter(|one| **one == NodeState::Runs);
                runs.count() * 2 > roles.states.len()
            };
            let leads = roles.leader.is_some_and(|leader| running(&roles, leader));
            if leads && majority {
                return;
            }
            roles.leader = None;
            roles.term += 1;
            if !majority {
                roles.named = None;
                return;
            }
            roles.term
        };
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let election = shared.options.election;
            takes(election.min(STALE)).await;
            shared.in_term(term, |roles| roles.named = None);
            takes(election.saturating_sub(STALE)).await;
            shared.in_term(term, |roles| {
                let runs = roles.states.iter().rposition(|one| *one == NodeState::Runs);
                (roles.leader, roles.named) = (runs, runs);
            });
        });
    }

    fn in_term(&self, term: u64, change: impl FnOnce(&mut Roles)) {
        let mut roles = self.roles.lock();
        if roles.term == term {
            change(&mut roles);
        }
    }

    /// Wakes those who wait for more.
    pub(crate) fn grown(&self) {
        let length = self.store.read().len();
        self.length
            .send_if_modified(|known| length > *known && std::mem::replace(known, length) < length);
    }
}
