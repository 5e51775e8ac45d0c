//! The server of one node as the tests hold it.
use std::io;
use std::net::SocketAddr;

use crate::cluster::Shared;
use crate::faults::{Delays, Fault};
use crate::node::{Node, Options, Serving, opened, user_part};
use crate::seen::Counts;
use crate::store::{Expected, Proposed, Store};

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
