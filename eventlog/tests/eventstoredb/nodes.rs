//! The nodes of a server that the tests kill, freeze and start: those of the fixture, or real ones.
//!
//! `PLACEMENT_TEST_ESDB_CLUSTER` names three hosts in one connection string, and
//! `PLACEMENT_TEST_ESDB_DO` a command that does `kill N`, `freeze N`, `thaw N` and `start N` to the
//! N-th of them, from 1; with one host alone it is the one of `PLACEMENT_TEST_ESDB`.
use std::time::Duration;

use eventlog::{EventStoreDbLog, EventStoreDbOptions};
use eventstoredb_fixture::{Cluster, Options, Server};
use tokio::process::Command;

use super::soon;

/// How long a real node may take until it is a member again.
const BACK: Duration = Duration::from_secs(50);

enum Kind {
    Three(Cluster),
    One(Server),
    Given { url: String, command: String },
}

/// The nodes of one server.
pub struct Nodes {
    kind: Kind,
    count: usize,
}

fn told(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Nodes {
    /// Three nodes.
    pub async fn three() -> Self {
        if let Some(given) = Self::given("PLACEMENT_TEST_ESDB_CLUSTER", 3) {
            return given;
        }
        println!("no real cluster of EventStoreDB was asked, see docs/operations/eventstoredb.md");
        let cluster = Cluster::start(Options::default()).await.expect("started");
        Self {
            kind: Kind::Three(cluster),
            count: 3,
        }
    }

    /// One node.
    pub async fn one() -> Self {
        // Of a cluster the command is about its nodes.
        if told("PLACEMENT_TEST_ESDB_CLUSTER").is_none()
            && let Some(given) = Self::given("PLACEMENT_TEST_ESDB", 1)
        {
            return given;
        }
        println!("no real EventStoreDB was stopped, see docs/operations/eventstoredb.md");
        let server = Server::start(Options::default()).await.expect("started");
        Self {
            kind: Kind::One(server),
            count: 1,
        }
    }

    fn given(name: &str, count: usize) -> Option<Self> {
        let (url, command) = (told(name)?, told("PLACEMENT_TEST_ESDB_DO")?);
        Some(Self {
            kind: Kind::Given { url, command },
            count,
        })
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// The connection string that names all of them.
    pub fn url(&self) -> String {
        match &self.kind {
            Kind::Three(cluster) => cluster.url(),
            Kind::One(server) => server.url(),
            Kind::Given { url, .. } => url.clone(),
        }
    }

    /// The connection string that names one of them, and nothing of the others.
    fn url_of(&self, node: usize) -> String {
        match &self.kind {
            Kind::Three(cluster) => cluster.url_of(node),
            Kind::One(server) => server.url(),
            Kind::Given { url, .. } => only(url, node),
        }
    }

    pub async fn kill(&self, node: usize) {
        match &self.kind {
            Kind::Three(cluster) => cluster.kill(node),
            Kind::One(server) => server.stop(),
            Kind::Given { command, .. } => run(command, "kill", node).await,
        }
    }

    pub async fn freeze(&self, node: usize) {
        match &self.kind {
            Kind::Three(cluster) => cluster.freeze(node),
            Kind::One(server) => server.freeze(),
            Kind::Given { command, .. } => run(command, "freeze", node).await,
        }
    }

    pub async fn thaw(&self, node: usize) {
        match &self.kind {
            Kind::Three(cluster) => cluster.thaw(node),
            Kind::One(server) => server.thaw(),
            Kind::Given { command, .. } => run(command, "thaw", node).await,
        }
        self.is_back(node).await;
    }

    pub async fn start(&self, node: usize) {
        match &self.kind {
            Kind::Three(cluster) => cluster.start_node(node).await.expect("started"),
            Kind::One(server) => server.start_again().await.expect("started"),
            Kind::Given { command, .. } => run(command, "start", node).await,
        }
        self.is_back(node).await;
    }

    /// Waits until the node leads or says who does.
    async fn is_back(&self, node: usize) {
        let options = EventStoreDbOptions {
            start: BACK,
            ..EventStoreDbOptions::default()
        };
        let opened = soon(EventStoreDbLog::open(&self.url_of(node), options)).await;
        drop(opened.unwrap_or_else(|error| panic!("node {}: {error}", node + 1)));
    }
}

async fn run(command: &str, deed: &str, node: usize) {
    let line = format!("{command} {deed} {}", node + 1);
    let done = Command::new("sh").args(["-c", &line]).status().await;
    let done = done.expect("sh is there");
    assert!(done.success(), "{line}: {done}");
}

/// The connection string with one of its hosts alone.
fn only(url: &str, node: usize) -> String {
    let (scheme, rest) = url.split_once("://").expect("a scheme");
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    let (user, hosts) = match place.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), place),
    };
    let host = hosts.trim_end_matches('/').split(',').nth(node);
    let scheme = scheme.trim_end_matches("+discover");
    format!(
        "{scheme}://{user}{}?{options}",
        host.expect("a host for each node")
    )
}

#[test]
fn one_host_of_three_is_named_with_the_user_and_the_options() {
    let url = "esdb+discover://u:p@a:1,b:2,c:3?tls=false";
    assert_eq!(only(url, 1), "esdb://u:p@b:2?tls=false");
    assert_eq!(only("kurrentdb://a,b,c", 2), "kurrentdb://c?");
}
