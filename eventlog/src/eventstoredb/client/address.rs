//! The connection string of EventStoreDB's clients: which servers, by which credentials, over TLS
//! or not.
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

const DEFAULT_PORT: u16 = 2113;
const SCHEMES: [&str; 4] = ["esdb", "esdb+discover", "kurrentdb", "kurrentdb+discover"];

/// Options that other clients understand and that change nothing here.
const OF_OTHERS: [&str; 6] = [
    "connectionname",
    "defaultdeadline",
    "maxdiscoverattempts",
    "nodepreference",
    "throwonappendfailure",
    "discoveryinterval",
];

/// Where a node listens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::eventstoredb) struct Node {
    /// Its name or address; an IPv6 address without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// What a connection string says. Not `Debug`: it holds a password.
#[derive(Clone)]
pub(in crate::eventstoredb) struct Address {
    /// The named nodes; one at least.
    pub nodes: Vec<Node>,
    /// Whether the nodes are to be asked for the other members of their cluster.
    pub discovers: bool,
    /// The value of the `authorization` header; `None` for nobody.
    pub authorization: Option<String>,
    /// What the names of the log's streams begin with; an option of this log's own.
    pub stream_prefix: Option<String>,
    /// TLS, unless the nodes are reached in clear.
    pub tls: Option<Tls>,
    /// How long one node may take to say who is in its cluster.
    pub gossip_timeout: Duration,
    /// How long a connection may be silent before it is tried, and how long an answer may then
    /// take.
    pub keep_alive: (Duration, Duration),
}

/// How TLS is spoken.
#[derive(Clone)]
pub(in crate::eventstoredb) struct Tls {
    /// Whether the certificate of the server is looked at.
    pub verifies: bool,
    /// The authorities that are trusted beside those of the system.
    pub authorities: Option<PathBuf>,
    /// The certificate of the user and its key.
    pub user: Option<(PathBuf, PathBuf)>,
}

/// The text behind its percent signs, if it is UTF-8.
fn decode(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// Why a connection string is not understood. Quotes no part that may hold the password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the connection string is not understood: esdb://NAME:PASSWORD@HOST:PORT,HOST:PORT?tls=true is; {0}"
)]
pub(in crate::eventstoredb) struct BadAddress(String);

fn bad(why: impl Into<String>) -> BadAddress {
    BadAddress(why.into())
}

impl std::str::FromStr for Address {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| bad("it has no scheme"))?;
        if !SCHEMES.contains(&scheme) {
            return Err(bad(format!("its scheme is none of {}", SCHEMES.join(", "))));
        }
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let place = place.strip_suffix('/').unwrap_or(place);
        let (user, hosts) = match place.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, place),
        };
        let nodes: Vec<Node> = hosts.split(',').map(node).collect::<Result<_, _>>()?;
        let mut address = Self {
            discovers: scheme.ends_with("+discover") || nodes.len() > 1,
            nodes,
            authorization: user.map(authorization).transpose()?,
            stream_prefix: None,
            tls: None,
            gossip_timeout: Duration::from_secs(1),
            keep_alive: (Duration::from_secs(1), Duration::from_millis(1_500)),
        };
        let mut is_tls = true;
        let mut tls = Tls {
            verifies: true,
            authorities: None,
            user: None,
        };
        let (mut certificate, mut key) = (None, None);
        for option in options.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option
                .split_once('=')
                .ok_or_else(|| bad("an option has no value"))?;
            let value = decode(value).ok_or_else(|| bad(format!("{name} is not UTF-8")))?;
            match name.to_ascii_lowercase().as_str() {
                "streamprefix" => address.stream_prefix = Some(value),
                "tls" => is_tls = truth(name, &value)?,
                "tlsverifycert" => tls.verifies = truth(name, &value)?,
                "tlscafile" => tls.authorities = Some(value.into()),
                "usercertfile" => certificate = Some(value.into()),
                "userkeyfile" => key = Some(value.into()),
                "gossiptimeout" => address.gossip_timeout = milliseconds(name, &value)?,
                "keepaliveinterval" => address.keep_alive.0 = milliseconds(name, &value)?,
                "keepalivetimeout" => address.keep_alive.1 = milliseconds(name, &value)?,
                other if OF_OTHERS.contains(&other) => {}
                _ => return Err(bad(format!("there is no option {name}"))),
            }
        }
        tls.user = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err(bad("userCertFile and userKeyFile go together")),
        };
        address.tls = is_tls.then_some(tls);
        Ok(address)
    }
}

fn node(text: &str) -> Result<Node, BadAddress> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or_else(|| bad("a [ has no ]"))?;
            (host, rest.strip_prefix(':'))
        }
        None => match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    if host.is_empty() {
        return Err(bad("a host has no name"));
    }
    let port = match port {
        Some(port) => port
            .parse()
            .map_err(|_| bad(format!("the port of {host} is none of 1 to 65535")))?,
        None => DEFAULT_PORT,
    };
    Ok(Node {
        host: host.to_owned(),
        port,
    })
}

fn authorization(user: &str) -> Result<String, BadAddress> {
    let (name, password) = user
        .split_once(':')
        .ok_or_else(|| bad("the user has no password"))?;
    let decoded = |part| decode(part).ok_or_else(|| bad("user and password are not UTF-8"));
    let pair = format!("{}:{}", decoded(name)?, decoded(password)?);
    Ok(format!("Basic {}", STANDARD.encode(pair)))
}

fn truth(name: &str, value: &str) -> Result<bool, BadAddress> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(bad(format!("{name} is true or false"))),
    }
}

fn milliseconds(name: &str, value: &str) -> Result<Duration, BadAddress> {
    match value.parse() {
        Ok(millis @ 1_u64..) => Ok(Duration::from_millis(millis)),
        Ok(0) | Err(_) => Err(bad(format!("{name} is a number of milliseconds"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Address {
        text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    fn hosts(text: &str) -> Vec<String> {
        read(text).nodes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_form_of_a_connection_string_is_understood() {
        assert_eq!(hosts("esdb://a"), ["a:2113"]);
        assert_eq!(hosts("esdb://a:1,b:2,c:3?tls=false"), ["a:1", "b:2", "c:3"]);
        assert_eq!(hosts("kurrentdb+discover://a.example:7/"), ["a.example:7"]);
        assert_eq!(hosts("kurrentdb://u:p@[::1]:9,b"), ["[::1]:9", "b:2113"]);
        assert!(read("esdb+discover://a").discovers && read("esdb://a,b").discovers);
        assert!(!read("kurrentdb://a").discovers);
        for clear in ["tls=false", "tls=False", "TLS=FALSE"] {
            assert!(read(&format!("esdb://a?{clear}")).tls.is_none(), "{clear}");
        }
        let tls = read("esdb://a?tlsCaFile=%2Fca.pem&tlsVerifyCert=false&userCertFile=/u.pem&userKeyFile=/u.key").tls;
        let tls = tls.expect("TLS is spoken unless it is said otherwise");
        assert_eq!(tls.authorities, Some("/ca.pem".into()));
        assert_eq!(tls.user, Some(("/u.pem".into(), "/u.key".into())));
        assert!(!tls.verifies);
        let named = read("esdb://placement:p%40ss@a?nodePreference=leader&keepAliveInterval=10000");
        assert_eq!(named.keep_alive.0, Duration::from_secs(10));
        let basic = format!("Basic {}", STANDARD.encode("placement:p@ss"));
        assert_eq!(named.authorization, Some(basic));
    }

    #[test]
    fn what_is_wrong_is_said_in_a_line_without_the_password() {
        for (text, why) in [
            ("a:2113", "no scheme"),
            ("http://a", "scheme"),
            ("esdb://", "no name"),
            ("esdb://u:hunter2@", "no name"),
            ("esdb://u:hunter2@a:99999", "port of a"),
            ("esdb://u:hunter2@a:1,b:x", "port of b"),
            ("esdb://hunter2@a", "no password"),
            ("esdb://u:hunter2@a?tls=perhaps", "true or false"),
            ("esdb://u:hunter2@a?tls", "no value"),
            ("esdb://u:hunter2@a?colour=red", "no option colour"),
            ("esdb://u:hunter2@a?userCertFile=/u.pem", "together"),
            ("esdb://u:hunter2@a?gossipTimeout=0", "milliseconds"),
        ] {
            let refused = text.parse::<Address>().err().map(|why| why.to_string());
            let refused = refused.unwrap_or_else(|| panic!("{text} is understood"));
            assert!(refused.contains(why), "{text}: {refused}");
            assert!(
                !refused.contains("hunter2") && !refused.contains('\n'),
                "{refused}"
            );
        }
    }
}
