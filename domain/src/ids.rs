//! Typed names: no rule takes a bare `String` or `Uuid` for a thing.
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// Why a text is no name of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct BadId {
    /// What was given.
    pub text: String,
    /// What would have been right, in words.
    pub expected: &'static str,
}

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(s: &str) -> Result<Self, BadId> {
                let bad = || BadId { text: s.chars().take(64).collect(), expected: "a UUID" };
                Uuid::try_parse(s).map(Self).map_err(|_| bad())
            }
        }
    )*};
}

uuid_ids! {
    /// A pupil.
    StudentId,
    /// A legal guardian of a pupil.
    GuardianId,
    /// A member of a college's staff: head, teacher, other staff.
    StaffId,
    /// A class of a college, in one school year.
    ClassId,
    /// An offer of a host.
    OfferId,
    /// A pupil's application for a seat of an offer in one week.
    ApplicationId,
    /// An application of a teacher for a group of pupils (OFF-7).
    GroupId,
    /// A draft of a letter (STU-14).
    DraftId,
    /// What a teacher writes about a pupil's work (STU-14).
    CommentId,
    /// A person who acts for a host organisation.
    HostPersonId,
    /// A representative of the State, or of a pooling partner; one mandate each.
    RepresentativeId,
    /// A partner association, and who answers for it.
    PartnerId,
    /// Something that a partner association did.
    ActivityId,
    /// A difficulty that an academic director reports.
    DifficultyId,
    /// A meeting in a department.
    MeetingId,
    /// What a head asks an association's help for.
    HelpRequestId,
    /// An invitation of a college to an organisation (EST-11), and whom it invites: what is sealed
    /// in it is sealed with the key of that id.
    HostInvitationId,
}

/// A fixed ASCII code held in place; serialised as its text.
macro_rules! ascii_codes {
    ($($(#[$doc:meta])* $name:ident[$len:literal], $expected:literal, $check:path);* $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                let end = self.0.iter().position(|b| *b == 0).unwrap_or($len);
                // Only ASCII is ever put in (`from_str`), so this is never empty by accident.
                std::str::from_utf8(&self.0[..end]).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(s: &str) -> Result<Self, BadId> {
                if s.len() <= $len && s.is_ascii() && $check(s) {
                    let mut code = [0; $len];
                    code[..s.len()].copy_from_slice(s.as_bytes());
                    Ok(Self(code))
                } else {
                    Err(BadId { text: s.chars().take(64).collect(), expected: $expected })
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: de::Error>(self, s: &str) -> Result<$name, E> {
                        s.parse().map_err(E::custom)
                    }
                }
                d.deserialize_str(Text)
            }
        }
    )*};
}

ascii_codes! {
    /// A college in the national directory: seven digits and a check letter (EST-1).
    Uai[8], "a UAI: 7 digits and the right check letter, as 0752398Z", is_uai;
    /// A place of business of an organisation: fourteen digits that pass Luhn's test, or, for
    /// La Poste (SIREN 356 000 000), whose sum is a multiple of five (OFF-1).
    Siret[14], "a SIRET: 14 digits that pass the Luhn test", is_siret;
    /// A department (`01`-`95`, `2A`, `2B`) or an overseas collectivity (`971`-`988`).
    DepartmentCode[3], "a department code, as 75, 2A or 974", is_department;
}

impl Siret {
    /// Whether its SIREN is all zeros, which passes Luhn's test and is given to nobody.
    #[must_use]
    pub fn is_nobodys(&self) -> bool {
        self.as_str().starts_with("000000000")
    }
}

impl Uai {
    /// The UAI of a number, of which the last seven digits count, with the check letter that follows
    /// from them.
    #[must_use]
    pub fn numbered(number: u32) -> Self {
        let number = number % 10_000_000;
        let mut code = [check_letter(number); 8];
        for (digit, of) in code.iter_mut().zip(format!("{number:07}").bytes()) {
            *digit = of;
        }
        Self(code)
    }
}

/// The letter by the rest of 23 that a UAI's number leaves (EST-1).
fn check_letter(number: u32) -> u8 {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    LETTERS[number as usize % LETTERS.len()]
}

fn is_uai(s: &str) -> bool {
    let Some((digits, [letter])) = s.as_bytes().split_at_checked(7) else {
        return false;
    };
    digits.iter().all(u8::is_ascii_digit) && {
        let number = digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        *letter == check_letter(number)
    }
}

fn is_siret(s: &str) -> bool {
    let bytes = s.as_bytes();
    if bytes.len() != 14 || !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digits = || bytes.iter().map(|b| u32::from(b - b'0'));
    let luhn: u32 = digits()
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                if d > 4 { 2 * d - 9 } else { 2 * d }
            } else {
                d
            }
        })
        .sum();
    luhn.is_multiple_of(10)
        || (s.starts_with("356000000") && digits().sum::<u32>().is_multiple_of(5))
}

/// The numbers of three digits, beside `2A`, `2B` and 01 to 95 without 20. The table of
/// [`crate::reference`] has a row for each code and no other.
const OVERSEAS: [&str; 11] = [
    "971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988",
];

fn is_department(s: &str) -> bool {
    match s.as_bytes() {
        b"2A" | b"2B" => true,
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            let number = (tens - b'0') * 10 + (ones - b'0');
            (1..=95).contains(&number) && number != 20
        }
        _ => OVERSEAS.contains(&s),
    }
}

/// A professional sector: the slug of `reference::sectors` or of an imported list, 1-60 of
/// `a-z0-9-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SectorCode(CompactString);

impl SectorCode {
    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SectorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SectorCode {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=60).contains(&s.len()) && s.bytes().all(slug) {
            Ok(Self(s.into()))
        } else {
            let expected = "a sector code: 1-60 of a-z, 0-9 and -";
            Err(BadId {
                text: s.chars().take(64).collect(),
                expected,
            })
        }
    }
}

/// By what a pooling partner names one of its offers (OFF-8): 1-100 of `A-Z a-z 0-9 . _ : / -`, which
/// no mail address is made of. Capitals count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FeedIdentifier(CompactString);

impl FeedIdentifier {
    /// As the partner writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeedIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FeedIdentifier {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let sign = |b: u8| b.is_ascii_alphanumeric() || b"._:/-".contains(&b);
        if (1..=100).contains(&s.len()) && s.bytes().all(sign) {
            Ok(Self(s.into()))
        } else {
            let expected = "an identifier: 1-100 of A-Z, a-z, 0-9 and ._:/-";
            Err(BadId {
                text: s.chars().take(64).collect(),
                expected,
            })
        }
    }
}

impl<'de> Deserialize<'de> for FeedIdentifier {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = CompactString::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for SectorCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = CompactString::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uai_carries_its_check_letter() {
        assert_eq!("0010035H".parse::<Uai>().unwrap().as_str(), "0010035H");
        for number in (0..10_000_000).step_by(9_973) {
            let numbered = Uai::numbered(number);
            assert_eq!(numbered.as_str().parse(), Ok(numbered));
            assert_eq!(numbered.as_str()[..7].parse(), Ok(number));
        }
        for bad in [
            "0010035J",
            "0010035h",
            "010035H",
            "00100355",
            "",
            "0010035HH",
            "é010035H",
        ] {
            assert!(bad.parse::<Uai>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_siret_passes_luhn_or_is_of_la_poste() {
        for good in ["73282932000074", "35600000000048", "35600000000006"] {
            assert!(good.parse::<Siret>().is_ok(), "{good}");
        }
        assert!(
            "35600000000007".parse::<Siret>().is_err(),
            "digits add up to 21"
        );
        for bad in [
            "73282932000075",
            "7328293200007",
            "732829320000741",
            "7328293200007A",
            "",
        ] {
            assert!(bad.parse::<Siret>().is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_survive_json() {
        let uai: Uai = "0752398Z".parse().unwrap();
        let json = serde_json::to_string(&uai).unwrap();
        assert_eq!(serde_json::from_str::<Uai>(&json).unwrap(), uai);
        assert!(serde_json::from_str::<Uai>("\"0010035A\"").is_err());
        let sector: SectorCode = "filiere-bois".parse().unwrap();
        assert_eq!(serde_json::to_string(&sector).unwrap(), "\"filiere-bois\"");
        assert!(serde_json::from_str::<SectorCode>("\"Bois\"").is_err());
    }
}
