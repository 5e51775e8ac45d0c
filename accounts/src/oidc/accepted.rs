//! An external issuer that is accepted, and as which of its clients.
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::{Host, Url};

/// An issuer that is accepted, and as which of its clients this service is known to it.
/// Written `CLIENT_ID@https://issuer.example/path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedIssuer {
    /// As the issuer writes itself, byte for byte.
    pub issuer: String,
    /// The audience that its tokens must name.
    pub client_id: String,
}

/// Why a text names no issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadIssuer {
    /// Not of that form.
    #[error("not an issuer: give CLIENT_ID@https://ISSUER")]
    Form,
    /// Its keys would come over a line that anybody may alter.
    #[error("an issuer is reached by https (by http only on this machine)")]
    Open,
}

impl FromStr for AcceptedIssuer {
    type Err = BadIssuer;

    fn from_str(text: &str) -> Result<Self, BadIssuer> {
        let (client_id, issuer) = text.split_once('@').ok_or(BadIssuer::Form)?;
        let url = Url::parse(issuer).map_err(|_| BadIssuer::Form)?;
        let odd = url.query().is_some() || url.fragment().is_some() || client_id.is_empty();
        if odd {
            return Err(BadIssuer::Form);
        }
        if !is_safe(&url) {
            return Err(BadIssuer::Open);
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
        })
    }
}

impl fmt::Display for AcceptedIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.client_id, self.issuer)
    }
}

/// Whether what comes from there comes from nobody else.
pub(super) fn is_safe(url: &Url) -> bool {
    let on_this_machine = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => url.has_host(),
        "http" => on_this_machine,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_named_with_the_client_that_we_are_to_it() {
        let accepted: AcceptedIssuer = "placement@https://auth.example/api/v2".parse().unwrap();
        assert_eq!(accepted.issuer, "https://auth.example/api/v2");
        assert_eq!(accepted.client_id, "placement");
        let local = "us@http://127.0.0.1:4711".parse::<AcceptedIssuer>();
        assert!(local.is_ok());
    }

    #[test]
    fn an_open_line_or_another_form_is_refused() {
        for open in ["us@http://auth.example", "us@ftp://auth.example"] {
            assert_eq!(open.parse::<AcceptedIssuer>(), Err(BadIssuer::Open));
        }
        for bad in [
            "",
            "https://auth.example",
            "@https://x.fr",
            "us@x",
            "us@https://x.fr/?a=b",
        ] {
            assert_eq!(bad.parse::<AcceptedIssuer>(), Err(BadIssuer::Form), "{bad}");
        }
    }
}
