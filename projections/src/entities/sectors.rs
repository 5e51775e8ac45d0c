//! The sectors that the log has named, numbered in the order of their first appearance.
use domain::ids::SectorCode;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rows::SectorNo;
use crate::table::Number;

/// Sectors by number and by code.
#[derive(Clone, Debug, Default)]
pub(super) struct Sectors {
    codes: Vec<SectorCode>,
    by_code: FxHashMap<SectorCode, SectorNo>,
}

impl Sectors {
    /// The number of a sector, a new one when it is named for the first time; `None` when all
    /// numbers are used up.
    pub(super) fn number_or_new(&mut self, code: &SectorCode) -> Option<SectorNo> {
        if let Some(number) = self.by_code.get(code) {
            return Some(*number);
        }
        let number = SectorNo::from_index(u32::try_from(self.codes.len()).ok()?);
        self.codes.push(code.clone());
        self.by_code.insert(code.clone(), number);
        Some(number)
    }

    /// The number of a sector that was named.
    pub(super) fn number(&self, code: &SectorCode) -> Option<SectorNo> {
        self.by_code.get(code).copied()
    }

    /// The sector of a number.
    pub(super) fn code(&self, number: SectorNo) -> Option<&SectorCode> {
        self.codes.get(number.index())
    }

    /// Every sector named, in the order of the numbers.
    pub(super) fn codes(&self) -> impl Iterator<Item = (SectorNo, &SectorCode)> {
        (0u32..)
            .zip(&self.codes)
            .map(|(index, code)| (SectorNo::from_index(index), code))
    }
}

impl PartialEq for Sectors {
    fn eq(&self, other: &Self) -> bool {
        self.codes == other.codes
    }
}

impl Serialize for Sectors {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.codes.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Sectors {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let codes = Vec::<SectorCode>::deserialize(d)?;
        let numbered = (0u32..).zip(&codes);
        let by_code = numbered
            .map(|(i, code)| (code.clone(), SectorNo::from_index(i)))
            .collect();
        Ok(Self { codes, by_code })
    }
}
