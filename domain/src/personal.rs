//! Personal data in clear: what is sealed before a rule sees it and opened after a query allows
//! it (SPEC 7). These types never stand in an event, a log line or an error.
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::reference::academies::AcademyCode;
use crate::sealed::Personal;

/// Why a text cannot be taken as the personal data it should be. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} must be {expected}")]
pub struct BadText {
    /// Which field.
    pub field: &'static str,
    /// What would be right.
    pub expected: &'static str,
}

macro_rules! personal {
    ($($name:ident = $field:literal),* $(,)?) => {$(
        impl Personal for $name {
            const FIELD: &'static str = $field;
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(personal)"))
            }
        }
    )*};
}

/// Who a pupil is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentIdentity {
    /// Given name, 1-100 characters.
    pub given_name: String,
    /// Family name, 1-100 characters.
    pub family_name: String,
    /// Date of birth, where it was given.
    pub birth_date: Option<Date>,
    /// Electronic address, where it was given.
    pub mail: Option<String>,
}

/// Who a grown-up is: guardian, member of staff, person of a host, tutor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonIdentity {
    /// Full name, 1-200 characters.
    pub name: String,
    /// Electronic address, where it was given.
    pub mail: Option<String>,
}

/// An electronic address on its own: where an invitation goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(pub String);

/// A pupil's CV, as filled in online (STU-5).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cv {
    /// What the pupil says of themself, up to 2,000 characters.
    pub about: String,
    /// Languages, up to 20.
    pub languages: Vec<String>,
    /// Interests, up to 20.
    pub interests: Vec<String>,
    /// Skills, up to 20.
    pub skills: Vec<String>,
    /// Earlier experience, up to 20.
    pub experience: Vec<String>,
}

/// A cover letter, written for one application (STU-7).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Letter(pub String);

/// A message or a reason between host, pupil and college (STU-8).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Message(pub String);

/// What came out of the week, told afterwards (AGR-5).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Debrief(pub String);

personal! {
    StudentIdentity = "student.identity",
    PersonIdentity = "person.identity",
    Address = "person.address",
    Cv = "student.cv",
    Letter = "application.letter",
    Message = "application.message",
    Debrief = "placement.debrief",
}

/// A text of 1 to `most` characters with something in it, trimmed; control characters but the
/// line feed are refused.
pub fn text(field: &'static str, value: &str, most: usize) -> Result<String, BadText> {
    let value = value.trim();
    let odd = value.chars().any(|c| c.is_control() && c != '\n');
    if value.is_empty() || value.chars().count() > most || odd {
        let expected = "a text within its length, neither empty nor with control characters";
        return Err(BadText { field, expected });
    }
    Ok(value.to_owned())
}

/// An electronic address: one `@`, a dot in the domain, 3-254 characters, no blanks.
pub fn mail(field: &'static str, value: &str) -> Result<String, BadText> {
    let bad = BadText {
        field,
        expected: "an electronic address",
    };
    let value = value.trim();
    let (local, domain) = value.split_once('@').ok_or(bad)?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    let labels_fit = domain
        .split('.')
        .all(|label| !label.is_empty() && label.len() <= 63);
    let fits = (3..=254).contains(&value.len())
        && (1..=64).contains(&local.len())
        && local.chars().all(plain)
        && domain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        && domain.contains('.')
        && labels_fit;
    if fits {
        Ok(value.to_lowercase())
    } else {
        Err(bad)
    }
}

/// A professional address of the academy (`@ac-lyon.fr` for Lyon), as a head and whoever signs up
/// without being invited must give (EST-1, EST-6).
pub fn academy_mail(
    field: &'static str,
    value: &str,
    academy: AcademyCode,
) -> Result<String, BadText> {
    let address = mail(field, value)?;
    let domain = address.split_once('@').map_or("", |(_, domain)| domain);
    if academy.mail_domains().contains(&domain) {
        Ok(without_plus_part(&address))
    } else {
        Err(BadText {
            field,
            expected: "a professional address of the college's academy, as name@ac-lyon.fr",
        })
    }
}

/// The address without the part behind a plus sign before the `@` (`ada+2@ac-lyon.fr` is
/// `ada@ac-lyon.fr`): both reach the same person.
#[must_use]
pub fn without_plus_part(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) => {
            let name = name.split_once('+').map_or(name, |(name, _)| name);
            format!("{name}@{domain}")
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_writes_from_the_academy_of_the_college() {
        let lyon: AcademyCode = "lyon".parse().unwrap();
        assert_eq!(
            academy_mail("mail", " Ada@AC-Lyon.fr ", lyon).unwrap(),
            "ada@ac-lyon.fr"
        );
        assert_eq!(
            academy_mail("mail", "ada+2+3@ac-lyon.fr", lyon).unwrap(),
            "ada@ac-lyon.fr"
        );
        for bad in [
            "ada@gmail.com",
            "ada@ac-grenoble.fr",
            "ada@ac-lyon.com",
            "ada@x.ac-lyon.fr",
            "ada@xac-lyon.fr",
            "ada@ac-lyon.fr.evil.com",
            "@",
        ] {
            assert!(academy_mail("mail", bad, lyon).is_err(), "{bad}");
        }
        let normandie: AcademyCode = "normandie".parse().unwrap();
        for good in ["ada@ac-normandie.fr", "ada@ac-caen.fr"] {
            assert!(academy_mail("mail", good, normandie).is_ok(), "{good}");
        }
    }

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(text("title", "  Vétérinaire\n", 20).unwrap(), "Vétérinaire");
        assert!(text("title", " \n ", 20).is_err());
        assert!(text("title", "éééé", 3).is_err());
        assert!(text("title", "a\u{0}b", 9).is_err());
    }

    #[test]
    fn what_is_personal_never_shows_in_debug() {
        let letter = Letter("Madame, je suis Aïcha".into());
        assert_eq!(format!("{letter:?}"), "Letter(personal)");
    }
}
