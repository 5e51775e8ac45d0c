//! Other people's words in a letter: on one line, and without anything that a mail program makes
//! into a link.

/// The text on one line, its addresses written so that nothing can be clicked: `exemple[.]fr`,
/// `http[:]//`, `nom[@]`.
pub(super) fn defanged(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = line.chars().collect();
    let mut told = String::with_capacity(line.len() + 8);
    for (at, c) in chars.iter().copied().enumerate() {
        let (before, after) = chars.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        let opens_up = match c {
            ':' => after.starts_with(&['/', '/']) || is_scheme(before),
            '@' => true,
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => {
                joins(before.last().copied()) && begins_a_name(after)
            }
            _ => false,
        };
        if opens_up {
            told.extend(['[', c, ']']);
        } else {
            told.push(c);
        }
    }
    told
}

/// Whether something stands before a dot that may be part of a domain.
fn joins(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ']'))
}

/// Whether what stands behind a dot may be a domain, or a number of an address: `3.5` and
/// `S.A.R.L.` are none.
fn begins_a_name(after: &[char]) -> bool {
    let word = after
        .iter()
        .take_while(|c| c.is_alphanumeric() || **c == '-');
    let (letters, digits) = word.fold((0, 0), |(letters, digits), c| {
        if c.is_ascii_digit() {
            (letters, digits + 1)
        } else {
            (letters + 1, digits)
        }
    });
    let followed_by_a_dot = after.get(letters + digits) == Some(&'.');
    letters + digits >= 2 && letters >= 1 || digits >= 1 && followed_by_a_dot
}

/// Whether what stands before a colon is a scheme that mail programs open.
fn is_scheme(before: &[char]) -> bool {
    let word = before.iter().rev().take_while(|c| c.is_alphabetic());
    let word: String = word.collect::<Vec<_>>().into_iter().rev().collect();
    ["mailto", "tel", "sms", "javascript", "data"].contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_be_clicked() {
        for (given, told) in [
            ("http://evil.com/x", "http[:]//evil[.]com/x"),
            ("HTTPS://Evil.COM", "HTTPS[:]//Evil[.]COM"),
            ("voir www.evil.co.uk !", "voir www[.]evil[.]co[.]uk !"),
            ("a@evil.fr", "a[@]evil[.]fr"),
            ("mailto:a", "mailto[:]a"),
            ("http://1.2.3.4/", "http[:]//1[.]2[.]3.4/"),
            ("evil\u{3002}com", "evil[\u{3002}]com"),
            ("x.xn--p1ai", "x[.]xn--p1ai"),
        ] {
            assert_eq!(defanged(given), told);
        }
    }

    #[test]
    fn what_is_no_link_stays_as_it_is() {
        for text in [
            "Une semaine à l'atelier",
            "35 h. par semaine, 3.5 jours",
            "S.A.R.L. Dupont",
            "M. Dupont et Mme. Durand",
            "Horaires : 9 h - 16 h",
            "Bois & Cie",
        ] {
            assert_eq!(defanged(text), text);
        }
        assert_eq!(defanged("a\nBcc: b\n\nc"), "a Bcc: b c");
    }
}
