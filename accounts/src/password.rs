//! A password, as it is compared and hashed.
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::PasswordFault;
use super::address::Address;

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 12;
/// The most characters of a password.
pub const LONGEST_PASSWORD: usize = 128;

/// With fewer different characters a password is among the first to be tried.
const FEWEST_DIFFERENT: usize = 5;

/// Those of the commonest passwords that are long enough.
const COMMONEST: &str = include_str!("commonest_passwords.txt");

/// The bytes of a password, the same however a keyboard composes its accents (NFKC). Overwritten
/// in memory when dropped.
#[derive(Clone)]
pub(super) struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// A password to try: whatever was typed. A text too long for any password is cut, so that
    /// hashing it costs no more.
    pub(super) fn tried(text: &str) -> Self {
        let normal: Zeroizing<String> =
            Zeroizing::new(text.nfkc().take(LONGEST_PASSWORD + 1).collect());
        Self(Zeroizing::new(normal.as_bytes().to_vec()))
    }

    /// A password to keep.
    pub(super) fn chosen(text: &str, address: &Address) -> Result<Self, PasswordFault> {
        let normal: Zeroizing<String> =
            Zeroizing::new(text.nfkc().take(LONGEST_PASSWORD + 1).collect());
        let length = normal.chars().count();
        if length < SHORTEST_PASSWORD {
            return Err(PasswordFault::TooShort);
        }
        if length > LONGEST_PASSWORD {
            return Err(PasswordFault::TooLong);
        }
        let lower = Zeroizing::new(normal.to_lowercase());
        if [address.as_str(), address.name()].contains(&lower.as_str()) {
            return Err(PasswordFault::IsTheAddress);
        }
        let mut different: Vec<char> = lower.chars().collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < FEWEST_DIFFERENT || COMMONEST.lines().any(|one| one == *lower) {
            return Err(PasswordFault::TooCommon);
        }
        Ok(Self(Zeroizing::new(normal.as_bytes().to_vec())))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str) -> Result<Password, PasswordFault> {
        let address = Address::parse("zoe.martin.eleve@exemple.fr").unwrap();
        Password::chosen(text, &address)
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!(chosen("éàüçôïéàüçôï").is_ok());
        assert!(matches!(
            chosen("éàüçôïéàüçô"),
            Err(PasswordFault::TooShort)
        ));
        assert!(chosen(&"abcdefgh".repeat(16)).is_ok());
        let long = format!("{}i", "abcdefgh".repeat(16));
        assert!(matches!(chosen(&long), Err(PasswordFault::TooLong)));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in ["Zoe.Martin.Eleve@exemple.fr", "zoe.martin.eleve"] {
            assert!(matches!(chosen(text), Err(PasswordFault::IsTheAddress)));
        }
        for text in [
            "aaaaaaaaaaaaaaaa",
            "abababababab",
            "123456789012",
            "MotDePasse123",
        ] {
            assert!(
                matches!(chosen(text), Err(PasswordFault::TooCommon)),
                "{text}"
            );
        }
        assert!(
            COMMONEST
                .lines()
                .all(|one| one == one.to_lowercase() && one.chars().count() >= SHORTEST_PASSWORD)
        );
    }

    #[test]
    fn the_same_letters_composed_differently_are_the_same_password() {
        let (one, other) = ("une id\u{e9}e \u{e0} moi", "une ide\u{301}e a\u{300} moi");
        assert_eq!(
            chosen(one).unwrap().as_bytes(),
            Password::tried(other).as_bytes()
        );
    }
}
