//! The words of a college's events and commands.
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::geography::Coordinates;
use crate::ids::{ClassId, DepartmentCode};

/// What the national directory tells of a college. Public data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Official name, 1-200 characters.
    pub name: CompactString,
    /// City, 1-100 characters.
    pub city: CompactString,
    /// Its department; region, academy and zone follow from it.
    pub department: DepartmentCode,
    /// Its class in priority education.
    pub network: Network,
    /// Where it stands, where that is known.
    pub position: Option<Coordinates>,
}

/// A scheme of equal chances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualChancesScheme {
    /// Cordées de la réussite.
    CordeesDeLaReussite,
    /// Parcours d'excellence.
    ParcoursExcellence,
}

/// Who takes part in which scheme, in which school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SchemeParticipation {
    /// In which school year.
    pub school_year: SchoolYear,
    /// In which scheme.
    pub scheme: EqualChancesScheme,
    /// One class; the whole college where none is named.
    pub class: Option<ClassId>,
}

/// Class in priority education (EST-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    RepPlus,
    Rep,
    /// Outside priority education: needs a waiver.
    None,
}

/// Level of a class (EST-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Search and CV only, to prepare the year ahead.
    Quatrieme,
    /// May apply.
    Troisieme,
}

/// What somebody is in a college (EST-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    Teacher,
    Documentalist,
    EducationAdviser,
    Psychologist,
    Administration,
}

/// Who says that somebody is the head of a college (EST-1a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadConfirmation {
    /// The college's own mailbox.
    Mailbox,
    /// The academic director of its department.
    AcademicDirector,
}

/// What a member of staff may do beyond following up (EST-6). The head has all of them, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Weeks, classes, search radius.
    ManageCollege,
    /// Invitations and rights.
    ManageStaff,
    /// Enrolment, authorisations, access.
    ManagePupils,
    /// Completion and debriefs.
    ManagePlacements,
    /// Signing placement agreements in the place of the head (AGR-2).
    SignAgreements,
    /// Granting aid for travel from the social funds (EST-10).
    GrantTravelAid,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ManageCollege,
        Self::ManageStaff,
        Self::ManagePupils,
        Self::ManagePlacements,
        Self::SignAgreements,
        Self::GrantTravelAid,
    ];
}

impl StaffRole {
    /// What comes with the role when nothing else is said: teachers manage the pupils of their
    /// classes, others follow up.
    #[must_use]
    pub fn default_rights(self) -> std::collections::BTreeSet<Right> {
        match self {
            Self::Teacher => [Right::ManagePupils, Right::ManagePlacements].into(),
            Self::Documentalist
            | Self::EducationAdviser
            | Self::Psychologist
            | Self::Administration => [].into(),
        }
    }
}
