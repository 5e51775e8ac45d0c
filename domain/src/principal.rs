//! Who calls: a role with its scope (SPEC 6).
use std::fmt;

use crate::ids::{DepartmentCode, GuardianId, HostPersonId, Siret, StaffId, StudentId, Uai};
use crate::mandate::Office;
use crate::reference::academies::AcademyCode;
use crate::reference::regions::RegionCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody with a role, and what the role is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Principal {
    Pupil {
        student: StudentId,
    },
    Guardian {
        guardian: GuardianId,
        student: StudentId,
    },
    Teacher {
        staff: StaffId,
        establishment: Uai,
    },
    Head {
        staff: StaffId,
        establishment: Uai,
    },
    OtherStaff {
        staff: StaffId,
        establishment: Uai,
    },
    HostPerson {
        person: HostPersonId,
        host: Siret,
    },
    Prefect {
        id: Uuid,
        department: DepartmentCode,
    },
    Referent {
        id: Uuid,
        department: DepartmentCode,
    },
    AcademicDirector {
        id: Uuid,
        department: DepartmentCode,
    },
    RegionPrefect {
        id: Uuid,
        region: RegionCode,
    },
    Rector {
        id: Uuid,
        academy: AcademyCode,
    },
    Partner {
        id: Uuid,
    },
    NationalCommittee {
        id: Uuid,
    },
    PoolingPartner {
        id: Uuid,
    },
    Operator {
        id: Uuid,
    },
}

/// The role alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Pupil,
    Guardian,
    Teacher,
    Head,
    OtherStaff,
    HostPerson,
    Prefect,
    Referent,
    AcademicDirector,
    RegionPrefect,
    Rector,
    Partner,
    NationalCommittee,
    PoolingPartner,
    Operator,
}

impl Role {
    /// Every role, in the order of SPEC 6.
    pub const ALL: [Self; 15] = [
        Self::Pupil,
        Self::Guardian,
        Self::Teacher,
        Self::Head,
        Self::OtherStaff,
        Self::HostPerson,
        Self::Prefect,
        Self::Referent,
        Self::AcademicDirector,
        Self::RegionPrefect,
        Self::Rector,
        Self::Partner,
        Self::NationalCommittee,
        Self::PoolingPartner,
        Self::Operator,
    ];

    /// Its name in tokens and metadata.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pupil => "pupil",
            Self::Guardian => "guardian",
            Self::Teacher => "teacher",
            Self::Head => "head",
            Self::OtherStaff => "other_staff",
            Self::HostPerson => "host_person",
            Self::Prefect => "prefect",
            Self::Referent => "referent",
            Self::AcademicDirector => "academic_director",
            Self::RegionPrefect => "region_prefect",
            Self::Rector => "rector",
            Self::Partner => "partner",
            Self::NationalCommittee => "national_committee",
            Self::PoolingPartner => "pooling_partner",
            Self::Operator => "operator",
        }
    }
}

impl Principal {
    /// The role alone.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Pupil { .. } => Role::Pupil,
            Self::Guardian { .. } => Role::Guardian,
            Self::Teacher { .. } => Role::Teacher,
            Self::Head { .. } => Role::Head,
            Self::OtherStaff { .. } => Role::OtherStaff,
            Self::HostPerson { .. } => Role::HostPerson,
            Self::Prefect { .. } => Role::Prefect,
            Self::Referent { .. } => Role::Referent,
            Self::AcademicDirector { .. } => Role::AcademicDirector,
            Self::RegionPrefect { .. } => Role::RegionPrefect,
            Self::Rector { .. } => Role::Rector,
            Self::Partner { .. } => Role::Partner,
            Self::NationalCommittee { .. } => Role::NationalCommittee,
            Self::PoolingPartner { .. } => Role::PoolingPartner,
            Self::Operator { .. } => Role::Operator,
        }
    }

    /// The id that stands for the person.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Pupil { student } => student.0,
            Self::Guardian { guardian, .. } => guardian.0,
            Self::Teacher { staff, .. }
            | Self::Head { staff, .. }
            | Self::OtherStaff { staff, .. } => staff.0,
            Self::HostPerson { person, .. } => person.0,
            Self::Prefect { id, .. }
            | Self::Referent { id, .. }
            | Self::AcademicDirector { id, .. }
            | Self::RegionPrefect { id, .. }
            | Self::Rector { id, .. }
            | Self::Partner { id }
            | Self::NationalCommittee { id }
            | Self::PoolingPartner { id }
            | Self::Operator { id } => *id,
        }
    }

    /// The member of a college's staff and the college, for the three roles that are.
    #[must_use]
    pub fn staff(&self) -> Option<(StaffId, Uai)> {
        match self {
            Self::Teacher {
                staff,
                establishment,
            }
            | Self::Head {
                staff,
                establishment,
            }
            | Self::OtherStaff {
                staff,
                establishment,
            } => Some((*staff, *establishment)),
            Self::Pupil { .. }
            | Self::Guardian { .. }
            | Self::HostPerson { .. }
            | Self::Prefect { .. }
            | Self::Referent { .. }
            | Self::AcademicDirector { .. }
            | Self::RegionPrefect { .. }
            | Self::Rector { .. }
            | Self::Partner { .. }
            | Self::NationalCommittee { .. }
            | Self::PoolingPartner { .. }
            | Self::Operator { .. } => None,
        }
    }

    /// The guardian, and the child as whose guardian they come.
    #[must_use]
    pub fn guardian(&self) -> Option<(GuardianId, StudentId)> {
        match self {
            Self::Guardian { guardian, student } => Some((*guardian, *student)),
            Self::Pupil { .. }
            | Self::Teacher { .. }
            | Self::Head { .. }
            | Self::OtherStaff { .. }
            | Self::HostPerson { .. }
            | Self::Prefect { .. }
            | Self::Referent { .. }
            | Self::AcademicDirector { .. }
            | Self::RegionPrefect { .. }
            | Self::Rector { .. }
            | Self::Partner { .. }
            | Self::NationalCommittee { .. }
            | Self::PoolingPartner { .. }
            | Self::Operator { .. } => None,
        }
    }

    /// The id under which the log may know a mandate or a partner, for the roles that are given
    /// so (SPEC 6).
    #[must_use]
    pub fn represents(&self) -> Option<Uuid> {
        match self {
            Self::Prefect { id, .. }
            | Self::Referent { id, .. }
            | Self::AcademicDirector { id, .. }
            | Self::RegionPrefect { id, .. }
            | Self::Rector { id, .. }
            | Self::Partner { id }
            | Self::NationalCommittee { id }
            | Self::PoolingPartner { id }
            | Self::Operator { id } => Some(*id),
            Self::Pupil { .. }
            | Self::Guardian { .. }
            | Self::Teacher { .. }
            | Self::Head { .. }
            | Self::OtherStaff { .. }
            | Self::HostPerson { .. } => None,
        }
    }

    /// The office in which the caller says to act, for the roles that one is appointed to.
    #[must_use]
    pub fn office(&self) -> Option<Office> {
        match *self {
            Self::Prefect { department, .. } => Some(Office::Prefect { department }),
            Self::Referent { department, .. } => Some(Office::Referent { department }),
            Self::AcademicDirector { department, .. } => {
                Some(Office::AcademicDirector { department })
            }
            Self::RegionPrefect { region, .. } => Some(Office::RegionPrefect { region }),
            Self::Rector { academy, .. } => Some(Office::Rector { academy }),
            Self::NationalCommittee { .. } => Some(Office::NationalCommittee),
            Self::PoolingPartner { .. } => Some(Office::PoolingPartner),
            Self::Pupil { .. }
            | Self::Guardian { .. }
            | Self::Teacher { .. }
            | Self::Head { .. }
            | Self::OtherStaff { .. }
            | Self::HostPerson { .. }
            | Self::Partner { .. }
            | Self::Operator { .. } => None,
        }
    }
}

/// As it stands in the metadata of events: `teacher:{uuid}`.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.role().name(), self.id())
    }
}
