//! Who calls: a person with a role and what the role is about (SPEC 6).
use std::fmt;

use crate::ids::{DepartmentCode, GuardianId, HostPersonId, Siret, StaffId, StudentId, Uai};
use crate::mandate::Office;
use crate::reference::academies::AcademyCode;
use crate::reference::regions::RegionCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod stored;

/// A person with a role, and what the role is about. Each role has its own kind of scope: the
/// constructors make no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "stored::StoredPrincipal", into = "stored::StoredPrincipal")]
pub struct Principal {
    id: Uuid,
    role: Role,
    scope: Scope,
}

/// What a role is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A pupil: the person themself, or the child of a guardian.
    Student(StudentId),
    /// A college.
    Establishment(Uai),
    /// A host organisation.
    Host(Siret),
    /// A department.
    Department(DepartmentCode),
    /// A region.
    Region(RegionCode),
    /// An academy.
    Academy(AcademyCode),
    /// Nothing in particular.
    Country,
}

/// What somebody acts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// Whether a role is about something of this kind.
    fn is_about(self, scope: Scope) -> bool {
        match self {
            Self::Pupil | Self::Guardian => matches!(scope, Scope::Student(_)),
            Self::Teacher | Self::Head | Self::OtherStaff => {
                matches!(scope, Scope::Establishment(_))
            }
            Self::HostPerson => matches!(scope, Scope::Host(_)),
            Self::Prefect | Self::Referent | Self::AcademicDirector => {
                matches!(scope, Scope::Department(_))
            }
            Self::RegionPrefect => matches!(scope, Scope::Region(_)),
            Self::Rector => matches!(scope, Scope::Academy(_)),
            Self::Partner | Self::NationalCommittee | Self::PoolingPartner | Self::Operator => {
                scope == Scope::Country
            }
        }
    }
}

impl Principal {
    /// Somebody in a role; `None` where the scope is not of the kind that the role is about.
    #[must_use]
    pub fn new(id: Uuid, role: Role, scope: Scope) -> Option<Self> {
        let is_themself = role != Role::Pupil || scope == Scope::Student(StudentId(id));
        (is_themself && role.is_about(scope)).then_some(Self { id, role, scope })
    }

    const fn of(id: Uuid, role: Role, scope: Scope) -> Self {
        Self { id, role, scope }
    }

    /// A pupil.
    #[must_use]
    pub const fn pupil(student: StudentId) -> Self {
        Self::of(student.0, Role::Pupil, Scope::Student(student))
    }

    /// A guardian of a pupil.
    #[must_use]
    pub const fn guardian(guardian: GuardianId, student: StudentId) -> Self {
        Self::of(guardian.0, Role::Guardian, Scope::Student(student))
    }

    /// A teacher of a college.
    #[must_use]
    pub const fn teacher(staff: StaffId, college: Uai) -> Self {
        Self::of(staff.0, Role::Teacher, Scope::Establishment(college))
    }

    /// The head of a college.
    #[must_use]
    pub const fn head(staff: StaffId, college: Uai) -> Self {
        Self::of(staff.0, Role::Head, Scope::Establishment(college))
    }

    /// Somebody else of the staff of a college.
    #[must_use]
    pub const fn other_staff(staff: StaffId, college: Uai) -> Self {
        Self::of(staff.0, Role::OtherStaff, Scope::Establishment(college))
    }

    /// Somebody of a host organisation.
    #[must_use]
    pub const fn host_person(person: HostPersonId, host: Siret) -> Self {
        Self::of(person.0, Role::HostPerson, Scope::Host(host))
    }

    /// The prefect of a department.
    #[must_use]
    pub const fn prefect(id: Uuid, department: DepartmentCode) -> Self {
        Self::of(id, Role::Prefect, Scope::Department(department))
    }

    /// The referent of a department.
    #[must_use]
    pub const fn referent(id: Uuid, department: DepartmentCode) -> Self {
        Self::of(id, Role::Referent, Scope::Department(department))
    }

    /// The academic director of a department.
    #[must_use]
    pub const fn academic_director(id: Uuid, department: DepartmentCode) -> Self {
        Self::of(id, Role::AcademicDirector, Scope::Department(department))
    }

    /// The prefect of a region.
    #[must_use]
    pub const fn region_prefect(id: Uuid, region: RegionCode) -> Self {
        Self::of(id, Role::RegionPrefect, Scope::Region(region))
    }

    /// The rector of an academy.
    #[must_use]
    pub const fn rector(id: Uuid, academy: AcademyCode) -> Self {
        Self::of(id, Role::Rector, Scope::Academy(academy))
    }

    /// A partner association.
    #[must_use]
    pub const fn partner(id: Uuid) -> Self {
        Self::of(id, Role::Partner, Scope::Country)
    }

    /// Somebody of the national committee.
    #[must_use]
    pub const fn national_committee(id: Uuid) -> Self {
        Self::of(id, Role::NationalCommittee, Scope::Country)
    }

    /// A partner that pools offers.
    #[must_use]
    pub const fn pooling_partner(id: Uuid) -> Self {
        Self::of(id, Role::PoolingPartner, Scope::Country)
    }

    /// The operator of the service.
    #[must_use]
    pub const fn operator(id: Uuid) -> Self {
        Self::of(id, Role::Operator, Scope::Country)
    }

    /// What they act as.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// What their role is about.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// The id that stands for the person.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The pupil, for who is one.
    #[must_use]
    pub fn as_pupil(&self) -> Option<StudentId> {
        (self.role == Role::Pupil).then_some(StudentId(self.id))
    }

    /// The guardian, and the child as whose guardian they come.
    #[must_use]
    pub fn as_guardian(&self) -> Option<(GuardianId, StudentId)> {
        if let (Role::Guardian, Scope::Student(student)) = (self.role, self.scope) {
            return Some((GuardianId(self.id), student));
        }
        None
    }

    /// The member of a college's staff and the college, for the three roles that are.
    #[must_use]
    pub fn as_staff(&self) -> Option<(StaffId, Uai)> {
        if let Scope::Establishment(college) = self.scope {
            return Some((StaffId(self.id), college));
        }
        None
    }

    /// The person of a host, and the host.
    #[must_use]
    pub fn as_host_person(&self) -> Option<(HostPersonId, Siret)> {
        if let Scope::Host(host) = self.scope {
            return Some((HostPersonId(self.id), host));
        }
        None
    }

    /// The id under which the log may know a mandate or a partner, for the roles that are given
    /// so (SPEC 6).
    #[must_use]
    pub fn represents(&self) -> Option<Uuid> {
        match self.scope {
            Scope::Department(_) | Scope::Region(_) | Scope::Academy(_) | Scope::Country => {
                Some(self.id)
            }
            Scope::Student(_) | Scope::Establishment(_) | Scope::Host(_) => None,
        }
    }

    /// The office in which the caller says to act, for the roles that one is appointed to.
    #[must_use]
    pub fn office(&self) -> Option<Office> {
        match (self.role, self.scope) {
            (Role::Prefect, Scope::Department(department)) => Some(Office::Prefect { department }),
            (Role::Referent, Scope::Department(department)) => {
                Some(Office::Referent { department })
            }
            (Role::AcademicDirector, Scope::Department(department)) => {
                Some(Office::AcademicDirector { department })
            }
            (_, Scope::Region(region)) => Some(Office::RegionPrefect { region }),
            (_, Scope::Academy(academy)) => Some(Office::Rector { academy }),
            (Role::NationalCommittee, _) => Some(Office::NationalCommittee),
            (Role::PoolingPartner, _) => Some(Office::PoolingPartner),
            _ => None,
        }
    }
}

/// As it stands in the metadata of events: `teacher:{uuid}`.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.role.name(), self.id)
    }
}
