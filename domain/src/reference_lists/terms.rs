//! The words of the imported lists.
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::ids::{BadId, SectorCode};

/// A list that is imported: the name of its stream after `reference-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceList {
    /// School holidays.
    Holidays,
    /// Professional sectors.
    Sectors,
}

impl ReferenceList {
    /// Every list.
    pub const ALL: [Self; 2] = [Self::Holidays, Self::Sectors];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holidays => "holidays",
            Self::Sectors => "sectors",
        }
    }
}

impl fmt::Display for ReferenceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReferenceList {
    type Err = BadId;
    fn from_str(s: &str) -> Result<Self, BadId> {
        let expected = "an imported list: holidays or sectors";
        let bad = || BadId {
            text: s.chars().take(64).collect(),
            expected,
        };
        Self::ALL
            .into_iter()
            .find(|list| list.as_str() == s)
            .ok_or_else(bad)
    }
}

/// A professional sector, built in or imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedSector {
    /// Its code.
    pub code: SectorCode,
    /// French name, 1-100 characters.
    pub name: CompactString,
    /// ONISEP's page on the jobs of the sector, up to 300 characters.
    pub onisep_url: Option<CompactString>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_written() {
        for list in ReferenceList::ALL {
            assert_eq!(list.to_string().parse::<ReferenceList>().unwrap(), list);
        }
        assert!("communes".parse::<ReferenceList>().is_err());
    }
}
