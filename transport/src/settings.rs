//! The numbers of the transport; each is a flag of `placement serve` or has its reason here.
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use super::frames::FrameBudget;
use super::tls;

/// How the server meets the network.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    /// The certificates; without them connections are in clear.
    pub tls: Option<tls::Files>,
    /// How much one source and one account may ask for.
    pub limits: LimitSettings,
    /// How long a client is waited for.
    pub timeouts: Timeouts,
    /// How large things may be.
    pub sizes: Sizes,
}

impl Transport {
    /// In clear, for a program that calls itself as fast as it can.
    #[must_use]
    pub fn without_limits() -> Self {
        Self {
            limits: LimitSettings::none(),
            ..Self::default()
        }
    }
}

/// Something so many times a second, and so many at once after a pause; or without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// As often as one likes.
    Unlimited,
    /// On average, and at most at once.
    Of {
        /// On average, a second.
        per_second: NonZeroU32,
        /// At most at once.
        burst: NonZeroU32,
    },
}

/// So many at a time; or without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrencyLimit {
    /// As many as one likes.
    Unlimited,
    /// At most so many.
    Of(NonZeroU32),
}

impl Rate {
    /// `per_second` on average, `burst` at once; a zero is no limit.
    #[must_use]
    pub const fn of(per_second: u32, burst: u32) -> Self {
        match (NonZeroU32::new(per_second), NonZeroU32::new(burst)) {
            (Some(per_second), Some(burst)) => Self::Of { per_second, burst },
            (None, _) | (_, None) => Self::Unlimited,
        }
    }
}

impl ConcurrencyLimit {
    /// At most `count`; zero is no limit.
    #[must_use]
    pub const fn of(count: u32) -> Self {
        match NonZeroU32::new(count) {
            Some(count) => Self::Of(count),
            None => Self::Unlimited,
        }
    }
}

/// A text that names no limit.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadLimit {
    /// Not a rate.
    #[error("not a rate: PER_SECOND:BURST, both above 0, or none")]
    Rate,
    /// Not a count.
    #[error("not a limit: a number above 0, or none")]
    ConcurrencyLimit,
}

impl FromStr for Rate {
    type Err = BadLimit;

    fn from_str(text: &str) -> Result<Self, BadLimit> {
        if text == "none" {
            return Ok(Self::Unlimited);
        }
        let (per_second, burst) = text.split_once(':').ok_or(BadLimit::Rate)?;
        let per_second = per_second.parse().map_err(|_| BadLimit::Rate)?;
        let burst = burst.parse().map_err(|_| BadLimit::Rate)?;
        Ok(Self::Of { per_second, burst })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.write_str("none"),
            Self::Of { per_second, burst } => write!(f, "{per_second}:{burst}"),
        }
    }
}

impl FromStr for ConcurrencyLimit {
    type Err = BadLimit;

    fn from_str(text: &str) -> Result<Self, BadLimit> {
        if text == "none" {
            return Ok(Self::Unlimited);
        }
        text.parse()
            .map(Self::Of)
            .map_err(|_| BadLimit::ConcurrencyLimit)
    }
}

impl fmt::Display for ConcurrencyLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.write_str("none"),
            Self::Of(count) => write!(f, "{count}"),
        }
    }
}

/// How much one source and one account may ask for. The defaults stop who floods; a server that
/// the internet reaches directly wants smaller ones (docs/operations/transport.md).
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// Connections in all.
    pub connections: ConcurrencyLimit,
    /// Connections of a source.
    pub source_connections: ConcurrencyLimit,
    /// New connections of a source.
    pub source_connecting: Rate,
    /// TLS handshakes under way in all.
    pub handshakes: ConcurrencyLimit,
    /// TLS handshakes under way of a source.
    pub source_handshakes: ConcurrencyLimit,
    /// Requests of a source, of whatever kind.
    pub source_requests: Rate,
    /// Requests of a source to the account methods and to the search for colleges, which need no token.
    pub source_account_requests: Rate,
    /// Calls of a source at a time, watches among them.
    pub source_calls: ConcurrencyLimit,
    /// Streams of health and reflection of a source at a time.
    pub source_probes: ConcurrencyLimit,
    /// Requests of an account.
    pub account_requests: Rate,
    /// Calls of an account at a time, watches among them.
    pub account_calls: ConcurrencyLimit,
    /// Watches of an account at a time.
    pub account_watches: ConcurrencyLimit,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            connections: ConcurrencyLimit::of(8_192),
            source_connections: ConcurrencyLimit::of(512),
            source_connecting: Rate::of(200, 1_000),
            handshakes: ConcurrencyLimit::of(1_024),
            source_handshakes: ConcurrencyLimit::of(64),
            source_requests: Rate::of(10_000, 20_000),
            source_account_requests: Rate::of(20, 200),
            source_calls: ConcurrencyLimit::of(4_096),
            source_probes: ConcurrencyLimit::of(64),
            account_requests: Rate::of(1_000, 5_000),
            account_calls: ConcurrencyLimit::of(512),
            account_watches: ConcurrencyLimit::of(64),
        }
    }
}

impl LimitSettings {
    /// No limit at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            connections: ConcurrencyLimit::Unlimited,
            source_connections: ConcurrencyLimit::Unlimited,
            source_connecting: Rate::Unlimited,
            handshakes: ConcurrencyLimit::Unlimited,
            source_handshakes: ConcurrencyLimit::Unlimited,
            source_requests: Rate::Unlimited,
            source_account_requests: Rate::Unlimited,
            source_calls: ConcurrencyLimit::Unlimited,
            source_probes: ConcurrencyLimit::Unlimited,
            account_requests: Rate::Unlimited,
            account_calls: ConcurrencyLimit::Unlimited,
            account_watches: ConcurrencyLimit::Unlimited,
        }
    }
}

/// How long a client is waited for.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For the first bytes of HTTP: the preface of HTTP/2, or the first line of HTTP/1.
    pub preface: Duration,
    /// For the whole head of an HTTP/1 request, from the end of the one before.
    pub head: Duration,
    /// For a call from its head to the head of its answer, the message of the client included; a
    /// `grpc-timeout` may shorten it.
    pub call: Duration,
    /// For a client to take its answer, after `call`.
    pub answer: Duration,
    /// For the next call on a connection without any.
    pub idle: Duration,
    /// For a client that was asked to leave.
    pub leaving: Duration,
    /// For answers under way, once the server stops.
    pub stop: Duration,
    /// For a client without one, once the server stops.
    pub parting: Duration,
    /// Between two pings of HTTP/2.
    pub ping: Duration,
    /// For the answer to a ping.
    pub pong: Duration,
    /// Between two looks at the files of the certificates.
    pub certificates: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            preface: Duration::from_secs(10),
            head: Duration::from_secs(20),
            call: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            idle: Duration::from_secs(300),
            leaving: Duration::from_secs(10),
            stop: Duration::from_secs(30),
            parting: Duration::from_secs(1),
            ping: Duration::from_secs(30),
            pong: Duration::from_secs(10),
            certificates: Duration::from_secs(5),
        }
    }
}

/// How large things may be, in bytes unless said otherwise.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// Streams of a connection at a time, a number.
    pub streams: u32,
    /// The headers of a request together.
    pub headers: u32,
    /// What a client may send of one stream before it is read.
    pub stream_window: u32,
    /// What a client may send of all streams before it is read.
    pub connection_window: u32,
    /// One frame of HTTP/2.
    pub frame: u32,
    /// What is kept of one stream for a client that does not read.
    pub send_buffer: usize,
    /// Streams that a client may give up before the server has looked at them, a number: more
    /// end the connection.
    pub resets: usize,
    /// Frames of HTTP/2 that ask for nothing (windows, priorities, pings, settings, empty data)
    /// beyond those that belong to what is asked and answered: more end the connection.
    pub frames: FrameBudget,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            streams: 256,
            headers: 16 << 10,
            stream_window: 256 << 10,
            connection_window: 1 << 20,
            frame: 16 << 10,
            send_buffer: 256 << 10,
            resets: 20,
            frames: FrameBudget {
                burst: 2_000,
                per_second: 200,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_they_are_written() {
        for rate in ["none", "5:50", "1000:1"] {
            assert_eq!(rate.parse::<Rate>().unwrap().to_string(), rate);
        }
        for most in ["none", "1", "4096"] {
            assert_eq!(most.parse::<ConcurrencyLimit>().unwrap().to_string(), most);
        }
        for bad in ["", "5", "0:5", "5:0", "-1:5", "a:b", "5:5:5"] {
            assert_eq!(bad.parse::<Rate>(), Err(BadLimit::Rate), "{bad}");
        }
        for bad in ["", "0", "-1", "many"] {
            assert_eq!(
                bad.parse::<ConcurrencyLimit>(),
                Err(BadLimit::ConcurrencyLimit),
                "{bad}"
            );
        }
    }
}
