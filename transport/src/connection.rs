//! A connection, and whether its client still does something with it.
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::{Instant, sleep_until};

use super::certificate::ClientCertificate;
use super::settings::Timeouts;

/// Length of the preface of HTTP/2; no useful request of HTTP/1 is shorter.
const PREFACE: u64 = 24;

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// By the network, from there.
    Network(SocketAddr),
    /// Of this program, by no network.
    Within,
}

impl Peer {
    /// Its address and port; of this machine where it came by no network.
    pub fn address(self) -> SocketAddr {
        match self {
            Self::Network(address) => address,
            Self::Within => (Ipv6Addr::LOCALHOST, 0).into(),
        }
    }

    /// Its address; of this machine where it came by no network.
    pub fn ip(self) -> IpAddr {
        match self {
            Self::Network(address) => address.ip(),
            Self::Within => Ipv6Addr::LOCALHOST.into(),
        }
    }
}

/// A connection and the calls on it.
#[derive(Debug)]
pub struct Connection {
    /// The other end.
    pub peer: Peer,
    /// What it showed of itself, if anything.
    pub certificate: Option<ClientCertificate>,
    since: Instant,
    read: AtomicU64,
    calls: Mutex<Calls>,
}

#[derive(Debug)]
struct Calls {
    quiet_since: Instant,
    /// When the last answer that is no stream ended.
    answered: Instant,
    streams: usize,
    /// The others, by number, with their beginning.
    single: BTreeMap<u64, Instant>,
    next: u64,
}

/// What is to be done with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionAction {
    /// Nothing before that instant.
    Wait(Instant),
    /// It is to be ended.
    Close(CloseReason),
}

/// Why a connection is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// Its client never said what it wants.
    Preface,
    /// No call for long.
    Idle,
    /// Its client does not take an answer.
    Unread,
}

impl CloseReason {
    /// In metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preface => "preface",
            Self::Idle => "idle",
            Self::Unread => "unread",
        }
    }
}

impl Connection {
    /// A new one.
    pub fn new(peer: Peer, certificate: Option<ClientCertificate>) -> Arc<Self> {
        let now = Instant::now();
        Arc::new(Self {
            peer,
            certificate,
            since: now,
            read: AtomicU64::new(0),
            calls: Mutex::new(Calls {
                quiet_since: now,
                answered: now,
                streams: 0,
                single: BTreeMap::new(),
                next: 0,
            }),
        })
    }

    /// Whether it is believed in whom it says to ask for: who showed a certificate of a web tier, and
    /// who is of this program.
    pub fn is_trusted(&self) -> bool {
        self.certificate.is_some() || self.peer == Peer::Within
    }

    /// So many more bytes came.
    pub fn count_read(&self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// A call, until what is given back is dropped.
    pub fn open(self: &Arc<Self>, streams: bool) -> OpenCall {
        let mut calls = self.calls.lock();
        let call = if streams {
            calls.streams += 1;
            None
        } else {
            let number = calls.next;
            calls.next += 1;
            calls.single.insert(number, Instant::now());
            Some(number)
        };
        OpenCall {
            connection: self.clone(),
            call,
        }
    }

    /// At the stop: ready once no answer but streams has been under way for `parting`, from now
    /// on. An answer that ended just now may still have to leave.
    pub async fn left(&self, parting: Duration) {
        let stop = Instant::now();
        loop {
            let due = {
                let calls = self.calls.lock();
                if calls.single.is_empty() {
                    calls.answered.max(stop) + parting
                } else {
                    Instant::now() + parting
                }
            };
            if due <= Instant::now() {
                return;
            }
            sleep_until(due).await;
        }
    }

    /// What is to be done at this instant.
    pub fn next_action(&self, now: Instant, timeouts: &Timeouts) -> ConnectionAction {
        // A call may begin while nobody looks, so a look is never far.
        let soon = now + timeouts.preface;
        let (due, why) = if self.read.load(Ordering::Relaxed) < PREFACE {
            (self.since + timeouts.preface, CloseReason::Preface)
        } else {
            let calls = self.calls.lock();
            match calls.single.first_key_value() {
                Some((_, began)) => (
                    *began + timeouts.call + timeouts.answer,
                    CloseReason::Unread,
                ),
                None if calls.streams > 0 => return ConnectionAction::Wait(soon),
                None => (calls.quiet_since + timeouts.idle, CloseReason::Idle),
            }
        };
        if due <= now {
            ConnectionAction::Close(why)
        } else {
            ConnectionAction::Wait(due.min(soon))
        }
    }
}

/// A call under way.
#[derive(Debug)]
pub struct OpenCall {
    connection: Arc<Connection>,
    call: Option<u64>,
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        let mut calls = self.connection.calls.lock();
        match self.call {
            Some(number) => {
                calls.single.remove(&number);
                calls.answered = Instant::now();
            }
            None => calls.streams = calls.streams.saturating_sub(1),
        }
        if calls.streams == 0 && calls.single.is_empty() {
            calls.quiet_since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn connection() -> Arc<Connection> {
        Connection::new(Peer::Network("192.0.2.1:4711".parse().unwrap()), None)
    }

    #[test]
    fn by_the_network_only_a_certificate_is_believed() {
        assert!(!connection().is_trusted());
        let shown = Some(ClientCertificate([0; 32]));
        assert!(Connection::new(connection().peer, shown).is_trusted());
        assert!(Connection::new(Peer::Within, None).is_trusted());
    }

    #[test]
    fn a_client_that_does_not_say_what_it_wants_is_not_waited_for() {
        let (connection, timeouts) = (connection(), Timeouts::default());
        let at = |seconds| connection.since + Duration::from_secs(seconds);
        let action = |seconds| connection.next_action(at(seconds), &timeouts);
        assert_eq!(action(0), ConnectionAction::Wait(at(10)));
        connection.count_read(23);
        assert_eq!(action(9), ConnectionAction::Wait(at(10)));
        assert_eq!(action(10), ConnectionAction::Close(CloseReason::Preface));
        connection.count_read(1);
        assert!(matches!(action(10), ConnectionAction::Wait(_)));
    }

    #[test]
    fn a_quiet_connection_is_ended_and_one_with_a_watch_is_not() {
        let (connection, timeouts) = (connection(), Timeouts::default());
        connection.count_read(100);
        let at = |seconds| Instant::now() + Duration::from_secs(seconds);
        let watch = connection.open(true);
        assert!(matches!(
            connection.next_action(at(100_000), &timeouts),
            ConnectionAction::Wait(_)
        ));
        drop(watch);
        assert!(matches!(
            connection.next_action(at(290), &timeouts),
            ConnectionAction::Wait(_)
        ));
        assert_eq!(
            connection.next_action(at(300), &timeouts),
            ConnectionAction::Close(CloseReason::Idle)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn at_the_stop_an_answer_has_its_time_and_nothing_else_has() {
        let (parting, connection) = (Duration::from_secs(1), connection());
        let stop = Instant::now();
        let watch = connection.open(true);
        connection.left(parting).await;
        assert_eq!(stop.elapsed(), parting);
        let call = connection.open(false);
        let answering = async {
            tokio::time::advance(Duration::from_secs(20)).await;
            drop(call);
        };
        let stop = Instant::now();
        tokio::join!(connection.left(parting), answering);
        let waited = stop.elapsed();
        assert!(waited >= Duration::from_secs(21) && waited < Duration::from_secs(23));
        drop(watch);
    }

    #[test]
    fn an_answer_that_is_not_taken_ends_the_connection_whatever_else_goes_on() {
        let (connection, timeouts) = (connection(), Timeouts::default());
        connection.count_read(100);
        let at = |seconds| Instant::now() + Duration::from_secs(seconds);
        let (_watch, call) = (connection.open(true), connection.open(false));
        assert!(matches!(
            connection.next_action(at(50), &timeouts),
            ConnectionAction::Wait(_)
        ));
        assert_eq!(
            connection.next_action(at(60), &timeouts),
            ConnectionAction::Close(CloseReason::Unread)
        );
        drop(call);
        assert!(matches!(
            connection.next_action(at(60), &timeouts),
            ConnectionAction::Wait(_)
        ));
    }
}
