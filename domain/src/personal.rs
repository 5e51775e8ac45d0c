//! Personal data in clear: what is sealed before a rule sees it and opened after a query allows
//! it (SPEC 7). These types never stand in an event, a log line or an error.
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::SchoolYear;
use crate::explain::{Expected, Explain, Explanation, RefusalKind, because};
use crate::mail_address::{self, MailFault, Names};
use crate::reference::academies::AcademyCode;
use crate::sealed::Personal;
use crate::text::{self, TextFault};

/// Why a text cannot be taken as the personal data it should be. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {}", self.explain().english)]
pub struct BadText {
    /// Which field.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: Unfit,
}

/// What is wrong with a text, an address or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no free text.
    Text(TextFault),
    /// No letter can go there.
    Mail(MailFault),
    /// It is an address, but none of the college's academy.
    OtherAcademy,
    /// No pupil of that school year was born then.
    BirthDate(SchoolYear),
}

impl BadText {
    /// `length` where the text is empty or too long, which an aggregate says in its own words;
    /// else what is wrong with its characters.
    #[must_use]
    pub fn or_length<R: From<Self>>(self, length: R) -> R {
        match self.why {
            Unfit::Text(TextFault::Empty | TextFault::TooLong(_)) => length,
            Unfit::Text(TextFault::Hidden(_) | TextFault::Unreadable(_) | TextFault::Piled(_))
            | Unfit::Mail(_)
            | Unfit::OtherAcademy
            | Unfit::BirthDate(_) => self.into(),
        }
    }
}

/// A text of 1 to `most` characters, trimmed: something in it can be seen, and nothing hides,
/// controls but the line feed, turns the direction, or cannot be read.
///
/// # Errors
/// See [`TextFault`].
pub fn text(field: &'static str, value: &str, most: usize) -> Result<String, BadText> {
    match text::check(value.trim(), most) {
        Ok(fit) => Ok(fit.to_owned()),
        Err(fault) => Err(BadText {
            field,
            why: Unfit::Text(fault),
        }),
    }
}

/// The same on one line: a name, a title, a label.
///
/// # Errors
/// As [`text()`]; a line feed is a character that hides.
pub fn line(field: &'static str, value: &str, most: usize) -> Result<String, BadText> {
    let fit = text(field, value, most)?;
    match (1..).zip(fit.chars()).find(|(_, c)| *c == '\n') {
        None => Ok(fit),
        Some((at, _)) => Err(BadText {
            field,
            why: Unfit::Text(TextFault::Hidden(at)),
        }),
    }
}

impl Explain for BadText {
    fn explain(&self) -> Explanation {
        let why = match self.why {
            Unfit::Text(fault) => fault.explain(),
            Unfit::Mail(fault) => fault.explain(),
            Unfit::OtherAcademy => because(
                "MAIL_OF_ANOTHER_ACADEMY",
                "EST-1",
                "L'adresse est celle de l'académie du collège, comme nom@ac-lyon.fr.",
                "The address is one of the college's academy, as name@ac-lyon.fr.",
            ),
            Unfit::BirthDate(year) => because(
                "BIRTH_DATE_IMPLAUSIBLE",
                "SPEC-8",
                format!(
                    "Un élève de l'année scolaire {year} a de 8 à 25 ans ; vérifiez la date de naissance."
                ),
                format!(
                    "A pupil of the school year {year} is 8 to 25 years old; check the date of birth."
                ),
            ),
        };
        why.on(self.field)
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Malformed
    }
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

/// An organisation that a college invites, and the word that comes with it (EST-11).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedOrganisation {
    /// What the college calls it, 1-200 characters.
    pub name: String,
    /// Where the invitation goes.
    pub mail: String,
    /// What the college writes to it, 1-2,000 characters.
    pub word: String,
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

/// What somebody writes about a request or a decision, in their own name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Word(pub String);

/// What a teacher writes to a host for a group of pupils (OFF-7), in their own name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupLetter(pub String);

/// What came out of the week, told afterwards (AGR-5).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Debrief(pub String);

/// What is written in a placement agreement (AGR-1), and the salt of its digest: once the pupil's key
/// is destroyed nobody guesses by the digest what was written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementWords {
    /// How the pupil is looked after, 1-2,000 characters.
    pub supervision: String,
    /// Who insures what, 1-2,000 characters.
    pub insurance: String,
    /// What the pupil does, 1-2,000 characters.
    pub activities: String,
    /// What the pupil brings on the first day, up to 1,000 characters; may be empty.
    pub what_to_bring: String,
    /// Drawn at random for each version.
    pub salt: Uuid,
}

personal! {
    StudentIdentity = "student.identity",
    PersonIdentity = "person.identity",
    InvitedOrganisation = "host_invitation.organisation",
    Address = "person.address",
    Cv = "student.cv",
    Letter = "application.letter",
    Message = "application.message",
    Word = "word",
    GroupLetter = "group.letter",
    Debrief = "placement.debrief",
    AgreementWords = "agreement.words",
}

impl StudentIdentity {
    /// A pupil of a school year, in the form in which it is kept.
    ///
    /// # Errors
    /// Which field cannot be taken, and why.
    pub fn checked(self, year: SchoolYear, names: Names) -> Result<Self, BadText> {
        let birth_date = self
            .birth_date
            .map(|born| birth_date("identity.birth_date", born, year));
        let mail = self.mail.map(|address| mail("mail", &address, names));
        Ok(Self {
            given_name: line("given_name", &self.given_name, 100)?,
            family_name: line("family_name", &self.family_name, 100)?,
            birth_date: birth_date.transpose()?,
            mail: mail.transpose()?,
        })
    }
}

impl PersonIdentity {
    /// A grown-up, in the form in which it is kept.
    ///
    /// # Errors
    /// Which field cannot be taken, and why.
    pub fn checked(name: &str, address: Option<&str>, names: Names) -> Result<Self, BadText> {
        Ok(Self {
            name: line("full_name", name, 200)?,
            mail: address
                .map(|address| mail("mail", address, names))
                .transpose()?,
        })
    }
}

impl InvitedOrganisation {
    /// An organisation to invite, in the form in which it is kept.
    ///
    /// # Errors
    /// Which field cannot be taken, and why.
    pub fn checked(
        organisation: &str,
        address: &str,
        word: &str,
        names: Names,
    ) -> Result<Self, BadText> {
        Ok(Self {
            name: line("organisation", organisation, 200)?,
            mail: mail("mail", address, names)?,
            word: text("word", word, 2_000)?,
        })
    }
}

impl Letter {
    /// A letter of 1-5,000 characters.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn checked(value: &str) -> Result<Self, BadText> {
        text("letter", value, 5_000).map(Self)
    }
}

impl Message {
    /// A message of 1-2,000 characters, in the field of a request.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn checked(field: &'static str, value: &str) -> Result<Self, BadText> {
        text(field, value, 2_000).map(Self)
    }
}

impl Word {
    /// A word of 1-2,000 characters, in the field of a request.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn checked(field: &'static str, value: &str) -> Result<Self, BadText> {
        text(field, value, 2_000).map(Self)
    }
}

impl GroupLetter {
    /// A cover letter of 1-5,000 characters, for a group.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn checked(value: &str) -> Result<Self, BadText> {
        text("letter", value, 5_000).map(Self)
    }
}

impl Debrief {
    /// A debrief of 1-5,000 characters.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn checked(value: &str) -> Result<Self, BadText> {
        text("debrief", value, 5_000).map(Self)
    }
}

impl AgreementWords {
    /// The words of an agreement within their limits.
    ///
    /// # Errors
    /// Which cannot be taken, and why.
    pub fn checked(self) -> Result<Self, BadText> {
        let what_to_bring = self.what_to_bring.trim();
        Ok(Self {
            supervision: text("terms.supervision", &self.supervision, 2_000)?,
            insurance: text("terms.insurance", &self.insurance, 2_000)?,
            activities: text("terms.activities", &self.activities, 2_000)?,
            what_to_bring: match what_to_bring {
                "" => String::new(),
                _ => text("terms.what_to_bring", what_to_bring, 1_000)?,
            },
            salt: self.salt,
        })
    }
}

/// A field of a CV is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CvTooLong {
    /// Which field.
    pub field: &'static str,
    /// What would be right.
    pub expected: Expected,
}

impl Cv {
    /// A CV within its limits.
    ///
    /// # Errors
    /// The field that is too long.
    pub fn checked(self) -> Result<Self, CvTooLong> {
        if self.about.chars().count() > 2_000 {
            return Err(CvTooLong {
                field: "cv.about",
                expected: Expected("2 000 caractères au plus", "at most 2,000 characters"),
            });
        }
        let lists = [
            ("cv.languages", &self.languages),
            ("cv.interests", &self.interests),
            ("cv.skills", &self.skills),
            ("cv.experience", &self.experience),
        ];
        for (field, list) in lists {
            if list.len() > 20 || list.iter().any(|line| line.chars().count() > 200) {
                return Err(CvTooLong {
                    field,
                    expected: Expected(
                        "20 lignes de 200 caractères au plus",
                        "at most 20 lines of at most 200 characters",
                    ),
                });
            }
        }
        Ok(self)
    }
}

/// An electronic address that mail can be sent to by a server that carries these names, in the
/// form in which it is kept.
pub fn mail(field: &'static str, value: &str, names: Names) -> Result<String, BadText> {
    mail_address::parse(value, names).map_err(|fault| BadText {
        field,
        why: Unfit::Mail(fault),
    })
}

/// A pupil's date of birth: at the beginning of the school year they are 8 to 25 years old.
pub fn birth_date(field: &'static str, born: Date, year: SchoolYear) -> Result<Date, BadText> {
    let begins = year.begins();
    let birthday_past = (begins.month(), begins.day()) >= (born.month(), born.day());
    let age = begins.year() - born.year() - i16::from(!birthday_past);
    if (8..=25).contains(&age) {
        Ok(born)
    } else {
        let why = Unfit::BirthDate(year);
        Err(BadText { field, why })
    }
}

/// A professional address of the academy (`@ac-lyon.fr` for Lyon), as a head and whoever signs up
/// without being invited must give (EST-1, EST-6).
pub fn academy_mail(
    field: &'static str,
    value: &str,
    academy: AcademyCode,
    names: Names,
) -> Result<String, BadText> {
    let address = mail(field, value, names)?;
    let domain = address.split_once('@').map_or("", |(_, domain)| domain);
    if academy.mail_domains().contains(&domain) {
        Ok(without_plus_part(&address))
    } else {
        let why = Unfit::OtherAcademy;
        Err(BadText { field, why })
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
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_head_writes_from_the_academy_of_the_college() {
        let lyon: AcademyCode = "lyon".parse().unwrap();
        assert_eq!(
            academy_mail("mail", " Ada@AC-Lyon.fr ", lyon, Names::Ascii).unwrap(),
            "ada@ac-lyon.fr"
        );
        assert_eq!(
            academy_mail("mail", "ada+2+3@ac-lyon.fr", lyon, Names::Ascii).unwrap(),
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
            assert!(
                academy_mail("mail", bad, lyon, Names::Ascii).is_err(),
                "{bad}"
            );
        }
        let normandie: AcademyCode = "normandie".parse().unwrap();
        for good in ["ada@ac-normandie.fr", "ada@ac-caen.fr"] {
            assert!(
                academy_mail("mail", good, normandie, Names::Ascii).is_ok(),
                "{good}"
            );
        }
    }

    #[test]
    fn a_pupil_is_8_to_25_years_old_when_the_school_year_begins() {
        let year = SchoolYear::beginning_in(2026);
        let born =
            |year_born, month, day| birth_date("birth_date", date(year_born, month, day), year);
        for good in [born(2012, 3, 12), born(2018, 8, 1), born(2000, 8, 2)] {
            assert!(good.is_ok());
        }
        for bad in [
            born(2018, 8, 2),
            born(2000, 8, 1),
            born(12, 3, 12),
            born(1, 1, 1),
            born(9999, 12, 31),
            born(2026, 11, 27),
            born(1900, 1, 1),
        ] {
            let told = bad.unwrap_err().explain();
            assert_eq!(told.reason, "BIRTH_DATE_IMPLAUSIBLE");
            assert!(told.french.contains("2026-2027"), "{}", told.french);
        }
    }

    #[test]
    fn what_is_personal_never_shows_in_debug() {
        let letter = Letter("Madame, je suis Aïcha".into());
        assert_eq!(format!("{letter:?}"), "Letter(personal)");
    }
}
