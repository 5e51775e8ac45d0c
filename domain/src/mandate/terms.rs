//! The words in which a mandate is told.
use serde::{Deserialize, Serialize};

use crate::ids::DepartmentCode;
use crate::reference::academies::AcademyCode;
use crate::reference::regions::RegionCode;

/// In which office somebody acts, and for which part of the country (SPEC 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// The prefect of a department.
    Prefect { department: DepartmentCode },
    /// The referent of a department (DSH-4).
    Referent { department: DepartmentCode },
    /// The academic director of a department (DASEN).
    AcademicDirector { department: DepartmentCode },
    /// The prefect of a region.
    RegionPrefect { region: RegionCode },
    /// The rector of an academy.
    Rector { academy: AcademyCode },
    /// A member of the national committee.
    NationalCommittee,
    /// A local platform that feeds its offers in (OFF-8).
    PoolingPartner,
}
