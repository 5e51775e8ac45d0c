//! The words in which a campaign is told.
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::ids::{BadId, DepartmentCode};

/// The campaign of a school year, in the country or in a department: `01-2025-2026`,
/// `national-2025-2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CampaignId {
    /// Where.
    pub area: Area,
    /// In which school year.
    pub year: SchoolYear,
}

/// Where targets are fixed and a campaign is steered (DSH-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The whole country.
    National,
    /// One department.
    Department(DepartmentCode),
}

impl fmt::Display for CampaignId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.area {
            Area::National => write!(f, "national-{}", self.year),
            Area::Department(code) => write!(f, "{code}-{}", self.year),
        }
    }
}

impl FromStr for CampaignId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId {
            text: text.chars().take(64).collect(),
            expected: "a campaign, as 01-2025-2026 or national-2025-2026",
        };
        let (area, year) = text.split_once('-').ok_or_else(bad)?;
        let area = match area {
            "national" => Area::National,
            code => Area::Department(code.parse().map_err(|_| bad())?),
        };
        let year = year.parse().map_err(|_| bad())?;
        Ok(Self { area, year })
    }
}

/// What is aimed at in a campaign (DSH-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Offers of public hosts.
    pub public_offers: u32,
    /// Offers of private hosts.
    pub private_offers: u32,
    /// Placements, where a number of them is aimed at.
    pub placements: Option<u32>,
}

impl Targets {
    /// All offers.
    #[must_use]
    pub fn offers(&self) -> u32 {
        self.public_offers.saturating_add(self.private_offers)
    }
}

/// In which office somebody steers a department's campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SteeringOffice {
    /// The prefect of the department.
    Prefect,
    /// The referent of the department.
    Referent,
    /// The academic director of the department.
    AcademicDirector,
    /// The rector of its academy.
    Rector,
}

/// What makes a campaign difficult (DSH-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifficultyKind {
    /// There are not enough offers.
    FewOffers,
    /// Offers are too far away for the pupils.
    FarOffers,
    /// Offers are of few sectors.
    FewSectors,
    /// Hosts do not answer.
    HostsSilent,
    /// Colleges do not take part.
    CollegesAbsent,
    /// Parental authorisations do not come back.
    AuthorisationsMissing,
    /// Something else, which the words tell.
    Other,
}

/// What a meeting is for (DSH-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// To win hosts.
    Mobilisation,
    /// Of the heads, in September.
    Heads,
}

/// A meeting as it is told: when, what for and whom it brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// What for.
    pub kind: MeetingKind,
    /// When.
    pub on: Date,
    /// How many hosts came.
    pub hosts: u16,
    /// How many colleges came.
    pub colleges: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_named_by_where_and_when() {
        for text in [
            "01-2025-2026",
            "2A-2024-2025",
            "974-2025-2026",
            "national-2025-2026",
        ] {
            assert_eq!(text.parse::<CampaignId>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "national",
            "01",
            "01-2025",
            "01-2025-2027",
            "999-2025-2026",
            "x-2025-2026",
        ] {
            assert!(bad.parse::<CampaignId>().is_err(), "{bad}");
        }
    }
}
