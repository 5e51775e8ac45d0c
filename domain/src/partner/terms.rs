//! The words in which a partner is told.
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, DepartmentCode, OfferId, Siret, StudentId, Uai};

/// Where a partner may be assigned (DSH-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// In the whole country.
    National,
    /// In one department.
    Department(DepartmentCode),
}

/// What a partner is assigned to (DSH-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// A college.
    Establishment(Uai),
    /// A host.
    Host(Siret),
}

/// What a partner does (DSH-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// Prepares hosts to receive pupils.
    HostPreparation,
    /// Prepares pupils, in class or elsewhere.
    PupilSession,
    /// Helps pupils in difficulty.
    DifficultyHelp,
    /// Looks at what offers and placements are worth.
    Evaluation,
}

impl ActivityKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::HostPreparation,
        Self::PupilSession,
        Self::DifficultyHelp,
        Self::Evaluation,
    ];
}

/// Something that a partner did, as it tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// What.
    pub kind: ActivityKind,
    /// When.
    pub on: Date,
    /// With how many people.
    pub people: u16,
}

/// What a partner evaluates (OFF-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evaluated {
    /// An offer.
    Offer(OfferId),
    /// A placement that was completed: of a pupil, by the application that became it.
    Placement(StudentId, ApplicationId),
}

/// What something is worth, from 1 to 5 (OFF-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(u8);

impl Mark {
    /// A mark from 1 to 5; `None` for any other number.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        let fits = (1..=5).contains(&number);
        u8::try_from(number).ok().filter(|_| fits).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.into()
    }
}
