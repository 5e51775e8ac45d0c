//! Digests in hexadecimal: SHA-256, written as 64 digits.
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::BadId;

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(s: &str) -> Result<Self, BadId> {
                let bad = || BadId {
                    text: s.chars().take(64).collect(),
                    expected: "a SHA-256 in hexadecimal",
                };
                if s.len() != 64 || !s.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return Err(bad());
                }
                let mut digest = [0; 32];
                for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
                    *byte = u8::from_str_radix(&s[at..at + 2], 16).map_err(|_| bad())?;
                }
                Ok(Self(digest))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

digests! {
    /// Of a scanned form, or of the scanned signed copy of an agreement.
    FormDigest,
    /// Of one version of the terms of an agreement, salted: what was signed (AGR-2).
    TermsDigest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_64_hexadecimal_digits() {
        let digest = TermsDigest([0xa5; 32]);
        assert_eq!(digest.to_string(), "a5".repeat(32));
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in ["", "a5", &"g5".repeat(32), &"é".repeat(32)] {
            assert!(bad.parse::<TermsDigest>().is_err(), "{bad}");
        }
    }
}
