//! Where a request comes from.
use std::net::{IpAddr, Ipv6Addr};

use http::HeaderMap;

/// The address that a request comes from: the peer's, or, where the peer is a web tier with a
/// certificate or within this process, the one it forwards for. It stands in the extensions of every
/// request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(pub IpAddr);

const FORWARDED: &str = "x-forwarded-for";

impl Source {
    /// Of a request from `peer`; the header counts only where the peer is `trusted`, and only
    /// where it begins with an address.
    #[must_use]
    pub fn of(peer: IpAddr, trusted: bool, headers: &HeaderMap) -> Self {
        let forwarded = trusted.then(|| first_forwarded(headers)).flatten();
        Self(forwarded.unwrap_or(peer).to_canonical())
    }

    /// What is limited together: an address of IPv4, a /64 of IPv6, for that is what one
    /// household or one machine is given.
    #[must_use]
    pub fn network(self) -> IpAddr {
        network(self.0)
    }
}

/// See [`Source::network`].
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let bits = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(bits))
        }
    }
}

/// The client's end of the first `x-forwarded-for`.
fn first_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let value = headers.get(FORWARDED)?.to_str().ok()?;
    let first = value.split(',').next()?.trim();
    if let Ok(address) = first.parse() {
        return Some(address);
    }
    let with_port = first.parse::<std::net::SocketAddr>().ok();
    let bracketed = || first.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    with_port.map(|address| address.ip()).or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(trusted: bool, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED, forwarded.parse().unwrap());
        let source = Source::of("192.0.2.1".parse().unwrap(), trusted, &headers);
        source.0.to_string()
    }

    #[test]
    fn a_web_tier_tells_whom_it_forwards_for_and_nobody_else_does() {
        for (forwarded, source) in [
            ("198.51.100.7", "198.51.100.7"),
            (" 198.51.100.7 , 203.0.113.9", "198.51.100.7"),
            ("198.51.100.7:4711", "198.51.100.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
        ] {
            assert_eq!(of(true, forwarded), source, "{forwarded}");
            assert_eq!(of(false, forwarded), "192.0.2.1", "{forwarded}");
        }
        for bad in ["", "unknown", "198.51.100", ", 198.51.100.7", "[]", "[x"] {
            assert_eq!(of(true, bad), "192.0.2.1", "{bad}");
        }
    }

    #[test]
    fn addresses_of_one_64_are_limited_together() {
        let network = |text: &str| Source(text.parse().unwrap()).network().to_string();
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2::1"), "2001:db8:1:2::");
        assert_ne!(network("2001:db8:1:3::1"), "2001:db8:1:2::");
    }
}
