//! Where the SMTP server is, and how it is spoken to.
use std::fmt;
use std::str::FromStr;

use url::Url;

/// An SMTP server. Shown without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpAddress {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<(String, String)>,
    /// What this client calls itself; the name of the machine where none is given.
    pub(super) hello: Option<String>,
}

/// How the connection is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (`smtps://`, port 465).
    Tls,
    /// STARTTLS, and nothing at all where the server does not know it (`smtp://`, port 587).
    StartTls,
    /// Not at all: for a relay on this machine (`smtp://…?tls=none`, port 25).
    Plain,
}

/// Why a text names no SMTP server. It never repeats the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an SMTP server: give smtps://USER:PASSWORD@HOST:PORT, smtp://USER:PASSWORD@HOST:PORT for \
     STARTTLS, or smtp://HOST:PORT?tls=none"
)]
pub struct BadSmtpAddress;

impl FromStr for SmtpAddress {
    type Err = BadSmtpAddress;

    fn from_str(text: &str) -> Result<Self, BadSmtpAddress> {
        let url = Url::parse(text).map_err(|_| BadSmtpAddress)?;
        let mut plain = false;
        for (key, value) in url.query_pairs() {
            match (&*key, &*value) {
                ("tls", "none") => plain = true,
                ("tls", "required") => plain = false,
                _ => return Err(BadSmtpAddress),
            }
        }
        let (security, usual) = match (url.scheme(), plain) {
            ("smtps", false) => (Security::Tls, 465),
            ("smtp", false) => (Security::StartTls, 587),
            ("smtp", true) => (Security::Plain, 25),
            _ => return Err(BadSmtpAddress),
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(BadSmtpAddress)?;
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => {
                Some((decoded(user)?, decoded(password)?))
            }
            _ => return Err(BadSmtpAddress),
        };
        let hello = url.path().trim_start_matches('/');
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(usual),
            security,
            credentials,
            hello: (!hello.is_empty()).then(|| hello.to_owned()),
        })
    }
}

/// Undoes the percent signs with which a URL writes a user or a password.
fn decoded(text: &str) -> Result<String, BadSmtpAddress> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (code, after) = after.split_first_chunk::<2>().ok_or(BadSmtpAddress)?;
        let code = std::str::from_utf8(code).map_err(|_| BadSmtpAddress)?;
        bytes.push(u8::from_str_radix(code, 16).map_err(|_| BadSmtpAddress)?);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| BadSmtpAddress)
}

impl fmt::Display for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.security {
            Security::Tls => "TLS",
            Security::StartTls => "STARTTLS",
            Security::Plain => "no TLS",
        };
        write!(f, "{}:{} ({how})", self.host, self.port)
    }
}

impl fmt::Debug for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_says_how_the_connection_is_kept_from_others() {
        let read = |text: &str| text.parse::<SmtpAddress>().unwrap();
        let tls = read("smtps://placement:p%40ss@mail.example.fr");
        assert_eq!((tls.port, tls.security), (465, Security::Tls));
        assert_eq!(
            tls.credentials,
            Some(("placement".to_owned(), "p@ss".to_owned()))
        );
        let starttls = read("smtp://mail.example.fr/placement.example.fr");
        assert_eq!(
            (starttls.port, starttls.security),
            (587, Security::StartTls)
        );
        assert_eq!(starttls.hello.as_deref(), Some("placement.example.fr"));
        let plain = read("smtp://127.0.0.1:2525?tls=none");
        assert_eq!((plain.port, plain.security), (2525, Security::Plain));
        for bad in [
            "",
            "mail.example.fr",
            "http://mail.example.fr",
            "smtps://mail.example.fr?tls=none",
            "smtp://mail.example.fr?tls=maybe",
            "smtp://user@mail.example.fr",
            "smtp://user:p%4@mail.example.fr",
        ] {
            assert_eq!(bad.parse::<SmtpAddress>(), Err(BadSmtpAddress), "{bad}");
        }
    }

    #[test]
    fn no_password_is_shown() {
        let address: SmtpAddress = "smtps://placement:hush@mail.example.fr".parse().unwrap();
        let shown = format!("{address} {address:?}");
        assert!(
            !shown.contains("hush") && !shown.contains("placement"),
            "{shown}"
        );
    }
}
