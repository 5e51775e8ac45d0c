//! The words in which a partner is told.
use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentCode, Siret, Uai};

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
