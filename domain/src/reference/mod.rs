//! What does not change from one campaign to the next: departments, academies, regions, school
//! holidays and professional sectors, as tables of the program.
//!
//! Sources: the territories (academies and school zones, with INSEE's official geographic code)
//! and the official school calendar of the ministry of national education, and the links to
//! ONISEP's pages "Des métiers par secteur"; all under the Licence Ouverte 2.0 (Etalab).
//!
//! Holidays of later years and of zones that the tables do not know are imported; they have the
//! same type as those built in ([`holidays::Holiday`]).

/// Serialises a type as the text that its `Display` writes and its `FromStr` reads.
macro_rules! as_text {
    ($name:ident, $expected:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<$name, E> {
                        s.parse().map_err(E::custom)
                    }
                }
                d.deserialize_str(Text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ids::BadId;
            fn from_str(s: &str) -> Result<Self, crate::ids::BadId> {
                Self::from_text(s).ok_or_else(|| crate::ids::BadId {
                    text: s.chars().take(64).collect(),
                    expected: $expected,
                })
            }
        }
    };
}

pub mod academies;
pub mod bounds;
pub mod departments;
pub mod holidays;
pub mod public_mailboxes;
pub mod regions;
pub mod sectors;
pub mod zones;

#[cfg(test)]
mod tests;
