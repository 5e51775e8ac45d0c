//! The limits of a server: what each source and each account has taken of them.
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::Extensions;
use parking_lot::Mutex;
use tonic::Status;
use uuid::Uuid;

use super::concurrency::{ConcurrencyLimiter, Permit};
use super::methods::{Kind, Method};
use super::metrics;
use super::rate::RateLimits;
use super::settings::LimitSettings;
use super::source::{Source, network};
use wire::status::too_many_requests;

/// When to try again where there were too many at a time.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What is limited, each by its setting.
#[derive(Debug)]
pub struct Limits {
    connections: ConcurrencyLimiter<()>,
    source_connections: ConcurrencyLimiter<IpAddr>,
    source_connecting: RateLimits<IpAddr>,
    handshakes: ConcurrencyLimiter<()>,
    source_handshakes: ConcurrencyLimiter<IpAddr>,
    source_requests: RateLimits<IpAddr>,
    source_account_requests: RateLimits<IpAddr>,
    source_calls: ConcurrencyLimiter<IpAddr>,
    source_probes: ConcurrencyLimiter<IpAddr>,
    account_requests: RateLimits<Uuid>,
    account_calls: ConcurrencyLimiter<Uuid>,
    account_watches: ConcurrencyLimiter<Uuid>,
}

/// A permit in all, and one of the source.
#[derive(Debug)]
#[must_use]
pub struct ConnectionPermits {
    _in_all: Permit<()>,
    _of_source: Permit<IpAddr>,
}

/// A limit that was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// The setting.
    pub limit: &'static str,
    /// When to try again.
    pub retry_after: Duration,
}

impl TooMany {
    fn at_a_time(limit: &'static str) -> Self {
        Self {
            limit,
            retry_after: RETRY_AFTER,
        }
    }

    /// Counted, and as the wire says it.
    pub fn status(self) -> Status {
        metrics::limited(self.limit);
        too_many_requests(self.retry_after)
    }
}

impl Limits {
    /// Nothing taken yet.
    #[must_use]
    pub fn new(settings: &LimitSettings) -> Self {
        Self {
            connections: ConcurrencyLimiter::new(settings.connections),
            source_connections: ConcurrencyLimiter::new(settings.source_connections),
            source_connecting: RateLimits::new(settings.source_connecting),
            handshakes: ConcurrencyLimiter::new(settings.handshakes),
            source_handshakes: ConcurrencyLimiter::new(settings.source_handshakes),
            source_requests: RateLimits::new(settings.source_requests),
            source_account_requests: RateLimits::new(settings.source_account_requests),
            source_calls: ConcurrencyLimiter::new(settings.source_calls),
            source_probes: ConcurrencyLimiter::new(settings.source_probes),
            account_requests: RateLimits::new(settings.account_requests),
            account_calls: ConcurrencyLimiter::new(settings.account_calls),
            account_watches: ConcurrencyLimiter::new(settings.account_watches),
        }
    }

    /// A connection of this peer; else the limit that it met.
    pub(super) fn connect(&self, peer: IpAddr) -> Result<ConnectionPermits, &'static str> {
        let source = network(peer);
        let of_source = self
            .source_connections
            .take(source)
            .ok_or("source_connections")?;
        if self.source_connecting.once(&source).is_err() {
            return Err("source_connecting");
        }
        Ok(ConnectionPermits {
            _in_all: self.connections.take(()).ok_or("connections")?,
            _of_source: of_source,
        })
    }

    /// A handshake of this peer; else the limit that it met.
    pub(super) fn shake_hands(&self, peer: IpAddr) -> Result<ConnectionPermits, &'static str> {
        let of_source = self
            .source_handshakes
            .take(network(peer))
            .ok_or("source_handshakes")?;
        Ok(ConnectionPermits {
            _in_all: self.handshakes.take(()).ok_or("handshakes")?,
            _of_source: of_source,
        })
    }

    /// A request that is no call.
    pub(super) fn request(&self, source: Source) -> Result<(), TooMany> {
        let once = self.source_requests.once(&source.network());
        once.map_err(|retry_after| TooMany {
            limit: "source_requests",
            retry_after,
        })
    }

    /// A call of this source, before anybody knows whose.
    pub(super) fn arrive(
        self: &Arc<Self>,
        source: Option<Source>,
        method: Method,
    ) -> Result<Admission, TooMany> {
        let of_source = source
            .map(|source| self.arrive_from(source, method))
            .transpose()?;
        Ok(Admission(Arc::new(Admitted {
            limits: self.clone(),
            method,
            _of_source: of_source.unwrap_or_default(),
            of_account: Mutex::new(vec![]),
            stream_end: Mutex::new(None),
        })))
    }

    fn arrive_from(&self, source: Source, method: Method) -> Result<Vec<Permit<IpAddr>>, TooMany> {
        self.request(source)?;
        let source = source.network();
        let probing = match method.kind {
            Kind::Business => None,
            Kind::Account => {
                let once = self.source_account_requests.once(&source);
                once.map_err(|retry_after| TooMany {
                    limit: "source_account_requests",
                    retry_after,
                })?;
                None
            }
            Kind::Probe if method.streams => {
                let permit = self.source_probes.take(source);
                Some(permit.ok_or(TooMany::at_a_time("source_probes"))?)
            }
            Kind::Probe => None,
        };
        let permit = self.source_calls.take(source);
        let permit = permit.ok_or(TooMany::at_a_time("source_calls"))?;
        Ok(probing.into_iter().chain([permit]).collect())
    }

    /// Lets go of whoever has been quiet for long enough.
    pub(super) fn forget(&self) {
        self.source_connecting.forget();
        self.source_requests.forget();
        self.source_account_requests.forget();
        self.account_requests.forget();
    }
}

/// A call that its source may make; in the extensions of its request. What it holds is free
/// again when its answer ends.
#[derive(Clone, Debug)]
pub struct Admission(Arc<Admitted>);

/// Ready when an answer that lasts must end, with what its client is told.
pub type StreamEnd = Pin<Box<dyn Future<Output = Status> + Send>>;

struct Admitted {
    limits: Arc<Limits>,
    method: Method,
    _of_source: Vec<Permit<IpAddr>>,
    of_account: Mutex<Vec<Permit<Uuid>>>,
    stream_end: Mutex<Option<StreamEnd>>,
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl Admission {
    fn of_account(&self, account: Uuid) -> Result<(), TooMany> {
        let Admitted { limits, method, .. } = &*self.0;
        let once = limits.account_requests.once(&account);
        once.map_err(|retry_after| TooMany {
            limit: "account_requests",
            retry_after,
        })?;
        let call = limits.account_calls.take(account);
        let call = call.ok_or(TooMany::at_a_time("account_calls"))?;
        let watch = if method.streams {
            let watch = limits.account_watches.take(account);
            Some(watch.ok_or(TooMany::at_a_time("account_watches"))?)
        } else {
            None
        };
        let mut permits = self.0.of_account.lock();
        permits.push(call);
        permits.extend(watch);
        Ok(())
    }

    /// What ends the answer, once.
    pub(super) fn stream_end(&self) -> Option<StreamEnd> {
        self.0.stream_end.lock().take()
    }
}

/// Whether an account may make the call that these extensions belong to; asked once it is known
/// whose call it is.
///
/// # Errors
/// `TOO_MANY_REQUESTS`, with a delay after which to try again.
pub fn admit(call: &Extensions, account: Uuid) -> Result<(), Status> {
    match call.get::<Admission>() {
        Some(admission) => admission.of_account(account).map_err(TooMany::status),
        // A call that came by no network.
        None => Ok(()),
    }
}

/// Whether the method that these extensions' call names may be asked for without an account. Not of
/// a call that came by no network: nothing limits it.
#[must_use]
pub fn needs_no_account(call: &Extensions) -> bool {
    let admission = call.get::<Admission>();
    admission.is_some_and(|Admission(admitted)| admitted.method.kind == Kind::Account)
}

/// Has the call that these extensions belong to last no longer than until `stream_end` is ready, where its answer is
/// a stream.
pub fn end_stream_when(call: &Extensions, stream_end: impl FnOnce() -> StreamEnd) {
    if let Some(Admission(admitted)) = call.get::<Admission>()
        && admitted.method.streams
    {
        *admitted.stream_end.lock() = Some(stream_end());
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ConcurrencyLimit, Rate};
    use super::*;

    const CALL: Method = Method {
        kind: Kind::Business,
        streams: false,
    };
    const WATCH: Method = Method {
        kind: Kind::Business,
        streams: true,
    };
    const SIGN_IN: Method = Method {
        kind: Kind::Account,
        streams: false,
    };
    const HEALTH_WATCH: Method = Method {
        kind: Kind::Probe,
        streams: true,
    };

    fn limits(change: impl FnOnce(&mut LimitSettings)) -> Arc<Limits> {
        let mut settings = LimitSettings::none();
        change(&mut settings);
        Arc::new(Limits::new(&settings))
    }

    fn source(text: &str) -> Option<Source> {
        Some(Source(text.parse().unwrap()))
    }

    fn met(result: Result<Admission, TooMany>) -> &'static str {
        result.unwrap_err().limit
    }

    #[test]
    fn a_source_has_its_requests_and_the_account_methods_fewer() {
        let limits = limits(|limits| {
            limits.source_requests = Rate::of(1, 5);
            limits.source_account_requests = Rate::of(1, 2);
        });
        let one = source("192.0.2.1");
        for _ in 0..2 {
            limits.arrive(one, SIGN_IN).unwrap();
        }
        assert_eq!(met(limits.arrive(one, SIGN_IN)), "source_account_requests");
        for _ in 0..2 {
            limits.arrive(one, CALL).unwrap();
        }
        let met = limits.arrive(one, CALL).unwrap_err();
        assert_eq!(met.limit, "source_requests");
        assert!(met.retry_after > Duration::ZERO);
        assert!(met.retry_after <= Duration::from_secs(1));
        limits.arrive(source("192.0.2.2"), SIGN_IN).unwrap();
        limits.arrive(None, SIGN_IN).unwrap();
    }

    #[test]
    fn what_lasts_has_a_permit_until_it_ends() {
        let limits = limits(|limits| {
            limits.source_calls = ConcurrencyLimit::of(3);
            limits.source_probes = ConcurrencyLimit::of(1);
            limits.account_calls = ConcurrencyLimit::of(2);
            limits.account_watches = ConcurrencyLimit::of(1);
        });
        let one = source("2001:db8::1");
        let same_64 = source("2001:db8::2");
        let account = Uuid::from_u128(7);
        let probe = limits.arrive(one, HEALTH_WATCH).unwrap();
        assert_eq!(met(limits.arrive(same_64, HEALTH_WATCH)), "source_probes");
        let watch = limits.arrive(one, WATCH).unwrap();
        watch.of_account(account).unwrap();
        let second = limits.arrive(one, WATCH).unwrap();
        let refused = second.of_account(account).unwrap_err();
        assert_eq!(refused, TooMany::at_a_time("account_watches"));
        second.of_account(Uuid::from_u128(8)).unwrap();
        assert_eq!(met(limits.arrive(same_64, CALL)), "source_calls");
        drop(second);
        let call = limits.arrive(one, CALL).unwrap();
        call.of_account(account).unwrap();
        drop(probe);
        let more = limits.arrive(one, CALL).unwrap();
        let refused = more.of_account(account).unwrap_err();
        assert_eq!(refused, TooMany::at_a_time("account_calls"));
        drop(watch);
        more.of_account(account).unwrap();
    }

    #[test]
    fn an_account_has_its_requests_wherever_it_calls_from() {
        let limits = limits(|limits| limits.account_requests = Rate::of(1, 3));
        let account = Uuid::from_u128(7);
        let call = |from, who| limits.arrive(source(from), CALL).unwrap().of_account(who);
        for from in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            call(from, account).unwrap();
        }
        let refused = call("192.0.2.4", account).unwrap_err();
        assert_eq!(refused.limit, "account_requests");
        call("192.0.2.4", Uuid::from_u128(8)).unwrap();
    }

    #[test]
    fn one_source_takes_no_permit_of_another() {
        let limits = limits(|limits| {
            limits.connections = ConcurrencyLimit::of(3);
            limits.source_connections = ConcurrencyLimit::of(2);
            limits.source_handshakes = ConcurrencyLimit::of(1);
        });
        let [bad, good] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        let held = [limits.connect(bad).unwrap(), limits.connect(bad).unwrap()];
        assert_eq!(limits.connect(bad).unwrap_err(), "source_connections");
        let other = limits.connect(good).unwrap();
        assert_eq!(limits.connect(good).unwrap_err(), "connections");
        let shaking = limits.shake_hands(bad).unwrap();
        assert_eq!(limits.shake_hands(bad).unwrap_err(), "source_handshakes");
        drop((limits.shake_hands(good).unwrap(), shaking));
        drop((limits.shake_hands(bad).unwrap(), held, other));
        drop((limits.connect(bad).unwrap(), limits.connect(good).unwrap()));
    }
}
