//! Electronic addresses: what SMTP can carry (RFC 5321, RFC 6531), decided here for whoever gives
//! one and for what sends to it.
use crate::explain::{Explanation, because};
use crate::text;

/// The longest address, and the longest name before its `@`, in bytes.
const LONGEST: usize = 254;
const LONGEST_NAME: usize = 64;

/// Which names before the `@` the mail server carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// ASCII alone.
    Ascii,
    /// Any letters: the server has SMTPUTF8.
    Utf8,
}

impl Names {
    /// Of a server that has SMTPUTF8, or not.
    #[must_use]
    pub fn carried(utf8: bool) -> Self {
        if utf8 { Self::Utf8 } else { Self::Ascii }
    }
}

/// Why no letter can go to an address. Never repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// There is no name, `@` and domain, or something else beside.
    Shape,
    /// It is longer than mail can carry.
    TooLong,
    /// It holds characters that cannot be seen.
    Hidden,
    /// What stands before the `@`.
    Name,
    /// What stands before the `@` holds letters that the mail server does not carry.
    NameNotAscii,
    /// What stands behind the `@`.
    Domain,
}

impl MailFault {
    /// The reason and the sentences.
    #[must_use]
    pub fn explain(self) -> Explanation {
        let (reason, french, english) = match self {
            Self::Shape => (
                "MAIL_ADDRESS_UNFIT",
                "Une adresse électronique a la forme nom@domaine.fr, sans rien d'autre.",
                "An electronic address reads name@domain.fr, and nothing else.",
            ),
            Self::TooLong => (
                "MAIL_ADDRESS_TOO_LONG",
                "Une adresse électronique a au plus 254 caractères, dont 64 avant le « @ ».",
                "An electronic address has at most 254 characters, 64 of them before the @.",
            ),
            Self::Hidden => (
                "MAIL_ADDRESS_HIDDEN_CHARACTER",
                "L'adresse contient un caractère invisible ; saisissez-la de nouveau.",
                "The address holds an invisible character; write it again.",
            ),
            Self::Name => (
                "MAIL_NAME_UNFIT",
                "Avant le « @ » : des lettres, des chiffres et !#$%&'*+-/=?^_`{|}~, et des points, ni doublés, ni au début, ni à la fin.",
                "Before the @: letters, digits and !#$%&'*+-/=?^_`{|}~, and dots, neither doubled nor at either end.",
            ),
            Self::NameNotAscii => (
                "MAIL_NAME_NOT_ASCII",
                "Aucun courriel ne peut partir d'ici vers une adresse dont le nom, avant le « @ », porte des accents ou d'autres lettres.",
                "No mail can go from here to an address whose name, before the @, holds accents or other letters.",
            ),
            Self::Domain => (
                "MAIL_DOMAIN_UNFIT",
                "Le domaine, après le « @ », n'existe sous aucune forme : des noms séparés par des points, sans tiret au début ni à la fin, dont le dernier est en lettres.",
                "The domain, behind the @, is none: names between dots, without a hyphen at either end, the last of letters.",
            ),
        };
        because(reason, "SPEC-8", french, english)
    }
}

/// The address in the one form in which it is kept: trimmed, in lower case, its domain in the
/// letters of the DNS (`académie.fr` is `xn--acadmie-eya.fr`).
///
/// # Errors
/// See [`MailFault`].
pub fn parse(given: &str, names: Names) -> Result<String, MailFault> {
    let given = given.trim();
    // Before anything: the domain's own rules drop what cannot be seen.
    match text::check(given, LONGEST * 4) {
        Ok(_) => {}
        Err(text::TextFault::Empty) => return Err(MailFault::Shape),
        Err(text::TextFault::TooLong(_)) => return Err(MailFault::TooLong),
        Err(
            text::TextFault::Hidden(_) | text::TextFault::Unreadable(_) | text::TextFault::Piled(_),
        ) => return Err(MailFault::Hidden),
    }
    let (name, host) = given.split_once('@').ok_or(MailFault::Shape)?;
    if name.is_empty()
        || host.is_empty()
        || host.contains('@')
        || given.contains(char::is_whitespace)
    {
        return Err(MailFault::Shape);
    }
    let name = local_part(name, names)?;
    let host = domain(host)?;
    if name.len() > LONGEST_NAME || name.len() + 1 + host.len() > LONGEST {
        return Err(MailFault::TooLong);
    }
    Ok(format!("{name}@{host}"))
}

/// A dot-atom, composed and in lower case.
fn local_part(name: &str, names: Names) -> Result<String, MailFault> {
    let fits = |c: char| {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || is_beyond_ascii(c)
    };
    if !name
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(fits))
    {
        return Err(MailFault::Name);
    }
    if !name.is_ascii() && names == Names::Ascii {
        return Err(MailFault::NameNotAscii);
    }
    let composer = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    Ok(composer.normalize(&name.to_lowercase()).into_owned())
}

/// A letter, a digit or a mark of another alphabet.
fn is_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && (c.is_alphanumeric() || !text::is_seen(c))
}

/// Names of letters, digits and hyphens between dots, in the letters of the DNS.
fn domain(host: &str) -> Result<String, MailFault> {
    let host = idna::domain_to_ascii_strict(host).map_err(|_| MailFault::Domain)?;
    let labels: Vec<&str> = host.split('.').collect();
    let fits = |label: &&str| {
        let plain = label
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let ends = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && plain && !ends
    };
    let top = labels.last().copied().unwrap_or_default();
    let of_letters =
        top.len() >= 2 && (top.starts_with("xn--") || top.bytes().all(|b| b.is_ascii_lowercase()));
    if labels.len() >= 2 && labels.iter().all(fits) && of_letters {
        Ok(host)
    } else {
        Err(MailFault::Domain)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_mail_reaches() {
        for (given, kept) in [
            ("ok@ac-lyon.fr", "ok@ac-lyon.fr"),
            (" Marie.Durand@AC-Lyon.FR\n", "marie.durand@ac-lyon.fr"),
            ("o'b@ac-lyon.fr", "o'b@ac-lyon.fr"),
            ("a+b@ac-lyon.fr", "a+b@ac-lyon.fr"),
            ("x@académie.fr", "x@xn--acadmie-eya.fr"),
            ("x@ACADÉMIE.fr", "x@xn--acadmie-eya.fr"),
            ("x@xn--acadmie-eya.fr", "x@xn--acadmie-eya.fr"),
        ] {
            assert_eq!(parse(given, Names::Ascii).as_deref(), Ok(kept), "{given}");
        }
        assert_eq!(
            parse("Élodie@ac-lyon.fr", Names::Utf8).unwrap(),
            "élodie@ac-lyon.fr"
        );
        assert_eq!(
            parse("e\u{301}lodie@ac-lyon.fr", Names::Utf8).unwrap(),
            "élodie@ac-lyon.fr"
        );
    }

    #[test]
    fn addresses_that_no_mail_reaches() {
        use MailFault as F;
        let long_label = format!("x@{}.fr", "a".repeat(64));
        let long_name = format!("{}@ac-lyon.fr", "y".repeat(65));
        let long_domain = format!("x@{}fr", "abcdefghi.".repeat(26));
        for (given, fault) in [
            ("", F::Shape),
            ("marie", F::Shape),
            ("@ac-lyon.fr", F::Shape),
            ("marie@", F::Shape),
            ("a@b@c.fr", F::Shape),
            ("a b@ac-lyon.fr", F::Shape),
            ("a\u{a0}@ac-lyon.fr", F::Shape),
            ("marie..durand@ac-lyon.fr", F::Name),
            ("paul.@ac-lyon.fr", F::Name),
            (".paul@ac-lyon.fr", F::Name),
            ("\"a\"@ac-lyon.fr", F::Name),
            ("a,b@ac-lyon.fr", F::Name),
            ("<a@ac-lyon.fr>", F::Name),
            ("mailto:a@b.fr", F::Name),
            ("a;b@ac-lyon.fr", F::Name),
            ("a(b)@ac-lyon.fr", F::Name),
            ("a\\b@ac-lyon.fr", F::Name),
            ("élodie@ac-lyon.fr", F::NameNotAscii),
            ("jean\u{200b}@ac-lyon.fr", F::Hidden),
            ("jean@ac-lyon\u{200b}.fr", F::Hidden),
            ("a\u{202e}b@ac-lyon.fr", F::Hidden),
            ("x@-mairie.fr", F::Domain),
            ("x@mairie-.fr", F::Domain),
            ("x@a..fr", F::Domain),
            ("x@.fr", F::Domain),
            ("a@ac-lyon.fr.", F::Domain),
            ("a@ac_lyon.fr", F::Domain),
            ("x@xn--.fr", F::Domain),
            ("x@xn--a.fr", F::Domain),
            ("a@b", F::Domain),
            ("a@localhost", F::Domain),
            ("a@[127.0.0.1]", F::Domain),
            ("a@127.0.0.1", F::Domain),
            ("a@123", F::Domain),
            ("a@ac-lyon.fr>", F::Domain),
            (&long_label, F::Domain),
            (&long_name, F::TooLong),
            (&long_domain, F::Domain),
        ] {
            assert_eq!(parse(given, Names::Ascii), Err(fault), "{given:?}");
        }
        for given in ["é..è@ac-lyon.fr", "é€@ac-lyon.fr", "« a »@ac-lyon.fr"] {
            assert!(parse(given, Names::Utf8).is_err(), "{given:?}");
        }
    }

    proptest! {
        /// What is kept is ASCII behind the `@`, one word, and read again the same.
        #[test]
        fn what_is_kept_is_read_again_the_same(
            given in "[a-zA-Z0-9.é+_'\u{200b}-]{1,12}@[a-zA-Z0-9.éÀß\u{ad}_-]{1,20}\\.(fr|com|рф|1)",
            utf8 in any::<bool>(),
        ) {
            let names = Names::carried(utf8);
            if let Ok(kept) = parse(&given, names) {
                prop_assert_eq!(parse(&kept, names), Ok(kept.clone()));
                let (name, host) = kept.split_once('@').unwrap();
                prop_assert!(host.is_ascii() && (utf8 || name.is_ascii()));
                prop_assert!(!name.contains("..") && !name.starts_with('.') && !name.ends_with('.'));
                prop_assert!(host.split('.').all(|label| !label.is_empty()
                    && !label.starts_with('-') && !label.ends_with('-')));
                prop_assert!(kept.len() <= 254);
            }
        }
    }
}
