//! A secret of the service, derived from its own key.
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::wrapping::KEY;

/// A secret of the service itself, for one purpose ([`crate::Vault::service_secret`]): what is
/// digested with it can neither be guessed nor reached by whoever does not hold the vault and its
/// master key. `Debug` shows no secret.
#[derive(Clone)]
pub struct ServiceSecret(Hmac<Sha256>);

impl ServiceSecret {
    /// From the service's own key; HMAC-SHA256 keeps the purposes apart.
    pub(crate) fn of(key: &[u8; KEY], purpose: &str) -> Self {
        let mut derived = keyed(key);
        derived.update(b"placement service secret: ");
        derived.update(purpose.as_bytes());
        Self(keyed(&derived.finalize().into_bytes().into()))
    }

    /// HMAC-SHA256 of a list of parts. The lengths keep two lists from reading the same.
    #[must_use]
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn keyed(key: &[u8; KEY]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key).expect("a key of 32 bytes")
}

impl fmt::Debug for ServiceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_purposes_and_lists_are_kept_apart() {
        let secret = |byte, purpose| ServiceSecret::of(&[byte; KEY], purpose);
        let parts: [&[u8]; 2] = [b"ab", b"c"];
        let told = secret(1, "requests").digest(&parts);
        assert_eq!(told, secret(1, "requests").digest(&parts));
        assert_ne!(told, secret(2, "requests").digest(&parts));
        assert_ne!(told, secret(1, "steps").digest(&parts));
        assert_ne!(told, secret(1, "requests").digest(&[b"a", b"bc"]));
        assert_eq!(format!("{:?}", secret(1, "requests")), "ServiceSecret");
    }
}
