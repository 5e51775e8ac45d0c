//! Whether a form was sent from a page of ours: by a token of the visitor, and by where the browser
//! says that it comes from.
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::settings::Origin;

/// The name of the token in every form.
pub const FIELD: &str = "csrf";

/// Parts the token of a visitor from the person whose form it is.
const OF: char = '.';

/// A form's token, with the UUID of the person for whom it was shown; empty where nobody had signed in.
#[must_use]
pub fn of_person(token: &str, person: &str) -> String {
    match person {
        "" => token.to_owned(),
        person => format!("{token}{OF}{person}"),
    }
}

/// The person for whom a form was shown; empty where nobody had signed in. It says whose text it is, and
/// proves nothing.
#[must_use]
pub fn shown_to(token: &str) -> &str {
    token.split_once(OF).map_or("", |(_, person)| person)
}

/// Makes and checks the tokens of this server.
pub struct Seal([u8; 32]);

impl Seal {
    /// With a key of its own, drawn anew.
    #[must_use]
    pub fn new() -> Self {
        let mut key = [0; 32];
        let (first, second) = key.split_at_mut(16);
        first.copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        second.copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        Self(key)
    }

    fn mac(&self, visitor: &str) -> Option<Hmac<Sha256>> {
        // A key of any length makes one.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(visitor.as_bytes());
        Some(mac)
    }

    /// The token of a visitor, 64 hexadecimal digits.
    #[must_use]
    pub fn token(&self, visitor: &str) -> String {
        let made = self.mac(visitor).map(|mac| mac.finalize().into_bytes());
        let bytes = made.iter().flatten();
        bytes.map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a token is the visitor's.
    #[must_use]
    pub fn fits(&self, visitor: &str, token: &str) -> bool {
        let token = token.split_once(OF).map_or(token, |(token, _)| token);
        let bytes: Option<Vec<u8>> = token
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        match (self.mac(visitor), bytes) {
            (Some(mac), Some(bytes)) => mac.verify_slice(&bytes).is_ok(),
            _ => false,
        }
    }
}

/// Whether a form comes from our own pages: every browser says so with a form that is posted.
#[must_use]
pub fn is_from_here(headers: &HeaderMap, public: Option<&Origin>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(ORIGIN) else {
        return false;
    };
    match public {
        Some(public) => origin == public.as_str(),
        None => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(HOST)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_visitor_and_one_server() {
        let seal = Seal::new();
        let token = seal.token("me");
        assert_eq!(token.len(), 64);
        assert!(seal.fits("me", &token));
        assert!(!seal.fits("you", &token));
        assert!(!Seal::new().fits("me", &token));
        let of_somebody = of_person(&token, "somebody");
        assert!(seal.fits("me", &of_somebody) && !seal.fits("you", &of_somebody));
        assert_eq!(shown_to(&of_somebody), "somebody");
        assert_eq!(
            (of_person(&token, ""), shown_to(&token)),
            (token.clone(), "")
        );
        for bad in ["", "zz", "é", &token[1..]] {
            assert!(!seal.fits("me", bad), "{bad}");
        }
    }

    #[test]
    fn forms_come_from_here_alone() {
        let headers = |origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "127.0.0.1:8080".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            headers
        };
        assert!(is_from_here(&headers(Some("http://127.0.0.1:8080")), None));
        for bad in [
            None,
            Some("null"),
            Some("http://evil.example"),
            Some("http://127.0.0.1"),
        ] {
            assert!(!is_from_here(&headers(bad), None), "{bad:?}");
        }
        let public = Origin::parse("https://stages.example").unwrap();
        assert!(is_from_here(
            &headers(Some("https://stages.example")),
            Some(&public)
        ));
        assert!(!is_from_here(
            &headers(Some("http://127.0.0.1:8080")),
            Some(&public)
        ));
    }
}
