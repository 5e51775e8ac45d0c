//! An e-mail address in the form in which it is looked up.
use zeroize::Zeroizing;

use super::AccountError;

/// The longest mail address.
const LONGEST: usize = 254;

/// A mail address in the form in which it is looked up: without white space around it, in lower
/// case. Overwritten in memory when dropped.
pub(super) struct Address(Zeroizing<String>);

impl Address {
    /// For something to be written to: must look like an address.
    pub(super) fn parse(text: &str) -> Result<Self, AccountError> {
        let address = Self::loosely(text);
        let looks_right = address.0.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',');
        if looks_right && address.0.len() <= LONGEST && !address.0.contains(odd) {
            Ok(address)
        } else {
            Err(AccountError::BadAddress)
        }
    }

    /// For something to be looked up: what is no address is simply not there.
    pub(super) fn loosely(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_lowercase()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub(super) fn name(&self) -> &str {
        self.0.split_once('@').map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_white_space_around_do_not_matter() {
        let address = Address::parse(" Zoé.Martin@Exemple.FR\n").unwrap();
        assert_eq!(address.as_str(), "zoé.martin@exemple.fr");
        assert_eq!(address.name(), "zoé.martin");
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        let long = format!("{}@exemple.fr", "z".repeat(LONGEST));
        for text in [
            "",
            "zoe",
            "@exemple.fr",
            "zoe@",
            "zoe@a@b",
            "zoe martin@exemple.fr",
            "zoe@.fr",
            "zoe@exemple.",
            "zoe@exemple.fr\r\nBcc: tom@exemple.fr",
            "<zoe@exemple.fr>",
            "zoe@exemple.fr,tom@exemple.fr",
            &long,
        ] {
            let refused = Address::parse(text);
            assert!(matches!(refused, Err(AccountError::BadAddress)), "{text}");
        }
    }
}
